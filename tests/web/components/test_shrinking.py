"""What is left out of scripts and style sheets, and what is not."""

import pytest

from chat.web.components.shared.shrinking import shrink_script, shrink_styles

SCRIPT = """// Why.
const a = 1; // a note

  const url = "https://example.com; // no note";
  const found = /; // [/]/.test(text);
const words = `
  // kept, as it is said
  ${a}
`;
  go(`one`, `two`); // it's a note, but has a quote
"""


def test_of_a_script_comments_and_indentation_are_left_out() -> None:
    assert shrink_script(SCRIPT).split("\n") == [
        "const a = 1;",
        'const url = "https://example.com; // no note";',
        "const found = /; // [/]/.test(text);",
        "const words = `",
        "  // kept, as it is said",
        "  ${a}",
        "`;",
        "go(`one`, `two`); // it's a note, but has a quote",
        "",
    ]


@pytest.mark.parametrize(
    ("styles", "shrunk"),
    [
        ("/* Why. */\n.a > .b {\n  color: red;\n  margin: 0 1px;\n}\n", ".a > .b {color: red;margin: 0 1px}"),
        ('.a::after { content: " ; /* said */ { "; }', '.a::after {content: " ; /* said */ { "}'),
        (".a { background: url(\"data:image/svg+xml,%3Csvg a='1, 2'/%3E\"); }", None),
        (
            "@media (width < 1px) {\n  .a,\n  .b { x: calc(1px + 2px); }\n}",
            "@media (width < 1px){.a,.b{x: calc(1px + 2px)}}",
        ),
    ],
)
def test_of_a_style_sheet_white_space_is_left_out(styles: str, shrunk: str | None) -> None:
    said = shrink_styles(styles)
    if shrunk is None:
        assert "url(\"data:image/svg+xml,%3Csvg a='1, 2'/%3E\")" in said
    else:
        assert said.replace(" {", "{") == shrunk.replace(" {", "{")
