"""Moments, which everybody reads by their own clock: `<!date^1764464400^{time}>`, each in one of Slack's forms."""

import re
from datetime import UTC, datetime

from markdown_it.rules_inline import StateInline

FORMS = {
    "date": "%Y-%m-%d",
    "date_long": "%A, %Y-%m-%d",
    "date_pretty": "%Y-%m-%d",
    "time": "%H:%M UTC",
    "time_secs": "%H:%M:%S UTC",
}
"""What is read where no clock is known, as in mails; moments.js has the same names."""

MARK = re.compile(rf"<!date\^([0-9]{{1,10}})\^\{{({'|'.join(FORMS)})\}}>")
"""With so few digits it is a date that every browser knows, of this or the next two centuries."""


def moment(state: StateInline, silent: bool) -> bool:
    """Take a moment; what is none, or would be in the far future, stays as it was typed."""
    found = MARK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        seconds, form = int(found[1]), found[2]
        token = state.push("moment", "time", 0)
        token.attrs = {"data-at": seconds * 1000, "data-form": form}
        token.content = datetime.fromtimestamp(seconds, UTC).strftime(FORMS[form])
    state.pos = found.end()
    return True
