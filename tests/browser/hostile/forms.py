"""Every form there is, and every address that takes words: what hostile texts are put into."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Form:
    """A form, and what is to be typed in it.

    Args:
        page: where it is; `{token}` is a good reset link's
        path: where it is posted to
        fields: names of those that hostile texts are put into
        kept: of these, those that are shown again after a refusal, with the characters that are shown
        given: what the others hold
        count: how often it is sent
        who: `administrator`, one who has just given the password; `stale`, one who has not; or nobody
    """

    page: str
    path: str
    fields: str
    kept: dict[str, int] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    count: int = 2
    who: str = "administrator"

    def names(self) -> set[tuple[str, str]]:
        return {(of_any_room(self.path), name) for name in self.fields.split()}


def of_any_room(path: str) -> str:
    """Return the path of a form as its route has it."""
    return re.sub(r"^/rooms/\d+/", "/rooms/{room_id}/", path)


PASSWORD = "passw0rd!passw0rd!"
TOO_LONG = "x" * 301
ALL = 100_000
"""More characters than any form takes: what was typed is shown again whole."""

SETUP = (
    Form("/setup", "/setup", "name email password", {"name": ALL, "email": ALL}, {}, 4, ""),
    Form("/setup", "/setup", "code", {}, {"name": "Ada", "email": "ada@streamchat.io", "password": PASSWORD}, 2, ""),
)
"""While nobody is registered; the page is opened with the server's code."""

FORMS = (
    Form("/login", "/login", "email password keep return_to", {"email": 1000}, {}, 4, ""),
    Form("/login", "/login", "return_to", {}, {"email": "ada@streamchat.io", "password": PASSWORD}, 2, ""),
    Form("/login", "/login/demo", "user_id return_to", {}, {}, 4, ""),
    Form(
        "/register", "/register", "name email password invite", {"name": ALL, "email": ALL, "invite": 4000}, {}, 5, ""
    ),
    Form("/forgot", "/forgot", "email", {"email": ALL}, {}, 4, ""),
    Form("/reset/{token}", "/reset/{token}", "password", {}, {}, 4, ""),
    Form("/rooms/new", "/rooms/new", "name", {"name": ALL}, {"description": TOO_LONG}, 4),
    Form("/rooms/new", "/rooms/new", "name description kind", {"name": ALL, "description": ALL}, {}, 2),
    Form("/rooms/browse", "/rooms/browse#rooms", "rooms", {"rooms": 100}),
    Form("/rooms/browse", "/rooms/browse/join", "room_id"),
    Form("/rooms/browse", "/rooms/browse/leave", "room_id"),
    Form("/messages/new", "/messages/new#people", "person people", count=1),
    Form("/messages/new", "/messages/new", "person people", count=1),
    Form("/rooms/1/members", "/rooms/1/members/role", "user_id role"),
    Form("/rooms/1/members", "/rooms/1/members/remove", "user_id role"),
    Form("/rooms/1/pins", "/rooms/1/pins/unpin", "message_id"),
    Form("/rooms/3/members/add", "/rooms/3/members/add#people", "people", {"people": 100}),
    Form("/rooms/3/members/add", "/rooms/3/members/add", "user_id"),
    Form("/rooms/1/settings", "/rooms/1/settings/change", "name description", {"name": ALL, "description": ALL}, {}, 4),
    Form("/rooms/1/settings", "/rooms/1/settings/kind", "kind"),
    Form("/rooms/1/settings", "/rooms/1/settings/default", "default"),
    Form("/rooms/1/settings", "/rooms/1/settings/hook", "name tells_all", {"name": ALL}, {}, 4),
    Form("/rooms/1/settings", "/rooms/1/settings/revoke-hook", "hook_id"),
    Form("/rooms/1/settings", "/rooms/1/settings/retention", "days sure", {"days": ALL}),
    Form("/rooms/1/settings", "/rooms/1/settings/outgoing", "bot_id address listens_to"),
    Form("/rooms/1/settings", "/rooms/1/settings/outgoing-on", "hook_id"),
    Form("/rooms/1/settings", "/rooms/1/settings/outgoing-secret", "hook_id"),
    Form("/rooms/1/settings", "/rooms/1/settings/outgoing-delete", "hook_id"),
    Form("/people", "/people#people", "people", {"people": 100}),
    Form("/saved", "/saved/remove", "message_id page"),
    Form("/saved", "/saved/remind", "message_id page when own was zone"),
    Form("/saved", "/saved/cancel", "message_id page"),
    Form("/settings", "/settings/profile", "name", {"name": ALL}, {}, 5),
    Form("/settings", "/settings/profile", "title", {"title": ALL}, {}, 4),
    Form("/settings", "/settings/profile", "zone"),
    Form("/settings/status", "/settings/status/change", "emoji text", {"emoji": ALL, "text": ALL}, {}, 4),
    Form("/settings/status", "/settings/status/change", "lasts"),
    Form("/settings/status", "/settings/status/suggested", "status"),
    Form("/settings/notifications", "/settings/notifications/pause", "how_long time_zone"),
    Form("/settings/notifications", "/settings/notifications/change", "limited begins ends time_zone replies mail"),
    Form("/settings/notifications", "/settings/notifications/change", "limited day", {}, {"begins": "09:00"}),
    Form("/settings/notifications", "/settings/notifications/devices/remove", "device_id"),
    Form("/settings/status", "/settings/status/presence", "shown"),
    Form("/settings/appearance", "/settings/appearance", "theme density"),
    Form("/settings/blocked", "/settings/blocked/remove", "user_id"),
    Form("/settings", "/settings/picture", "picture"),
    Form("/settings/security", "/settings/email", "email", {"email": ALL}, {}, 4),
    Form("/settings/security", "/settings/email", "email current_password", {"email": ALL}, who="stale"),
    Form("/settings/security", "/settings/password", "current_password password username"),
    Form("/settings/security", "/settings/password", "password", {}, {"current_password": PASSWORD}),
    Form("/settings/security", "/settings/browsers/end", "session_id"),
    Form("/settings/programs", "/settings/tokens", "name", {"name": ALL}, {}, 4),
    Form("/settings/programs", "/settings/tokens", "name current_password", {"name": ALL}, who="stale"),
    Form("/settings/programs", "/settings/tokens", "scopes room days", {}, {"name": "robot"}),
    Form("/settings/programs", "/settings/tokens/revoke", "token_id"),
    Form("/settings/bots", "/settings/bots/create", "name", {"name": ALL}, {}, 4),
    Form("/settings/bots", "/settings/bots/change", "bot_id name"),
    Form("/settings/bots", "/settings/bots/picture", "bot_id picture"),
    Form("/settings/bots", "/settings/bots/picture/remove", "bot_id"),
    Form("/settings/bots", "/settings/bots/tokens", "bot_id name current_password scopes room days", who="stale"),
    Form("/settings/bots", "/settings/bots/tokens/revoke", "bot_id token_id"),
    Form("/settings/bots", "/settings/bots/deactivate", "bot_id"),
    Form("/settings/bots", "/settings/bots/reactivate", "bot_id"),
    Form("/settings/security", "/settings/delete", "current_password sure"),
    Form("/admin/rooms", "/admin/rooms/default", "room_id default"),
    Form("/admin/rooms", "/admin/rooms/archive", "room_id"),
    Form("/admin/rooms?show=archived", "/admin/rooms/restore", "room_id"),
    Form("/admin", "/admin/people/role", "user_id role current_password", who="stale"),
    Form("/admin", "/admin/people/role", "user_id role"),
    Form("/admin", "/admin/people/deactivate", "user_id current_password", who="stale"),
    Form("/admin?show=deactivated", "/admin/people/reactivate", "user_id current_password", who="stale"),
    Form("/admin", "/admin/people/log-out", "user_id"),
    Form("/admin", "/admin/people/reset-link", "user_id current_password", who="stale"),
    Form("/admin?show=imported", "/admin/people/send-link", "user_id current_password", who="stale"),
    Form("/admin?show=imported", "/admin/people/address", "user_id email current_password", who="stale"),
    Form("/admin/place", "/admin/team/name", "name", {"name": ALL}, {}, 4),
    Form("/admin/place", "/admin/team/logo", "picture"),
    Form("/admin/place", "/admin/registration", "mode current_password", who="stale"),
    Form("/admin/place", "/admin/registration", "mode"),
    Form("/admin/place", "/admin/link-previews", "previews"),
    Form("/admin/place", "/admin/retention", "days sure", {"days": ALL}),
    Form("/admin/place", "/admin/edit-history", "history sure"),
    Form("/admin/invites", "/admin/invites/revoke", "invite_id"),
    Form("/setup/team", "/setup/team", "name picture skip", {}, {}, 3),
    Form("/setup/room", "/setup/room", "name description skip", {}, {}, 3),
    Form("/admin", "/admin", "people", {"people": 100}),
    Form("/admin?show=administrators", "/admin", "people show", count=1),
    Form("/admin/rooms", "/admin/rooms", "rooms", {"rooms": 100}),
    Form("/admin/rooms?show=default", "/admin/rooms", "rooms show", count=1),
    Form("/settings/security", "/logout", "session_id", count=1),
)

ADDRESSES = (
    "/login?return_to={}&notice={}",
    "/login?return_to=/{}",
    "/setup?code={}",
    "/register?invite={}",
    "/join/{}",
    "/reset/{}",
    "/unsubscribe/{}",
    "/saved?notice={}&page={}",
    "/threads?page={}",
    "/sidebar?active={}",
    "/messages/lines?ids={}",
    "/messages/pressed?ids={}",
    "/messages/{}/file",
    "/people/{}",
    "/people/{}/card",
    "/people/{}/message",
    "/settings?notice={}",
    "/settings/status?notice={}",
    "/settings/notifications?notice={}",
    "/settings/appearance?notice={}",
    "/settings/blocked?notice={}",
    "/settings/blocked/{}",
    "/people/{}?notice={}",
    "/people/{}/block",
    "/people/{}/unblock",
    "/settings/security?notice={}",
    "/settings/programs?notice={}",
    "/settings/bots?notice={}",
    "/hooks/{}",
    "/settings/notifications/{}",
    "/settings/status/{}",
    "/settings/{}",
    "/admin?notice={}&person={}",
    "/admin?show={}",
    "/admin/rooms?notice={}&show={}",
    "/admin/invites?notice={}",
    "/admin/place?notice={}",
    "/admin/log?notice={}",
    "/admin/{}",
    "/admin/team/{}",
    "/logo/{}.webp",
    "/setup/{}",
    "/avatars/{}.webp",
    "/link-previews/{}.webp",
    "/files/{}/{}?download={}&preview={}",
    "/rooms/browse?notice={}&room={}",
    "/rooms/browse/{}",
    "/rooms/{}",
    "/rooms/{}/leave",
    "/messages/{}/versions",
    "/rooms/{}/files?kind={}&person={}&from={}&to={}&before={}",
    "/rooms/{}/members?notice={}&person={}",
    "/rooms/{}/members/add?notice={}&person={}",
    "/rooms/{}/members/{}",
    "/rooms/{}/pins?notice={}",
    "/rooms/{}/pins/{}",
    "/rooms/{}/settings?notice={}",
    "/rooms/{}/settings/{}",
    "/messages/new?people={}&person={}",
    "/search?q={}",
    "/{}",
)
"""Every address of a page that has a place for words."""

IN = ("/saved", "/sidebar", "/people", "/settings", "/admin", "/avatars", "/rooms", "/messages", "/search")
"""Where those of `ADDRESSES` begin that are for people who are logged in."""

BOXES = {("", "Message"), ("", "Edit message"), ("", "Filter rooms"), ("", None)}  # the last one is a switch
"""What people type in that is in no form of its own."""
