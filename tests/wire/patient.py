"""The program, which at its end would wait ten minutes for its clients."""

import main
from chat import wire
from chat.wire import protocols, websocket_protocol

protocols.CLIENT_SECONDS = websocket_protocol.CLIENT_SECONDS = 600
wire.SERVER_OPTIONS["timeout_graceful_shutdown"] = 600

if __name__ == "__main__":
    main.main()
