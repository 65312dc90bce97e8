"""The report is computed from results alone, and the floor does what it is the floor of; nothing is timed here."""

import argparse
import asyncio
import json
import re
import signal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as main
from bench import between, budgets, figures, report, running
from bench.clients.crowd import Crowd
from bench.clients.frames import Reader
from bench.clients.senders import PostSender
from bench.figures import Figure, figure
from bench.peers import FLOOR, PEERS, STREAMCHAT
from bench.report import scaling
from bench.report.aims import aims
from bench.report.aims.aim import at_most, beside, grown_at_most, never_more, ratio
from bench.report.growth import line_on
from bench.report.results import ratios, read
from bench.report.scaling import SAID, Costs, need
from bench.server import Server
from bench.workloads.compare import GROSS, NET, STEADY, WIRE
from bench.workloads.footprint import IDLE
from bench.workloads.room_in_browser import ABOVE_FLOOR
from bench.workloads.sending import COST, STORED
from bench.workloads.words import MESSAGES, STREAMED, bytes_of, cpu_of

MACHINE = {"commit": "abc1234", "python": "3.11", "system": "Linux", "processor": "slow", "cores": 2, "load": 0.1}


def taken(name: str, value: float, peer: str = "", workload: str = STEADY, size: int = 1000) -> dict[str, Any]:
    runs = [value, value, value]
    return {"name": name, "value": value, "unit": "µs", "runs": runs, "peer": peer, "workload": workload, "size": size}


def left_out(peer: str) -> dict[str, Any]:
    return taken(GROSS, 0, peer) | {"value": None, "runs": [], "note": "would take about 77 cores"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = {
        "compare": [
            taken(GROSS, 12.25, STREAMCHAT),
            taken(GROSS, 3.5, FLOOR),
            taken(NET, 16.75, STREAMCHAT),
            taken(NET, 8.0, FLOOR),
            taken(GROSS, 367.5, "ui.chat_message"),
            taken(WIRE, 266, STREAMCHAT, size=100),
            taken("not delivered", 0, STREAMCHAT),
            taken("send to receipt, p99", 251, STREAMCHAT),
            left_out("ui.refreshable"),
        ],
        "footprint": [
            taken(IDLE, 91.5, STREAMCHAT, "50 rows", 50),
            taken(IDLE, 99.5, STREAMCHAT, "1,000 rows", 1000),
        ],
        "opening": [
            taken("opening, 1,000 messages: time", 8, workload="", size=0),
            taken("opening, 50,000 messages: time", 9, workload="", size=0),
        ],
        "browser": [
            taken("browser: a row, first 9, 50/s: main thread", 1.5, workload="", size=0),
            taken("browser: a row, last 9, 50/s: main thread", 2.5, workload="", size=0),
            taken(ABOVE_FLOOR.format("50"), 1.6, workload="", size=0),
        ],
        "words": [
            taken(cpu_of(MESSAGES), 2.5, workload="", size=0),
            taken(cpu_of(STREAMED), 2.6, workload="", size=0),
            taken(bytes_of(STREAMED), 18, workload="", size=0),
        ],
        "weight": [
            taken("weight, a room: requests", 18, workload="", size=0),
            taken("weight, a room: as served, headers included", 460, workload="", size=0),
        ],
        "sidebar": [
            taken("sidebar, 10 rooms: memory per open page", 140, workload="", size=0),
            taken("sidebar, 200 rooms: memory per open page", 160, workload="", size=0),
            taken("sidebar, 200 rooms: CPU of opening", 9, workload="", size=0),
            taken("news, 50 a second: largest emit", 80, workload="", size=0),
        ],
        "sending": [
            taken(COST, 1300, STREAMCHAT, "by page, 20 a second", 0),
            taken(COST, 700, FLOOR, "by page, 20 a second", 0),
            taken(STORED, 100, FLOOR, "", 0),
        ],
        "import": [
            taken("import, 100,000 messages of a Slack export: memory at most", 190, workload="", size=0),
        ],
        "whatever comes": [taken("sandwiches", 4711, workload="at noon", size=0)],
    }
    folder = tmp_path_factory.mktemp("measured") / "results"
    folder.mkdir()
    for name, taken_ in found.items():
        told = {"at": "2026-01-02T03:04:05+00:00", "options": {"quick": True}, "figures": taken_}
        (folder / f"{name}.json").write_text(json.dumps(told | {"machine": MACHINE | {"packages": {"nicegui": "9.9"}}}))
    return folder


@pytest.fixture(scope="module")
def document(results: Path) -> str:
    """The report, which takes a second to draw its plots."""
    return report.write(results, results.parent / "performance.md").read_text()


def test_the_report_contains_what_was_measured(document: str) -> None:
    for number in ("12.25", "367.5", "99.50", "266", "4,711", "abc1234", "nicegui 9.9", "2026-01-02 03:04", "quick"):
        assert number in document


def test_figures_stand_beside_what_they_are_compared_with(document: str) -> None:
    assert "105 × floor · 30 × StreamChat" in document


def test_what_was_left_out_says_why(document: str) -> None:
    assert "not run: would take about 77 cores" in document


def test_the_original_is_marked_as_not_of_this_run(document: str) -> None:
    assert "Not measured in this run: LiveView StreamChat" in document


def test_nothing_is_left_of_the_template(document: str) -> None:
    assert "$" not in document


def test_aims_are_computed(results: Path) -> None:
    verdicts = {(aim.text, aim.where): aim.reached for aim in aims(read(results))}
    assert verdicts["at most 15 µs of CPU per delivery", "steady, 5/s, 1,000 followers, gross"] is True
    assert verdicts["at most 15 µs of CPU per delivery", "steady, 5/s, 1,000 followers, net"] is False
    assert verdicts["within 3 × of the floor", "steady, 5/s, 1,000 followers, gross"] is False
    assert verdicts["within 3 × of the floor", "steady, 5/s, 1,000 followers, net"] is True
    assert verdicts["at least 20 × less than `ui.chat_message`", "steady, 5/s, 1,000 followers, gross"] is True
    assert verdicts["at most 100 kB per viewer", "idle, 1,000 rows"] is True
    assert verdicts["as much at 1,000 rows as at 50 (within 5 %)", "idle, 1,000 rows to 50"] is False
    assert verdicts["1,000 followers: p99 under 250 ms", STEADY] is False
    assert verdicts["at most 15 µs of CPU per delivery", "burst, 1,000 followers, net"] is None
    assert verdicts["the largest room opens as fast as one of 1,000 messages (within 20 %)", "50,000 messages"] is True
    browser = "a row takes at most 1.5 × what it takes on a bare page"
    assert [verdicts[browser, f"{rate}/s, main thread"] for rate in (50, 250)] == [False, None]
    assert verdicts["the last rows cost the browser what the first ones did (within 20 %)", "Chromium"] is False
    visits = [aim.reached for aim in aims(read(results)) if aim.where == "a room of the demo"]
    assert visits == [True, False, None]
    assert verdicts["at most 200 MB of memory", "import, 100,000 messages of a Slack export"] is True
    tokens = [verdict for (_, where), verdict in verdicts.items() if where.startswith("50 tokens")]
    assert tokens == [None, True]
    cheaper = "50 tokens a second cost less CPU than 5 plain messages a second"
    assert verdicts[cheaper, "streamed, 100 viewers"] is False
    rooms = [aim.reached for aim in aims(read(results)) if aim.where == "200 rooms"]
    assert rooms == [True, True, None, False]


def noisy(value: float | None, *runs: float) -> Figure:
    return Figure("x", value, "µs", runs)


def test_a_difference_that_is_smaller_than_the_noise_reaches_nothing() -> None:
    below, above = noisy(-3.0, -3.0, -5.0, 2.0), noisy(4.0, 4.0, 3.0, 9.0)
    shown = [
        at_most("", "", below, 15),
        at_most("", "", noisy(4.0, 4.0, -2.0, 6.0), 15),
        ratio("", "", below, above, 3),
        ratio("", "", above, below, 3),
        ratio("", "", above, noisy(0.0, 0.0), 20, least=True),
        at_most("", "", None, 15),
        ratio("", "", noisy(None), above, 3),
    ]
    assert [(aim.measured, aim.verdict) for aim in shown] == [
        ("-3 µs", "not measurable"),
        ("4 µs", "not measurable"),
        ("-3 µs to 4 µs", "not measurable"),
        ("4 µs to -3 µs", "not measurable"),
        ("4 µs to 0 µs", "not measurable"),
        *[("–", "not measured")] * 2,
    ]
    assert beside("a floor", above, below) == ""
    assert ratios(above, noisy(2.0, 2.0, 0.0, 4.0)) == [2.0], "a round that says nothing is not left out alone"
    assert grown_at_most("", "", below, 15).reached, "memory may become less"


def test_what_is_to_happen_never_may_happen_in_no_round() -> None:
    lost = noisy(0.0, 0.0, 2.0, 0.0)
    assert (at_most("", "", lost, 0).reached, never_more("", "", lost, 0).reached) == (True, False)
    assert never_more("", "", lost, 0).measured == "2 µs"
    assert never_more("", "", None, 0).reached is None


def test_one_size_is_not_compared_with_itself_nor_a_page_with_less_than_none(tmp_path: Path) -> None:
    memory = "sidebar, {} rooms: memory per open page"
    for name, found in (
        ("opening", {"opening, 1,000 messages: time": 8}),
        ("sidebar", {memory.format(10): -150, memory.format(200): 120}),
    ):
        made = [taken(what, value, workload="", size=0) for what, value in found.items()]
        told = {"at": "", "options": {}, "machine": MACHINE, "figures": made}
        (tmp_path / f"{name}.json").write_text(json.dumps(told))
    verdicts = {aim.text: (aim.measured, aim.verdict) for aim in aims(read(tmp_path))}
    assert verdicts["the largest room opens as fast as one of 1,000 messages (within 20 %)"] == ("–", "not measured")
    text = "an open page takes at most 15 kB more than with 10 rooms"
    assert verdicts[text] == ("-150 µs to 120 µs", "not measurable")


def test_an_aim_stands_beside_its_floor_and_the_page_says_what_is_left(document: str) -> None:
    floor = "a bare NiceGUI event and one row committed: 800 µs"
    assert f"| by page, 20 a second | 1,300 µs | **not reached** | {floor} |" in document
    assert "and one row committed 100 µs; 500 µs are ours." in document
    assert "A message by API" not in document  # nothing is said that was not measured


def test_what_is_not_reached_is_told(document: str) -> None:
    assert "| 1,000 followers: p99 under 250 ms | steady, 5/s | 251 µs | **not reached** |" in document
    assert "| not measured |" in document


def test_the_page_in_docs_is_made_of_the_template() -> None:
    document = report.DOCUMENT.read_text()
    assert "This page is generated by `make bench`" in document
    for part in re.split(r"\$\w+", (report.HERE / "performance.md").read_text()):
        assert part.strip() in document


def test_without_results_there_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nothing has been measured"):
        report.write(tmp_path, tmp_path / "performance.md")


@pytest.mark.skipif(not find_spec("matplotlib"), reason="matplotlib is in bench/requirements.txt")
def test_plots_are_drawn_beside_the_report(document: str, results: Path) -> None:
    drawn = {path.name for path in (results.parent / "performance").iterdir()}
    assert drawn == {"cpu.svg", "burst.svg", "delay.svg", "memory.svg"}
    assert all(f"(performance/{name})" in document for name in drawn)


def test_frames_are_read_in_whatever_pieces_they_come() -> None:
    frames = b"\x81\x02ab" + b"\x01\x01c\x80\x01d" + b"\x81\x7e\x00\x80" + b"e" * 128 + b"\x89\x00"
    reader = Reader()
    read_singly = [message for byte in frames for message in reader.read(bytes([byte]))]
    assert read_singly == Reader().read(frames) == [(1, b"ab"), (1, b"cd"), (1, b"e" * 128), (9, b"")]


async def test_the_floor_tells_every_viewer_every_message(tmp_path: Path) -> None:
    def run() -> dict[str, Any]:
        floor = next(peer for peer in PEERS if peer.name == FLOOR)
        with (
            Server(tmp_path, floor.program) as server,
            Crowd(server.url, "plain", module="bench.clients.watcher_process") as crowd,
        ):
            crowd.ask("open", viewers=3)
            sent = PostSender(server.url).say(range(1, 6), 0)
            crowd.ask("wait", number=5, patience=10)
            notes: dict[str, Any] = crowd.ask("notes", sent=dict(zip("12345", sent, strict=True)))
            return notes

    notes = await asyncio.to_thread(run)
    assert (notes["delivered"], notes["lost"]) == (15, 0)


def rounds_of(**values: list[float]) -> list[list[Figure]]:
    return [
        [Figure(*pair, "ms") for pair in zip(values, row, strict=True)] for row in zip(*values.values(), strict=True)
    ]


def test_two_commits_differ_only_where_their_rounds_lie_apart() -> None:
    before = rounds_of(sending=[2.0, 2.1, 2.2], opening=[9.0, 11.0, 10.0], gone=[1.0, 1.0, 1.0])
    after = rounds_of(sending=[0.9, 1.05, 1.2], opening=[10.5, 9.5, 9.0])
    sending, opening = between.differences(before, after)
    assert sending.is_beyond_noise
    assert sending.row()[-1] == "**-50.0 %**"
    assert opening.row()[-1] == "within noise (-5.0 %)"


def test_both_commits_are_measured_by_the_measures_of_this_tree(tmp_path: Path) -> None:
    tree = between._checked_out("HEAD", tmp_path / "A")
    assert (tree / "main.py").exists()
    assert (tree / "bench/between.py").read_text() == Path(between.__file__).read_text()
    with pytest.raises(SystemExit, match="knows no commit"):
        between._checked_out("no-such-commit", tmp_path / "B")


def test_what_many_people_need_follows_from_what_was_measured() -> None:
    cost = Costs(message=1e-3, further=1e-4, delivery=1e-5, postgres=5e-4, redis=0.0, page=100e3)
    assert "| a message, Redis's | not measurable: less than the noise |" in scaling._costs(cost)
    few, many = need(3_600, cost), need(360_000, cost)
    assert (few.messages, few.processes) == (SAID, 1)
    assert few.cores == pytest.approx(SAID * (1e-3 + 30 * 1e-5))
    assert many.cores > 100 * few.cores  # each process adds to what a message takes
    assert many.cores <= many.processes / 2
    assert need(360_000, Costs(1e-3, 0.0, 1e-5, 5e-4, 1e-4, 100e3)).cores == pytest.approx(100 * few.cores)


def test_a_line_goes_on_as_its_end_does_and_never_falls() -> None:
    assert line_on([(10, 1.0), (100, 10.0)]) == [(100, 10.0), (1_000, pytest.approx(100.0))]
    assert line_on([(10, 2.0), (100, 1.0)]) == [(100, 1.0), (1_000, 1.0)]


def test_a_measure_that_fails_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails() -> list[Figure]:
        figure("half of it", "ms", 1.0)
        raise RuntimeError("the server has gone")

    def hangs() -> list[Figure]:
        figure("all but the end", "ms", 2.0)
        signal.raise_signal(signal.SIGALRM)  # as when its time is over
        raise AssertionError("it goes on")

    monkeypatch.setattr(figures, "RESULTS", tmp_path)
    measures = {"rooms": fails, "soak": hangs, "crowd": lambda: [figure("all of it", "ms", 3.0)]}
    assert sorted(running.run_all(measures, {"quick": True})) == ["rooms", "soak"]
    found = read(tmp_path)
    assert {name: [one.value for one in result.figures] for name, result in found.items()} == {
        "crowd": [3.0],
        "rooms": [1.0],
        "soak": [2.0],
    }
    assert found["rooms"].options["failed"] == "RuntimeError: the server has gone"
    assert 'raise RuntimeError("the server has gone")' in "".join(capfd.readouterr())
    facts = report.write(tmp_path, tmp_path / "performance.md").read_text()
    assert "FAILED: RuntimeError: the server has gone" in facts


def test_all_measures_have_budgets_that_fit_into_what_they_may_take() -> None:
    options = argparse.Namespace(quick=False, messages=1)
    assert list(main._measures(options)) == list(budgets.BUDGETS)
    full, quick = map(sum, zip(*budgets.BUDGETS.values(), strict=True))
    assert full < budgets.WHOLE * 0.95
    assert quick / running.LANES < budgets.QUICK * 0.9
