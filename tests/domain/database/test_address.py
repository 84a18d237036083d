"""One URL means the same to the pool, to migrations, to workers and to listeners."""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.keeping.migrating import migrate, named
from connectors.changes.listener import ChangeListener
from connectors.jobs.pgqueuer import require_installed
from domain.database import open_database, sql
from domain.database.address import address, connect
from domain.database.migrate import require_current
from domain.errors import HubError, Invalid, Unavailable
from domain.feed import Feed
from tests.postgres import Server, own_server, told

OPEN = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


@dataclass
class Secured:
    """A server that takes TLS, and the certificate it shows, for `localhost` alone."""

    server: Server
    certificate: Path

    def url(self, query: str, host: str = "localhost") -> str:
        return f"{self.server.url.replace('127.0.0.1', host)}/hub?{query}"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory, server_data: Path) -> Iterator[Secured]:
    certificate, key = _certify()
    kept = tmp_path_factory.mktemp("tls") / "server.pem"
    kept.write_bytes(certificate)
    with own_server(durable=False, certified=(certificate, key), copied=server_data) as found:
        asyncio.run(told(found.url, "CREATE DATABASE hub TEMPLATE empty"))
        yield Secured(found, kept)


def _certify() -> tuple[bytes, bytes]:
    """Return a certificate for `localhost` and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now, day = datetime.now(UTC), timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


async def spoken(url: str) -> tuple[bool, bool]:
    """Use the database in every way there is; whether the pool and what stands beside had TLS."""
    await migrate(url)
    database = await open_database(url)
    try:
        await require_current()
        await require_installed()
        (pooled,) = await sql.fetch(OPEN)
        await _listened(url)
    finally:
        await database.close()
    beside = await connect(url)
    try:
        return bool(pooled["ssl"]), bool(await beside.fetchval(OPEN))
    finally:
        await beside.close()


async def _listened(url: str) -> None:
    """Return once a listener has listened on `url`."""
    listening = asyncio.create_task(ChangeListener(url, Feed()).run())
    try:
        async with asyncio.timeout(60):
            while not await sql.fetch(  # noqa: ASYNC110  It happens in another connection.
                "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database() AND query LIKE '%FROM audit_events WHERE seq%'"
            ):
                await asyncio.sleep(0.02)
    finally:
        listening.cancel()
        await asyncio.wait([listening])


@pytest.mark.parametrize(
    ("query", "encrypted"),
    [
        ("", True),
        ("sslmode=disable", False),
        ("sslmode=require", True),
        ("sslmode=require&maxsize=3&minsize=1&statement_cache_size=0&connect_timeout=20", True),
        ("sslmode=verify-full&sslrootcert={certificate}", True),
        ("application_name=greenlight-1&command_timeout=7.5", True),
    ],
)
async def test_tls_is_what_the_url_says(secured: Secured, query: str, *, encrypted: bool) -> None:
    url = secured.url(query.format(certificate=secured.certificate))
    assert await spoken(url) == (encrypted, encrypted)


@pytest.mark.parametrize(
    ("query", "host"),
    [
        ("sslmode=verify-full&sslrootcert={certificate}", "127.0.0.1"),
        ("sslmode=verify-full&sslrootcert=system", "localhost"),
        ("sslmode=verify-ca&sslrootcert={other}", "localhost"),
    ],
)
async def test_a_server_that_is_not_who_it_should_be_is_not_spoken_to(
    secured: Secured, query: str, host: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(_certify()[0])
    url = secured.url(query.format(certificate=secured.certificate, other=other), host)
    for act in (migrate, open_database, connect):
        with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
            await act(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "asyncpg"])
async def test_every_name_of_the_scheme_is_understood(postgres: str, scheme: str) -> None:
    url = f"{postgres}/empty".replace("postgres://", f"{scheme}://", 1)
    assert await spoken(url) == (False, False)


BAD = {
    "postgres://u:s3cret@db:notaport/hub": "1 to 65535",
    "postgres://u:s3cret@db:99999/hub": "1 to 65535",
    "postgres://u:s3cret@db:/hub?sslmode=on": "sslmode",
    "postgres://u:s3cret@db/hub?sslmode=verify-full&sslrootcert=/nowhere": "/nowhere",
    "postgres://u:s3cret@db/hub?channel_binding=require": "channel_binding",
    "postgres://u:s3cret@db/hub?maxsize=many": "maxsize",
    "postgres://u:s3cret@db/hub?maxsize=0": "maxsize",
    "postgres://u:s3cret@db/hub?minsize=5&maxsize=2": "minsize",
    "postgres://u:s3cret@db/hub?command_timeout=nan": "command_timeout",
    "postgres://u:s3cret#@db/hub": "%23",
    "postgres://u:s3cret/x@db/hub": "%2F",
    "postgres://[u:s3cret@db/hub": "brackets",
    "mysql://u:s3cret@db/hub": "sqlite:// or postgres://",
}


@pytest.mark.parametrize("url", BAD)
async def test_a_url_that_cannot_be_meant_is_one_line_without_the_password(url: str) -> None:
    for act in (migrate, open_database):
        with pytest.raises(HubError) as error:
            await act(url)
        assert BAD[url] in error.value.message
        assert "s3cret" not in error.value.message
        assert "\n" not in error.value.message


def test_what_is_in_the_password_reaches_the_server_as_it_is() -> None:
    url = "postgres://gr%40y:p%2Fa%3As%25s@db.example.com:6432,other:5432/hub?password=x"
    assert address(url).arguments["password"] == "p/a:s%s"
    assert address(url).arguments["user"] == "gr@y"
    for shown in (named(url), repr(address(url))):
        assert "p/a" not in shown
        assert "p%2F" not in shown
        assert "password" not in shown
    assert named("sqlite://var/a.db") == "sqlite://var/a.db"


def test_the_system_s_authorities_are_trusted_with_the_name_looked_at() -> None:
    found = address("postgres://db/hub?sslmode=require&sslrootcert=system").arguments["ssl"]
    assert (found.verify_mode, found.check_hostname) == (ssl.CERT_REQUIRED, True)


async def test_a_database_that_is_not_there_is_refused_by_name(postgres: str) -> None:
    with pytest.raises(Unavailable, match="does not exist"):
        await open_database(f"{postgres}/nobody_made_this")


def test_a_word_for_asyncpg_that_it_does_not_take_is_one_line() -> None:
    with pytest.raises(Invalid, match="target_session_attrs"):
        asyncio.run(connect("postgres://127.0.0.1:1/hub?target_session_attrs=best"))
