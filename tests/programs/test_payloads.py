"""What webhooks are sent, in Markdown; nothing that anybody sends is more than refused."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import ChatError
from chat.messages.markdown import draw, plain_text
from chat.programs import Post, Refused, post_of, read_payload
from chat.slack_format.colours import colour_of
from chat.text import MAX_BODY, clean_body
from tests.programs.sent import ALL


def posted(payload: object, *, may_tell_all: bool = False) -> Post:
    return post_of(read_payload(json.dumps(payload).encode()), may_tell_all=may_tell_all)


def text(payload: object, *, may_tell_all: bool = False) -> str:
    [only] = posted(payload, may_tell_all=may_tell_all).texts
    return only


def refusal(body: bytes) -> str:
    with pytest.raises(Refused) as caught:
        post_of(read_payload(body))
    return caught.value.message


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (
            "*bold* _it_ ~gone~ <https://a.example|here> a &lt; b",
            "**bold** _it_ ~~gone~~ [here](https://a.example) a < b",
        ),
        ("## Heading\n**bold** [a](https://a.example)\n| a | b |\n|---|---|\n| 1 | 2 |",) * 2,
        ("<https://a.example/(x)|here>", "[here](https://a.example/%28x%29)"),
        ("<javascript:alert(1)|here>", "here (javascript:alert(1))"),
        ("<@U12|ada> <@ada> <#C1|ops> <!subteam^S1|@team>", "@ada @ada #ops @team"),
        ("<!here> <!channel> @channel", "@channel @channel @channel"),
        (" - a\nthen", " - a\n\nthen"),
        ("list<str> &lt;b&gt; a <b", "list<str> <b> a <b"),
        (
            "<!date^1764464400^Sent {date_short} at {time}|then> <!date^1^{ago}^https://a.example|x>",
            "Sent <!date^1764464400^{date}> at <!date^1764464400^{time}> <!date^1^{date_pretty}> <!date^1^{time}>",
        ),
        ("<!date^99999999999^{date}|then> <!date^1^{era}|once> <!date^1^x|today>", "then once today"),
        (42, "42"),
    ],
)
def test_texts_of_slack_and_mattermost_are_markdown(sent, shown):
    assert text({"text": sent}) == shown.strip("\n")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("`std::vector<int>` `<b>`", "`std::vector<int>` `<b>`"),
        ("`std::map<std::string, int>` Map<std::string>", "`std::map<std::string, int>` Map<std::string>"),
        (
            "```in <module>\nMap<String, List<T>> x; #include <stdio.h>```",
            "```\nin <module>\nMap<String, List<T>> x; #include <stdio.h>\n```",
        ),
        ("`<!DOCTYPE html>`",) * 2,
        ("`<a|b>` Map<a|b>", "`<a|b>` Map<a|b>"),
        ("`<https://a.example|here> <mailto:a@b.c|a@b.c> <@U1|ada> <!here>`", "`here a@b.c ada !here`"),
    ],
)
def test_what_stands_between_angle_brackets_stays_unless_slack_has_put_it_there(sent, shown):
    assert text({"text": sent}) == shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<https://a.example/c|`abc1234`> is in", "[`abc1234`](https://a.example/c) is in"),
        ("<https://a.example/c|fix `a*b` in *x*>", "[fix `a*b` in \\*x\\*](https://a.example/c)"),
        (
            "`<https://a.example/c|abc1234>` `<https://a.example/c>`",
            "[`abc1234`](https://a.example/c) [`https://a.example/c`](https://a.example/c)",
        ),
        ("*Deploy of `api` failed* and `*no*`", "**Deploy of `api` failed** and `*no*`"),
        ("&gt; quoted\nnot quoted", "> quoted\n\nnot quoted"),
        (
            "• one\n` *Graph:* x`\n *Graph:* y",
            "- one\n\n` *Graph:* x`\n *Graph:* y".replace("*Graph:* y", "**Graph:** y"),
        ),
        ("• one\n  then", "- one\n\nthen"),
        ("- one\n  of it\nthen", "- one\n  of it\n\nthen"),
        ("```python\nprint(1)```", "```python\nprint(1)\n```"),
        ("```print(1)\nprint(2)```", "```\nprint(1)\nprint(2)\n```"),
        (
            ":rotating_light::rotating_light: down:fire: :+1::skin-tone-3: 10:100:20 :none::fire:",
            "🚨🚨 down🔥 👍 10:100:20 :none:🔥",
        ),
        ("`:fire:` https://a.example/:fire:", "`:fire:` https://a.example/:fire:"),
        ("__init__.py and __main__", "\\_\\_init__.py and \\_\\_main__"),
        ("<https://a.example/b><@U1|ada>", "<https://a.example/b>@ada"),
        ("https://a.example/*a*/__b__ *x*", "https://a.example/*a*/__b__ **x**"),
    ],
)
def test_code_links_bold_quotes_and_emoji_hold_each_other(sent, shown):
    assert text({"text": sent}) == shown


def section(kind, words):
    return {"type": "section", "text": {"type": kind, "text": words}}


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ({"type": "header", "text": {"type": "plain_text", "text": "2 * 3 *x*"}}, "**2 \\* 3 \\*x\\***"),
        (
            section("plain_text", "# a\n- *b* `c`\n1. d <https://e.example/f_g>"),
            "\\# a\n\\- \\*b\\* \\`c\\`\n1\\. d \\<https://e.example/f_g>",
        ),
        (
            {"type": "markdown", "text": "*it* **bold** :fire:\n```python\nx\n```"},
            "*it* **bold** :fire:\n```python\nx\n```",
        ),
        (
            {
                "type": "table",
                "rows": [
                    [{"type": "raw_text", "text": "a|b"}, {"type": "raw_text", "text": "*c*"}],
                    [
                        {
                            "type": "rich_text",
                            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "d"}]}],
                        }
                    ],
                ],
            },
            "| a\\|b | \\*c\\* |\n|---|---|\n| d |   |",
        ),
        (
            {
                "type": "table",
                "rows": [
                    [{"type": "mrkdwn", "text": "`x|y`"}, {"type": "mrkdwn", "text": "<https://a.example|in|out>"}],
                    [
                        {"type": "mrkdwn", "text": "```i\n|j`k```"},
                        {"type": "mrkdwn", "text": "`<https://a.example|z>`"},
                    ],
                ],
            },
            "| `x\\|y` | [in\\\\|out](https://a.example) |\n|---|---|\n| `` i \\|j`k `` | [`z`](https://a.example) |",
        ),
        (
            {
                "type": "video",
                "title": {"type": "plain_text", "text": "How to"},
                "title_url": "https://a.example/v",
                "description": {"type": "plain_text", "text": "In *short*"},
                "thumbnail_url": "https://a.example/t.png",
            },
            "[How to](https://a.example/v)\nIn \\*short\\*",
        ),
        ({"type": "alert", "text": {"type": "mrkdwn", "text": "*Down*"}, "level": "error"}, "**Down**"),
        ({"type": "image", "slack_file": {"url": "https://a.example/x"}, "alt_text": "x"}, "[x](https://a.example/x)"),
        (
            section("mrkdwn", "a")
            | {"accessory": {"type": "overflow", "options": [{"text": {"text": "b"}, "url": "https://b.example"}]}},
            "a\n[b](https://b.example)",
        ),
        (
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "date", "timestamp": 1, "format": "x", "fallback": "today"},
                            {"type": "text", "text": " *a* "},
                            {"type": "color", "value": "#fff"},
                            {"type": "usergroup", "usergroup_id": "S1"},
                            {"type": "date", "timestamp": 1764464400, "format": "{date_num}", "fallback": "then"},
                        ],
                    }
                ],
            },
            "today \\*a\\* #fffS1<!date^1764464400^{date}>",
        ),
    ],
)
def test_blocks_are_shown_as_they_are(block, shown):
    assert text({"blocks": [block]}) == shown


def test_a_block_that_has_nothing_to_read_is_told_to_be_missing():
    file = {"type": "file", "external_id": "a", "source": "remote"}
    assert text({"blocks": [section("mrkdwn", "a"), file]}) == "a\n\n(file: not shown here)"
    assert text({"blocks": [file], "text": "instead"}) == "instead"
    assert refusal(json.dumps({"blocks": [file]}).encode()) == "no_text"


@pytest.mark.parametrize("ts", [1764464400, 1764464400.25, "1764464400.25"])
def test_the_time_of_an_attachment_is_a_moment(ts):
    sent = {"text": "a", "footer": "b", "ts": ts}
    shown = "> a\n>\n> b · <!date^1764464400^{date_pretty}> <!date^1764464400^{time}>"
    assert text({"attachments": [sent]}) == shown


@pytest.mark.parametrize("ts", [-1, 0, 1e30, "soon", None, [1]])
def test_what_is_no_time_is_left_out(ts):
    assert text({"attachments": [{"text": "a", "ts": ts}]}) == "> a"


def test_short_fields_of_several_lines_or_without_a_value_are_lines():
    fields = [{"title": "a", "value": "- b\n- c", "short": True}, {"title": "d", "value": "e", "short": True}]
    assert text({"attachments": [{"fields": fields}]}) == "> **a**\n> - b\n> - c\n>\n> **d:** e"
    fields = [{"title": "a", "value": "4f1c9d3e" * 5, "short": True}, {"title": "d", "value": "e", "short": True}]
    assert text({"attachments": [{"fields": fields}]}) == f"> **a:** {'4f1c9d3e' * 5}\n> **d:** e"
    fields = [{"title": "a", "short": True}, {"title": "b", "value": "", "short": True}]
    assert text({"attachments": [{"fields": fields}]}) == "> a\n> b"


MARKS = [*"*_`~<>|#-&[]()!@\\\n •", "```", "&gt;", "&lt;", ":fire:", "<@U1>", "https://e5.example", "a1", "b2", "c3"]
SENT = st.lists(st.sampled_from(MARKS), max_size=30).map("".join)


@given(SENT)
def test_no_letter_is_lost(sent):
    """Addresses of links may stand behind their labels; in what is plain, every mark is shown."""
    words = re.compile(r"[a-e]\d")
    found = posted({"text": f"x {sent}"}).texts[0]
    assert set(words.findall(draw(found) or found)) == set(words.findall(sent))
    plain = posted({"blocks": [section("plain_text", f"x {sent}")]}).texts[0]
    assert "".join(plain_text(plain).split()) == "".join(f"x {sent}".replace(":fire:", "🔥").split())


def test_everybody_is_meant_only_where_the_webhook_may():
    sent = "<!here> <!everyone> @channel @all mail@here.example `@channel`"
    assert text({"text": sent}, may_tell_all=True) == "@room @room @room @room mail@here.example `@channel`"


def test_a_form_is_read_as_json_is():
    for body in (b'{"text": "a b"}', b'\xef\xbb\xbf {"text":"a b"}', b"payload=%7B%22text%22%3A+%22a+b%22%7D&x=1"):
        assert post_of(read_payload(body)).texts == ("a b",)
    assert post_of(read_payload(b'{"text": "a\nb"}')).texts == ("a\nb",)


def test_an_attachment_is_a_quote_with_a_bar():
    assert text(ALL["alertmanager"]).split("\n") == [
        "> [!red]",
        "> **[\\[FIRING:2\\] HighErrorRate (api prod critical)](https://alerts.example.com/#/alerts?receiver=slack)**",
        ">",
        "> **Summary:** more than 5 % of requests fail",
        "> - `api-1` > 12 %",
        "> - `api-2` > 7 %",
        ">",
        "> | Severity | Cluster |",
        "> |---|---|",
        "> | critical | eu-west-1 |",
        ">",
        "> [Runbook :book:](https://runbooks.example.com/high-error-rate) · "
        "[Silence](https://alerts.example.com/#/silences/new?filter=%28x%29)",
        ">",
        "> Alertmanager",
    ]


def test_pretext_stands_above_and_fallback_stands_in():
    sent = {"attachments": [{"pretext": "above", "fallback": "instead", "color": "#123"}, {"fallback": "alone"}]}
    assert text(sent) == "above\n\n> [!blue]\n> instead\n\n> alone"
    assert text(
        {"attachments": [{"title": "only | here", "fields": [{"title": "a", "value": 1.5, "short": "true"}]}]}
    ) == ("> **only | here**\n>\n> **a:** 1.5")


def test_blocks_are_text_with_links():
    assert [one.strip("\n") for one in text(ALL["github"]).split("\n\n")] == [
        "**Deployed to production 🚀**",
        "[1a2b3c4](https://github.com/acme/shop/commit/1a2b3c4) **Prices with cents** by @ada\n"
        "[View run](https://github.com/acme/shop/actions/runs/1)",
        "**Branch:** main\n**Duration:** 2m 41s",
        "---",
        "Changed",
        "- `cart`: sums\n- [docs](https://example.com/docs)📝",
        "```\npytest: 214 passed\n```",
        "workflow **deploy** on `main`",
    ]
    buttons = [
        {"type": "button", "text": {"text": name}, "url": url} for name, url in (("A", "https://a.example"), ("B", ""))
    ]
    assert text({"blocks": [{"type": "actions", "elements": buttons}]}) == "[A](https://a.example)"
    picture = {"type": "image", "image_url": "https://a.example/x.png", "alt_text": "graph"}
    assert text({"blocks": [picture]}) == "[graph](https://a.example/x.png)"


@pytest.mark.parametrize("name", sorted(ALL))
def test_what_programs_send_is_drawn_without_anything_from_elsewhere(name):
    html = draw(text(ALL[name]))
    assert html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        *(("good", "green"), ("Warning", "yellow"), ("danger", "red"), ("#E03E2F", "red"), ("36a64f", "green")),
        *(("#439FE0", "blue"), ("#764FA5", "purple"), ("#ff9830", "orange"), ("#ccc", "grey"), ("red;x", ""), ("", "")),
    ],
)
def test_a_colour_is_one_of_a_few(name, colour):
    assert colour_of(name) == colour


def test_name_sign_and_thread():
    post = posted({"text": "x", "username": "Build\u202e\nbot", "icon_emoji": ":fire:", "thread_ts": "12"})
    assert post == Post(("x",), "Build bot", "🔥", 12)
    post = posted({"text": "x", "username": 5, "icon_emoji": "nothing", "root_id": "1503435956.000247"})
    assert post == Post(("x",), "5", "", 0)


def test_long_texts_become_several_messages_and_what_is_too_much_is_told():
    texts = posted({"text": "word " * 2000}).texts
    assert " ".join(texts).split() == ["word"] * 2000
    assert all(len(clean_body(one)) <= MAX_BODY for one in texts)
    code = "```" + "\n".join(f"line {number}" for number in range(1500)) + "```"
    texts = posted({"attachments": [{"color": "good", "text": code}]}).texts
    assert all(one.startswith("> [!green]\n> ```\n> line") and one.endswith("> ```") for one in texts)
    assert posted({"text": "x" * 40_000}).texts[-1].endswith("x")
    texts = posted({"text": "x" * 60_000}).texts
    assert len(texts) == 12
    assert texts[-1].endswith("more characters were sent.)*")


def test_code_does_not_end_where_it_has_backticks():
    def rich(kind, **piece):
        element = {"type": kind, "elements": [{"type": "text", **piece}]}
        return text({"blocks": [{"type": "rich_text", "elements": [element]}]})

    code = "a\n```\n# no heading"
    assert rich("rich_text_preformatted", text=code) == f"````\n{code}\n````"
    assert rich("rich_text_section", text="a`b", style={"code": True}) == "`` a`b ``"
    assert text({"text": "```\n&#96;&#96;&#96;\nx```"}) == "````\n```\nx\n````"
    assert text({"text": "`&#96;&#96;x`"}) == "``` ``x ```"
    many = "\n".join(["```", *(f"line {number}" for number in range(1500)), "```"])
    blocks = [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": many}]}],
        }
    ]
    assert all(one.startswith("````\n") and one.endswith("\n````") for one in posted({"blocks": blocks}).texts)


def test_an_address_of_mail_is_a_link():
    assert text({"text": "<mailto:a@b.c|m>"}) == "[m](mailto:a@b.c)"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        *(
            (body, "invalid_payload")
            for body in (b"", b"[]", b"null", b"{", b"\xff", b"payload=%ff", b"payload=x", b"text=x")
        ),
        *(
            (body, "invalid_payload")
            for body in (b'{"a":' + b"[" * 60_000, b'{"text": ' + b"9" * 5000 + b"}", b'{"text": []}')
        ),
        *(
            (body, "no_text")
            for body in (b"{}", b'{"text": ""}', b'{"text": " \\n"}', b'{"text": null}', b'{"text": "\\u0000"}')
        ),
        *(
            (b'{"blocks": ' + some + b"}", "invalid_blocks")
            for some in (b"{}", b"[1]", b'"x"', b"[" + b"{}," * 200 + b"{}]")
        ),
        (b'{"attachments": "x"}', "invalid_attachments"),
        (b'{"attachments": [{}]}', "no_text"),
        (b'{"blocks": [{"type": "divider", "x": {"type": "divider"}}], "attachments": [[]]}', "invalid_attachments"),
    ],
)
def test_what_is_no_message_is_refused_in_slacks_words(body, word):
    assert refusal(body) == word


def test_hostile_payloads_are_text():
    deep = {"text": "x", "attachments": [{"fields": json.loads("[" * 900 + "]" * 900), "text": "here"}]}
    assert text(deep) == "x\n\n> here"
    many = {"attachments": [{"fields": [{"title": f"<b>{n}", "value": "|`*", "short": True} for n in range(500)]}]}
    assert all(len(one) <= MAX_BODY for one in posted(many).texts)
    wrong = {
        "blocks": [{"type": ["x"], "text": 1, "elements": {}}, {"type": "section", "fields": [1, "a"]}],
        "text": "y",
    }
    assert text(wrong) in ("a", "1\n\na", "1\na", "a\n\n(block: not shown here)")
    assert text({"text": "\ud800 half"}) == "? half"
    assert text({"attachments": [{"title": "<script>", "title_link": "javascript:alert(1)", "ts": 1e300}]}) == (
        "> **<script>**"
    )
    assert "script" not in (draw("> **<script>**") or "").replace("&lt;script&gt;", "")


NAMES = [
    *(
        "text",
        "blocks",
        "attachments",
        "type",
        "elements",
        "fields",
        "title",
        "value",
        "short",
        "color",
        "url",
        "style",
    ),
    *(
        "accessory",
        "image_url",
        "footer",
        "ts",
        "actions",
        "username",
        "icon_emoji",
        "thread_ts",
        "fallback",
        "pretext",
    ),
]
KINDS = ["section", "header", "context", "rich_text", "rich_text_list", "actions", "image", "link", "emoji", "text"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(KINDS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_whatever_json_is_sent_is_a_message_or_refused(payload):
    try:
        post = post_of(payload, may_tell_all=True)
    except Refused:
        return
    for one in post.texts:
        try:
            draw(clean_body(one))
        except ChatError as error:
            assert error.message == "A message cannot be empty."  # noqa: PT017 (what is invisible)
