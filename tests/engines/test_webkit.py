"""The tour in WebKitGTK, Safari's engine."""

from tests.engines.tour import *  # noqa: F403
from tests.engines.webkit import WebKit

ENGINE = WebKit
