import pytest

from chat.accounts.events import PEOPLE, person_topic
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.realtime.events import BUS
from chat.rooms.events import ROOMS, room_topic
from chat.storage.database import database
from chat.web.audiences import UndeclaredTopicError, require_audience

NOBODY = UserItem(999, "Nobody")


async def test_everybody_hears_what_concerns_everybody(opened, ada):
    await database.read(require_audience, ada, ROOMS, PEOPLE, BUS)


async def test_a_person_alone_hears_what_concerns_them(opened, ada, ben):
    await database.read(require_audience, ada, person_topic(ada.id))
    with pytest.raises(NotFound):
        await database.read(require_audience, ada, person_topic(ben.id))


async def test_a_room_is_heard_by_whoever_may_see_it(opened, ada, room):
    await database.read(require_audience, ada, room_topic(room.id))
    for actor, room_id in ((NOBODY, room.id), (ada, 999), (ada, 0)):
        with pytest.raises(NotFound):
            await database.read(require_audience, actor, room_topic(room_id))


async def test_one_topic_of_others_refuses_all(opened, ada, ben):
    with pytest.raises(NotFound):
        await database.read(require_audience, ada, ROOMS, person_topic(ben.id))


@pytest.mark.parametrize("topic", ["gossip:1", "rooms2", "", ":1"])
def test_a_topic_without_a_declared_audience_is_heard_by_nobody(ada, topic):
    with pytest.raises(UndeclaredTopicError):
        require_audience(ada, topic)
