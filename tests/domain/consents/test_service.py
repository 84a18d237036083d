"""The ledger when two write into it at once."""

import pytest

from domain.audience.accounts import records as engagement
from domain.audience.accounts import service as accounts
from domain.catalog import sites
from domain.catalog.premises import Tier
from domain.consents import service
from domain.consents.model import (
    Channel,
    Private,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.contributors import forgetting
from domain.database import sql
from domain.database.turns import Turn
from domain.errors import Conflict
from tests.world import ROOT, World


async def test_who_is_forgotten_while_somebody_writes_stays_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = world.hub
    now = hub.clock.now()
    said = Said(Purpose.APPEARANCE, Channel.EVERY, State.GIVEN, now, Source.PAPER, "release-2")
    private = Private(name="Gast Beispiel", proof="page 1")
    guest = Subject(SubjectKind.GUEST, "")
    guest = (await service.record(hub, ROOT, guest, said, private)).subject
    take_turns = sql.take_turns

    async def after_another(turn: Turn) -> None:
        """Have the turn only once somebody else had it, and forgot the guest in it."""
        monkeypatch.setattr(sql, "take_turns", take_turns)
        await take_turns(turn)
        await service.forget(hub, ROOT, guest)

    monkeypatch.setattr(sql, "take_turns", after_another)
    with pytest.raises(Conflict, match="was forgotten"):
        await service.record(hub, ROOT, guest, said, private)


async def test_what_somebody_did_that_is_written_while_they_are_forgotten_goes_as_well(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, brand_id = world.hub, world.brand_id
    made = await sites.add_account(
        hub, ROOT, pseudonym="crm-0001", brand_id=brand_id, tier=Tier.STANDARD
    )
    today = hub.clock.now().date()
    listened = {"account": "crm-0001", "day": f"{today}", "signal": "listen", "subject": "Beans"}
    take_turns, written = sql.take_turns, []

    async def after_another(turn: Turn) -> None:
        """Have the turn of what accounts did only once somebody else had it, and wrote in it."""
        if turn is Turn.AUDIENCE:
            monkeypatch.setattr(sql, "take_turns", take_turns)
            written.append(await accounts.record_engagement(hub, ROOT, brand_id, [listened]))
        await take_turns(turn)

    monkeypatch.setattr(sql, "take_turns", after_another)
    await forgetting.forget(hub, ROOT, Subject(SubjectKind.ACCOUNT, made.id))

    assert [one.new for one in written] == [1]
    assert await engagement.totals([made.id], today, today) == {}
