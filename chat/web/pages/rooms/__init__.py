"""`/rooms` and `/rooms/{id}`: one page that switches rooms without a reload.

`routes` answer requests, `page` is one open page, `room_actions` what its viewer can do in a room,
`reading` what is read for them.
"""

from chat.web.pages.rooms.routes import register

__all__ = ["register"]
