"""A PostgreSQL of the tests' own, on a free loopback port, gone when the tests are.

`GREENLIGHT_TEST_POSTGRES_URL` names a server to use instead; a user that may create databases.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

#: Where Debian keeps the binaries, newest first.
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)

#: A server nobody keeps the data of: no waiting for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


def available() -> bool:
    """Whether there is a server to use, or the means to start one."""
    return "GREENLIGHT_TEST_POSTGRES_URL" in os.environ or _binary("initdb") is not None


async def told(url: str, *statements: str) -> None:
    """Run statements that no transaction may hold, such as making a database."""
    connection = await asyncpg.connect(f"{url}/postgres")
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


#: What makes a server forget in a crash what it said it kept.
CARELESS = {"fsync", "synchronous_commit", "full_page_writes"}


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run a server while the block runs; give the URL of it, without a database.

    A `durable` one waits for the disk, as one that is measured should.
    """
    if given := os.environ.get("GREENLIGHT_TEST_POSTGRES_URL"):
        yield given.rstrip("/")
        return
    folder = Path(tempfile.mkdtemp(prefix="greenlight-postgres-"))
    account = _account()
    if account is not None:
        os.chown(folder, account, -1)
    try:
        kept = {n: v for n, v in SETTINGS.items() if not (durable and n in CARELESS)}
        with _running(folder / "data", account, kept) as port:
            yield f"postgres://greenlight@127.0.0.1:{port}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(data: Path, account: int | None, settings: dict[str, str]) -> Iterator[int]:
    initdb, postgres = _binary("initdb"), _binary("postgres")
    assert initdb is not None
    assert postgres is not None
    made = [initdb, "-D", str(data), "-U", "greenlight", "--auth=trust", "--no-sync", "-E", "UTF8"]
    subprocess.run(made, check=True, user=account, stdout=subprocess.DEVNULL, cwd="/")
    port = _free_port()
    given = [f"-c{name}={value}" for name, value in settings.items()]
    process = subprocess.Popen(
        [postgres, "-D", str(data), "-p", str(port), *given],
        user=account,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    ready = _binary("pg_isready")
    assert ready is not None
    while process.poll() is None:
        asked = [ready, "-q", "-h", "127.0.0.1", "-p", str(port)]
        if subprocess.run(asked, check=False, cwd="/").returncode == 0:
            return
    raise RuntimeError("PostgreSQL ended before it began.")


def _binary(name: str) -> str | None:
    return next((str(folder / name) for folder in FOLDERS if (folder / name).exists()), None)


def _account() -> int | None:
    """Return somebody else's number where we are root, for whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names.get("nobody"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
