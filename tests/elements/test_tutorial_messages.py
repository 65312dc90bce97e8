"""The messages of the tutorial, which browsers ask for by keys."""

import pytest

from examples.tutorial import messages


@pytest.mark.parametrize(("key", "found"), [("3", 3), ("0", None), ("-1", None), ("x", None), ("9" * 5000, None)])
def test_a_key_may_be_whatever_a_browser_sends(key, found):
    message = messages.get(key)
    assert (message and message.id) == found
