"""The ad account's token as one row: whoever comes, one renews and the others take what it got."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog
from tortoise.exceptions import OperationalError

from connectors.spotify.auth import Tokens
from connectors.spotify.errors import NotAuthorised, OutcomeUnknown
from connectors.spotify.store import USE, take_over_file
from domain.clock import SteppingClock
from domain.credentials.model import Grant, Held
from domain.credentials.rules import CLAIM, EARLY, UNUSED
from domain.credentials.service import Credential
from domain.database import sql
from domain.errors import Invalid
from domain.hub import Hub
from domain.secrets import Secrets
from tests.connectors.spotify.conftest import BASE

HOUR = 3_600


class Issuer:
    """A token endpoint that takes each refresh token once, and counts who comes."""

    def __init__(self) -> None:
        self.good = "refresh-0"
        self.asked: list[str] = []
        self.status = 200
        self.lenient = False
        self.waits: asyncio.Event | None = None
        self.before: Callable[[], Any] | None = None

    async def answer(self, request: httpx2.Request) -> httpx2.Response:
        given = dict(pair.split("=") for pair in request.content.decode().split("&"))
        self.asked.append(given["refresh_token"])
        number = len(self.asked)
        if self.before is not None:
            await self.before()
        taken = self.lenient or given["refresh_token"] == self.good
        if taken:
            self.good = f"refresh-{number}"
        if self.waits is not None:
            await self.waits.wait()
        if not taken or self.status != 200:
            status = self.status if self.status != 200 else 400
            return httpx2.Response(status, json={"error": "invalid_grant"}, request=request)
        told = {"access_token": f"access-{number}", "expires_in": HOUR}
        return httpx2.Response(200, json={**told, "refresh_token": self.good}, request=request)


class Front:
    """The processes of one hub, as far as tokens go."""

    def __init__(self, hub: Hub, clock: SteppingClock, issuer: Issuer) -> None:
        self.hub, self.clock, self.issuer = hub, clock, issuer
        self.http = httpx2.AsyncClient(transport=httpx2.MockTransport(issuer.answer))
        self.slept = 0

    def credential(self, first: str = "refresh-0") -> Credential:
        return Credential(self.hub.secrets, self.clock, "spotify-ads", first)

    def process(self, keeping: Any = None) -> Tokens:
        """Return what another process would hold: nothing but the way to the database."""
        return Tokens(
            self.http,
            self.clock,
            keeping or self.credential(),
            token_url=f"{BASE}/api/token",
            client_id="c",
            client_secret="s",
            sleep=self.sleep,
        )

    async def sleep(self, seconds: float) -> None:
        """Wait as a process that found another one renewing; its clock goes on."""
        self.slept += 1
        self.clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0.001)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110  It is another task's doing.
            await asyncio.sleep(0.001)


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def front(hub: Hub, clock: SteppingClock, issuer: Issuer) -> AsyncIterator[Front]:
    made = Front(hub, clock, issuer)
    yield made
    await made.http.aclose()


async def test_of_many_at_once_one_asks(front: Front, issuer: Issuer) -> None:
    given = await asyncio.gather(*(front.process().access() for _ in range(8)))

    assert set(given) == {"access-1"}
    assert issuer.asked == ["refresh-0"]


async def test_who_comes_during_the_call_waits_for_its_answer(front: Front, issuer: Issuer) -> None:
    issuer.waits = asyncio.Event()
    first = asyncio.create_task(front.process().access())
    await until(lambda: bool(issuer.asked))
    second = asyncio.create_task(front.process().access())
    await until(lambda: front.slept > 0)
    # Nobody's transaction is open meanwhile: this one would wait for it in vain.
    await sql.execute("UPDATE credentials SET claims = claims")
    issuer.waits.set()

    assert (await first, await second) == ("access-1", "access-1")
    assert issuer.asked == ["refresh-0"]


async def test_a_refused_token_is_renewed_once_for_all(front: Front, issuer: Issuer) -> None:
    processes = [front.process() for _ in range(4)]
    (refused,) = {await process.access() for process in processes}
    given = await asyncio.gather(*(process.access(stale=refused) for process in processes))

    assert set(given) == {"access-2"}
    assert issuer.asked == ["refresh-0", "refresh-1"]


async def test_a_token_that_ends_soon_is_renewed_with_what_was_rotated(
    front: Front, issuer: Issuer, clock: SteppingClock
) -> None:
    process = front.process()
    await process.access()
    clock.advance(timedelta(seconds=HOUR) - EARLY + timedelta(seconds=1))

    assert await front.process().access() == await process.access() == "access-2"
    assert issuer.asked == ["refresh-0", "refresh-1"]


async def test_one_that_died_over_it_is_waited_for_no_longer_than_its_claim(
    front: Front, issuer: Issuer, clock: SteppingClock
) -> None:
    held = await front.credential().take()
    assert held is not None
    assert held.claim is not None
    died_at = clock.now()

    assert await front.process().access() == "access-1"
    assert front.slept > 0
    assert CLAIM <= clock.now() - died_at <= CLAIM + timedelta(seconds=1)


@pytest.mark.parametrize("status", [400, 401])
async def test_a_revoked_token_says_what_to_do_and_blocks_nobody(
    front: Front, issuer: Issuer, status: int
) -> None:
    issuer.status = status
    for _ in range(2):
        with pytest.raises(NotAuthorised, match="connect the ad account again") as caught:
            await front.process().access()
        assert caught.value.code == "reauthorise"
    issuer.status, issuer.good = 200, "refresh-0"

    assert await front.process().access() == "access-3"
    assert front.slept == 0


@pytest.mark.parametrize("lenient", [True, False])
async def test_one_that_was_too_slow_takes_what_the_other_got(
    front: Front,
    issuer: Issuer,
    lenient: bool,  # noqa: FBT001  Whether a token that was used before is still taken.
) -> None:
    issuer.lenient = lenient

    async def overtaken() -> None:
        issuer.before = None
        front.clock.advance(CLAIM + timedelta(seconds=1))
        assert await front.process().access() == "access-2"

    issuer.before = overtaken

    assert await front.process().access() == "access-2"
    assert issuer.asked == ["refresh-0", "refresh-0"]


async def test_an_endpoint_that_is_out_blocks_nobody(front: Front, issuer: Issuer) -> None:
    async def lost() -> None:
        issuer.before = None
        raise httpx2.ConnectError("refused")

    issuer.before = lost
    with pytest.raises(OutcomeUnknown):
        await front.process().access()

    assert await front.process().access() == "access-2"
    assert front.slept == 0


async def test_an_answer_is_kept_though_who_asked_is_stopped(front: Front, issuer: Issuer) -> None:
    issuer.waits = asyncio.Event()
    asking = asyncio.create_task(front.process().access())
    await until(lambda: bool(issuer.asked))
    asking.cancel()
    await asyncio.sleep(0)
    issuer.waits.set()
    with pytest.raises(asyncio.CancelledError):
        await asking

    assert await front.process().access() == "access-1"
    assert issuer.asked == ["refresh-0"]


async def test_an_answer_is_kept_later_if_the_database_is_out(front: Front, issuer: Issuer) -> None:
    class Faulty(Credential):
        out = True

        async def replace(self, held: Held, grant: Grant) -> bool:
            if self.out:
                raise OperationalError("the database is out")
            return await super().replace(held, grant)

    keeping = Faulty(front.hub.secrets, front.clock, "spotify-ads", "refresh-0")
    process = front.process(keeping)
    with pytest.raises(OperationalError):
        await process.access()
    keeping.out = False

    assert await process.access() == await front.process().access() == "access-1"
    assert issuer.asked == ["refresh-0"]


async def test_what_is_kept_cannot_be_read_in_the_database(front: Front) -> None:
    access = await front.process().access()
    rows = [dict(row) for row in await sql.fetch("SELECT * FROM credentials")]

    assert len(rows) == 1
    assert not [word for word in (access, "refresh-") if word in str(rows)]


async def test_another_secret_is_named_as_what_is_wrong(front: Front) -> None:
    await front.process().access()
    other = Credential(Secrets.of("y" * 32), front.clock, "spotify-ads", "refresh-0")
    with pytest.raises(Invalid) as caught:
        await front.process(other).access()

    assert caught.value.code == "sealed_with_another_secret"


async def test_a_new_authorisation_begins_anew_and_the_old_one_goes_in_time(
    front: Front, issuer: Issuer, clock: SteppingClock
) -> None:
    await front.process().access()
    issuer.good = "authorised-anew"
    await front.process(front.credential("authorised-anew")).access()
    kept = len(await sql.fetch("SELECT key FROM credentials"))
    clock.advance(UNUSED + timedelta(days=1))
    await front.process(front.credential("authorised-anew")).access()

    assert issuer.asked == ["refresh-0", "authorised-anew", "refresh-2"]
    assert (kept, len(await sql.fetch("SELECT key FROM credentials"))) == (2, 1)


# --- the file of before ---


def earlier_file(folder: Path, hub: Hub, *, first: str = "refresh-0") -> Path:
    """Write the file as an earlier Greenlight did that has used `first` once."""
    kept = {"first": hashlib.sha256(first.encode()).hexdigest(), "token": "from-the-file"}
    path = folder / "spotify-token"
    path.write_text(hub.secrets.seal(USE, json.dumps(kept)))
    return path


async def test_the_file_of_before_is_taken_over_once_and_said(
    front: Front, issuer: Issuer, tmp_path: Path
) -> None:
    path = earlier_file(tmp_path, front.hub)
    issuer.good = "from-the-file"
    with structlog.testing.capture_logs() as logs:
        await take_over_file(path, front.hub.secrets, "refresh-0", front.credential())
        await front.process().access()
        await take_over_file(path, front.hub.secrets, "refresh-0", front.credential())
    path.unlink()
    await take_over_file(path, front.hub.secrets, "refresh-0", front.credential())

    assert issuer.asked == ["from-the-file"]
    assert [line["event"] for line in logs] == ["ads_token_taken_over"]
    assert "from-the-file" not in str(logs)


async def test_a_file_that_turns_up_after_a_vain_try_is_taken_over_still(
    front: Front, issuer: Issuer, tmp_path: Path
) -> None:
    issuer.good = "from-the-file"
    with pytest.raises(NotAuthorised):
        await front.process().access()
    path = earlier_file(tmp_path, front.hub)
    await take_over_file(path, front.hub.secrets, "refresh-0", front.credential())

    assert await front.process().access() == "access-2"


async def test_the_file_of_an_earlier_authorisation_is_left_alone(
    front: Front, issuer: Issuer, tmp_path: Path
) -> None:
    path = earlier_file(tmp_path, front.hub, first="another")
    await take_over_file(path, front.hub.secrets, "refresh-0", front.credential())

    assert await front.process().access() == "access-1"


async def test_a_file_that_cannot_be_read_is_named(front: Front, tmp_path: Path) -> None:
    path = tmp_path / "spotify-token"
    path.write_text(front.hub.secrets.seal(USE, "no object"))
    with pytest.raises(Invalid, match="remove the file") as caught:
        await take_over_file(path, front.hub.secrets, "refresh-0", front.credential())

    assert caught.value.code == "token_file_unreadable"
