"""Mail: password reset links and other texts, sent by SMTP."""

import logging
from collections.abc import Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from chat.accounts.items import PRODUCT

log = logging.getLogger(__name__)

TIMEOUT = 20.0
"""Timeout for each reply of a mail server, in seconds."""

ATTEMPTS = 2

TEXT = """\
Somebody, probably you, has asked for a new password at {home}

To choose one, open this link within an hour; it works once:

{link}

If it was not you, ignore this mail: your password stays as it is.
"""

CLAIM = """\
An account was made for you at {home}
It has your messages from the chat that your team has used before.

To make it yours, open this link within a week and choose a password:

{link}
"""


class Mailer:
    """Sends mail through one SMTP server, encrypted if the server supports it.

    Args:
        smtp_url: `smtp://user:password@host:587`, or `smtps://…:465` for TLS from the first byte
        sender: the address that mail comes from, such as `StreamChat <chat@example.org>`
        home: the address of the app, before the paths of its links
        team: returns the team's name, or an empty string
    """

    def __init__(self, smtp_url: str, sender: str, home: str, team: Callable[[], str] = str) -> None:
        self._server = urlsplit(smtp_url)
        self._sender, self._home, self._team = sender, home, team

    async def send_link(self, address: str, path: str) -> None:
        """Mail a link to a page of ours; a failure is logged, without link and address, and not raised."""
        text = TEXT.format(home=self._home, link=f"{self._home}{path}")
        name = self._team()
        await self.send(address, f"Choose a new password for {name}" if name else "Choose a new password", text)

    async def send_claim(self, address: str, path: str) -> None:
        """Mail the link by which the owner of an imported account claims it; as `send_link`."""
        text = CLAIM.format(home=self._home, link=f"{self._home}{path}")
        await self.send(address, f"Your account at {self._team() or 'StreamChat'}", text)

    async def send(self, address: str, subject: str, text: str, unsubscribe: str = "") -> bool:
        """Mail a text and return whether the server has taken it; a failure is logged, without what is in the mail.

        `unsubscribe` is a link to which a mail program may post, so that no more such mails come (RFC 8058).
        """
        try:
            mail = self._mail(address, subject, text)
            if unsubscribe:
                mail["List-Unsubscribe"] = f"<{unsubscribe}>"
            if unsubscribe.startswith("https:"):
                mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        except (ValueError, IndexError, MessageError) as error:  # an address that no header can contain
            log.error("cannot create a mail: %s", type(error).__name__)
            return False
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await self._send(mail, address)
                return True
            except (aiosmtplib.SMTPException, OSError, ValueError) as error:
                is_final = attempt == ATTEMPTS or _is_refusal(error)
                log.log(logging.ERROR if is_final else logging.WARNING, "cannot send a mail: %s", _reason(error))
                if is_final:
                    return False
        return False

    async def _send(self, mail: EmailMessage, address: str) -> None:
        server, is_tls = self._server, self._server.scheme == "smtps"
        # With a password the server has to offer STARTTLS, unless it is on this machine.
        must_start_tls = not is_tls and server.username and server.hostname not in ("localhost", "127.0.0.1", "::1")
        await aiosmtplib.send(
            mail,
            # Given apart from the header, so that it is always one recipient, whatever it looks like.
            recipients=[address],
            sender=parseaddr(self._sender)[1],
            hostname=server.hostname,
            port=server.port or (465 if is_tls else 587),
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password or "") if server.username else None,
            use_tls=is_tls,
            start_tls=True if must_start_tls else None,
            timeout=TIMEOUT,
        )

    def _mail(self, address: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._from()
        mail["To"] = Address(addr_spec=address)  # raises unless it is a single address
        mail["Subject"] = subject
        mail["Date"] = formatdate()
        mail["Message-ID"] = make_msgid(domain=parseaddr(self._sender)[1].rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"  # so that no vacation notice answers (RFC 3834)
        mail.set_content(text, cte="7bit" if text.isascii() else None)
        return mail

    def _from(self) -> str | Address:
        """Return who the mail is from: by the team's name, unless a sender of another name was chosen."""
        (name, address), team = parseaddr(self._sender), self._team()
        return Address(team, addr_spec=address) if team and name == PRODUCT else self._sender


def _is_refusal(error: Exception) -> bool:
    """Whether the failure is permanent (RFC 5321: codes of 500 and more)."""
    return isinstance(error, aiosmtplib.SMTPResponseException) and error.code >= 500


def _reason(error: Exception) -> str:
    """Return the kind of a failure, without the server's reply, which may quote addresses."""
    code = f" {error.code}" if isinstance(error, aiosmtplib.SMTPResponseException) else ""
    return type(error).__name__ + code
