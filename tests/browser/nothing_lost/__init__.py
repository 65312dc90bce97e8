"""A model-based test: people do things in any order on any network, and no text is lost, doubled or misplaced."""

import pytest

pytest.register_assert_rewrite("tests.browser.nothing_lost.story")
