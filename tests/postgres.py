"""A PostgreSQL of the tests' own, on a free loopback port, gone when the tests are.

`GREENLIGHT_TEST_POSTGRES_URL` names a server to use instead; a user that may create databases.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


#: How long a server may take to end when it was told to, in seconds; then it is killed.
STOP_SECONDS = 15


def available() -> bool:
    """Whether there is a server to use, or the means to start one."""
    return given() or _binary("initdb") is not None


async def told(url: str, *statements: str) -> None:
    """Run statements that no transaction may hold, such as making a database."""
    connection = await asyncpg.connect(f"{url}/postgres")
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


#: What makes a server forget in a crash what it said it kept.
CARELESS = {"fsync", "synchronous_commit", "full_page_writes"}


#: What one that is not kept may have of its record of changes, which is in memory as all of it is;
#: and what it knows of a table it knows whenever a test asks, not since somebody tidied beside it.
BRIEF = {"max_wal_size": "128MB", "autovacuum": "off"}


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run a server while the block runs; give the URL of it, without a database.

    A `durable` one waits for the disk, as one that is measured should.
    """
    if given := os.environ.get("GREENLIGHT_TEST_POSTGRES_URL"):
        yield given.rstrip("/")
        return
    with own_server(durable=durable) as found:
        yield found.url


@contextmanager
def own_server(
    *,
    durable: bool,
    certified: tuple[bytes, bytes] | None = None,
    copied: Path | None = None,
) -> Iterator["Server"]:
    """Run a server that may be stopped and started while the block runs.

    `certified` is a certificate and its key, in PEM: then it takes TLS as well. `copied` is the
    data of one that `keep` kept, to begin with.
    """
    folder = Path(tempfile.mkdtemp(prefix="greenlight-postgres-"))
    try:
        account = keeper()
        if account is not None:
            os.chown(folder, account, -1)
        lasting = {n: v for n, v in SETTINGS.items() if n not in CARELESS}
        kept = lasting if durable else SETTINGS | BRIEF
        found = Server(folder / "data", account, kept, copied)
        try:
            if certified is not None:
                found.certify(*certified)
            found.start()
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """One PostgreSQL in a folder of its own."""

    def __init__(
        self,
        data: Path,
        account: int | None,
        settings: dict[str, str],
        copied: Path | None = None,
    ) -> None:
        self._data, self._account, self._port = data, account, _free_port()
        self._settings = [f"-c{name}={value}" for name, value in settings.items()]
        self._process: subprocess.Popen[bytes] | None = None
        if copied is not None:
            _copy(copied, data)
            return
        given = ["-U", "greenlight", "--auth=trust", "--no-sync", "-E", "UTF8"]
        self._run([needed("initdb"), "-D", str(data), *given])

    @property
    def url(self) -> str:
        """Where it is, without a database."""
        return f"postgres://greenlight@127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The process that began all others of it."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers."""
        begun = [needed("postgres"), "-D", str(self._data), "-p", str(self._port)]
        self._process = subprocess.Popen(
            [*begun, *self._settings], user=self._account, stderr=subprocess.DEVNULL, cwd="/"
        )
        _wait_for(self._port, self._process)

    def running(self) -> bool:
        """Whether it was started and did not end by itself since."""
        return self._process is not None and self._process.poll() is None

    def certify(self, certificate: bytes, key: bytes) -> None:
        """Have it take TLS; before it is started."""
        for name, content in (("server.crt", certificate), ("server.key", key)):
            path = self._data / name
            path.touch(mode=0o600)
            path.write_bytes(content)
            if self._account is not None:
                os.chown(path, self._account, -1)
        self._settings.append("-cssl=on")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends every connection, SIGQUIT is a crash, SIGTERM waits for them."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def keep(self, path: Path) -> None:
        """Stop it, and copy its data to `path`, where it can be begun with again and again."""
        self.stop()
        _copy(self._data, path)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Keep every process of it from running while the block runs, connections open."""
        assert self._process is not None
        children = ["ps", "-o", "pid=", "--ppid", str(self._process.pid)]
        found = subprocess.run(children, check=True, capture_output=True, text=True).stdout
        # The first is the one that would end the others.
        pids = [self._process.pid, *map(int, found.split())]
        try:
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in reversed(pids):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def _run(self, command: list[str]) -> None:
        subprocess.run(command, check=True, user=self._account, stdout=subprocess.DEVNULL, cwd="/")


def _copy(data: Path, path: Path) -> None:
    # Whose files these are matters to PostgreSQL, and Python's own copying forgets it.
    subprocess.run(["cp", "-a", str(data), str(path)], check=True)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    ready = needed("pg_isready")
    while process.poll() is None:
        asked = [ready, "-q", "-h", "127.0.0.1", "-p", str(port)]
        if subprocess.run(asked, check=False, cwd="/").returncode == 0:
            return
    raise RuntimeError("PostgreSQL ended before it began.")


def _binary(name: str) -> str | None:
    return next((str(folder / name) for folder in FOLDERS if (folder / name).exists()), None)


def needed(name: str) -> str:
    found = _binary(name)
    assert found is not None, f"{name} is not here"
    return found


def given() -> bool:
    """Whether somebody named a server to use."""
    return "GREENLIGHT_TEST_POSTGRES_URL" in os.environ


def owned() -> bool:
    """Whether a server of our own can be started."""
    return _binary("initdb") is not None


def keeper() -> int | None:
    """Return somebody else's number where we are root, for whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names.get("nobody"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
