"""Makes the HTML of live messages: every value is escaped unless it was made here."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from chat.live.kind import ACTION, Person, Refused

MOST_FACES = 4
"""How many people are shown by their faces; of others there is a number."""

LONGEST_QUESTION = 40
"""Characters of what a button asks; what is longer, or has other characters, would not reach a browser."""

MOST_DIGITS = 9
"""Of the number of a thing among others; Python refuses to read very long ones."""


def html(template: str, *values: object, **named: object) -> Markup:
    """Fill the `{}` of a template; values are escaped, unless they are HTML of the kit."""
    return Markup(template).format(*values, **named)  # noqa: S704 (`format` escapes)


def join(parts: Iterable[Markup]) -> Markup:
    """Put pieces of HTML one after another."""
    return Markup().join(parts)


def card(title: str, *parts: Markup, note: Markup | str = "") -> Markup:
    """Frame a message: its title, a line with a note, and the rest."""
    line = html('<p class="live-note">{}</p>', note) if note else Markup()
    return html('<div class="live-card"><p class="live-title" dir="auto">{}</p>{}{}</div>', title, line, join(parts))


def foot(*parts: Markup | str) -> Markup:
    """Put less important parts in a line below."""
    return html('<div class="live-foot">{}</div>', join(html("<span>{}</span>", part) for part in parts))


def button(
    label: Markup | str,
    action: str,
    arg: object = "",
    *,
    by: Iterable[int] | None = None,
    secret: bool = False,
    pressed: bool | None = None,
    leads: bool = False,
    style: str = "button",
    name: str = "",
    sure: str = "",
    wants: str = "",
) -> Markup:
    """Make a button; `do_<action>` is called with `args["arg"]`, a text.

    Args:
        label: what it says
        action: what a press asks for
        arg: about what
        by: the ids of those who have pressed it; to them it is shown as pressed, and `args["on"]` is "false"
        secret: the same, without telling anybody else: `mine` says who has
        pressed: whether it is shown as pressed to everybody
        leads: whether only those who lead see it; `act` has to check that, too
        style: `button`, `option`, `check` or `quiet`
        name: what it is called for those who do not see it, where that is not the label
        sure: what it asks after a first press, such as "Remove?"; a second one does it
        wants: what it asks for in a dialog first, such as "Who? (@name)"; `args["text"]` is what was written
    """
    _check(action)
    attributes = {
        "class": f"live-{style}",
        "name": escape(action) + "-" + escape(arg),
        "data-act": action,
        "data-arg": None if arg == "" else escape(arg),
        "data-by": None if by is None else " ".join(map(str, by)),
        "data-secret": secret,
        "data-leads": leads,
        "aria-pressed": None if pressed is None else str(pressed).lower(),
        "aria-label": name or None,
        "data-sure": _question(sure) if sure else None,
        "data-wants": _question(wants) if wants else None,
    }
    return html('<button type="button" data-action="act"{}>{}</button>', _attributes(attributes), label)


def _attributes(values: Mapping[str, object]) -> Markup:
    """Write attributes: one that is True has no value, one that is None or False is left out."""
    present = ((name, value) for name, value in values.items() if value is not None and value is not False)
    written = (f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in present)
    return Markup("".join(written))  # noqa: S704 (values are escaped)


def _question(text: str) -> str:
    """Return a question as a browser gets it: a button that lost it would do at once what it should ask for first."""
    plain = " ".join(re.sub(r"[<>\x00-\x1f]", " ", text).split())
    return plain if len(plain) <= LONGEST_QUESTION else f"{plain[: LONGEST_QUESTION - 1]}…"


def _check(action: str) -> None:
    if not isinstance(action, str) or not ACTION.fullmatch(action):
        raise ValueError(f"an action has small letters and _, as its method do_… has, not {action!r}")


def field(action: str, label: str, press: str) -> Markup:
    """Make a line to type in, and a button; `do_<action>` is called with `args["text"]`."""
    _check(action)
    return html(
        '<form class="live-form" data-action="act" data-act="{}"><input type="text" name="text" maxlength="200"'
        ' autocomplete="off" aria-label="{}" placeholder="{}"><button type="submit" class="live-button">{}</button>'
        "</form>",
        *(action, label, label, press),
    )


def bar(share: float) -> Markup:
    """Draw how much of something there is, from 0 to 1, behind an option."""
    width = html("{}%", round(100 * min(max(share, 0), 1)))
    return html('<svg class="live-bar" aria-hidden="true"><rect width="{}" height="100%"></rect></svg>', width)


def person(id_: int) -> Markup:
    """Show somebody by their face; the name is the one that they have when it is shown."""
    return html('<span class="live-person" data-person="{}"></span>', int(id_))


def named(id_: int) -> Markup:
    """Write somebody's name, the one that they have when it is shown."""
    return html('<span class="live-named" data-person="{}"></span>', int(id_))


def people(ids: Sequence[int], most: int = MOST_FACES) -> Markup:
    """Show people by their faces; of more than `most`, how many more there are."""
    more = html('<span class="live-more">+{}</span>', len(ids) - most) if len(ids) > most else Markup()
    return html('<span class="live-people">{}{}</span>', join(map(person, ids[:most])), more) if ids else Markup()


def when(ms: int, zone: str = "") -> Markup:
    """Show a moment, in milliseconds since 1970, as each viewer's clock has it.

    With the name of a time zone, such as "Europe/Berlin", they also learn what time it is there.
    """
    there = html(' data-zone="{}"', zone) if zone else ""
    return html('<time class="live-time" data-at="{}"{}></time>', int(ms), there)


def until(ms: int, *, since: int | None = None, shown: bool = True) -> Markup:
    """Show when a message closes; its buttons are dead then.

    Args:
        ms: when, in milliseconds since 1970
        since: when it began, if that stands before it: on the same day, the hour is enough
        shown: whether people see it
    """
    begun = html(' data-since="{}"', int(since)) if since is not None else ""
    name = "live-time" if shown else "live-unseen"
    return html('<time class="{}" data-at="{}" data-until{}></time>', name, int(ms), begun)


def download(label: str) -> Markup:
    """Make a link to the file that `file` returns."""
    return html('<a class="live-link" data-download>{}</a>', label)


def count(number: int, one: str, many: str = "") -> str:
    """Say how many there are, such as "1 vote" or "3 votes"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def known(ids: object, person_of: Callable[[Any], int | None]) -> list[int]:
    """Translate ids of people in another place's export to ids here, leaving out unknown ones: for `moved`."""
    found = map(person_of, ids if isinstance(ids, list) else [])
    return list(dict.fromkeys(id_ for id_ in found if id_ is not None))


def toggled(ids: Sequence[int], who: Person, args: dict[str, Any]) -> list[int]:
    """Return the ids of those who have pressed a button after somebody has pressed it, or taken that back."""
    others = [id_ for id_ in ids if id_ != who.id]
    is_on = args["on"] == "true" if args.get("on") in ("true", "false") else who.id not in ids
    return [*others, who.id] if is_on else others


def line(value: object, what: str, most: int = 200, *, may_be_empty: bool = False) -> str:
    """Return a text on one line; raises `Refused` unless it is one of at most so many characters."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text and not (may_be_empty and value in (None, "")):
        raise Refused(f"{what} is missing.")
    if len(text) > most:
        raise Refused(f"{what} can have at most {most} characters.")
    return text


def parts(text: object) -> list[str]:
    r"""Return what stands between the `|` of what was typed after a command; `\|` is the sign itself."""
    return [part.replace(r"\|", "|").strip() for part in re.split(r"(?<!\\)\|", str(text))]


def place(value: object, there: Sequence[Any]) -> int:
    """Return which of several things an argument means, from 0; raises `Refused`."""
    written = str(value) if isinstance(value, (str, int)) else ""
    number = int(written) if len(written) <= MOST_DIGITS and written.isascii() and written.isdigit() else -1
    if not 0 <= number < len(there):
        raise Refused("This is not there any more.")
    return number


__all__ = [
    *("bar", "button", "card", "count", "download", "field", "foot", "html", "join", "line", "people"),
    *("named", "parts", "person", "place", "toggled", "until", "when"),
]
