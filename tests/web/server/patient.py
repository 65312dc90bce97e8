"""The program, which at its end would wait ten minutes for its clients."""

import main
from chat.web import server
from chat.web.server.patches import http_protocol, websocket_protocol

http_protocol.LEAVE_SECONDS = websocket_protocol.LEAVE_SECONDS = 600
server.SERVER_OPTIONS["timeout_graceful_shutdown"] = 600

if __name__ == "__main__":
    main.main()
