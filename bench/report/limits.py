"""Says of what is dear what the least that has to be done took beside it: only what figures of the results say."""

from collections.abc import Iterator

from bench.clients.first_visit import NETWORKS
from bench.figures import Figure, number
from bench.peers import FLOOR, STREAMCHAT
from bench.report.aims.aim import Results, find
from bench.report.aims.deliveries import ONE_ELEMENT
from bench.report.results import is_noise
from bench.workloads import crowd, reacting, room_in_browser, rooms, sending, storing, weight
from bench.workloads.compare import GROSS, STEADY
from bench.workloads.footprint import IDLE


def limits(results: Results) -> str:
    """Write a list."""
    found = [one for part in PARTS for one in part(results)]
    return "\n".join(f"- {one}" for one in found)


def _numbers(*figures: Figure | None) -> list[float] | None:
    """Return the values of figures, if all were taken and are more than noise."""
    values = [one.value for one in figures if one is not None and one.value and not is_noise(one)]
    return values if len(values) == len(figures) else None


def _message(results: Results) -> Iterator[str]:
    result = results.get("sending")
    for way, bare in (("page", "NiceGUI event"), ("API", "FastAPI route")):
        where = f"by {way}, {min(sending.RATES)} a second"
        ours, floor = (find(result, sending.COST, peer, where) for peer in (STREAMCHAT, FLOOR))
        if taken := _numbers(ours, floor, find(result, sending.STORED, FLOOR)):
            rest = taken[0] - taken[1] - taken[2]
            ours_alone = f"{number(rest)} µs are ours" if rest > 0 else "there is nothing on top of these"
            yield (
                f"**A message {where}** takes {number(taken[0])} µs before anybody hears of it. A bare {bare} takes "
                f"{number(taken[1])} µs and one row committed {number(taken[2])} µs; {ours_alone}."
            )
    if paused := _numbers(find(result, sending.PAUSED.format(min(sending.RATES)))):
        yield f"**Pauses** as between these messages make any Python here take {number(paused[0])} × the CPU."


def _small_rooms(results: Results) -> Iterator[str]:
    result = results.get("rooms")
    names = (rooms.COST, rooms.ALONE, rooms.FLOOR_COST)
    if taken := _numbers(*(find(result, name.format("steady")) for name in names)):
        each = taken[1] / rooms.FOLLOWERS
        yield (
            f"**A delivery in a room of {rooms.FOLLOWERS}** takes {number(taken[0])} µs. {number(each)} µs are its "
            f"share of the message, before anybody hears of it; a bare server delivers in {number(taken[2])} µs."
        )


def _storing(results: Results) -> Iterator[str]:
    result = results.get("storing")
    names = (storing.OUR_STATEMENTS, storing.BARE_POSTGRES)
    if taken := _numbers(
        find(result, storing.STORED, workload=storing.POSTGRES), *(find(result, name) for name in names)
    ):
        yield (
            f"**PostgreSQL** stores {number(taken[0])} messages a second. The same statements, sent again by psycopg "
            f"with nothing around them, come to {number(taken[1])}, and one row a commit to {number(taken[2])}."
        )


def _memory(results: Results) -> Iterator[str]:
    result = results.get("footprint")
    if taken := _numbers(*(find(result, IDLE, peer, "50 rows", 50) for peer in (STREAMCHAT, ONE_ELEMENT))):
        yield (
            f"**A viewer of 50 rows** takes {number(taken[0])} kB. A NiceGUI page of one element, which its browser "
            f"fills, takes {number(taken[1])} kB."
        )


def _crowd(results: Results) -> Iterator[str]:
    result = results.get("crowd")
    figures = [one for one in (result.figures if result else ()) if one.size]
    share = next((one for one in figures if one.name == crowd.SHARE.format(crowd.TALK)), None)
    floor = find(results.get("compare"), GROSS, FLOOR, STEADY, 1000)
    if share and (taken := _numbers(share, floor)):
        least = taken[1] * share.size * crowd.PER_SECOND / 1e4
        yield (
            f"**{share.workload}** who hear {crowd.PER_SECOND} messages a second each take {number(taken[0])} % of one "
            f"core. A bare server would take {number(least)} % for as many deliveries."
        )


def _browser(results: Results) -> Iterator[str]:
    result, rate = results.get("browser"), f"{room_in_browser.RATE:.0f}"
    names = (room_in_browser.ABOVE_FLOOR, room_in_browser.FLOOR_WORK)
    if taken := _numbers(*(find(result, name.format(rate)) for name in names)):
        yield (
            f"**A new row**, {rate} a second, takes {number(taken[0])} × what it takes on a page that only appends it, "
            f"which is {number(taken[1])} ms of the browser's main thread."
        )
    if taken := _numbers(*(find(results.get("reacting"), name) for name in (reacting.KEY, reacting.BARE_KEY))):
        yield (
            f"**A key** in a long text on a slow computer is painted within {number(taken[0])} ms, p95. In a bare box, "
            f"where no script hears of keys, it is within {number(taken[1])} ms."
        )


def _first_visit(results: Results) -> Iterator[str]:
    result = results.get("weight")
    served = find(result, weight.SERVED.format(weight.ROOM_PAGE))
    for network, conditions in NETWORKS.items():
        live = (find(result, weight.LIVE.format(page, network)) for page in (weight.ROOM_PAGE, weight.BARE_PAGE))
        if taken := _numbers(*live, served):
            alone = taken[2] * 1e3 / conditions["downloadThroughput"]
            yield (
                f"**A first visit**, {network}, is live after {number(taken[0])} s. Its {number(taken[2])} kB alone "
                f"take {number(alone)} s, and a bare NiceGUI page of one label is live after {number(taken[1])} s."
            )


PARTS = (_message, _small_rooms, _storing, _memory, _crowd, _browser, _first_visit)
