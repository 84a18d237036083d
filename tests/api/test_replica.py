"""Lists come from a copy of the database, except where its reader would notice."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from app.doctor.attending import health
from app.settings import Settings
from domain.database import part_of_transaction, replica, sql, transaction
from domain.database.lists import changed_by
from domain.database.pool import Limits
from domain.database.replica import LOOK_SECONDS, Replica, close_replica, open_replica
from domain.database.statements import Statement
from domain.errors import Invalid
from tests.api.door import Door, door
from tests.api.test_health import asked
from tests.postgres import Server, given
from tests.replicas import copy_of, paused
from tests.world import World

#: How far behind the copy may be in tests that pause it: longer than they take.
FAR = 120.0

REQUESTS = "{ requests { totalCount edges { node { id title } } } }"
NODE = "query($id: ID!) { request(id: $id) { id } }"
#: The same as it is asked where the short way does not lead.
UNUSUAL = {"query": "{ requests { totalCount } }", "extensions": {}}

pytestmark = [
    pytest.mark.parametrize("database_url", ["postgres"], indirect=True),
    pytest.mark.skipif(given(), reason="a server that somebody named is not copied"),
]


@pytest.fixture(scope="module")
def copy(postgres: str) -> Iterator[Server]:
    with copy_of(postgres) as found:
        yield found


@asynccontextmanager
async def opened(copy: Server, database_url: str, most: float = FAR) -> AsyncIterator[Replica]:
    """Have the hub read lists from the copy, which has all there is by now."""
    name = database_url.rpartition("/")[2]
    replica = open_replica(f"{copy.url}/{name}", Limits(), most)
    try:
        await until_near(replica)
        yield replica
    finally:
        close_replica()


async def until_near(replica: Replica) -> None:
    async with asyncio.timeout(30):
        while not (replica.near and (replica.standing.behind or 0) < LOOK_SECONDS / 2):
            await asyncio.sleep(0.01)
            await replica.look()


async def listed(who: Door) -> list[str]:
    found = (await who.data(REQUESTS))["requests"]
    ids = [edge["node"]["id"] for edge in found["edges"]]
    assert found["totalCount"] == len(ids)
    return ids


async def test_lists_and_counts_come_from_the_copy_and_single_things_do_not(
    world: World, database_url: str, copy: Server
) -> None:
    requester, manager = await door(world, "requester"), await door(world, "manager")
    async with opened(copy, database_url) as replica, paused(replica_url(copy, database_url)):
        made = (await requester.submit(world))["request"]["id"]
        seen = await manager.data(NODE, id=made)

        assert await listed(manager) == []
        unusual = (await manager.client.post("/graphql", json=UNUSUAL)).json()
        assert unusual["data"] == {"requests": {"totalCount": 0}}
        assert seen["request"] == {"id": made}
        assert replica.near


async def test_whoever_changed_something_sees_it_in_the_next_list(
    world: World, database_url: str, copy: Server
) -> None:
    requester = await door(world, "requester")
    async with opened(copy, database_url), paused(replica_url(copy, database_url)):
        made = (await requester.submit(world))["request"]["id"]

        assert await listed(requester) == [made]


async def test_what_the_copy_has_got_of_them_is_read_there_again(
    world: World, database_url: str, copy: Server
) -> None:
    requester, manager = await door(world, "requester"), await door(world, "manager")
    async with opened(copy, database_url) as replica:
        first = (await requester.submit(world))["request"]["id"]
        await until_near(replica)
        async with paused(replica_url(copy, database_url)):
            await manager.submit(world, name="Another")

            assert await listed(requester) == [first]


async def test_a_standby_of_another_cluster_is_not_read(
    world: World, database_url: str, copy: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    del world
    other = "SELECT pg_last_wal_replay_lsn()::text AS at, '7000000000000000001' AS cluster"
    async with opened(copy, database_url) as found:
        monkeypatch.setattr(replica, "_REPLAYED", Statement(other, returns=True))
        await found.look()

        assert not found.near
        assert found.standing.problem == "is no replica of this primary"


async def test_what_was_taken_back_leaves_no_mark(
    world: World, database_url: str, copy: Server
) -> None:
    async with opened(copy, database_url):
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                changed_by(world.people["requester"])
                raise ZeroDivisionError
        async with transaction():
            with pytest.raises(ZeroDivisionError):
                async with part_of_transaction():
                    changed_by(world.people["requester"])
                    raise ZeroDivisionError
        marks = await sql.fetch("SELECT id FROM own_writes")

    assert marks == []


async def test_marks_are_swept_by_those_who_leave_further_ones(
    world: World, database_url: str, copy: Server
) -> None:
    requester = await door(world, "requester")
    async with opened(copy, database_url):
        await requester.submit(world)
        await sql.execute("UPDATE own_writes SET at = at - make_interval(hours => 1)")
        await requester.submit(world, name="Another")
        marks = await sql.fetch("SELECT id FROM own_writes WHERE user_id LIKE 'usr%'")

    assert len(marks) == 1


async def test_a_copy_that_is_too_far_behind_is_not_read(
    world: World, database_url: str, copy: Server
) -> None:
    requester, manager = await door(world, "requester"), await door(world, "manager")
    later = [0.0]
    async with opened(copy, database_url) as replica, paused(replica_url(copy, database_url)):
        replica._elapsed = lambda: time.monotonic() + later[0]
        made = (await requester.submit(world))["request"]["id"]
        before = await listed(manager)
        later[0] = FAR + 1
        await replica.look()

        assert before == []
        assert await listed(manager) == [made]
        assert "not known to be within 120 s" in replica.standing.said


async def test_lists_go_on_when_the_copy_dies_and_it_is_read_again_when_it_is_back(
    world: World, database_url: str, copy: Server
) -> None:
    requester, manager = await door(world, "requester"), await door(world, "manager")
    made = (await requester.submit(world))["request"]["id"]
    async with opened(copy, database_url) as replica:
        try:
            await asyncio.to_thread(copy.stop, signal.SIGQUIT)

            assert await listed(manager) == [made]
            assert not replica.near
        finally:
            await asyncio.to_thread(copy.start)
        await until_near(replica)
        async with asyncio.timeout(30):  # It may be near and not have the last of it yet.
            while await listed(manager) != [made]:
                await replica.look()

        assert replica.near


async def test_a_mutation_shows_what_it_did(world: World, database_url: str, copy: Server) -> None:
    manager = await door(world, "manager")
    async with opened(copy, database_url), paused(replica_url(copy, database_url)):
        await (await door(world, "requester")).submit(world)
        await sql.execute("DELETE FROM own_writes")
        answer = await manager.submit(world, name="Another")

    assert answer["errors"] == []
    assert answer["request"]["stages"]


async def test_watchers_and_the_doctor_hear_how_far_behind_it_is(
    world: World, database_url: str, copy: Server
) -> None:
    async with opened(copy, database_url) as replica:
        status, said = await asked(world.hub, "/readyz")
        lines, _ = await health(world.hub, Settings(), connect=False, as_json=False)
        replica.away(OSError("gone"))
        away = await asked(world.hub, "/readyz")

    assert status == 200
    assert said.startswith("ok\nreplica: 0.")
    assert "\nreplica: 0." in lines
    assert away == (
        200,
        "ok\nreplica: does not answer (OSError); lists are read from the primary",
    )


async def test_a_server_of_its_own_is_no_copy(world: World, database_url: str) -> None:
    del world
    replica = open_replica(database_url, Limits(), FAR)
    try:
        await replica.look()
    finally:
        close_replica()

    assert not replica.near
    assert "is no replica of this primary" in replica.standing.said


async def test_a_file_has_no_copy(world: World) -> None:
    del world
    with pytest.raises(Invalid, match="a file has no replica"):
        open_replica("sqlite://copy.db", Limits(), FAR)


def replica_url(copy: Server, database_url: str) -> str:
    """Return where the copy has the database of a test."""
    return f"{copy.url}/{database_url.rpartition('/')[2]}"
