"""The ledger when two write into it at once."""

import pytest

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
