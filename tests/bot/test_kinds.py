"""What cards say of every kind of request, whatever it asks for."""

import pytest

from bot.messages.brief import changes
from bot.messages.kinds import TELLINGS
from bot.specimens.kinds import brief
from bot.specimens.request import Specimen
from domain.requests.kinds import PLAIN, Kind

#: Fields that no revision changes.
FIXED = {"brand_id", "agency_id"}

#: How many fields of a kind are told in a line with others.
TOGETHER = {"music_licence": 1, "episode_release": 5}


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.name)
def test_every_field_of_a_brief_is_told_when_it_changes(kind: Kind) -> None:
    before, after = brief(Specimen(), kind), brief(Specimen(), kind, 1)
    fields = set(kind.payload.model_fields) - FIXED
    differing = {name for name in fields if getattr(before, name) != getattr(after, name)}
    names = {ref.id: ref.id for one in (before, after) for ref in one.refers}
    rows = changes(before, after, {}, 100, names)

    assert differing == fields
    assert len(rows) >= len(fields) - TOGETHER.get(kind.name, 0)


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.name)
def test_a_brief_that_did_not_change_tells_nothing(kind: Kind) -> None:
    same = brief(Specimen(), kind)

    assert changes(same, same, {}, 100) == []


def test_every_kind_that_is_made_of_parts_is_told() -> None:
    assert set(TELLINGS) == {kind.name for kind in PLAIN}
