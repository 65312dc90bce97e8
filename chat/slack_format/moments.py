"""Slack's moments become marks of Markdown, each of which everybody reads by their own clock."""

import re

from chat.slack_format.escapes import unescaped
from chat.slack_format.marks import escaped_marks

DATE = re.compile(r"!date\^([0-9]{1,10})\^([^^]+)(?:\^.*)?")
NAME = re.compile(r"\{(\w+)\}")

FORMS = {
    **dict.fromkeys(("date", "date_num", "date_slash", "date_short"), "date"),
    **dict.fromkeys(("date_long", "date_long_full"), "date_long"),
    **dict.fromkeys(("date_pretty", "date_short_pretty", "date_long_pretty", "day_divider_pretty"), "date_pretty"),
    "time": "time",
    "time_secs": "time_secs",
    "ago": "date_pretty time",
}
"""What our marks call Slack's forms; messages/markdown/moments.py draws them."""


def moment(seconds: int, form: str) -> str:
    """Return the mark of a moment, in seconds since 1970, in one of Slack's forms."""
    return " ".join(f"<!date^{seconds}^{{{name}}}>" for name in FORMS[form].split())


def moments_of(token: str) -> str:
    """Return what `!date^1764464400^Sent {date} at {time}` stands for; "" if it is not understood."""
    found = DATE.fullmatch(token)
    pieces = NAME.split(found[2]) if found else []
    if not found or len(pieces) == 1 or not FORMS.keys() >= {*pieces[1::2]}:
        return ""
    told = (moment(int(found[1]), one) if at % 2 else escaped_marks(unescaped(one)) for at, one in enumerate(pieces))
    return "".join(told)
