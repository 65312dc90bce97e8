"""What people do to their own account, over HTTP."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise

import pytest
from httpx import Response
from nicegui import app
from nicegui.testing import User as Visitor
from PIL import Image
from starlette.routing import Route

from chat import accounts
from chat.accounts import MAX_UPLOAD, hash_token
from chat.web.auth import COOKIE
from chat.web.components.shared.dates import ago, ahead
from models import ApiToken, Bot, Message, Session, User, db, now_ms
from tests.page_client import (
    PASSWORD,
    alert,
    another_browser,
    follow,
    log_in,
    log_in_as_administrator,
    page,
    person,
    post,
    ten_minutes_pass,
)

NEW_PASSWORD = "seven slow grey herons"

TABS = [
    "/settings",
    "/settings/notifications",
    "/settings/appearance",
    "/settings/security",
    "/settings/programs",
    "/settings/bots",
]


@pytest.fixture
async def adam(visitor: Visitor) -> Visitor:
    """Adam, who has just logged in."""
    await log_in(visitor)
    return visitor


def png() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(drawn, "PNG")
    return drawn.getvalue()


async def upload(visitor: Visitor, image: bytes) -> Response:
    return await visitor.http_client.post("/settings/picture", files={"picture": ("me.png", image)})


def picture_in(text: str) -> str:
    [address] = set(re.findall(r"/avatars/[0-9a-f]+\.webp", text))
    return address


async def test_settings_are_for_who_is_signed_in(visitor: Visitor) -> None:
    response = await visitor.http_client.get("/settings")
    assert (response.status_code, response.headers["location"]) == (303, "/login?return_to=/settings")
    response = await post(visitor, "/settings/profile", name="Eve")
    assert response.headers["location"] == "/login?return_to=/rooms"
    await log_in(visitor)
    for path in ("/settings/profile", "/settings/name", "/settings/what/else"):
        assert ">Profile</h1>" in await follow(visitor, await visitor.http_client.get(path))


async def test_each_tab_is_a_page_and_says_which_one_is_open(adam: Visitor) -> None:
    for path in TABS:
        [current] = re.findall(r'<a href="([^"]+)" aria-current="page">', await page(adam, path))
        assert current == path
    for form, tab in (("email", "security"), ("browsers/end", "security"), ("tokens", "programs")):
        assert (await adam.http_client.get(f"/settings/{form}")).headers["location"] == f"/settings/{tab}"


async def test_a_form_that_is_saved_as_a_whole_is_saved_whole_or_not_at_all(adam: Visitor) -> None:
    fields = {"name": "Adam the First", "title": "x" * 101, "zone": "Asia/Tokyo"}
    response = await post(adam, "/settings/profile", **fields)
    assert "at most 100 characters" in alert(response)
    assert re.search(
        r'name="title"[^>]* aria-invalid="true" aria-describedby="title-error title-hint" autofocus', response.text
    )
    assert 'value="Adam the First"' in response.text
    assert "<option selected>Asia/Tokyo</option>" in response.text
    assert "data-changed" in response.text, "none of it is saved, as it knows"
    assert person("Adam").name == "Adam Shaw"
    assert "data-changed" not in await page(adam, "/settings")


async def test_a_name_is_changed(adam: Visitor) -> None:
    text = await follow(adam, await post(adam, "/settings/profile", name="  Adam \n the First "))
    assert "Profile saved." in text
    assert 'value="Adam the First"' in text


async def test_a_name_that_cannot_be_had_is_shown_again_with_the_reason(adam: Visitor) -> None:
    response = await post(adam, "/settings/profile", name="<b>" + "x" * 100)
    assert (response.status_code, alert(response)) == (422, "A name can have at most 80 characters.")
    assert f'value="&lt;b&gt;{"x" * 100}"' in response.text
    assert person("Adam").name == "Adam Shaw"


async def test_a_notice_is_one_of_ours_whatever_the_address_says(adam: Visitor) -> None:
    assert 'role="status"' in await page(adam, "/settings?notice=profile")
    assert 'role="status"' not in await page(adam, "/settings?notice=Your+account+is+hacked")


# ---- picture


async def test_a_picture_is_shown_small_to_everybody_who_is_in(adam: Visitor) -> None:
    address = picture_in(await follow(adam, await upload(adam, png())))
    with another_browser(adam):
        assert (await adam.http_client.get(address)).status_code == 404
        await log_in(adam, email="blake@streamchat.io")
        response = await adam.http_client.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/webp"
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert Image.open(BytesIO(response.content)).size == (144, 144)
    assert "/avatars/" not in await follow(adam, await post(adam, "/settings/picture/remove"))


async def test_what_is_no_picture_is_refused_with_the_reason(adam: Visitor) -> None:
    for image, status, reason in (
        (b"", 422, "Choose a picture first."),
        (b"<svg onload='alert(1)'/>", 422, "This file cannot be read as a picture. Use PNG, JPEG, WebP or GIF."),
        (png()[:60], 422, "This file cannot be read as a picture. Use PNG, JPEG, WebP or GIF."),
        (b"x" * (MAX_UPLOAD + 20_000), 413, "The picture is too large: at most 5 MB."),
    ):
        response = await upload(adam, image)
        assert (response.status_code, alert(response)) == (status, reason)
    response = await post(adam, "/settings/picture", picture="a text")
    assert (response.status_code, alert(response)) == (422, "Choose a picture first.")
    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = await adam.http_client.post("/settings/picture", content=b"--y", headers=headers)
    assert response.status_code == 422
    assert person("Adam").avatar is None


async def test_pictures_that_do_not_exist_are_a_404(adam: Visitor) -> None:
    for name in ("0" * 24, "x", "..%2F..%2Fmodels", "%00", "0" * 5000):
        assert (await adam.http_client.get(f"/avatars/{name}.webp")).status_code == 404


# ---- what asks for the password


async def test_within_ten_minutes_of_logging_in_the_email_is_changed_without_the_password(adam: Visitor) -> None:
    assert "Email address updated." in await follow(adam, await post(adam, "/settings/email", email="Adam@Example.com"))
    assert person("Adam").email == "adam@example.com"


async def test_later_it_takes_the_password_and_the_session_goes_on_under_another_token(adam: Visitor) -> None:
    ten_minutes_pass()
    before = adam.http_client.cookies[COOKIE]
    response = await post(adam, "/settings/email", email="adam@example.com")
    assert (response.status_code, alert(response)) == (403, "Please enter your current password.")
    assert 'value="adam@example.com"' in response.text
    response = await post(adam, "/settings/email", email="adam@example.com", current_password="a guess")
    assert (response.status_code, alert(response)) == (422, "That password is incorrect.")
    assert "a guess" not in response.text
    assert adam.http_client.cookies[COOKIE] == before
    await follow(adam, await post(adam, "/settings/email", email="adam@example.com", current_password=PASSWORD))
    assert person("Adam").email == "adam@example.com"
    assert adam.http_client.cookies[COOKIE] != before
    with another_browser(adam):
        adam.http_client.cookies.set(COOKIE, before)
        assert (await adam.http_client.get("/settings")).status_code == 303


async def test_a_form_refused_for_another_reason_keeps_one_signed_in_and_asks_no_second_time(adam: Visitor) -> None:
    ten_minutes_pass()
    fields = {"email": "blake@streamchat.io", "current_password": PASSWORD}
    response = await post(adam, "/settings/email", **fields)
    assert response.status_code == 422
    assert "This email address cannot be used" in alert(response)
    email_form = response.text.split('action="/settings/email"')[1].split("</form>")[0]
    assert "current_password" not in email_form
    await follow(adam, await post(adam, "/settings/email", email="adam@example.com"))


async def test_who_wants_to_be_kept_logged_in_still_is(visitor: Visitor) -> None:
    await log_in(visitor, keep="yes")
    ten_minutes_pass()
    response = await post(visitor, "/settings/email", email="adam@example.com", current_password=PASSWORD)
    assert "Max-Age" in response.headers["set-cookie"]


async def test_a_password_is_changed_by_the_current_one_alone(adam: Visitor) -> None:
    for current, new, reason in (
        ("", NEW_PASSWORD, "That password is incorrect."),
        ("a guess", NEW_PASSWORD, "That password is incorrect."),
        (PASSWORD, "short", "A password must have 12 to 1024 characters."),
    ):
        response = await post(adam, "/settings/password", password=new, current_password=current)
        assert (response.status_code, alert(response)) == (422, reason)
        assert NEW_PASSWORD not in response.text
    with another_browser(adam):
        await log_in(adam)
    text = await follow(adam, await post(adam, "/settings/password", password=NEW_PASSWORD, current_password=PASSWORD))
    assert "Your other browsers have been logged out" in text
    with another_browser(adam):
        assert (await log_in(adam)).status_code == 401
        assert (await log_in(adam, password=NEW_PASSWORD)).status_code == 303


# ---- browsers and tokens


async def test_browsers_are_listed_and_logged_out_one_by_one_or_all_but_this(adam: Visitor) -> None:
    for agent in ("Firefox/1 (Linux)", "Chrome/1 (Android)", "Chrome/1 (Android)"):
        with another_browser(adam, agent):
            await log_in(adam)
    text = await page(adam, "/settings/security")
    for name in ("Firefox on Linux", "Chrome on Android (1)", "Chrome on Android (2)"):
        assert f'aria-label="Log out {name}"' in text
    assert text.count("This browser") == 1
    with db.connection_context():
        firefox = Session.get(Session.device == "Firefox on Linux").id
    text = await follow(adam, await post(adam, "/settings/browsers/end", session_id=firefox))
    assert "Firefox on Linux" not in text
    text = await follow(adam, await post(adam, "/settings/browsers/end-others"))
    assert "Chrome on Android" not in text
    assert "Log out everywhere else" not in text


async def test_a_session_of_somebody_else_is_out_of_reach(adam: Visitor) -> None:
    with another_browser(adam):
        await log_in(adam, email="blake@streamchat.io")
    with db.connection_context():
        theirs = Session.get(Session.user == person("Blake").id).id
    for number in (theirs, "", "abc", "-1", "9" * 30, f"{theirs} OR 1=1"):
        await follow(adam, await post(adam, "/settings/browsers/end", session_id=number))
    with db.connection_context():
        assert Session.select().count() == 2


async def test_a_token_is_shown_once_and_opens_nothing_once_revoked(adam: Visitor) -> None:
    response = await post(adam, "/settings/tokens", name="nightly <report>")
    assert response.headers["cache-control"] == "no-store"
    token, _ = re.findall(r"<textarea[^>]*>([^<]+)<", response.text)
    text = await page(adam, "/settings/programs")
    assert token not in text
    assert "nightly &lt;report&gt;" in text
    with db.connection_context():
        stored = ApiToken.get(ApiToken.token_hash == hash_token(token)).id
    with another_browser(adam):
        await log_in(adam, email="blake@streamchat.io")
        await follow(adam, await post(adam, "/settings/tokens/revoke", token_id=stored))
    assert "nightly" in await page(adam, "/settings/programs")
    assert "nightly" not in await follow(adam, await post(adam, "/settings/tokens/revoke", token_id=stored))


async def test_a_token_takes_the_password_too(adam: Visitor) -> None:
    ten_minutes_pass()
    response = await post(adam, "/settings/tokens", name="report")
    assert (response.status_code, alert(response)) == (403, "Please enter your current password.")
    assert 'value="report"' in response.text
    response = await post(adam, "/settings/tokens", name="report", current_password=PASSWORD)
    assert "Copy it now" in response.text
    assert (await adam.http_client.get("/settings")).status_code == 200


async def test_a_bot_is_made_given_a_token_renamed_and_deactivated(adam: Visitor) -> None:
    text = await follow(adam, await post(adam, "/settings/bots/create", name="nightly <report>"))
    assert "nightly &lt;report&gt;" in text
    with db.connection_context():
        bot = Bot.select().order_by(Bot.id.desc()).get().user_id
    response = await post(adam, "/settings/bots/tokens", bot_id=bot, name="first", scopes="read", days="7")
    token, example = re.findall(r"<textarea[^>]*>([^<]+)<", response.text)
    assert token in example
    with db.connection_context():
        caller = accounts.api_user(hash_token(token))
        stored = ApiToken.get().id
    assert caller
    assert (caller.id, caller.scopes) == (bot, ("read",))
    text = await follow(adam, await post(adam, "/settings/bots/change", bot_id=bot, name="weekly"))
    assert "weekly" in text
    with another_browser(adam):
        await log_in(adam, email="blake@streamchat.io")
        refused = await post(adam, "/settings/bots/deactivate", bot_id=bot)
        assert (refused.status_code, "Only who has made" in refused.text) == (403, True)
        await follow(adam, await post(adam, "/settings/bots/tokens/revoke", bot_id=bot, token_id=stored))
    assert "first" in await page(adam, "/settings/bots")
    text = await follow(adam, await post(adam, "/settings/bots/deactivate", bot_id=bot))
    assert "Deactivated" in text
    with db.connection_context():
        assert ApiToken.select().count() == 0
    assert "Deactivated" not in await follow(adam, await post(adam, "/settings/bots/reactivate", bot_id=bot))


async def test_a_token_for_a_room_is_for_one_that_there_is(adam: Visitor) -> None:
    response = await post(adam, "/settings/tokens", name="report", room="x")
    assert response.status_code == 404, "not one for all rooms"
    response = await post(adam, "/settings/tokens", name="report", room=999_999)
    assert response.status_code == 404
    response = await post(adam, "/settings/tokens", name="report", room=1, scopes="write")
    assert "/api/v1/rooms/1/messages" in response.text
    assert "Writes in " in await page(adam, "/settings/programs")
    for days in ("1", "-7", "7.0", "x", "9" * 30):
        response = await post(adam, "/settings/tokens", name="report", days=days)
        assert response.status_code == 422, days


# ---- leaving


async def test_leaving_takes_a_tick_and_the_password_and_leaves_what_one_said(adam: Visitor) -> None:
    response = await post(adam, "/settings/delete", sure="yes")
    assert alert(response) == "That password is incorrect."
    assert 'name="sure" value="yes" required checked' in response.text
    response = await post(adam, "/settings/delete", current_password=PASSWORD)
    assert alert(response) == "Tick the box to confirm."
    response = await post(adam, "/settings/delete", current_password=PASSWORD, sure="yes")
    assert "Your account has been deleted." in await follow(adam, response)
    assert COOKIE not in adam.http_client.cookies
    assert (await log_in(adam)).status_code == 401
    with db.connection_context():
        former = User.get(User.name == "Former member")
        assert Message.select().where(Message.author == former).count()


async def test_the_only_administrator_cannot_leave(visitor: Visitor) -> None:
    await log_in_as_administrator(visitor)
    response = await post(visitor, "/settings/delete", current_password=PASSWORD, sure="yes")
    assert response.status_code == 403
    assert "There must be at least one administrator" in alert(response)
    assert (await visitor.http_client.get("/settings")).status_code == 200


# ---- all pages


async def test_no_form_can_be_sent_by_another_site(visitor: Visitor) -> None:
    await log_in_as_administrator(visitor)
    paths = [route.path for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]
    ours = [path for path in paths if not path.startswith(("/_nicegui", "/api"))]
    assert len(ours) > 25
    for path in ours:
        response = await visitor.http_client.post(path, data={}, headers={"Origin": "https://evil.example"})
        assert (path, response.status_code) == (path, 403)


class Outline(HTMLParser):
    """What somebody who does not see a page has of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.unnamed: list[str] = []
        self.inline: list[str] = []
        self.buttons: list[str] = []
        self._labels = 0
        self._button: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and not given.get("src")) else []
        self._labels += tag == "label"
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        is_hidden = "hidden" in given or given.get("type") == "hidden"
        if tag in {"input", "textarea", "select"} and not (is_hidden or self._labels or given.get("aria-label")):
            self.unnamed.append(str(given))
        if tag == "button" and not is_hidden:
            self._button = given.get("aria-label") or ""

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._button = self._button or data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._labels -= tag == "label"
        if tag == "button" and self._button is not None:
            self.buttons.append(self._button)
            self._button = None


def skipped(headings: list[int]) -> Iterator[int]:
    return (after for before, after in pairwise(headings) if after > before + 1)


ALL_PAGES = (*TABS, "/admin", "/admin/rooms", "/admin/invites", "/admin/place", "/admin/log", "/rooms/new")


async def test_every_page_has_names_for_all_and_nothing_inline(visitor: Visitor) -> None:
    await log_in_as_administrator(visitor)
    with another_browser(visitor):
        await log_in_as_administrator(visitor)
        signed_out = [await page(visitor, path) for path in ("/forgot",)]
    ten_minutes_pass()
    for text in [*signed_out, *[await page(visitor, path) for path in ALL_PAGES]]:
        outline = Outline(text)
        assert outline.headings[0] == 1
        assert not list(skipped(outline.headings))
        assert (outline.unnamed, outline.inline) == ([], [])
        assert all(outline.buttons)
        assert len(set(outline.buttons)) == len(outline.buttons), sorted(outline.buttons)


async def test_no_field_cuts_off_what_is_pasted(visitor: Visitor) -> None:
    texts = [await page(visitor, "/login")]
    await log_in_as_administrator(visitor)
    ten_minutes_pass()
    texts += [await page(visitor, path) for path in (*TABS, "/admin", "/admin/rooms", "/rooms/new")]
    assert [text.count("<input") > 0 for text in texts] == [True] * len(texts)
    assert [text.lower().count("maxlength") for text in texts] == [0] * len(texts)


@pytest.mark.parametrize(
    ("path", "field", "limit", "others"),
    [
        ("/settings/profile", "name", 80, {}),
        ("/settings/email", "email", 254, {}),
        ("/settings/tokens", "name", 80, {}),
        ("/settings/bots/create", "name", 80, {}),
        ("/rooms/new", "name", 80, {}),
        ("/rooms/new", "description", 300, {"name": "attic"}),
        ("/rooms/1/settings/change", "name", 80, {}),
        ("/rooms/1/settings/change", "description", 300, {"name": "attic"}),
    ],
)
async def test_what_is_too_long_is_said_to_be_so_and_shown_again_whole(
    visitor: Visitor, path: str, field: str, limit: int, others: dict[str, str]
) -> None:
    await log_in_as_administrator(visitor)
    for length in (limit + 1, 20_000):
        text = ("pasted" * length)[: length - len("@example.com")] + "@example.com"
        response = await post(visitor, path, **others, **{field: text})
        assert (response.status_code, f'value="{text}"' in response.text) == (422, True)
        assert f"can have at most {limit} characters" in alert(response)


async def test_a_new_password_as_long_as_password_managers_make_them_is_taken_whole(visitor: Visitor) -> None:
    new = "seven slow grey herons " * 6 + "é!"
    await log_in(visitor)
    assert (await post(visitor, "/settings/password", password=new, current_password=PASSWORD)).status_code == 303
    with another_browser(visitor):
        assert (await log_in(visitor, password=new[:128])).status_code == 401
        assert (await log_in(visitor, password=new.replace("é", "e\u0301"))).status_code == 303


@pytest.mark.parametrize("wrong", ["\0", f"{PASSWORD}\0", "x" * 60_000, "\u0301" * 5_000, " ", "\ud800"])
async def test_no_password_whatever_is_more_than_wrong(visitor: Visitor, wrong: str) -> None:
    response = await visitor.http_client.post(
        "/login", data={"email": "adam@streamchat.io", "password": wrong.encode(errors="replace")}
    )
    assert (response.status_code, alert(response)) == (401, "Email or password is wrong.")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (60, "1 minute ago"), (7300, "2 hours ago"), (86_400 * 6, "6 days ago"), (-5, "just now")],
)
def test_times_are_told_by_how_long_ago_they_were(seconds: int, words: str) -> None:
    assert ago(now_ms() - seconds * 1000) == words


def test_what_is_long_ago_or_to_come_is_told_too() -> None:
    assert ago(1_763_900_000_000, now=1_800_000_000) == "23 November 2025"
    assert ahead(1_763_900_000_000, now=1_763_900_000 - 86_400 * 7 + 5) == "in 7 days"
    assert ahead(1_763_900_000_000, now=1_763_900_000) == "in 1 minute"
