"""Somebody who watches a browser for whatever must not happen there."""

from contextlib import suppress

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request
from playwright.sync_api import TimeoutError as Timeout

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
REFUSED = (400, 401, 403, 404, 422)
"""What the answer to a form or an address may be, of which browsers write a line into the console."""

WORDS = (
    ":is(article b, .room-name, .room-description, .account-name, strong, .list-more) *, "
    ".lead :not([href='/api/docs'], [href='/settings/bots'], [href$='/members/add']), "
    ".message-body:not(.formatted) :not(a, bdi), .formatted :not(a, bdi, blockquote, br, code, em, h3, h4, h5, h6, hr, "
    "li, ol, p, pre, s, span, strong, table, tbody, td, th, thead, tr, ul, .code, .copy-code)"
)
"""What there is not: anything within words, but for links, texts in a direction of their own, and what messages are
formatted with.
"""

LOOK = """(words) => {
    const every = (...selectors) => selectors.flatMap((selector) => [...document.querySelectorAll(selector)]);
    const isOurs = (url) => ["http:", "https:"].includes(url.protocol) && url.origin === location.origin;
    const leadsNowhere = (a) => a.protocol === ":" && /^https?:/.test(a.getAttribute("href")); // it is no address
    const isWeb = (a) => /^(https?|mailto):$/.test(a.protocol) || leadsNowhere(a);
    const isSafe = (a) => isWeb(a) && a.target === "_blank" && a.rel.includes("noopener");
    const acts = (one) => one.getAttributeNames().some((name) => name.startsWith("on") || name === "srcdoc");
    const targets = ["href", "src", "action", "formaction"].flatMap((name) =>
        every(`body [${name}]:not(.message-body a, svg *)`).map((one) => new URL(one.getAttribute(name), location)));
    const strange = every("iframe, frame, object, embed, base, video, math, plaintext, xmp, meta[http-equiv]", words);
    const links = every(".message-body a").filter((link) => !isSafe(link));
    return [
        ..."wasRun" in window ? ["a script has run"] : [],
        ...[...strange, ...every("*").filter(acts)].map((one) => one.outerHTML.slice(0, 200)),
        ...[...targets.filter((url) => !isOurs(url)), ...links].map(String),
    ];
}"""
"""What there is that should not be."""

WIDER = """() => [...document.querySelectorAll("html, .main, .sidebar-rooms, #messages, .message-editor")]
    .filter((one) => one.scrollWidth > (one === document.documentElement ? innerWidth : one.clientWidth))
    .map((one) => `${one.tagName}.${one.className} is ${one.scrollWidth} wide`)"""
"""What is wider than its place."""

FIELDS = """() => {
    const found = new Map();
    const note = (path, one) => {
        const field = [path ?? "", one.name || one.getAttribute("aria-label")];
        found.set(String(field), field);
    };
    for (const button of document.querySelectorAll("[type=submit]:not([hidden])")) {
        const path = button.getAttribute("formaction") ?? button.form.getAttribute("action");
        if (button.name) note(path, button);
        button.form.querySelectorAll("input, textarea, select").forEach((one) => note(path, one));
    }
    const boxes = document.querySelectorAll("input, textarea:not([readonly]), select, [contenteditable]");
    [...boxes].filter((one) => !one.form).forEach((one) => note("", one));
    return [...found.values()];
}"""
"""What can be typed or chosen, each with where it is sent."""

ALL = f"(words) => [({LOOK})(words), ({WIDER})(), ({FIELDS})()]"


class Watch:
    """A browser under watch.

    Args:
        browser: that a context of its own is made in
        home: the only server that may be asked for anything
    """

    def __init__(self, browser: Browser, home: str) -> None:
        self.home = home
        self.context = browser.new_context(viewport=DESKTOP)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.wrong: list[str] = []
        self.fields: set[tuple[str, str]] = set()
        self.page.on("dialog", self._is_asked)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))
        self.page.on("console", self._says)
        self.page.on("request", self._asks)

    def _is_asked(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # what was refused, and not saved
            dialog.accept()
        else:
            self.wrong.append(f"dialog {dialog.message}")
            dialog.dismiss()

    def _says(self, message: ConsoleMessage) -> None:
        is_refusal = any(f"responded with a status of {status}" in message.text for status in REFUSED)
        if message.type == "error" and not is_refusal:
            self.wrong.append(f"console {message.text}")

    def _asks(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", self.home.replace("http", "ws"), "data:", "blob:")):
            self.wrong.append(f"request {request.url}")

    def logs_in_with(self, token: str) -> None:
        """Have the browser be that of whom a session belongs to."""
        self.context.add_cookies([{"name": "streamchat_session", "value": token, "url": self.home}])

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.home}{path}", wait_until="domcontentloaded")

    def checks(self) -> None:
        """Look at the page as wide as it is: nothing has run, nothing is there that should not be, all is in place."""
        strange, wider, fields = self.page.evaluate(ALL, WORDS)
        found = [*strange, *self.wrong]
        assert found == [], (self.page.url, found)
        self.fields |= {(path, name) for path, name in fields}
        if wider:
            self.fits()

    def fits(self) -> None:
        """See that all is in place, at once or in a moment: a drawer moves aside after the window is narrower."""
        with suppress(Timeout):
            self.page.wait_for_function(f"() => ({WIDER})().length === 0", timeout=5000)
        wider = self.page.evaluate(WIDER)
        assert wider == [], (self.page.url, wider)

    def checks_all_widths(self) -> None:
        self.checks()
        for size in (PHONE, DESKTOP):
            self.page.set_viewport_size(size)
            self.fits()

    def leaves(self) -> None:
        self.context.close()
