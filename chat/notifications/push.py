"""Web Push (RFC 8030): encrypts a notification for one browser and hands it to that browser's push service."""

import asyncio
import json
import logging
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from chat import outgoing
from chat.notifications import endpoints
from chat.notifications.items import NoticeItem, PushItem
from chat.notifications.keys import CURVE, authorization, decoded
from models import now_ms

log = logging.getLogger(__name__)

TIMEOUT = 10.0
"""Seconds that a push service may take for each step of its answer."""

DEADLINE = 15.0
"""Seconds that one may take in all: one that sends a byte now and then would keep others waiting for ever."""

VALID_FOR = 12 * 3600
"""Seconds for which a signature is good; a service takes no more than a day."""

MAX_TEXT = 300
"""Characters of a message; a payload may have 4,096 bytes."""

MAX_PAUSE = 3600.0
"""The longest pause in seconds that a push service may ask for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What has become of a notification: sent, to be tried later (after `pause` seconds), or not to be sent at all.

    "gone" is a browser that wants no more.
    """

    outcome: Literal["sent", "later", "gone", "refused"]
    pause: float = 0.0


class Push:
    """Sends notifications to push services.

    Args:
        key: the server's private key, as `keys.new_private_key` has made it
        contact: whom a push service may turn to, an address with `mailto:` or `https:`
    """

    def __init__(self, key: str, contact: str) -> None:
        self._key, self._contact = key, contact

    async def send(self, browser: PushItem, notice: NoticeItem, expires_at: int) -> Answer:
        """Send a notification, which is of no use any more after a moment; never raises what the network does."""
        try:
            async with asyncio.timeout(DEADLINE):
                return _answer(await self._post(browser, notice, expires_at))
        except outgoing.ForbiddenAddressError:
            return Answer("gone")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # a TimeoutError is an OSError
            log.warning("cannot reach a push service: %s", type(error).__name__)
            return Answer("later")

    async def _post(self, browser: PushItem, notice: NoticeItem, expires_at: int) -> httpx.Response:
        parts = endpoints.parsed(browser.endpoint)
        body = http_ece.encrypt(
            payload(notice),
            private_key=ec.generate_private_key(CURVE),
            dh=decoded(browser.public_key),
            auth_secret=decoded(browser.secret),
            version="aes128gcm",
        )
        origin = f"{parts.scheme}://{parts.netloc}"
        headers = {
            "Authorization": authorization(self._key, origin, self._contact, now_ms() // 1000 + VALID_FOR),
            "TTL": str(max(0, (expires_at - now_ms()) // 1000)),
            "Urgency": "high",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
        }
        async with outgoing.asked("POST", parts, headers, content=body, seconds=TIMEOUT) as response:
            return response  # what it says does not matter


def payload(notice: NoticeItem) -> bytes:
    """Return what the service worker gets."""
    text = notice.text if len(notice.text) <= MAX_TEXT else notice.text[: MAX_TEXT - 1] + "…"
    fields = {"room": notice.room_id, "message": notice.message_id, "title": notice.title, "text": text}
    return json.dumps(fields, ensure_ascii=False).encode()


def _answer(response: httpx.Response) -> Answer:
    status = response.status_code
    if response.is_success:
        return Answer("sent")
    if status in (404, 410):
        return Answer("gone")
    log.warning("a push service answers %s", status)
    if status == 429 or status >= 500:
        return Answer("later", _pause(response.headers.get("Retry-After", "")))
    return Answer("refused")


def _pause(text: str) -> float:
    """Return how many seconds a service wants to be left alone, by a number or a date; 0 if it does not say."""
    try:
        seconds = float(text) if text.isdecimal() else parsedate_to_datetime(text).timestamp() - now_ms() / 1000
    except (ValueError, OverflowError):  # no calendar has such a date
        return 0.0
    return min(max(seconds, 0.0), MAX_PAUSE)
