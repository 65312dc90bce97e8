"""What a room tells in which nothing was said yet: three ways to begin, of what its viewer may do."""

import re

import pytest

from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem, SeenRoom
from chat.web.components.room_view.words import RoomWords

ADA = UserItem(1, "Ada", None, "administrator")
BEN = UserItem(2, "Ben", None, "member")


def ways(viewer: UserItem, description: str = "", kind: str = "open", **more: object) -> list[str]:
    seen = SeenRoom(RoomItem(7, "kitchen", description, None, kind, False), **more)  # type: ignore[arg-type]
    return re.findall(r'(?:href|for)="([^"]+)"', RoomWords().hints(seen, viewer))


@pytest.mark.parametrize(
    ("viewer", "description", "may_manage", "expected"),
    [
        (ADA, "", True, ["message-box", "/admin/invites", "/rooms/7/settings"]),
        (ADA, "Food", True, ["message-box", "/admin/invites", "/settings"]),
        (BEN, "", True, ["message-box", "/rooms/7/members", "/rooms/7/settings"]),
        (BEN, "", False, ["message-box", "/rooms/7/members", "/settings"]),
    ],
)
def test_hints_lead_to_what_one_may_do(viewer, description, may_manage, expected):
    assert ways(viewer, description, may_manage=may_manage) == expected


@pytest.mark.parametrize("more", [{"is_member": False}, {"refusal": "It is archived."}, {"kind": "direct"}])
def test_who_cannot_begin_there_gets_no_hints(more):
    assert ways(ADA, **more) == []
