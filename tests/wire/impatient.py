"""The program with all its patience cut to fractions of a second, so that tests need none either."""

from chat.wire import deadlines, limits, pace, protocols, readers
from chat.wire.throttle import Throttle

limits.SENDING = Throttle("messages by account", rate=1000, burst=1000)

import main  # noqa: E402 (its pages ask for the limit above)

readers.SWEEP = 0.3
protocols.HEAD_SECONDS = protocols.BODY_SECONDS = protocols.LINGER_SECONDS = deadlines.ANSWER_SECONDS = 0.5
protocols.TICK = 0.1
pace.PATIENCE = 0.5

if __name__ == "__main__":
    main.main()
