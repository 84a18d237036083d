"""What grants have against each other, before one is signed and after."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from domain.rights.conflicts import Clash, conflicts
from domain.rights.model import (
    FOREVER,
    Effect,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Provenance,
    Scope,
    Status,
    Terms,
    Use,
    Window,
)
from domain.territories import Area
from tests.domain.rights.drawn import SUBJECT, Case, cases, day

ALONE = Terms(Exclusivity.EXCLUSIVE, sublicensable=True)


def held(name: str, **changes: Any) -> Grant:
    grant = Grant(
        id=name,
        subject=SUBJECT,
        layer=Layer.NARRATOR,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({Use.EVERY}), Area(frozenset({"DE", "FR"}))),
        window=Window(day(0), day(10)),
        provenance=Provenance("A narrator"),
        terms=ALONE,
    )
    return replace(grant, **changes)


def lent(name: str, to: str, **changes: Any) -> Grant:
    usual = {
        "flow": Flow.OUT,
        "window": Window(day(0), day(5)),
        "terms": Terms(),
        "provenance": Provenance("The house", to),
    }
    return held(name, **(usual | changes))


def clashes(*grants: Grant) -> list[tuple[Clash, tuple[str, ...]]]:
    return [(one.clash, one.grants) for one in conflicts(grants)]


def test_what_comes_in_may_go_out() -> None:
    assert clashes(held("in"), lent("out", "Others")) == []


def test_the_same_to_two_who_should_be_alone_clashes() -> None:
    one, other = (
        lent("one", "Others", terms=ALONE),
        lent("two", "Third", window=Window(day(4), day(8))),
    )
    found = conflicts([held("in"), one, other])
    assert [(one.clash, one.grants) for one in found] == [
        (Clash.EXCLUSIVES_OVERLAP, ("one", "two"))
    ]
    assert (found[0].starts_at, found[0].ends_at) == (day(4), day(5))
    assert found[0].territories == {"DE", "FR"}
    assert found[0].grave


@pytest.mark.parametrize(
    "changes",
    [
        {"window": Window(day(5), day(8))},
        {"scope": Scope(frozenset({Use.EVERY}), Area(frozenset({"AT"})))},
        {"provenance": Provenance("The house", "Others"), "terms": Terms()},
        {"part": "two"},
    ],
    ids=["after it", "elsewhere", "to the same", "another part"],
)
def test_what_does_not_meet_does_not_clash(changes: dict[str, Any]) -> None:
    one = lent("one", "Others", terms=ALONE, part="one")
    other = lent("two", "Third", **({"part": "one"} | changes))
    found = conflicts([one, other])
    assert Clash.EXCLUSIVES_OVERLAP not in {one.clash for one in found}


def wide(*codes: str) -> Scope:
    return Scope(frozenset({Use.EVERY}), Area(frozenset(codes)))


@pytest.mark.parametrize(
    ("incoming", "out", "clash", "where", "since"),
    [
        ({}, {"window": Window(day(0), day(12))}, Clash.NO_RIGHTS_IN, {"DE", "FR"}, day(10)),
        ({}, {"scope": wide("DE", "US")}, Clash.NO_RIGHTS_IN, {"US"}, day(0)),
        ({"status": Status.DRAFT}, {}, Clash.NO_RIGHTS_IN, {"DE", "FR"}, day(0)),
        ({"part": "one"}, {}, Clash.NO_RIGHTS_IN, {"DE", "FR"}, day(0)),
        ({"terms": Terms()}, {}, Clash.NOT_SUBLICENSABLE, {"DE", "FR"}, day(0)),
        (
            {"terms": Terms(sublicensable=True)},
            {"terms": ALONE},
            Clash.NO_EXCLUSIVE_IN,
            {"DE", "FR"},
            day(0),
        ),
    ],
)
def test_what_does_not_come_in_does_not_go_out(
    incoming: dict[str, Any],
    out: dict[str, Any],
    clash: Clash,
    where: set[str],
    since: datetime,
) -> None:
    found = conflicts([held("in", **incoming), lent("out", "Others", **out)])
    assert [(one.clash, set(one.territories), one.starts_at) for one in found] == [
        (clash, where, since)
    ]


def test_rights_may_come_in_piece_by_piece() -> None:
    pieces = [
        held("in_1", window=Window(day(0), day(3))),
        held("in_2", window=Window(day(3), day(10)), scope=wide("DE")),
        held("in_3", window=Window(day(3), day(10)), scope=wide("FR")),
    ]
    assert clashes(*pieces, lent("out", "Others")) == []


def test_a_holdback_and_a_duplicate_are_told_and_not_grave() -> None:
    ban = held("ban", effect=Effect.PROHIBIT, terms=Terms(), window=Window(day(2), None))
    found = conflicts([held("in"), held("in_again"), ban])
    assert [(one.clash, one.grave) for one in found] == [
        (Clash.HOLDBACK, False),
        (Clash.HOLDBACK, False),
        (Clash.DUPLICATE, False),
    ]
    assert found[0].ends_at == day(10)


def test_the_fence_of_sales_is_told_of() -> None:
    fence = held(
        "fence", layer=Layer.SALES_TERRITORY, scope=wide("DE"), window=Window(day(0), None)
    )
    found = conflicts([held("in"), fence])
    assert [(one.clash, set(one.territories)) for one in found] == [
        (Clash.OUTSIDE_SALES_TERRITORY, {"FR"})
    ]


def test_a_draft_clashes_as_if_signed_and_with_nothing_but_what_is_signed() -> None:
    first = lent("one", "Others", terms=ALONE)
    draft = lent("two", "Third", terms=ALONE, status=Status.DRAFT)
    rival = lent("three", "Fourth", terms=ALONE, status=Status.DRAFT)
    grants = [held("in"), first, draft, rival]
    assert conflicts(grants) == []
    assert [one.grants for one in conflicts(grants, draft)] == [("one", "two")]


def test_an_open_end_lasts() -> None:
    bans = held("ban", effect=Effect.PROHIBIT, terms=Terms(), window=Window(day(2), None))
    endless = held("in", window=Window(day(0), None))
    assert [one.ends_at for one in conflicts([endless, bans])] == [FOREVER]


@settings(max_examples=300, deadline=None)
@given(cases)
def test_order_does_not_matter_and_every_conflict_is_found_from_either_side(drawn: Case) -> None:
    found = conflicts(drawn.grants)
    assert {one.grants for one in found} == {
        one.grants for one in conflicts(list(reversed(drawn.grants)))
    }
    for grant in drawn.grants:
        if grant.status is not Status.DRAFT:
            mine = {(one.clash, one.grants) for one in found if grant.id in one.grants}
            alone = {(one.clash, one.grants) for one in conflicts(drawn.grants, grant)}
            assert {one for one in mine if len(one[1]) == 2} == {
                one for one in alone if len(one[1]) == 2
            }
