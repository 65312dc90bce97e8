"""The program with all its patience cut to fractions of a second, so that tests need none either."""

import main
from chat.wire import pace, protocols, readers

readers.SWEEP = 0.3
protocols.HEAD_SECONDS = 0.5
pace.PATIENCE = 0.5

if __name__ == "__main__":
    main.main()
