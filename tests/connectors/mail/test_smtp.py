"""Mail to a server of this machine: plain text, one address, typed refusals."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.mail.server import SmtpServer
from connectors.mail.smtp import SmtpOffice, address
from domain.chat.mailing import Mail, RefusedForGoodError
from domain.errors import Invalid, Upstream
from tests.connectors.mail.server import Box, running

SENDER = "greenlight@hub.example.com"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[SmtpServer]:
    with running(box) as port:
        yield SmtpServer("127.0.0.1", port, SENDER, "none")


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate that nobody vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today)
        .not_valid_after(today + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, secret = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (tmp_path / "cert.pem").write_bytes(made.public_bytes(pem))
    held = key.private_bytes(pem, secret, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(held)
    return tmp_path / "cert.pem", tmp_path / "key.pem"


def mail(**changes: str) -> Mail:
    held = {"key": "mail:1", "to": "robin@hub.example.com", "subject": "Greenlight: #1 waits"}
    return Mail(**{**held, "text": "Grüße.\n.\nFrom here on.\n", **changes})


async def test_a_mail_arrives_as_plain_text_with_an_id_of_its_key(
    server: SmtpServer, box: Box
) -> None:
    await SmtpOffice(server).send(mail())
    await SmtpOffice(server).send(mail())
    first, second = box.letters

    assert first.get_content_type() == "text/plain"
    assert first.get_content().replace("\r\n", "\n") == "Grüße.\n.\nFrom here on.\n"
    assert first["To"] == "robin@hub.example.com"
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"


async def test_nothing_in_a_subject_becomes_a_header(server: SmtpServer, box: Box) -> None:
    evil = "Hello\r\nBcc: victim@example.com\r\n\r\n<script>"
    await SmtpOffice(server).send(mail(subject=evil))
    (held,) = box.letters

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


async def test_a_server_that_nobody_vouches_for_gets_no_password(
    certificate: tuple[Path, Path], box: Box
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with running(box, tls_context=context, require_starttls=True) as port:
        stranger = SmtpServer("127.0.0.1", port, SENDER, "starttls", "user", "word")
        with pytest.raises(Upstream):
            await SmtpOffice(stranger).send(mail())

    assert box.kept == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_a_wrong_password_is_an_administrators_to_mend(box: Box) -> None:
    def authenticate(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    held = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}
    with running(box, **held) as port:
        stranger = SmtpServer("127.0.0.1", port, SENDER, "none", "user", "wrong")
        with pytest.raises(Upstream, match="mail server"):
            await SmtpOffice(stranger).send(mail())

    assert box.kept == []
