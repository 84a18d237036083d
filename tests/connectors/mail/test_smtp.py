"""Mail to a server of this machine: plain text, one address, typed refusals."""

import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from connectors.mail.smtp import SmtpOffice, SmtpServer, address
from domain.chat.mailing import Mail, RefusedForGoodError
from domain.errors import Invalid, Upstream

SENDER = "greenlight@hub.example.com"


class Box:
    """A server's handler: it keeps what comes, or answers as it is told."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.kept.append(envelope.content)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, where: str, options: Any
    ) -> str:
        if where.startswith("nobody"):
            return "550 no such mailbox"
        if where.startswith("later"):
            return "451 come again"
        envelope.rcpt_tos.append(where)
        return "250 OK"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[SmtpServer]:
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        assert controller.server is not None
        port = controller.server.sockets[0].getsockname()[1]
        yield SmtpServer("127.0.0.1", port, SENDER, "none")
    finally:
        controller.stop()


def mail(**changes: str) -> Mail:
    held = {"key": "mail:1", "to": "robin@hub.example.com", "subject": "Greenlight: #1 waits"}
    return Mail(**{**held, "text": "Grüße.\n.\nFrom here on.\n", **changes})


async def test_a_mail_arrives_as_plain_text_with_an_id_of_its_key(
    server: SmtpServer, box: Box
) -> None:
    await SmtpOffice(server).send(mail())
    await SmtpOffice(server).send(mail())
    first, second = (message_from_bytes(held, policy=default) for held in box.kept)

    assert first.get_content_type() == "text/plain"
    assert first.get_content().replace("\r\n", "\n") == "Grüße.\n.\nFrom here on.\n"
    assert first["To"] == "robin@hub.example.com"
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"


async def test_nothing_in_a_subject_becomes_a_header(server: SmtpServer, box: Box) -> None:
    evil = "Hello\r\nBcc: victim@example.com\r\n\r\n<script>"
    await SmtpOffice(server).send(mail(subject=evil))
    (held,) = (message_from_bytes(one, policy=default) for one in box.kept)

    assert held["Bcc"] is None
    assert "Bcc: victim@example.com" in held["Subject"]


@pytest.mark.parametrize(
    "evil",
    [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "a@example.com@example.org",
        "A <a@example.com>",
        "a b@example.com",
        "",
        "@example.com",
    ],
)
def test_an_address_is_one_address(evil: str) -> None:
    with pytest.raises(Invalid):
        address(evil)


async def test_a_mailbox_that_is_not_there_is_refused_for_good(server: SmtpServer) -> None:
    with pytest.raises(RefusedForGoodError, match="550"):
        await SmtpOffice(server).send(mail(to="nobody@hub.example.com"))


async def test_what_is_put_off_may_pass(server: SmtpServer, box: Box) -> None:
    with pytest.raises(Upstream, match="451"):
        await SmtpOffice(server).send(mail(to="later@hub.example.com"))
    box.answers = ["452 full", "554 never"]
    with pytest.raises(Upstream, match="452"):
        await SmtpOffice(server).send(mail())
    with pytest.raises(RefusedForGoodError, match="554"):
        await SmtpOffice(server).send(mail())


async def test_a_server_that_is_out_may_come_back() -> None:
    with pytest.raises(Upstream, match="does not answer"):
        await SmtpOffice(SmtpServer("127.0.0.1", 1, SENDER, "none")).send(mail())


async def test_without_the_promised_encryption_nothing_is_sent(
    server: SmtpServer, box: Box
) -> None:
    wanted = SmtpServer(server.host, server.port, SENDER, "starttls", "user", "word")
    with pytest.raises(Upstream):
        await SmtpOffice(wanted).send(mail())

    assert box.kept == []


async def test_a_wrong_password_is_an_administrators_to_mend(box: Box, tmp_path: Path) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-keyout", str(key), "-out", str(cert), "-subj", "/CN=127.0.0.1"]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def authenticate(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=0,
        tls_context=context,
        require_starttls=True,
        authenticator=authenticate,
    )
    controller.start()
    try:
        assert controller.server is not None
        port = controller.server.sockets[0].getsockname()[1]
        stranger = SmtpServer("127.0.0.1", port, SENDER, "starttls", "user", "wrong")
        with pytest.raises(Upstream):  # Its certificate is of nobody we trust.
            await SmtpOffice(stranger).send(mail())
    finally:
        controller.stop()

    assert box.kept == []
