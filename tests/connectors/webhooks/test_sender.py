"""Sending one webhook over HTTP."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from connectors.webhooks.addresses import Target
from connectors.webhooks.sender import ANSWER_BYTES_MAX, WebhookSender, post
from domain.clock import SteppingClock
from domain.webhooks import Answer, Message
from tests.listening import listening

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAME = "hooks.example.com"

Take = Callable[[Request], Awaitable[Response]]


@asynccontextmanager
async def receiving(take: Take, **more: Any) -> AsyncIterator[int]:
    """Have a receiver listen on loopback while the block runs; give its port."""
    app = Starlette(routes=[Route("/", take, methods=["POST"])])
    async with listening(app, log_level="critical", **more) as port:
        yield port


async def answered(take: Take) -> Answer:
    """Send to a receiver on loopback; return what came back."""
    sender = WebhookSender(SteppingClock(NOW), loopback=True)
    async with receiving(take) as port:
        return await sender.send(message(f"http://127.0.0.1:{port}/"))


def message(address: str) -> Message:
    return Message(address, {"webhook-id": "msg_1"}, b"{}")


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    heard: list[str] = []

    async def take(request: Request) -> Response:
        heard.append(request.url.path)
        return RedirectResponse("/?again", 307)

    assert await answered(take) == Answer(307)
    assert heard == ["/"]


async def test_little_is_read_of_an_answer_without_end() -> None:
    async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"x" * ANSWER_BYTES_MAX)
                await writer.drain()
        writer.close()

    sender = WebhookSender(SteppingClock(NOW), loopback=True)
    async with await asyncio.start_server(babble, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        found = await sender.send(message(f"http://127.0.0.1:{port}/"))

    assert found == Answer(200)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 02 Mar 2026 09:05:00 GMT", 300.0),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 0.0),
        ("Mon, 02 Mar 99999999999999 09:05:00 GMT", None),
        ("Mon, 02 Mar 2026 09:05:00 +99999999999999", None),
        ("soon", None),
        ("-5", None),
    ],
)
async def test_a_receiver_says_in_seconds_or_by_a_date_when_to_come_again(
    said: str, seconds: float | None
) -> None:
    async def take(_: Request) -> Response:
        return Response(status_code=503, headers={"retry-after": said})

    assert await answered(take) == Answer(503, retry_after=seconds)


@pytest.mark.parametrize(
    ("body", "kind", "kept"),
    [
        (b'{"id": 1}', "application/json; charset=utf-8", b'{"id": 1}'),
        (b'{"id": 1}', "text/html", b""),
        (b"1" * (ANSWER_BYTES_MAX + 1), "application/json", b""),
    ],
)
async def test_of_an_answer_json_is_kept_that_came_whole(
    body: bytes, kind: str, kept: bytes
) -> None:
    async def take(_: Request) -> Response:
        return Response(body, headers={"content-type": kind})

    assert (await answered(take)).body == kept


async def test_a_name_that_leads_into_the_house_is_not_connected_to() -> None:
    async def resolve(_name: str, _port: int) -> Sequence[str]:
        return ["93.184.216.34", "127.0.0.1"]

    sender = WebhookSender(SteppingClock(NOW), resolve=resolve)
    found = await sender.send(message(f"https://{NAME}/"))

    assert found.code is None
    assert found.trouble.startswith(f"`{NAME}` leads to an address that is not public")


async def test_what_cannot_be_reached_is_an_answer_without_a_code() -> None:
    async def resolve(_name: str, _port: int) -> Sequence[str]:
        raise socket.gaierror

    sender = WebhookSender(SteppingClock(NOW), resolve=resolve)
    found = await sender.send(message(f"https://{NAME}/"))

    assert found == Answer(None, "It could not be reached: gaierror.")


async def test_the_certificate_has_to_be_that_of_the_name_and_not_of_the_address(
    tmp_path: Path,
) -> None:
    kept, trust = certified(tmp_path)
    hosts: list[str] = []

    async def take(request: Request) -> Response:
        hosts.append(request.headers["host"])
        return Response()

    async with receiving(take, ssl_certfile=kept, ssl_keyfile=kept) as port:
        url = f"https://127.0.0.1:{port}/"
        right = await post(Target(url, NAME, NAME), message(url), NOW, trust=trust)
        with pytest.raises(httpx2.ConnectError):
            other = "other.example.com"
            await post(Target(url, other, other), message(url), NOW, trust=trust)

    assert right == Answer(200)
    assert hosts == [NAME]


def certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate of `NAME`; return the file of it and its key, and who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    text = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    kept = folder / "hooks.pem"
    kept.write_bytes(secret + text)
    return kept, ssl.create_default_context(cadata=text.decode())
