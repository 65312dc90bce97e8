"""What is pasted: formatted text becomes Markdown, an address on words a link; nothing of it runs or loads."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Person, TestRoom
from tests.browser.paste_catalogue import HUGE, MARKDOWN, NEVER

CONVERT = "async (html) => (await import('rich_text')).toMarkdown(html)"

TIME = """async (script) => {
  const { toMarkdown } = await import('rich_text');
  const html = new Function(`return ${script}`)();
  const from = performance.now();
  toMarkdown(html);
  return performance.now() - from;
}"""

COPY = """(types) => {
  const copy = (event) => {
    event.preventDefault();
    for (const [type, data] of Object.entries(types)) event.clipboardData.setData(type, data);
  };
  document.addEventListener("copy", copy, { once: true });
  document.execCommand("copy");
}"""

FUNCTION = "def f(x):\n    return x + 1\n\nprint(f(1))"


def paste(person: Person, box: Locator, text: str, html: str = "", key: str = "Control+v", **types: str) -> None:
    """Paste what a program has put on the clipboard."""
    person.page.evaluate(COPY, {"text/plain": text, "text/html": html, **types})
    box.focus()
    box.press(key)


def offers(person: Person) -> Locator:
    return person.page.locator(".paste-hint")


def test_formatted_text_becomes_markdown_and_runs_and_loads_nothing(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    asked: list[str] = []
    adam.page.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    adam.page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    for html, markdown in MARKDOWN.items():
        assert adam.page.evaluate(CONVERT, html) == markdown, html
    title = adam.page.title()
    assert not complaints, "of styles, which would hide those that matter"
    for html in NEVER:
        adam.page.evaluate(CONVERT, html)
    assert adam.page.title() == title
    assert not [url for url in asked if "canary" in url]


@pytest.mark.long
@pytest.mark.parametrize("script", HUGE, ids=lambda script: script[:40])
def test_long_texts_are_converted_soon_or_not_at_all(adam: Person, room: TestRoom, script: str) -> None:
    adam.opens(room)
    assert adam.page.evaluate(TIME, script) < 5000


def test_what_is_pasted_is_put_in_as_it_looks_and_undo_takes_it_back_at_once(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    box = adam.composer
    box.press_sequentially("so: ")
    paste(adam, box, "bold\n• one", "<p><b>bold</b></p><ul><li>one</li></ul>")
    expect(box).to_have_value("so: \n**bold**\n\n- one")
    offers(adam).get_by_role("button", name="Use plain text").click()
    expect(box).to_have_value("so: bold\n• one")
    expect(offers(adam)).to_have_count(0)
    box.press("Control+z")
    expect(box).to_have_value("so: \n**bold**\n\n- one")
    box.press("Control+z")
    expect(box).to_have_value("so: ")
    paste(adam, box, "bold", "<b>bold</b>", key="Control+Shift+v")
    expect(box).to_have_value("so: bold")

    box.press("Control+a")
    paste(adam, box, "https://example.com/a_(b)")
    expect(box).to_have_value("[so: bold](<https://example.com/a_(b)>)")
    box.press("Control+z")
    expect(box).to_have_value("so: bold")

    box.fill("")
    paste(adam, box, FUNCTION)
    expect(offers(adam)).to_contain_text("Format as code")
    box.press("Control+e")
    expect(box).to_have_value(f"```\n{FUNCTION}\n```")
    box.press("Control+z")
    expect(box).to_have_value(FUNCTION)
    box.fill("")
    paste(adam, box, FUNCTION, "<div>x</div>", **{"vscode-editor-data": '{"mode": "python"}'})
    expect(box).to_have_value(f"```python\n{FUNCTION}\n```")
    box.press("Enter")
    expect(adam.row("def f").locator("pre")).to_have_attribute("data-language", "Python")
    expect(offers(adam)).to_have_count(0)


def test_an_editor_takes_formatted_text_and_a_text_that_is_too_long_stays(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("first")
    adam.composer.press("ArrowUp")
    paste(adam, adam.editor, "bold", "<b>bold</b>")
    expect(adam.editor).to_have_value("first**bold**")
    adam.editor.press("Enter")
    expect(adam.row("firstbold").locator("strong")).to_have_text("bold")
    text = "\n".join(f"<p>line {number} {'x' * 80}" for number in range(1_000))
    paste(adam, adam.composer, text, "<b></b>" * 5_000 + text)
    expect(adam.composer).to_have_value(text)
    expect(adam.page.locator(".composer-note")).to_contain_text("characters too long: the limit is 4,000")
    paste(adam, adam.composer, text + text)
    expect(adam.page.get_by_role("alert").filter(has_text="Nothing was pasted")).to_be_visible()
    expect(adam.composer).to_have_value(text)
    adam.composer.fill("")
