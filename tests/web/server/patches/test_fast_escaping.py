import pytest
from nicegui.client import HTML_ESCAPE_TABLE

from chat.web.server.patches.fast_escaping import Json


@pytest.mark.parametrize(
    "text", ["", "plain", "&amp; &lt;", "</script><!--`${1+1}`-->", '{"a": "\\u2028 語 🙂 \\"quoted\\""}', "&" * 100]
)
def test_elements_are_escaped_as_nicegui_does(text):
    assert Json(text).translate(HTML_ESCAPE_TABLE) == text.translate(HTML_ESCAPE_TABLE)
    assert Json(text).translate({38: "and"}) == text.translate({38: "and"})


def test_what_stands_for_an_ampersand_is_not_replaced_again():
    assert next(iter(HTML_ESCAPE_TABLE)) == ord("&")
