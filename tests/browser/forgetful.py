"""The program without limits; it forgets a page a second after its connection has ended, not a minute."""

from chat.web.server import limits
from chat.web.server.paced_queue import PacedQueue
from chat.web.server.throttle import Throttle

for name, limit in list(vars(limits).items()):
    if isinstance(limit, Throttle):
        setattr(limits, name, Throttle(limit.name, rate=10_000, burst=10_000))
limits.READING = PacedQueue(limits.READING_PACE)

import main  # noqa: E402 (its pages ask for the limits above)

main.RECONNECT_TIMEOUT = 1

if __name__ == "__main__":
    main.main()
