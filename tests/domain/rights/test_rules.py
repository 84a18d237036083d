"""What a grant must be, and how it may change."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from domain.errors import Conflict, HubError, Invalid
from domain.rights import rules
from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Layer,
    Need,
    Provenance,
    Scope,
    Status,
    Terms,
    Use,
    Window,
)
from domain.territories import Area
from tests.domain.rights.drawn import day
from tests.domain.rights.test_conflicts import held

EVERY = frozenset({Use.EVERY})


def test_a_day_of_a_contract_is_a_day_of_its_zone() -> None:
    assert rules.last_instant(date(2026, 6, 30), "Europe/Berlin") == datetime(
        2026, 6, 30, 22, tzinfo=UTC
    )
    assert rules.first_instant(date(2026, 7, 1), "Europe/Berlin") == datetime(
        2026, 6, 30, 22, tzinfo=UTC
    )
    # "Until 30 June" and "from 1 July" leave no gap and do not meet.
    assert rules.last_instant(date(2026, 6, 30), "America/New_York") == rules.first_instant(
        date(2026, 7, 1), "America/New_York"
    )


@pytest.mark.parametrize(
    ("start", "ends", "end", "code"),
    [
        (day(1), day(1), End.DATED, "ends_before_start"),
        (day(2), day(1), End.DATED, "ends_before_start"),
        (day(1), None, End.DATED, "end_missing"),
        (day(1), day(2), End.PERPETUAL, "end_contradicted"),
        (day(1), day(2), End.UNKNOWN, "end_contradicted"),
        (datetime(2026, 1, 1), None, End.PERPETUAL, "zone_missing"),  # noqa: DTZ001  The point.
    ],
)
def test_a_window_that_cannot_be_is_refused(
    start: datetime, ends: datetime | None, end: End, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        rules.window(start, ends, end=end)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        (Scope(frozenset(), Area(), include=("DE",)), "no_use"),
        (Scope(EVERY, Area(), include=("QQ",)), "unknown_territory"),
        (Scope(EVERY, Area(), include=()), "no_territory"),
        (Scope(EVERY, Area(), frozenset({"german"}), include=("DE",)), "bad_language"),
        (Scope(EVERY, Area(), channels=frozenset({"A B"}), include=("DE",)), "bad_channel"),
        (
            Scope(EVERY, Area(), channels=frozenset(map("c{}".format, range(21))), include=("DE",)),
            "too_many",
        ),
    ],
)
def test_a_scope_that_cannot_be_is_refused(scope: Scope, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.check_scope(scope)
    assert caught.value.code == code


def test_places_become_territories_of_that_day() -> None:
    found = rules.check_scope(Scope(EVERY, Area(), include=("WORLD",), exclude=("US", "CA-QC")))
    assert "US" not in found.area.touched
    assert found.area.partly == {"CA"}
    assert len(found.area.whole) == 247


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"provenance": Provenance("")}, "grantor"),
        ({"flow": Flow.OUT}, "grantee"),
        ({"layer": Layer.SALES_TERRITORY, "flow": Flow.OUT}, "grantee"),
        ({"effect": Effect.PROHIBIT}, "exclusivity"),
        ({"effect": Effect.PROHIBIT, "flow": Flow.OUT}, "flow"),
        ({"effect": Effect.PROHIBIT, "terms": Terms(duties={Duty.CREDIT: True})}, "duties"),
        ({"part": "x" * 201}, "part"),
        ({"provenance": Provenance("A\nB")}, "grantor"),
    ],
)
def test_a_grant_that_contradicts_itself_is_refused(changes: dict[str, object], path: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.check_grant(held("in", **changes))
    assert caught.value.path == (path,)


def test_a_grant_changes_in_its_end_its_paper_and_its_duties_alone() -> None:
    grant = held("in", status=Status.DRAFT, terms=Terms(duties={Duty.FEE_PAID: False}))
    signed = rules.moved(grant, Status.SIGNED)
    paid = rules.done(signed, Duty.FEE_PAID)
    short = rules.ended(paid, day(4))

    assert (short.status, short.terms.duties[Duty.FEE_PAID]) == (Status.SIGNED, True)
    assert short.window == Window(day(0), day(4))
    assert short.version == 4
    assert short.terms.exclusivity is Exclusivity.NON_EXCLUSIVE
    known = rules.ended(held("in", window=Window(day(0), None, End.UNKNOWN)), day(4))
    assert known.window == Window(day(0), day(4), End.DATED)


def test_what_cannot_follow_is_refused_and_says_what_can() -> None:
    grant = held("in")
    refused: list[HubError] = []
    acts: tuple[Callable[[], object], ...] = (
        lambda: rules.ended(grant, day(10)),
        lambda: rules.ended(grant, day(0)),
        lambda: rules.moved(grant, Status.DRAFT),
        lambda: rules.done(grant, Duty.CREDIT),
    )
    for act in acts:
        with pytest.raises((Invalid, Conflict)) as caught:
            act()
        refused.append(caught.value)
    assert [one.code for one in refused] == [
        "ended_already",
        "ends_before_start",
        "no_such_move",
        "no_such_duty",
    ]
    assert "new grant" in refused[0].message
    assert "disputed" in refused[2].message


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        ((Need(Layer.NARRATOR), Need(Layer.NARRATOR)), "named_twice"),
        ((Need(Layer.SALES_TERRITORY),), "fence_needed"),
        (tuple(Need(Layer.MUSIC_MASTER, str(n)) for n in range(201)), "too_many"),
        ((Need(Layer.MUSIC_MASTER, "x" * 201),), "bad_name"),
    ],
)
def test_what_nothing_can_contain_is_refused(needs: tuple[Need, ...], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.check_needs(needs)
    assert caught.value.code == code
    rules.check_needs((Need(Layer.MUSIC_MASTER, "1"), Need(Layer.MUSIC_MASTER, "2")))
