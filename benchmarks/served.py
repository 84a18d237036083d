"""A page of requests with stages, decisions and names over GraphQL, each server in its process.

Ours as it is served: a token, visibility, limits, the log. Beside it PostGraphile over the same
tables, and Starlette with hand written SQL and orjson, both with nobody to let in. The same
PostgreSQL, the same rows and leaves, by turns; `make bench-graphql` fetches PostGraphile.

    python -m benchmarks.served [--million]
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import asyncpg
import httpx2
from tests.conftest import SECRET
from tests.node import place
from tests.postgres import server as begun
from tests.world import World

from benchmarks.stage import world
from benchmarks.stock import fill
from domain.actor import Scope
from domain.database import sql
from domain.people import tokens

ROUNDS, SECONDS, STORED, MILLION = 5, 3.0, 20_000, 1_000_000

OURS = """query Page($first: Int!) { requests(first: $first) { edges { node {
  id number kind title state createdAt updatedAt requesterName brandName
  stages { id key title state quorum openedAt }
  decisions { table version outcome }
} } pageInfo { hasNextPage } } }"""

#: The same of tables as PostGraphile names them: `id` is its own, and columns of keys are joined.
PEERS = """query Page($first: Int!) { allRequests(first: $first, orderBy: [UPDATED_AT_DESC]) {
  edges { node {
    rowId number kind title state createdAt updatedAt
    userByRequesterId { name } brandByBrandId { name }
    stagesByRequestId { nodes { rowId key title state quorum openedAt } }
    decisionsByRequestId { nodes { tableKey tableVersion outcome } }
  } } pageInfo { hasNextPage } } }"""

TICKS = os.sysconf("SC_CLK_TCK")
#: Where the process's own processor time stands in its line of /proc, in ticks.
USED = slice(13, 15)


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A server that is asked: where, what, and what came of it by how many are asked for."""

    name: str
    command: list[str]
    query: str
    settings: dict[str, str] = field(default_factory=dict)
    token: str = ""
    port: int = field(default_factory=free_port)
    rates: dict[int, list[float]] = field(default_factory=dict)
    costs: dict[int, list[float]] = field(default_factory=dict)
    slow: dict[int, list[float]] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Run it while the block runs."""
        given = [part.replace("PORT", str(self.port)) for part in self.command]
        with tempfile.TemporaryFile() as log:
            self.process = subprocess.Popen(
                given, env=os.environ | self.settings, stdout=log, stderr=log
            )
            try:
                self._wait(log)
                yield
            finally:
                self.process.terminate()
                self.process.wait(20)

    def _wait(self, log: IO[bytes]) -> None:
        for _ in range(300):
            try:
                self.answer(1)
            except httpx2.TransportError:
                time.sleep(0.1)
            else:
                return
        log.seek(0)
        raise RuntimeError(f"{self.name} does not answer: {log.read()[-2_000:].decode()}")

    def answer(self, first: int) -> dict[str, Any]:
        """Return what it answers."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": self.query, "variables": {"first": first}}
        url = f"http://127.0.0.1:{self.port}/graphql"
        answer = httpx2.post(url, json=body, headers=headers, timeout=30).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def wire(self, first: int) -> bytes:
        """Return the request as it goes over the wire."""
        body = json.dumps({"query": self.query, "variables": {"first": first}}).encode()
        token = f"authorization: Bearer {self.token}\r\n" if self.token else ""
        head = (
            "POST /graphql HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\n"
            f"content-type: application/json\r\n{token}content-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def measure(self, first: int, *, counts: bool) -> None:
        """Ask it for so many requests at once over and over; keep what came of it if it counts."""
        before = self.used()
        command = [sys.executable, "-m", "benchmarks.load", str(self.port), str(SECONDS)]
        done = subprocess.run(command, input=self.wire(first), check=True, capture_output=True)
        if not counts:
            return
        found = json.loads(done.stdout)
        self.rates.setdefault(first, []).append(found["rate"])
        self.slow.setdefault(first, []).append(found["p99"])
        self.costs.setdefault(first, []).append((self.used() - before) * 1_000 / found["count"])

    def used(self) -> float:
        """Return the processor time it took so far, in seconds."""
        assert self.process is not None
        line = Path(f"/proc/{self.process.pid}/stat").read_text()
        return sum(map(int, line.split()[USED])) / TICKS

    def rate(self, first: int) -> float:
        """Return answers in a second, the median of the rounds."""
        return statistics.median(self.rates[first])


async def prepared(found: World, url: str, stored: int) -> tuple[str, str]:
    """Fill the open database; return its address, and a token to read with."""
    row = await sql.fetch_one("SELECT current_database() AS name")
    address = f"{url}/{row['name']}" if row else url
    plain = await asyncpg.connect(address)
    await fill(found, plain, stored)
    await plain.close()
    expires = found.hub.clock.now() + timedelta(days=1)
    reader, scopes = await found.actor("manager"), frozenset({Scope.READ})
    _, secret = await tokens.issue_token(found.hub, reader, "bench", scopes, expires)
    return address, secret


def ours(address: str, token: str) -> Server:
    """Return our server, as `greenlight api` serves it."""
    # One token asks all there is to ask: its points are counted, and do not run out.
    settings = {
        "GREENLIGHT_DATABASE_URL": address,
        "GREENLIGHT_SECRET": SECRET,
        "GREENLIGHT_GRAPHQL_POINTS": "100000000",
    }
    return Server(
        "ours", [sys.executable, "-m", "app", "api", "--port", "PORT"], OURS, settings, token
    )


def floor(address: str) -> Server:
    """Return the raw one."""
    return Server("raw", [sys.executable, "-m", "benchmarks.floor", address, "PORT"], OURS)


def peer(address: str) -> Server | None:
    """Return PostGraphile; None where it could not be fetched."""
    folder = place("postgraphile")
    node = folder / "node_modules/node/bin/node"
    if not node.exists():
        return None
    production = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    return Server(
        "PostGraphile", [str(node), str(folder / "server.mjs"), address, "PORT"], PEERS, production
    )


async def beside(url: str) -> None:
    """Measure the three by turns, and print."""
    async with world(url) as found:
        address, token = await prepared(found, url, STORED)
        servers = [one for one in (ours(address, token), peer(address), floor(address)) if one]
        with ExitStack() as running:
            for one in servers:
                running.enter_context(one.serving())
            assert servers[0].answer(50) == servers[-1].answer(50)
            for first in (50, 1):
                _measure(servers, first)
                _print(servers, first)


def _measure(servers: list[Server], first: int) -> None:
    """Ask all of them by turns, once before it counts: node compiles what runs often."""
    for turn in range(ROUNDS + 1):
        for one in servers:
            one.measure(first, counts=turn > 0)


def _print(servers: list[Server], first: int) -> None:
    mine = servers[0].rate(first)
    for one in servers:
        rate, cost, slow = (
            one.rate(first),
            min(one.costs[first]),
            statistics.median(one.slow[first]),
        )
        print(
            f"{first} requests over GraphQL, {one.name}: {rate:,.0f}/s, p99 {slow:.0f} ms,"
            f" {cost:.2f} ms of its processor each; ours beside it {mine / rate:.2f}, by processor"
            f" {cost / min(servers[0].costs[first]):.2f}",
            flush=True,
        )


async def million(url: str) -> None:
    """Measure ours over a million requests, beside ours over as many as usual."""
    async with world(url) as few:
        small = ours(*await prepared(few, url, STORED))
    async with world(url) as many:
        large = ours(*await prepared(many, url, MILLION))
    with small.serving(), large.serving():
        for first in (50, 1):
            _measure([small, large], first)
            print(
                f"{first} of {MILLION:,} requests: {large.rate(first):,.0f}/s beside"
                f" {small.rate(first):,.0f}/s of {STORED:,}; ratio"
                f" {large.rate(first) / small.rate(first):.2f} (goal 0.90)",
                flush=True,
            )


if __name__ == "__main__":
    with begun(durable=True) as database:
        asyncio.run((million if "--million" in sys.argv else beside)(database))
