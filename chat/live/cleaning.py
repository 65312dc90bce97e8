"""Sanitizes the HTML of kinds: browsers get only the elements of the kit, and SVG of text and shapes."""

import re

import nh3

MAX_HTML = 90_000
"""Characters of what a kind may draw."""

TEXT = {"b", "br", "caption", "code", "div", "em", "i", "li", "ol", "p", "small", "span", "strong", "ul"}
TABLE = {"table", "tbody", "td", "th", "thead", "tr"}
SHAPES = {"circle", "desc", "g", "line", "path", "polygon", "polyline", "rect", "svg", "text", "title"}
OURS = {"a", "button", "form", "input", "time"}

CLASSES = {
    *("live-card", "live-title", "live-note", "live-foot", "live-button", "live-option", "live-check", "live-quiet"),
    *(
        "live-form",
        "live-bar",
        "live-named",
        "live-person",
        "live-people",
        "live-more",
        "live-time",
        "live-link",
        "live-list",
    ),
    *("live-item", "live-name", "live-count", "live-number", "live-row", "live-chart", "live-table", "live-done"),
    *("live-shape", "live-axis", "live-mark", "live-big", "live-hidden", "live-open", "live-over"),
    *("live-several", "live-unseen"),
}

NUMBERS = {
    *("width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "d", "points", "viewBox"),
    *("text-anchor", "preserveAspectRatio", "transform"),
}
_GRAPHIC = re.compile(r"[-\w\s.,%()]{0,4000}")

_ATTRIBUTES = {
    "*": {"aria-label", "aria-hidden", "title", "data-person", "dir"},
    "button": {"type", "name", "data-action", "data-act", "data-arg", "data-by", "data-secret", "data-leads"}
    | {"aria-pressed", "data-sure", "data-wants"},
    "form": {"data-action", "data-act"},
    "input": {"type", "name", "maxlength", "autocomplete", "placeholder"},
    "time": {"data-at", "data-until", "data-since", "data-zone"},
    "a": {"href", "data-download"},
    "th": {"scope"},
    **{shape: NUMBERS | {"role"} for shape in SHAPES},
}

_ONLY = {
    ("button", "type"): re.compile("button|submit"),
    ("input", "type"): re.compile("text|number"),
    ("input", "name"): re.compile("(?!act$|arg$|on$)[a-z]{1,20}"),
    ("input", "autocomplete"): re.compile("off"),
    ("svg", "role"): re.compile("img"),
}
_ANY = {"data-action": re.compile("act"), "data-act": re.compile("[a-z_]{1,30}"), "data-by": re.compile("[0-9 ]*")}
_ANY |= {"data-person": re.compile("[0-9]{1,18}"), "data-at": re.compile("[0-9]{1,15}")}
_ANY |= {"data-since": re.compile("[0-9]{1,15}"), "data-sure": re.compile(r"[^<>\x00-\x1f]{1,40}")}
_ANY |= {"data-wants": _ANY["data-sure"], "data-zone": re.compile("[A-Za-z0-9_+/-]{1,64}")}

_LINK_OR_PICTURE = re.compile(r'<(/?)(a|svg)\b(?:"[^"]*"|[^<>"])*>')
"""Cleaned HTML has all values in these quotes."""


def _filter(tag: str, attribute: str, value: str) -> str | None:
    only = _ONLY.get((tag, attribute)) or _ANY.get(attribute) or (_GRAPHIC if attribute in NUMBERS else None)
    return value if only is None or only.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=TEXT | TABLE | SHAPES | OURS,
    attributes=_ATTRIBUTES,
    allowed_classes=dict.fromkeys(TEXT | TABLE | SHAPES | OURS, CLASSES),
    url_schemes={"http", "https"},
    attribute_filter=_filter,
    link_rel="noopener noreferrer nofollow",
)


def clean(drawn: str) -> str:
    """Return HTML with nothing in it that is not allowed."""
    cleaned = _cleaner.clean(drawn)
    return _without_links_in_pictures(cleaned) if "<svg" in cleaned else cleaned


def _without_links_in_pictures(cleaned: str) -> str:
    """Leave links out of pictures, where they are other elements than those that scripts know."""
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        if found[2] == "svg":
            depth += -1 if found[1] else 1
        return "" if depth and found[2] == "a" else found[0]

    return _LINK_OR_PICTURE.sub(keep, cleaned)
