"""The team's name and logo: who may change them, what they may be, and who is told."""

import io

import pytest
from PIL import Image

from chat import accounts
from chat.accounts.events import TeamChanged
from chat.accounts.items import TeamItem, UserItem
from chat.errors import Forbidden, Invalid, NotFound
from chat.web import team
from chat.web.components.shared.team import team as shown
from models import AuditEntry, Setting
from tests.accounts.test_pictures import encoded, halves, png
from tests.people import register_person


@pytest.fixture
def boss(opened) -> UserItem:
    return accounts.user_by_id(register_person("Boss", "administrator"))


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(shown, "item", TeamItem())


def logo_of(item: TeamItem) -> Image.Image:
    return Image.open(io.BytesIO(accounts.team_logo(item.logo)))


def mark(colour: str) -> bytes:
    """A logo without a ground: a bar in one colour."""
    image = Image.new("RGBA", (400, 100))
    image.paste(colour, (50, 40, 350, 60))
    return encoded(image, "PNG")


async def test_a_place_without_a_name_is_called_as_the_program_is(boss):
    assert accounts.team_item() == TeamItem()
    assert accounts.team_item().title == "StreamChat"
    await accounts.set_team_name(boss, "Acme")
    assert accounts.team_item().title == "Acme"
    await accounts.set_team_name(boss, "  ")
    assert accounts.team_item().title == "StreamChat"


async def test_everybody_is_told_and_the_log_says_who_it_was(boss, published):
    await accounts.set_team_name(boss, "Acme")
    await accounts.set_team_logo(boss, encoded(halves(), "PNG"))
    await accounts.remove_team_logo(boss)
    await accounts.set_team_name(boss, "")
    told = [event.team for event in published if isinstance(event, TeamChanged)]
    assert [(bool(item.name), bool(item.logo)) for item in told] == [
        (True, False),
        (True, True),
        (True, False),
        (False, False),
    ]
    noted = [(entry.actor_id, entry.action, entry.detail) for entry in AuditEntry.select().order_by(AuditEntry.id)]
    assert noted == [
        (boss.id, "team-name", "Acme"),
        (boss.id, "team-logo", "set"),
        (boss.id, "team-logo", ""),
        (boss.id, "team-name", ""),
    ]


async def test_the_same_name_and_logo_once_more_are_no_news(boss, published):
    for _ in range(2):
        await accounts.set_team_name(boss, "Acme")
        await accounts.set_team_logo(boss, encoded(halves(), "PNG"))
    assert len([event for event in published if isinstance(event, TeamChanged)]) == 2
    assert AuditEntry.select().count() == 2


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Acme \n Ltd ", "Acme Ltd"),
        ("Acme\u202e", "Acme"),
        ("<b>Acme</b>", "<b>Acme</b>"),
        ("x" * 80, "x" * 80),
        ("شركة", "شركة"),
    ],
)
async def test_a_name_is_cleaned_as_others_are(boss, typed, name):
    await accounts.set_team_name(boss, typed)
    assert accounts.team_item().name == name


@pytest.mark.parametrize("typed", ["x" * 81, "x" * 100_000, "\u200d", "\u2800", None, 7, b"Acme", ["Acme"]])
async def test_what_cannot_be_a_name_is_refused(boss, typed):
    await accounts.set_team_name(boss, "Acme")
    with pytest.raises(Invalid, match="team's name"):
        await accounts.set_team_name(boss, typed)
    assert accounts.team_item().name == "Acme"


async def test_a_logo_is_not_cropped(boss):
    await accounts.set_team_logo(boss, encoded(halves((400, 100)), "PNG"))
    logo = logo_of(accounts.team_item()).convert("RGB")
    assert (logo.size, logo.format) == ((144, 144), None)
    assert [logo.getpixel(place)[0] > 128 for place in ((2, 72), (141, 72))] == [True, False]


@pytest.mark.parametrize(
    ("colour", "is_on_light"), [("black", True), ("navy", True), ("white", False), ("#ffe680", False)]
)
async def test_a_logo_without_a_ground_stands_out_from_the_one_it_gets(boss, colour, is_on_light):
    await accounts.set_team_logo(boss, mark(colour))
    ground = logo_of(accounts.team_item()).convert("L").getpixel((2, 2))
    assert (ground > 200) is is_on_light


@pytest.mark.parametrize("size", [(1, 1), (4000, 1), (1, 4000), (16, 16), (3000, 3000)])
async def test_a_logo_of_any_shape_becomes_a_square(boss, size):
    await accounts.set_team_logo(boss, encoded(Image.new("RGBA", size), "PNG"))
    assert logo_of(accounts.team_item()).size == (144, 144)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.4",
        encoded(halves(), "BMP"),
        encoded(halves(), "TIFF"),
        encoded(halves(), "PNG")[:100],
        png(60_000, 60_000),
        b"x" * (accounts.MAX_UPLOAD + 1),
        "text",
        None,
    ],
    ids=["nothing", "svg", "html", "pdf", "bmp", "tiff", "cut off", "bomb", "too large", "text", "none"],
)
async def test_what_is_no_picture_is_refused(boss, upload):
    await accounts.set_team_logo(boss, encoded(halves(), "PNG"))
    before = accounts.team_item()
    with pytest.raises(Invalid):
        await accounts.set_team_logo(boss, upload)
    assert accounts.team_item() == before


async def test_nothing_is_decoded_for_others_than_administrators(boss, monkeypatch):
    monkeypatch.setattr(accounts.commands.team, "logo_from", None)
    with pytest.raises(Forbidden):
        await accounts.set_team_logo(accounts.user_by_id(register_person("Eve")), encoded(halves(), "PNG"))


async def test_only_the_present_logo_is_to_be_had(boss):
    await accounts.set_team_logo(boss, encoded(halves(), "PNG"))
    first = accounts.team_item().logo
    await accounts.set_team_logo(boss, mark("navy"))
    for digest in (first, "", "0" * 24):
        with pytest.raises(NotFound):
            accounts.team_logo(digest)
    await accounts.remove_team_logo(boss)
    assert not Setting.select().where(Setting.name.startswith("team_")).exists()


async def test_each_process_shows_what_it_was_told_or_has_read(boss):
    team.hear(TeamChanged(TeamItem("Acme")))
    assert (shown.item.title, team.name()) == ("Acme", "Acme")
    await accounts.set_team_name(boss, "Wayne")  # whose event got lost
    await team.refresh()
    assert shown.item.title == "Wayne"


async def test_what_is_told_while_one_reads_is_newer(boss, monkeypatch):
    async def read(_query):
        team.hear(TeamChanged(TeamItem("new")))
        return TeamItem("old")

    monkeypatch.setattr(team.database, "read", read)
    await team.refresh()
    assert shown.item.name == "new"
