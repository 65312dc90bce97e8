"""Previews of web pages below messages: which pages, who sees them when, and how they go."""

import pytest

from chat import messages
from chat.link_previews import Fetcher, Previewing
from chat.link_previews.fetching import TryLaterError
from chat.link_previews.items import Found, PageText
from chat.messages.events import MessageCreated, MessagePreviewed
from chat.messages.previews import linked_pages
from models import LinkPreview, MessageLink, User, now_ms

PAGE = "https://example.com/page"


class Pages(Fetcher):
    """Finds the same everywhere, but for what cannot be reached."""

    def __init__(self):
        super().__init__("http://chat")
        self.asked, self.title, self.is_away = [], "A page", False

    async def fetch(self, address):
        self.asked.append(address)
        if self.is_away:
            raise TryLaterError
        return Found(PageText(self.title, "Of words", "Example", ""))


@pytest.fixture
def pages():
    return Pages()


@pytest.fixture
def previewing(pages):
    return Previewing(pages)


@pytest.fixture
def turned_on(opened, monkeypatch):
    messages.make_previews_by_default(is_on=True)
    yield
    messages.make_previews_by_default(is_on=False)


def shown(person, room):
    return [
        (message.body, [one.title for one in message.previews])
        for message in messages.newest_messages(person, room.id).messages
    ]


async def test_a_page_is_shown_once_it_was_fetched_and_everybody_is_told(ada, room, previewing, turned_on, published):
    message = await messages.send_message(ada, room.id, f"look: {PAGE}")
    assert message.previews == ()
    await previewing.step()
    assert shown(ada, room) == [(message.body, ["A page"])]
    created, told = [event for event in published if isinstance(event, MessageCreated | MessagePreviewed)]
    assert told.message.revision == created.message.revision + 1
    assert told.message.previews[0].description == "Of words"


async def test_each_page_is_fetched_once_for_all_messages(ada, ben, room, pages, previewing, turned_on):
    for author in (ada, ben):
        await messages.send_message(author, room.id, PAGE)
    await previewing.step()
    again = await messages.send_message(ben, room.id, f"{PAGE}#part")
    assert [one.title for one in again.previews] == ["A page"], "it is known"
    await previewing.step()
    assert pages.asked == [PAGE]
    assert [titles for _, titles in shown(ada, room)] == [["A page"]] * 3


async def test_a_page_that_was_fetched_long_ago_is_fetched_anew(ada, room, pages, previewing, turned_on):
    await messages.send_message(ada, room.id, PAGE)
    await previewing.step()
    LinkPreview.update(fetched_at=1).execute()
    pages.title = "Another"
    await messages.send_message(ada, room.id, PAGE)
    await previewing.step()
    assert [titles for _, titles in shown(ada, room)] == [["Another"]] * 2


async def test_whoever_cannot_be_reached_is_asked_again_and_then_left_alone(ada, room, pages, previewing, turned_on):
    pages.is_away = True
    await messages.send_message(ada, room.id, PAGE)
    for _ in range(5):
        await previewing.step()
        LinkPreview.update(due_at=now_ms()).where(LinkPreview.due_at.is_null(False)).execute()
    assert len(pages.asked) == 3
    assert LinkPreview.get().due_at is None
    assert shown(ada, room) == [(PAGE, [])]


async def test_whatever_a_page_brings_about_is_not_tried_for_ever(ada, room, pages, previewing, turned_on, monkeypatch):
    async def breaks(self, address):
        self.asked.append(address)
        raise RuntimeError("as no page should")

    monkeypatch.setattr(Pages, "fetch", breaks)
    await messages.send_message(ada, room.id, PAGE)
    for _ in range(5):
        await previewing.step()
        LinkPreview.update(due_at=now_ms()).where(LinkPreview.due_at.is_null(False)).execute()
    assert len(pages.asked) == 3


async def test_who_claims_a_page_fetches_it_alone(ada, room, pages, turned_on):
    await messages.send_message(ada, room.id, PAGE)
    one, other = Previewing(pages), Previewing(pages)
    await one.step()
    await other.step()
    assert len(pages.asked) == 1


async def test_nothing_is_fetched_until_an_administrator_wants_it(ada, new_user, room, pages, previewing):
    boss = new_user("Boss")
    User.update(role="administrator").where(User.id == boss.id).execute()
    await messages.send_message(ada, room.id, PAGE)
    await previewing.step()
    assert pages.asked == []
    assert not MessageLink.select().exists()
    await messages.set_link_previews(boss, on=True)
    await messages.send_message(ada, room.id, PAGE)
    await messages.set_link_previews(boss, on=False)
    await previewing.step()
    assert pages.asked == [], "not either what was sent before it was turned off"
    await messages.set_link_previews(boss, on=True)
    await previewing.step()
    assert pages.asked == [PAGE]


async def test_the_author_removes_a_preview_and_an_edit_does_not_bring_it_back(ada, room, previewing, turned_on):
    message = await messages.send_message(ada, room.id, f"look: {PAGE}")
    await previewing.step()
    (preview,) = messages.newest_messages(ada, room.id).messages[0].previews
    for _ in range(2):
        await messages.remove_preview(ada, message.id, preview.id, client_id="remove-it-once")
    await messages.edit_message(ada, message.id, f"look at this: {PAGE}")
    await previewing.step()
    assert shown(ada, room) == [(f"look at this: {PAGE}", [])]


async def test_an_edit_changes_which_pages_are_shown(ada, room, previewing, turned_on):
    message = await messages.send_message(ada, room.id, f"look: {PAGE}")
    await previewing.step()
    edited = await messages.edit_message(ada, message.id, "nothing to see")
    assert edited.previews == ()
    await messages.edit_message(ada, message.id, "https://example.com/other")
    await previewing.step()
    assert shown(ada, room) == [("https://example.com/other", ["A page"])]


async def test_a_deleted_message_shows_nothing_and_is_told_nothing(ada, room, previewing, turned_on, published):
    message = await messages.send_message(ada, room.id, PAGE)
    await messages.delete_message(ada, message.id)
    await previewing.step()
    assert not any(isinstance(event, MessagePreviewed) for event in published)
    assert not MessageLink.select().exists()


async def test_a_page_that_says_nothing_is_not_shown(ada, room, pages, previewing, turned_on, published):
    pages.title = ""
    await messages.send_message(ada, room.id, PAGE)
    await previewing.step()
    assert shown(ada, room) == [(PAGE, [])]


def test_links_are_those_that_are_shown_as_links():
    assert linked_pages("see example.com and https://a.org/#x, https://a.org/", None) == (
        "https://example.com",
        "https://a.org/",
    )
    html = '<p><a href="https://a.org/?b&amp;c" rel=x>a</a> <code>https://b.org</code></p>'
    assert linked_pages("[a](https://a.org/?b&c) `https://b.org`", html) == ("https://a.org/?b&c",)
    assert len(linked_pages(" ".join(f"https://a.org/{n}" for n in range(9)), None)) == 3
    assert linked_pages(f"https://a.org/{'x' * 3000}", None) == ()
    assert linked_pages("no links", None) == ()
