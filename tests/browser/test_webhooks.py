"""A webhook, from the room's settings to everybody's screen."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from models import Membership, User
from tests.browser.conftest import Person, TestRoom
from tests.programs.sent import ALL


def test_what_a_program_posts_is_there_at_once_under_its_name_with_a_bar(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    me = User.get(User.name == adam.name)
    Membership.update(role="manager").where(Membership.room == room.id, Membership.user == me).execute()
    adam.opens(room)
    blake.opens(room)
    hosts = set[str | None]()
    blake.page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    adam.page.goto(f"{adam.url}/rooms/{room.id}/settings")
    adam.page.get_by_label("Webhook name").fill(f"Hook {room.id}")
    adam.page.get_by_role("button", name="Create webhook").click()
    address = adam.page.get_by_label("Address").input_value()
    adam.page.get_by_role("button", name="Copy", exact=True).click()
    expect(adam.page.get_by_role("status").first).to_have_text("Copied")
    for payload in (ALL["alertmanager"], ALL["grafana"], ALL["grafana"], {"text": "plain"}):
        assert adam.page.request.post(address, data=payload).text() == "ok"
    rows = blake.page.locator(".message[data-bot]")
    expect(rows).to_have_count(4)
    expect(rows.locator("> b")).to_have_text(["Alertmanager", "Grafana", "Grafana", f"Hook {room.id}"])
    assert [row.get_attribute("data-grouped") for row in rows.all()] == [None, None, "", None]
    expect(rows.first).to_have_attribute("data-sign", "🔥")
    expect(rows.first.locator("blockquote.red th")).to_have_text(["Severity", "Cluster"])
    assert rows.first.locator("blockquote").evaluate("one => getComputedStyle(one).borderInlineStartWidth") == "4px"
    local = "time => new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }).format(time)"
    at = ALL["grafana"]["attachments"][0]["ts"] * 1000
    expect(rows.nth(1).locator("time[data-form=time]")).to_have_text(blake.page.evaluate(local, at))
    assert hosts <= {urlsplit(address).hostname}
    rows.first.locator("> b").click()
    expect(blake.page.get_by_role("dialog")).to_contain_text(f"A program, made by {adam.name}.")
