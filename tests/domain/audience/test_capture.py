"""Capturing leads through the use cases: who may, what is kept once, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from domain import ids
from domain.actor import Actor, Role, RoleGrant
from domain.audience import (
    forms,
    guarding,
    lead_records,
    points,
    reading,
    routing,
    signals,
    visiting,
)
from domain.audience.model import CaptureKind, CapturePoint, Lead, LeadRoute
from domain.audience.points import Wanted
from domain.catalog import service as catalog
from domain.catalog import sites
from domain.catalog.premises import Tier
from domain.consents import service as consents
from domain.consents.model import (
    AgeBand,
    Channel,
    Entry,
    Private,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs.model import Job, JobState, RetryLater
from domain.pages import PageRequest
from domain.people.privacy import FORGOTTEN, sealed_keys
from tests.world import ROOT, World

#: The rest of a job: how far it is, how often it was tried and taken, and what went wrong.
_OPEN = (JobState.OPEN, 1, 1, None)

SENT = {"name": "Pat", "email": "pat@mail.example", "agree": "yes", "adult": "yes"}


async def form(world: World) -> CapturePoint:
    """Make a form that everybody may send."""
    wanted = Wanted(
        code="spring-form",
        kind=CaptureKind.FORM,
        brand_id=world.brand_id,
        market="DE",
        title="Spring",
        consent_text="Write to me.",
        text_version="1",
    )
    manager = await world.actor("manager")
    return await points.define(world.hub, manager, wanted)


async def seen(actor: Actor) -> list[Lead]:
    found = await reading.page(actor, reading.Where(), PageRequest())
    return [one for _, one in found.items]


async def named(hub: Hub, entry: Entry) -> str:
    """Return whom a consent names."""
    keys = await sealed_keys([entry.veiled["person"]])
    return consents.private_by(hub, entry, keys.get(entry.veiled["person"])).name


async def account(world: World, *, agreed: bool = True) -> Subject:
    """Return an account that was there before, which agrees to be counted and written to."""
    made = await sites.add_account(
        world.hub, ROOT, pseudonym="crm-0001", brand_id=None, tier=Tier.KEY
    )
    subject = Subject(SubjectKind.ACCOUNT, made.id)
    for purpose, way in (
        (Purpose.SERVICE, Channel.EVERY),
        (Purpose.PROFILING, Channel.EVERY),
        (Purpose.DIRECT_MARKETING, Channel.EMAIL),
    )[: 3 if agreed else 1]:
        now = world.hub.clock.now()
        said = Said(purpose, way, State.GIVEN, now, Source.PAPER, "1", "DE", AgeBand.ADULT)
        await consents.record(world.hub, ROOT, subject, said, Private("Pat", "", "page 1"))
    return subject


async def test_a_form_sent_twice_is_one_lead_with_one_signal(world: World) -> None:
    point = await form(world)
    values = SENT | {"ticket": forms.ticket(world.hub, point)}
    first = await forms.receive(world.hub, point, values)
    again = await forms.receive(world.hub, point, values)
    # The same address, written otherwise and by a sheet of its own, is the same lead.
    other = SENT | {"email": "PAT@mail.example", "ticket": forms.ticket(world.hub, point)}
    later = await forms.receive(world.hub, point, other)
    (lead,) = await seen(ROOT)
    kept = (await lead_records.signals_of([lead.id]))[lead.id]
    held = await consents.ledger(ROOT, Subject(SubjectKind.ACCOUNT, lead.account_id))

    assert first == again
    assert guarding.marked(world.hub.secrets, first.mark or "") == lead.id
    assert later.mark is None
    assert len(kept) == 2
    assert [(one.said.purpose, one.said.state, one.said.text_version) for one in held.entries] == [
        (Purpose.PROFILING, State.GIVEN, "1"),
        (Purpose.DIRECT_MARKETING, State.PENDING, "1"),
    ]


async def test_a_point_that_is_closed_takes_and_leads_nowhere_at_once(world: World) -> None:
    manager, stranger = await world.actor("manager"), await world.actor("agent")
    await points.allow_host(world.hub, await world.actor("admin"), "shop.example.com")
    link = await points.define(
        world.hub,
        manager,
        Wanted(
            "spring-link", CaptureKind.LINK, world.brand_id, "DE", "S", "https://shop.example.com/"
        ),
    )
    there = await visiting.follow(world.hub, link.code, "", "", person=True)
    with pytest.raises(Missing):
        await points.close(world.hub, stranger, link.id)
    closed = await points.close(world.hub, manager, link.id)
    with pytest.raises(Missing):
        await visiting.follow(world.hub, link.code, "", "", person=True)
    with pytest.raises(Conflict):
        await points.close(world.hub, manager, link.id)

    assert there == "https://shop.example.com/"
    assert closed.expires_at == world.hub.clock.now()


async def test_what_no_person_sends_and_what_is_wrong_is_kept_nowhere(world: World) -> None:
    point = await form(world)
    ticket = {"ticket": forms.ticket(world.hub, point)}
    assert (await forms.receive(world.hub, point, SENT | ticket | {"website": "x"})).mark is None
    with pytest.raises(Forbidden, match="load it again"):
        await forms.receive(world.hub, point, SENT | {"ticket": "1.a.b"})
    with pytest.raises(Invalid) as found:
        wrong = {"name": "", "email": "pat", "country": "XX", "agree": "no", "adult": ""}
        await forms.receive(world.hub, point, SENT | ticket | wrong)
    for _ in range(5):
        await forms.take_turn(world.hub, point, "192.0.2.1")
    with pytest.raises(RetryLater):
        await forms.take_turn(world.hub, point, "192.0.2.1")

    said = [found.value.path[0], *(one.path[0] for one in found.value.others)]
    assert said == ["name", "email", "country", "agree", "adult"]
    assert await seen(ROOT) == []


async def test_leads_are_seen_within_ones_brands_and_markets_only(world: World) -> None:
    point = await form(world)
    await forms.receive(world.hub, point, SENT | {"ticket": forms.ticket(world.hub, point)})
    (lead,) = await seen(ROOT)
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    manager = await world.actor("manager")
    mine = replace(manager, roles=(RoleGrant(Role.MANAGER, world.brand_id, "DE"),))

    assert [one.id for one in await seen(mine)] == [lead.id]
    for grant in (
        RoleGrant(Role.MANAGER, other.id, None),
        RoleGrant(Role.MANAGER, world.brand_id, "AT"),
    ):
        stranger = replace(manager, roles=(grant,))
        assert await seen(stranger) == []
        with pytest.raises(Missing):
            await reading.get(stranger, lead.id)
        with pytest.raises(Forbidden):
            code = Wanted("code-1", CaptureKind.PROMO_CODE, world.brand_id, "DE", "Code")
            await points.define(world.hub, stranger, code)
    with pytest.raises(Forbidden):
        await seen(await world.actor("requester"))
    with pytest.raises(Forbidden):
        await points.allow_host(world.hub, manager, "www.example.com")


async def test_the_points_of_others_push_none_of_ones_own_out_of_the_list(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points, "LISTED_MAX", 2)
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    mine, manager = await form(world), await world.actor("manager")
    for number in range(2):
        code = Wanted(f"code-{number}", CaptureKind.PROMO_CODE, other.id, "DE", "Code")
        await points.define(world.hub, manager, code)
    narrow = replace(manager, roles=(RoleGrant(Role.MANAGER, world.brand_id, "DE"),))
    elsewhere = replace(manager, roles=(RoleGrant(Role.MANAGER, world.brand_id, "AT"),))

    assert [one.id for one in await points.listed(narrow)] == [mine.id]
    assert await points.listed(elsewhere) == []


async def test_an_account_that_was_there_before_keeps_what_does_not_hang_on_the_lead(
    world: World,
) -> None:
    hub, subject = world.hub, await account(world)
    manager = await world.actor("manager")
    await points.define(
        hub, manager, Wanted("code-1", CaptureKind.PROMO_CODE, world.brand_id, "DE", "Code")
    )
    now = hub.clock.now()
    lead = await signals.record(
        hub, manager, code="CODE-1", account_id=subject.ref, key="1", at=now
    )
    said = Said(Purpose.PROFILING, Channel.EVERY, State.WITHDRAWN, now, Source.API)
    await consents.record(hub, ROOT, subject, said)
    details = {"lead_id": lead.id}
    job = Job(ids.new(ids.Prefix.JOB), "k", signals.JUDGE, "l", details, now, *_OPEN)
    await routing.judge(hub, job)
    after = await lead_records.get(lead.id)
    held = (await consents.ledger(ROOT, subject)).entries[0]

    assert lead.country == "DE"
    assert after is not None
    assert after.forgotten_at is not None
    assert (await lead_records.signals_of([lead.id]))[lead.id] == []
    assert await named(hub, held) == "Pat"


async def test_nothing_is_kept_of_an_account_that_does_not_agree(world: World) -> None:
    hub, subject = world.hub, await account(world, agreed=False)
    manager, now = await world.actor("manager"), hub.clock.now()
    await points.define(
        hub, manager, Wanted("code-1", CaptureKind.PROMO_CODE, world.brand_id, "DE", "Code")
    )
    with pytest.raises(Conflict, match="does not agree"):
        await signals.record(hub, manager, code="code-1", account_id=subject.ref, key="1", at=now)
    with pytest.raises(Missing):
        await signals.record(hub, manager, code="code-1", account_id="acc_1", key="1", at=now)

    assert await seen(ROOT) == []


async def test_what_is_said_while_a_lead_is_judged_has_it_judged_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, point = world.hub, await form(world)
    await forms.receive(hub, point, SENT | {"ticket": forms.ticket(hub, point)})
    (lead,) = await seen(ROOT)
    subject = Subject(SubjectKind.ACCOUNT, lead.account_id)
    now = hub.clock.now()
    job = Job(ids.new(ids.Prefix.JOB), "k", signals.JUDGE, "l", {"lead_id": lead.id}, now, *_OPEN)
    judge_all = executors.judge_all

    async def meanwhile(*given: Any) -> Any:
        """Take everything back after the facts were gathered and before they are kept."""
        monkeypatch.setattr(executors, "judge_all", judge_all)
        said = Said(Purpose.EVERY, Channel.EVERY, State.WITHDRAWN, now, Source.API)
        await consents.record(hub, ROOT, subject, said)
        return await judge_all(*given)

    monkeypatch.setattr(executors, "judge_all", meanwhile)
    with pytest.raises(RetryLater):
        await routing.judge(hub, job)
    between = await reading.get(ROOT, lead.id)
    await routing.judge(hub, job)
    after = await reading.get(ROOT, lead.id)
    told = reading.who(ROOT, after, (await consents.ledger(ROOT, subject)).entries)

    assert between.route is None
    assert after.route is LeadRoute.SUPPRESS
    assert after.forgotten_at is not None
    assert told is not None
    assert await named(hub, told) == FORGOTTEN
    # The same address is somebody new from now on.
    again = SENT | {"ticket": forms.ticket(hub, point)}
    assert (await forms.receive(hub, point, again)).mark is not None
    assert len(await seen(ROOT)) == 2
