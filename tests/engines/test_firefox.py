"""The tour in Firefox."""

from tests.engines.firefox import Firefox
from tests.engines.tour import *  # noqa: F403

ENGINE = Firefox
