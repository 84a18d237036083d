"""The hub's secret is replaced: everything stays readable, and the old one is needed no more."""

from dataclasses import replace
from typing import Any

import pytest

from domain.actor import Actor, Door, Role, RoleGrant
from domain.audience import forms
from domain.audit import records as record
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Forbidden, Invalid
from domain.people import workspaces
from domain.people.privacy import unveil
from domain.sealing import records, rotating
from domain.sealing.places import PLACES
from tests.conftest import SECRET
from tests.domain.audience.test_capture import SENT, form
from tests.domain.sealing.conftest import NEXT, Sealed
from tests.world import World

ADMIN = Actor(None, "Console", Door.CONSOLE, (RoleGrant(Role.ADMIN),))
ANOTHER = "a secret that nobody set, as long as it has to be"


async def columns() -> set[str]:
    """Every column of the database whose name says that it is sealed."""
    if sql.sole():
        query = (
            "SELECT m.name || '.' || c.name AS name FROM sqlite_master m,"
            " pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name LIKE 'sealed%'"
        )
    else:
        query = (
            "SELECT table_name || '.' || column_name AS name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name LIKE 'sealed%'"
        )
    return {row["name"] for row in await sql.fetch(query)}


async def everything() -> dict[str, list[str]]:
    return {
        place.name: [row.sealed for row in await records.page(place, "", 500)] for place in PLACES
    }


async def test_every_sealed_column_of_the_database_is_among_the_places(sealed: Sealed) -> None:
    assert await columns() == {place.name for place in PLACES}
    filled = {name for name, held in (await everything()).items() if held}
    assert filled == {place.name for place in PLACES} - {"kept_keys.sealed"}


async def test_after_a_rotation_nothing_needs_the_old_secret(sealed: Sealed) -> None:
    await rotating.rotate(sealed.under(NEXT, SECRET), ADMIN)
    alone = sealed.under(NEXT)

    found = await rotating.standing(alone.secrets)
    assert {one.place for one in found} == {place.name for place in PLACES}
    assert not any(one.earlier or one.unreadable for one in found)
    assert await unveil(alone, sealed.veiled) == "Pat"
    held = await workspaces.find(alone, "T1")
    assert held is not None
    assert (held.token, held.refresh) == ("xoxb-1", "xoxe-1")


async def test_before_in_between_and_after_everything_is_read_by_all_processes(
    sealed: Sealed,
) -> None:
    slow = sealed.under(SECRET, NEXT)  # Not begun anew yet; the next secret was made known to it.
    quick = sealed.under(NEXT, SECRET)
    for hub in (slow, quick):
        assert not any(one.unreadable for one in await rotating.standing(hub.secrets))
    left = sum(one.earlier for one in await rotating.standing(quick.secrets))
    done = 0
    for place in PLACES:
        for row in await records.page(place, "", 500):
            async with transaction():
                done += await rotating._seal_anew(quick.secrets, place, row) is True
            for hub in (slow, quick):
                assert not any(one.unreadable for one in await rotating.standing(hub.secrets))
    assert done == left


async def test_run_twice_it_changes_nothing(sealed: Sealed) -> None:
    hub = sealed.under(NEXT, SECRET)
    await rotating.rotate(hub, ADMIN)
    before, trail = await everything(), await audit.trail("secrets")
    again = await rotating.rotate(hub, ADMIN)

    assert (again.written, again.unreadable) == ({}, {})
    assert await everything() == before
    assert await audit.trail("secrets") == trail
    assert len(trail) == 1


async def test_progress_counts_every_row_of_a_place(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)
    told: dict[str, list[int]] = {}
    await rotating.rotate(
        sealed.under(NEXT, SECRET),
        ADMIN,
        lambda place, done: told.setdefault(place, []).append(done),
    )
    people = (await sql.fetch("SELECT COUNT(*) AS count FROM person_keys"))[0]["count"]

    assert told["webhooks.sealed"] == [1]
    assert people > 2
    assert told["person_keys.sealed_key"] == [*range(2, people, 2), people]


async def test_what_is_written_meanwhile_is_not_written_over(sealed: Sealed) -> None:
    hub = sealed.under(NEXT, SECRET)
    place = next(one for one in PLACES if one.name == "webhooks.sealed")
    (row,) = await records.page(place, "", 10)
    fresh = hub.secrets.seal(row.use, "by somebody else")
    await sql.execute("UPDATE webhooks SET sealed = $1", fresh)
    async with transaction():
        assert await rotating._seal_anew(hub.secrets, place, row) is False

    assert (await records.page(place, "", 10))[0].sealed == fresh


async def test_what_nobody_can_open_is_left_as_it_is_and_counted(sealed: Sealed) -> None:
    before = await everything()
    found = await rotating.rotate(sealed.under(NEXT, ANOTHER), ADMIN)

    assert found.written == {"kept_keys": 1}  # Of the other secret, whatever it marked.
    assert sum(found.unreadable.values()) == sum(len(held) for held in before.values())
    after = await everything()
    assert after | {"kept_keys.sealed": []} == before


async def test_who_may_not_change_who_enters_rotates_nothing(sealed: Sealed, world: World) -> None:
    before = await everything()
    with pytest.raises(Forbidden):
        await rotating.rotate(sealed.under(NEXT, SECRET), await world.actor("requester"))
    assert await everything() == before


async def test_anchors_of_the_old_secret_count_up_to_the_rotation_and_no_further(
    sealed: Sealed,
) -> None:
    await audit.anchor(sealed.hub.clock.now(), sealed.hub.secrets)
    await rotating.rotate(sealed.under(NEXT, SECRET), ADMIN)
    alone = await rotating.with_kept(sealed.under(NEXT).secrets)
    await audit.anchor(sealed.hub.clock.now(), alone)
    assert await audit.verify(alone) == []

    await audit.anchor(sealed.hub.clock.now(), sealed.hub.secrets)  # By whoever found the old one.
    (wrong,) = await audit.verify(alone)
    assert (wrong.position, wrong.problem) == (3, "the anchor's signature is wrong")
    assert len(await record.anchors()) == 3


async def test_without_the_kept_key_anchors_of_before_do_not_hold(sealed: Sealed) -> None:
    await audit.anchor(sealed.hub.clock.now(), sealed.hub.secrets)

    assert [one.position for one in await audit.verify(sealed.under(NEXT).secrets)] == [1]
    assert await audit.verify(sealed.under(NEXT, SECRET).secrets) == []


async def test_a_lead_is_told_again_by_its_address_after_the_old_secret_is_gone(
    world: World,
) -> None:
    point = await form(world)
    scene = Sealed(world.hub, {})

    async def sends(hub: Any) -> None:
        await forms.receive(hub, point, SENT | {"ticket": forms.ticket(hub, point)})

    await sends(world.hub)
    await rotating.rotate(scene.under(NEXT, SECRET), ADMIN)
    alone = scene.under(NEXT)
    await sends(replace(alone, secrets=await rotating.with_kept(alone.secrets)))

    assert (await sql.fetch("SELECT COUNT(*) AS count FROM leads"))[0]["count"] == 1


async def test_links_of_the_old_secret_are_good_while_it_is_accepted(world: World) -> None:
    point, scene = await form(world), Sealed(world.hub, {})
    given = forms.ticket(world.hub, point)
    with pytest.raises(Forbidden):
        await forms.receive(scene.under(NEXT), point, SENT | {"ticket": given})

    taken = await forms.receive(scene.under(NEXT, SECRET), point, SENT | {"ticket": given})
    assert taken.mark is not None


async def test_kept_keys_are_shut_to_whoever_has_not_the_secret(sealed: Sealed) -> None:
    await rotating.rotate(sealed.under(NEXT, SECRET), ADMIN)

    with pytest.raises(Invalid, match="another secret"):
        await rotating.with_kept(sealed.hub.secrets)
