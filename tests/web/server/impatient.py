"""The program with all its patience cut to fractions of a second, so that tests need none either."""

from chat.web.server import deadlines, limits, slow_clients, socket_throttle
from chat.web.server.patches import http_protocol
from chat.web.server.throttle import Throttle

limits.SENDING = Throttle("messages by account", rate=1000, burst=1000)

import main  # noqa: E402 (its pages ask for the limit above)

slow_clients.SWEEP = 0.3
http_protocol.HEAD_SECONDS = http_protocol.BODY_SECONDS = http_protocol.LINGER_SECONDS = deadlines.ANSWER_SECONDS = 0.5
http_protocol.TICK = 0.1
socket_throttle.PATIENCE = 0.5

if __name__ == "__main__":
    main.main()
