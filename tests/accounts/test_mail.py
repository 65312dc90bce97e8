"""Mail by a real SMTP server, from the button on a page to the new password."""

import asyncio
import gc
import logging
import re
import socket
import ssl
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from nicegui.testing.user_simulation import user_simulation

from chat.accounts import mail
from chat.accounts.events import SessionEnded
from chat.accounts.mail import Mailer
from chat.realtime.bus import bus
from chat.storage.database import database
from models import Session, User, db
from tests.ports import free_port

MAIN = Path(__file__).parents[2] / "main.py"
HOME = "https://chat.example.org"
NEW = "an old piano under snow"


class Postbox:
    """What arrives at the server, as it came; `replies` are given to the first mails instead of taking them."""

    def __init__(self):
        self.envelopes, self.replies, self.attempts = [], [], 0
        self.logins, self.was_encrypted = [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.attempts += 1
        self.was_encrypted.append(session.ssl is not None)
        if self.replies:
            return self.replies.pop(0)
        self.envelopes.append(envelope)
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"p@ss/word", handled=False)

    @property
    def mails(self):
        return [message_from_bytes(one.content, policy=policy.default) for one in self.envelopes]


async def settle():
    """Let connections that are being closed come to their end; a loop that stops before leaves them open."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others, timeout=5)
    for _ in range(3):
        await asyncio.sleep(0)


@pytest.fixture
async def start():
    """Have a mail server listen on a free port of this machine."""
    controllers = []

    def run(**options):
        postbox = Postbox()
        controller = Controller(
            postbox,
            "127.0.0.1",
            free_port(),
            authenticator=postbox.authenticate,
            server_hostname="localhost",
            **options,
        )
        controller.start()
        controllers.append(controller)
        postbox.port = controller.port
        return postbox

    yield run
    for _ in range(3):
        await asyncio.sleep(0)
    for controller in controllers:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(settle(), controller.loop))
        controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -out {cert} -keyout {key}"
        " -addext subjectAltName=DNS:localhost,IP:127.0.0.1".split(),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context


def mailer(postbox, *, user="", host="127.0.0.1"):
    return Mailer(f"smtp://{user}{host}:{postbox.port}", "StreamChat <chat@example.org>", HOME)


# ---- one mail


async def test_the_link_arrives_whole_at_one_address(start):
    postbox = start()
    await mailer(postbox).send_link("ada@example.com", "/reset/" + "x" * 43)
    [envelope], [message] = postbox.envelopes, postbox.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("chat@example.org", ["ada@example.com"])
    assert (message["From"], message["To"]) == ("StreamChat <chat@example.org>", "ada@example.com")
    assert message["Subject"] == "Choose a new password"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert message["Message-ID"].endswith("@example.org>")
    assert message.get_content_type() == "text/plain"
    assert f"\r\n{HOME}/reset/{'x' * 43}\r\n".encode() in envelope.content, "in one piece, whoever reads it"


async def test_mail_programs_are_told_how_to_unsubscribe_with_one_click_where_that_is_by_https(start):
    postbox = start()
    for link in ("https://chat.example.org/unsubscribe/1.ab", "http://localhost/unsubscribe/1.ab", ""):
        assert await mailer(postbox).send("ada@example.com", "A message for you", "Ben has written.", link)
    told = [(mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) for mail in postbox.mails]
    assert told == [
        ("<https://chat.example.org/unsubscribe/1.ab>", "List-Unsubscribe=One-Click"),
        ("<http://localhost/unsubscribe/1.ab>", None),
        (None, None),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.com\r\nBcc: eve@example.org",
        "ada@example.com\nSubject: x",
        "ada@example.com, eve@example.org",
        "a,eve@example.org",
        "eve@example.org>,<b@c",
        "",
        "ada",
        "@",
        "\ud800@example.com",
        "ada@example.com\0",
    ],
    ids=repr,
)
async def test_no_address_brings_in_another_or_a_header(start, caplog, address):
    postbox = start()
    await mailer(postbox).send_link(address, "/reset/secret")
    assert all(len(envelope.rcpt_tos) == 1 for envelope in postbox.envelopes)
    assert all("eve" not in envelope.rcpt_tos[0] for envelope in postbox.envelopes)
    assert [message["Bcc"] for message in postbox.mails] == [None] * len(postbox.mails)
    assert "secret" not in caplog.text


async def test_a_server_that_is_busy_is_asked_once_more(start, caplog):
    postbox = start()
    postbox.replies = ["451 Try again later"]
    await mailer(postbox).send_link("ada@example.com", "/reset/secret")
    assert (postbox.attempts, len(postbox.mails)) == (2, 1)
    assert [record.levelno for record in caplog.records if record.name == "chat.accounts.mail"] == [logging.WARNING]


@pytest.mark.parametrize(("reply", "attempts"), [("451 Not now, ada@example.com", 2), ("550 No ada@example.com", 1)])
async def test_a_failure_is_logged_without_link_and_address(start, caplog, reply, attempts):
    postbox = start()
    postbox.replies = [reply] * 9
    await mailer(postbox).send_link("ada@example.com", "/reset/secret")
    assert postbox.attempts == attempts
    assert re.search(r"cannot send a mail: SMTP\w+ (451|550)", caplog.text)
    assert "ada@" not in caplog.text
    assert "secret" not in caplog.text


async def test_a_server_that_is_down_is_logged(caplog):
    await Mailer(f"smtp://127.0.0.1:{free_port()}", "chat@example.org", HOME).send_link("ada@example.com", "/secret")
    assert "cannot send a mail: SMTPConnectError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_server_that_says_nothing_is_not_waited_for_for_ever(monkeypatch, caplog):
    monkeypatch.setattr(mail, "TIMEOUT", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        await Mailer(f"smtp://127.0.0.1:{port}", "chat@example.org", HOME).send_link("ada@example.com", "/secret")
    assert "Timeout" in caplog.text


async def test_user_and_password_are_given_as_they_were_before_they_were_put_into_a_url(start):
    postbox = start(auth_require_tls=False)
    await mailer(postbox, user="chat%40example.org:p%40ss%2Fword@").send_link("ada@example.com", "/reset/x")
    assert postbox.logins == [("chat@example.org", "p@ss/word")]
    assert len(postbox.mails) == 1


async def test_a_wrong_password_is_not_tried_twice(start, caplog):
    postbox = start(auth_require_tls=False)
    await mailer(postbox, user="chat:wrong@").send_link("ada@example.com", "/reset/x")
    assert postbox.logins[1:] in ([], [("chat", "wrong")] * (len(postbox.logins) - 1))
    assert postbox.mails == []
    assert "SMTPAuthenticationError 535" in caplog.text
    assert "wrong" not in caplog.text


async def test_starttls_is_used_where_it_is_offered(start, certificate, monkeypatch):
    cert, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    postbox = start(tls_context=context)
    await mailer(postbox, user="chat:p%40ss%2Fword@").send_link("ada@example.com", "/reset/x")
    assert postbox.was_encrypted == [True]
    assert postbox.logins == [("chat", "p@ss/word")]


async def test_a_certificate_that_nobody_vouches_for_is_refused(start, certificate, caplog):
    postbox = start(tls_context=certificate[1])
    await mailer(postbox).send_link("ada@example.com", "/reset/x")
    assert postbox.attempts == 0
    assert "cannot send a mail" in caplog.text


async def test_a_password_does_not_leave_this_machine_unencrypted(start, caplog, monkeypatch):
    postbox = start(auth_require_tls=False)
    mine = mailer(postbox, user="chat:p%40ss%2Fword@", host="localhost.")  # here, by a name that is not known as such
    await mine.send_link("ada@example.com", "/reset/x")
    assert (postbox.logins, postbox.mails) == ([], [])
    assert "cannot send a mail" in caplog.text


async def test_tls_from_the_first_byte(start, certificate, monkeypatch):
    cert, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    postbox = start(ssl_context=context)
    monkeypatch.setattr(Postbox, "handle_DATA", _taking)
    url = f"smtps://127.0.0.1:{postbox.port}"
    await Mailer(url, "chat@example.org", HOME).send_link("ada@example.com", "/reset/x")
    assert len(postbox.mails) == 1


async def _taking(self, server, session, envelope):
    self.envelopes.append(envelope)
    return "250 OK"


# ---- the whole way


@pytest.fixture
async def place(start, tmp_path, monkeypatch):
    """The whole program with a mail server, and somebody at its door."""
    postbox = start()
    options = [
        "--smtp-url",
        f"smtp://127.0.0.1:{postbox.port}",
        "--public-url",
        HOME,
        "--mail-from",
        "chat@example.org",
    ]
    monkeypatch.setattr(sys, "argv", ["main.py", "--data-dir", str(tmp_path), "--port", "18080", *options])
    monkeypatch.setattr(bus, "_subscribers", {})
    gc.freeze()
    async with user_simulation(main_file=MAIN) as visitor:
        postbox.http = visitor.http_client
        yield postbox
    gc.unfreeze()
    database.close()
    db.close()


async def forgotten(place, email):
    """Ask for a link, and wait until nothing is under way any more."""
    reply = await place.http.post("/forgot", data={"email": email})
    running = [task for task in asyncio.all_tasks() if task.get_name() == "mail a reset link"]
    await asyncio.gather(*running)
    return reply


async def log_in(place, password):
    return await place.http.post("/login", data={"email": "adam@streamchat.io", "password": password})


async def test_from_the_button_to_the_new_password(place, published):
    assert (await log_in(place, "passw0rd!passw0rd!")).status_code == 303
    assert "Send link" in (await place.http.get("/forgot")).text
    reply = await forgotten(place, " Adam@Streamchat.io ")
    assert "a link has been sent to it" in reply.text
    [envelope], [message] = place.envelopes, place.mails
    assert envelope.rcpt_tos == ["adam@streamchat.io"]
    [path] = re.findall(rf"\n{HOME}(/reset/[\w-]+)\r?\n", message.get_content())
    assert "Adam" in (await place.http.get(path)).text
    assert "12 to 1024" in (await place.http.post(path, data={"password": "short"})).text
    done = await place.http.post(path, data={"password": NEW})
    assert done.headers["location"] == "/login?notice=reset"
    assert SessionEnded in map(type, published)
    assert (await place.http.get("/rooms")).status_code == 303, "the browser of before is signed out"
    assert (await log_in(place, "passw0rd!passw0rd!")).status_code == 401
    assert (await log_in(place, NEW)).status_code == 303
    again = await place.http.post(path, data={"password": NEW})
    assert again.status_code == 404
    assert "expired or was already used" in again.text


@pytest.mark.parametrize("why", ["unknown", "deactivated", "server down"])
async def test_the_reply_is_the_same_whoever_asks(place, caplog, why):
    known = await forgotten(place, "adam@streamchat.io")
    sent = len(place.mails)
    with db.connection_context():
        User.update(deactivated_at=1).where(User.email == "blake@streamchat.io").execute()
    if why == "server down":
        place.replies = ["451 down"] * 9
    addresses = {
        "unknown": "nobody@example.com",
        "deactivated": "blake@streamchat.io",
        "server down": "adam@streamchat.io",
    }
    reply = await forgotten(place, addresses[why])
    assert (reply.status_code, reply.text, dict(reply.headers)) == (200, known.text, dict(known.headers))
    assert len(place.mails) == sent == 1
    assert ("cannot send a mail" in caplog.text) == (why == "server down")
    with db.connection_context():
        assert Session.select().count() == 0


@pytest.mark.parametrize("name", ["Acme", 'Quo"te, <eve@example.com>', "شركة", "a@b, c"])
@pytest.mark.parametrize(
    ("sender", "is_renamed"), [("StreamChat <chat@example.org>", True), ("Support <chat@example.org>", False)]
)
def test_mail_is_from_the_team_unless_a_sender_of_another_name_was_chosen(name, sender, is_renamed):
    mail = Mailer("smtp://localhost", sender, HOME, lambda: name)._mail("ada@example.com", "Hello", "Text")
    [address] = message_from_bytes(bytes(mail), policy=policy.default)["From"].addresses
    assert (address.display_name, address.addr_spec) == (name if is_renamed else "Support", "chat@example.org")
