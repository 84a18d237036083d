"""What is live and not cleared any more: listed, asked down, and left alone where it is again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actor import Role
from domain.catalog import service as catalog
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Busy, Conflict, Forbidden
from domain.exposures import policies, reading, service
from domain.handovers.service import acknowledge
from domain.people import membership
from domain.people import service as people
from domain.placements import records as placements
from domain.requests import ledger
from domain.requests import reading as reading_requests
from domain.requests.model import RequestState
from domain.requests.reading import Where
from domain.requests.revise import revise
from domain.rights import service as rights
from domain.rights.live import records
from domain.rights.live.model import Mode, Policy
from domain.rights.model import Effect, Layer
from domain.rights.verdicts import Standing, Why
from tests.domain.exposures.scene import ADDRESS, Scene, acts, voted
from tests.world import ROOT


async def test_a_prohibition_lists_what_is_live_at_once_and_proposes_a_takedown(
    scene: Scene,
) -> None:
    await scene.granted()
    live = await scene.live("DE", "AT", "FR")
    fine = (live.standing, await scene.listed())
    ban = await scene.prohibited("DE", "AT", "US")
    listed = await scene.listed()
    await scene.work()
    kept, takedown = await scene.kept(live), await scene.takedown(live)

    assert fine == (Standing.CLEARED, [])
    assert listed == [live.id]
    assert (kept.standing, sorted(kept.uncleared)) == (Standing.BLOCKED, ["AT", "DE"])
    assert takedown is not None
    assert (takedown.kind, takedown.state) == ("takedown", RequestState.IN_REVIEW)
    assert takedown.markets == ("AT", "DE")
    assert takedown.payload["address"] == ADDRESS
    assert takedown.payload["details"].startswith(
        "Not cleared in AT, DE. Narrator: it is prohibited. Live at podcast-host"
    )
    assert takedown.requester_id == scene.manager.user_id
    assert await acts(live.id) == ["exposure.recorded", "exposure.takedown_asked"]
    assert ban.id in await _grants(scene, live.id)


async def _grants(scene: Scene, exposure_id: str) -> set[str]:
    found = await reading.get(scene.world.hub, scene.manager, exposure_id)
    assert found.judged is not None
    return {
        one for verdict in found.judged.verdicts for how in verdict.findings for one in how.grants
    }


async def test_time_alone_finds_what_is_cleared_no_more_and_a_renewal_withdraws_it(
    scene: Scene,
) -> None:
    grant = await scene.granted(ends_at=scene.now + timedelta(hours=1))
    live = await scene.live()
    await scene.work(seconds=3599)
    before = await scene.listed()
    await scene.work(seconds=1)
    after, proposed = await scene.listed(), await scene.takedown(live)
    await scene.granted(starts_at=grant.window.ends_at)
    again = await scene.listed()
    await scene.work()
    assert proposed is not None
    actor = scene.manager
    withdrawn = (await ledger.look(proposed.id, actor)).request

    assert (before, after, again) == ([], [live.id], [])
    assert withdrawn.state is RequestState.WITHDRAWN
    assert withdrawn.note == "It is cleared again. Nobody has to act."
    assert await scene.takedown(live) is None


async def test_an_owner_who_works_for_another_brand_by_now_asks_for_no_takedown(
    scene: Scene,
) -> None:
    hub, owner = scene.world.hub, scene.world.people["manager"]
    other = await catalog.add_brand(hub, ROOT, "Sample Teas")
    await scene.granted()
    live = await scene.live("DE")
    await people.grant_role(hub, ROOT, owner, Role.MANAGER, brand_id=other.id)
    await people.revoke_role(hub, ROOT, owner, Role.MANAGER)
    admin = await scene.world.actor("admin")
    ended = scene.grant(effect=Effect.PROHIBIT, places=("DE",))
    await rights.add(hub, admin, ended)
    await scene.work()
    takedown_id = (await scene.kept(live)).takedown_id

    assert live.owner_id == owner
    assert takedown_id is not None
    assert (await reading_requests.get(admin, takedown_id)).requester_id == admin.user_id


async def test_more_that_is_not_cleared_revises_the_one_takedown(scene: Scene) -> None:
    await scene.granted()
    live = await scene.live("DE", "AT")
    await scene.prohibited("DE")
    await scene.work()
    first = await scene.takedown(live)
    await scene.prohibited("AT")
    await scene.work()
    second = await scene.takedown(live)

    assert first is not None
    assert second is not None
    assert (second.id, second.revision) == (first.id, 2)
    assert (first.markets, second.markets) == (("DE",), ("AT", "DE"))


async def test_it_lasts_until_its_takedown_is_acknowledged_and_then_lasts_elsewhere(
    scene: Scene,
) -> None:
    await scene.granted()
    live = await scene.live("WORLD")
    await scene.prohibited("DE")
    await scene.work()
    takedown = await scene.takedown(live)
    assert takedown is not None
    await voted(scene, takedown.id)
    await scene.undone()
    asked = await scene.kept(live)
    publisher = await scene.world.actor("publisher")
    await acknowledge(scene.world.hub, publisher, takedown.id, "Gone from the feed, looked at it.")
    await scene.work()
    gone = await scene.kept(live)
    (rest, *_) = await records.of_subject(scene.episode, 10, None)

    assert asked.live
    assert gone.live_to == scene.now
    assert (rest.live, rest.standing) == (True, Standing.CLEARED)
    assert rest.shown.area.touched == live.shown.area.touched - {"DE"}
    assert await scene.listed() == []


async def test_a_takedown_names_what_is_not_cleared_and_nothing_else_market_or_not(
    scene: Scene,
) -> None:
    hub, manager = scene.world.hub, scene.manager
    await scene.granted()
    live = await scene.live("DE", "CH")
    await policies.put(hub, manager, Policy("", Mode.AUTOMATIC))
    await scene.prohibited("CH")
    await scene.work()
    takedown = await scene.takedown(live)
    assert takedown is not None
    await scene.undone()
    publisher = await scene.world.actor("publisher")
    handed = (await placements.hand_overs_of([takedown.id]))[takedown.id]
    await acknowledge(hub, publisher, takedown.id, "Gone from the feed, looked at it.")
    await scene.work()
    (rest, *_) = await records.of_subject(scene.episode, 10, None)
    await scene.prohibited("DE")
    await scene.work()
    other = await scene.takedown(rest)

    assert (takedown.markets, takedown.payload["territories"]) == ((), ["CH"])
    assert handed.content["instructions"][0] == f"Take it down in CH: {ADDRESS}."
    assert not (await scene.kept(live)).live
    assert (rest.live, rest.shown.include, rest.standing) == (True, ("DE",), Standing.CLEARED)
    assert other is not None
    assert (other.markets, other.payload["territories"]) == (("DE",), [])


async def test_a_takedown_beyond_their_markets_neither_waits_for_a_reviewer_nor_takes_their_yes(
    scene: Scene,
) -> None:
    hub, world = scene.world.hub, scene.world
    await sql.execute("DELETE FROM roles WHERE user_id = $1", world.people["rights_one"])
    await people.grant_role(
        hub, ROOT, world.people["rights_one"], Role.REVIEWER, brand_id=None, market="DE"
    )
    await membership.add_member(hub, ROOT, scene.world.teams["rights"], world.people["publisher"])
    await scene.granted()
    live = await scene.live("DE", "CH")
    await scene.prohibited("DE", "CH")
    await scene.work()
    takedown, narrow = await scene.takedown(live), await world.actor("rights_one")
    assert takedown is not None
    with pytest.raises(Forbidden, match="these markets"):
        await voted(scene, takedown.id)

    assert (takedown.markets, takedown.places) == (("DE",), ("DE", "CH"))
    assert await reading_requests.count(narrow, Where(waiting_for_me=True)) == 0


async def test_what_somebody_revised_stays_theirs_and_what_they_left_out_lasts(
    scene: Scene,
) -> None:
    await scene.granted()
    live = await scene.live("DE", "AT", "FR")
    await scene.prohibited("DE", "AT")
    await scene.work()
    takedown = await scene.takedown(live)
    assert takedown is not None
    hub, manager = scene.world.hub, scene.manager
    narrower = {**takedown.payload, "markets": ["DE"]}
    await revise(hub, manager, takedown.id, narrower)
    await scene.prohibited("FR")
    await scene.work()
    theirs = await scene.takedown(live)
    await voted(scene, takedown.id)
    await scene.undone()
    await acknowledge(hub, await scene.world.actor("publisher"), takedown.id, "Gone, I looked.")
    await scene.work()
    (rest, *_) = await records.of_subject(scene.episode, 10, None)
    anew = await scene.takedown(rest)

    assert theirs is not None
    assert (theirs.revision, theirs.markets) == (2, ("DE",))
    assert not (await scene.kept(live)).live
    assert (rest.live, sorted(rest.uncleared)) == (True, ["AT", "FR"])
    assert anew is not None
    assert (anew.state, anew.markets) == (RequestState.IN_REVIEW, ("AT", "FR"))


async def test_what_people_refused_is_not_asked_again_until_more_is_not_cleared(
    scene: Scene,
) -> None:
    await scene.granted()
    live = await scene.live("DE", "AT")
    ban = await scene.prohibited("DE")
    await scene.work()
    refused = await scene.takedown(live)
    assert refused is not None
    await voted(scene, refused.id, approve=False)
    await scene.undone()
    hub, manager = scene.world.hub, scene.manager
    await policies.put(hub, manager, Policy("", Mode.PROPOSE))
    await scene.work()
    still = await scene.takedown(live)
    await scene.prohibited("AT", ends_at=scene.now + timedelta(days=2))
    await scene.work()
    anew = await scene.takedown(live)

    assert still is not None
    assert anew is not None
    assert (still.id, still.state) == (refused.id, RequestState.REJECTED)
    assert anew.id != refused.id
    assert await scene.listed() == [live.id]
    assert ban.id in await _grants(scene, live.id)


async def test_a_policy_skips_the_reviewers_and_another_only_lists(scene: Scene) -> None:
    hub, manager = scene.world.hub, scene.manager
    await scene.granted()
    live = await scene.live()
    brand = scene.world.brand_id
    await policies.put(hub, manager, Policy("", Mode.LIST, reason=Why.PROHIBITED))
    await scene.prohibited("DE")
    await scene.work()
    listed, quiet = await scene.listed(), await scene.takedown(live)
    policy = Policy("", Mode.AUTOMATIC, brand, Layer.NARRATOR, Why.PROHIBITED)
    kept = await policies.put(hub, manager, policy)
    await scene.work()
    approved = await scene.takedown(live)
    await scene.undone()
    handed = await scene.takedown(live)
    await policies.remove(hub, manager, kept.id)

    assert (listed, quiet) == ([live.id], None)
    assert approved is not None
    assert handed is not None
    assert (approved.state, handed.state) == (RequestState.APPROVED, RequestState.PUBLISHED)
    assert (await scene.kept(live)).live
    assert await acts(policies.SUBJECT) == [
        "enforcement.policy_set",
        "enforcement.policy_set",
        "enforcement.policy_removed",
    ]


async def test_cleared_again_after_a_vote_says_so_and_leaves_it_to_people(scene: Scene) -> None:
    await scene.granted()
    live = await scene.live()
    ban = await scene.prohibited("DE")
    await scene.work()
    takedown = await scene.takedown(live)
    assert takedown is not None
    await voted(scene, takedown.id)
    await rights.end(scene.world.hub, scene.manager, ban.id, scene.now + timedelta(seconds=5))
    await scene.work(seconds=5)
    found = await scene.takedown(live)
    await scene.prohibited("AT")
    await scene.work()
    needed = await scene.takedown(live)

    assert found is not None
    assert needed is not None
    assert (needed.id, needed.trouble) == (found.id, None)
    assert found.state is RequestState.APPROVED
    assert found.trouble == (
        "It is cleared again. Withdraw this unless it shall be taken down all the same."
    )


async def test_what_nobody_ever_knew_is_listed_only_and_the_end_closes_it(scene: Scene) -> None:
    live = await scene.live()
    await scene.work()
    listed, takedown = await scene.listed(), await scene.takedown(live)
    hub, manager = scene.world.hub, scene.manager
    ended = await service.end(hub, manager, live.id, scene.now)
    with pytest.raises(Conflict, match="ended already"):
        await service.end(hub, manager, live.id, scene.now)

    assert live.standing is Standing.UNKNOWN
    assert (listed, takedown) == ([live.id], None)
    assert (ended.live, await scene.listed()) == (False, [])


async def test_a_takedown_asked_for_while_it_ended_is_refused_or_withdrawn(scene: Scene) -> None:
    await scene.granted()
    live = await scene.live("DE")
    await scene.prohibited("DE")
    await scene.work()
    takedown = await scene.takedown(live)
    assert takedown is not None
    # What was read just before the takedown was asked for.
    unaware = replace(await scene.kept(live), takedown_id=None, asked=frozenset())
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        await service.finish(scene.world.hub, scene.manager, unaware, scene.now, "said")
    await scene.work()
    withdrawn = await scene.takedown(live)

    assert withdrawn is not None
    assert (withdrawn.state, withdrawn.note) == (
        RequestState.WITHDRAWN,
        "It is live no more. Nobody has to act.",
    )
    with pytest.raises(Busy, match="It ended"):
        await records.ask_down(live.id, takedown.id, takedown.id, ["DE"])
