from chat.realtime.redis_peers import DELAYED_FOR, WATCHED_FOR, Peers

QUIET, DELAYED, WATCHED = (False, False), (True, True), (False, True)


class Signs:
    """Two processes that say every second that they are alive, by a clock of the test's own."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.peers = Peers(lambda: self.now)
        self.after(1, "one", "other")

    def after(self, seconds: float, *names: str) -> tuple[bool, bool]:
        self.now += seconds
        for name in names:
            self.peers.record(name)
        return self.peers.silence(timeout=3)


def test_who_is_heard_regularly_is_not_silent() -> None:
    signs = Signs()
    assert [signs.after(seconds, "one", "other") for seconds in (1, 2.9, 1)] == [QUIET] * 3


def test_who_was_heard_and_is_no_more_delays_what_others_see() -> None:
    signs = Signs()
    assert signs.after(3, "one") == QUIET
    assert signs.after(1, "one") == DELAYED
    assert signs.after(1, "one", "other") == QUIET, "it is back"


def test_who_says_goodbye_is_not_waited_for() -> None:
    signs = Signs()
    signs.peers.forget("other")
    assert signs.after(10, "one") == QUIET


def test_who_stays_silent_is_told_of_for_a_minute_and_watched_for_five() -> None:
    signs = Signs()
    assert signs.after(DELAYED_FOR - 1, "one") == DELAYED
    assert signs.after(1, "one") == WATCHED
    assert signs.after(WATCHED_FOR - DELAYED_FOR - 1, "one") == WATCHED
    assert signs.after(1, "one") == QUIET


def test_who_could_hear_nobody_waits_anew() -> None:
    signs = Signs()
    assert signs.after(20) == QUIET, "nothing was heard of anybody, oneself included"
    signs.peers.restart_timeouts()
    assert signs.after(1, "one") == QUIET
    assert signs.after(3, "one") == DELAYED
