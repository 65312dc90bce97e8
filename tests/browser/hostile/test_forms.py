"""Hostile texts in every field of every form and in every address, sent by a real browser."""

import random
import re
from collections.abc import Iterator
from itertools import count, cycle
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from models import AuditEntry, Setting, User
from tests.browser.conftest import Server
from tests.browser.hostile.database import add_content, database_of, new_administrator, new_reset_link
from tests.browser.hostile.forms import ADDRESSES, BOXES, FORMS, IN, SETUP, Form, of_any_room
from tests.browser.hostile.watch import DESKTOP, PHONE, Watch
from tests.hostile_texts import texts
from tests.ports import free_port

pytestmark = pytest.mark.drill

SEND = """([path, values]) => {
    const names = Object.keys(values);
    const address = (button) => button.getAttribute("formaction") ?? button.form.getAttribute("action");
    const target = (button) => address(button).replace(/\\?[^#]*/, "");
    const buttons = [...document.querySelectorAll("[type=submit]:is(.save-button, :enabled)")];
    const candidates = buttons.filter((button) => target(button) === path);
    const has = (button) => names.filter((name) => button.form.elements[name]).length;
    const button = candidates.sort((one, other) => has(other) - has(one))[0];
    if (!button) throw new Error(`${location.pathname} has no form for ${path}`);
    for (const name of names.filter((name) => !button.form.elements[name])) {  // which it has at times, to confirm
        const field = Object.assign(document.createElement("input"), { type: "hidden", name });
        button.form.append(field);
    }
    for (const name of names) {
        const controls = [...button.form.elements].filter((one) => one.name === name);
        const control = controls.find((one) => one === button) ?? controls[0];
        if (control.type === "file") {
            const files = new DataTransfer();
            files.items.add(new File(["no picture"], values[name]));
            control.files = files.files;
        } else control.value = values[name];
        if (["radio", "checkbox"].includes(control.type)) control.checked = true;
        values[name] = control.value.toWellFormed();
    }
    button.form.dispatchEvent(new Event("input"));  // wakes its Save
    button.form.noValidate = true;  // as whoever means no good would
    button.form.requestSubmit(button);
    return values;
}"""
"""Fill in the first form that is posted to `path`, send it, and return what its fields made of it."""

SHOWN = """([path, names]) => {
    const form = document.querySelector(`form[action="${path}"], form:has([formaction="${path}"])`);
    return form && names.map((name) => form.elements[name].value);
}"""
"""Return what the form shows, or nothing where it is not."""


class Hand:
    """Fills in forms and sends them, from another address each time: nobody is to be refused for being too fast."""

    def __init__(self, watch: Watch, setup_page: str = "/setup") -> None:
        self.watch, self.page, self.setup_page = watch, watch.page, setup_page
        self.sent: set[str] = set()
        self._numbers = count(1)
        deck = [text for text in texts() if len(quote(text, errors="replace")) < 12_000]
        random.Random(20).shuffle(deck)
        self.texts = cycle(deck)

    def comes_from_elsewhere(self) -> None:
        number = next(self._numbers)
        self.watch.context.set_extra_http_headers({"X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"})

    def fills_in(self, form: Form) -> None:
        """Send a form often, half of the time at a phone's width."""
        path = ""
        for number in range(form.count):
            if number % 10 == 0:
                self.comes_from_elsewhere()
            if number in (0, form.count // 2):
                self.page.set_viewport_size(DESKTOP if number else PHONE)
            path = path or self.opens(form)
            values = {name: next(self.texts) for name in form.fields.split()}
            self.sent.update(values.values())
            if not self.sends(form, path, form.given | values):
                path = ""

    def opens(self, form: Form) -> str:
        """Go to where a form is and return where it is posted to."""
        token = new_reset_link(User.get()) if "{token}" in form.page else ""
        page = form.page.replace("{token}", token)
        if form in SETUP:
            AuditEntry.delete().execute()
            User.delete().execute()  # where the last ones were accepted
            page = self.setup_page
        if form.page.startswith("/setup/"):  # the last ones may have ended it
            Setting.insert(name="setup_step", value="team").on_conflict_ignore().execute()
        if not form.who:
            self.watch.context.clear_cookies()
        self.watch.opens(page)
        self.watch.checks()
        return form.path.replace("{token}", token)

    def sends(self, form: Form, path: str, values: dict[str, str]) -> bool:
        """Send a form once and tell whether it is there again; after a refusal it is so with what was typed."""
        with self.page.expect_navigation(wait_until="domcontentloaded") as answer:
            sent = self.page.evaluate(SEND, [path, values])
        self.watch.checks()
        shown = self.page.evaluate(SHOWN, [path, list(form.kept)])
        if answer.value.status >= 400 and shown is not None:
            assert [text.strip() for text in shown] == [back(sent[name], limit) for name, limit in form.kept.items()]
        return shown is not None


def back(text: str, limit: int) -> str:
    """Return what a browser makes of a value that it has sent, and that stands in the page that it got."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")[:limit].strip()


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, at which nobody is registered."""
    mail = f"smtp://127.0.0.1:{free_port()}"
    options = ("--no-demo", "--trusted-proxies", "127.0.0.1", "--smtp-url", mail)
    server = Server(tmp_path_factory.mktemp("hostile"), options=options)
    yield server
    server.stop()


@pytest.fixture
def watch(browser: Browser, own_server: Server) -> Iterator[Watch]:
    watch = Watch(browser, own_server.url)
    with database_of(own_server):
        yield watch
    watch.leaves()


def test_whatever_is_typed_in_a_form_is_words(watch: Watch, own_server: Server) -> None:
    hand = Hand(watch, own_server.first_page.removeprefix(own_server.url))
    for form in SETUP:
        hand.fills_in(form)
    User.delete().execute()
    add_content()
    for form in FORMS:
        if form.who:
            watch.logs_in_with(new_administrator(is_confirmed=form.who == "administrator"))
        hand.fills_in(form)
    gone_through = set.union(BOXES, *(form.names() for form in (*SETUP, *FORMS)))
    assert {
        (re.sub(r"^/reset/.*", "/reset/{token}", re.sub(r"\?[^#]*", "", of_any_room(path))), name)
        for path, name in watch.fields
        if not (path == "" and (name or "").startswith("Role of "))  # it opens the form with the name "role"
    } <= gone_through


def test_whatever_stands_in_an_address_is_words(watch: Watch) -> None:
    hand = Hand(watch)
    for address in sorted(ADDRESSES, key=lambda address: address.startswith(IN)):  # first as nobody, then as somebody
        if address.startswith(IN):
            watch.logs_in_with(new_administrator(is_confirmed=True))
        hand.comes_from_elsewhere()
        for _ in range(5):
            watch.opens(address.replace("{}", quote(next(hand.texts)[:1000], safe="", errors="replace")))
            watch.checks()
