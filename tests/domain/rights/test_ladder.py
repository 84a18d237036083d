"""Steps before an end: each once, none in a burst, and deadlines of agreements."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Conflict, Invalid
from domain.rights import ladder
from domain.rights.agreements import Agreement, Unit, check, check_within, ended, leave_by
from domain.rights.carrying import carried_on
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Provenance,
    Scope,
    Status,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.territories import area

END = datetime(2027, 7, 1, tzinfo=UTC)
START = datetime(2026, 7, 1, tzinfo=UTC)


def days_before(days: float) -> datetime:
    return END - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "reached", "following"),
    [
        (181, None, 180),
        (180, 180, 90),
        (91, 180, 90),
        (90, 90, 30),
        (20, 30, 14),
        (14, 14, 7),
        (0.5, 1, 0),
        (0, 0, None),
        (-40, 0, None),
    ],
)
def test_the_nearest_step_has_come_and_the_next_follows(
    days: float, reached: int | None, following: int | None
) -> None:
    now = days_before(days)

    assert (ladder.reached(END, now), ladder.following(END, now)) == (reached, following)


@given(st.lists(st.integers(0, 300), max_size=6))
def test_whenever_the_hub_is_there_each_step_is_told_once_at_most(pauses: list[int]) -> None:
    """A worker that comes back after any pauses tells the nearest step, and never one again."""
    told: list[int] = []
    now = days_before(200)
    while (step := ladder.following(END, now)) is not None:
        now = max(ladder.at(END, step), now + timedelta(days=pauses.pop() if pauses else 0))
        reached = ladder.reached(END, now)
        assert reached is not None
        told.append(reached)

    assert told == sorted(set(told), reverse=True)
    assert told[-1] == 0


def agreement(**changes: object) -> Agreement:
    made = Agreement("agr_1", "brd_1", "Narrators 2026", "A studio", "drawer 4", START, END)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "now", "deadline"),
    [
        ({"notice_count": 90}, START, None),  # It just ends.
        ({"notice_count": 90, "renewal_months": 12}, START, datetime(2027, 4, 2, tzinfo=UTC)),
        (
            {"notice_count": 3, "notice_unit": Unit.MONTHS, "renewal_months": 12},
            START,
            datetime(2027, 4, 1, tzinfo=UTC),
        ),
        # Too late for the first term: the second can still be left.
        (
            {"notice_count": 3, "notice_unit": Unit.MONTHS, "renewal_months": 12},
            datetime(2027, 4, 2, tzinfo=UTC),
            datetime(2028, 4, 1, tzinfo=UTC),
        ),
        # A month before the end of March, in a month that is shorter.
        (
            {
                "ends_at": datetime(2027, 3, 31, tzinfo=UTC),
                "notice_count": 1,
                "notice_unit": Unit.MONTHS,
                "renewal_months": 1,
            },
            START,
            datetime(2027, 2, 28, tzinfo=UTC),
        ),
        # Days of the place: one of these has 25 hours.
        (
            {
                "ends_at": datetime(2026, 10, 31, 23, tzinfo=UTC),
                "notice_count": 7,
                "renewal_months": 12,
                "time_zone": "Europe/Berlin",
            },
            START,
            datetime(2026, 10, 24, 22, tzinfo=UTC),
        ),
        ({"renewal_months": 12, "ended_at": END}, START, None),
    ],
)
def test_an_agreement_that_renews_itself_can_be_left_until_its_notice(
    changes: dict[str, object], now: datetime, deadline: datetime | None
) -> None:
    value = agreement(**changes)
    check(value)

    assert leave_by(value, now) == deadline


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_at": START}, "ends_before_start"),
        ({"name": ""}, "no_name"),
        ({"party": "a\nb"}, "bad_name"),
        ({"notice_count": -1}, "bad_notice"),
        ({"renewal_months": 601}, "bad_renewal"),
        ({"ends_at": None, "renewal_months": 12}, "end_missing"),
        ({"time_zone": "Mars/Olympus"}, "unknown_time_zone"),
    ],
)
def test_an_agreement_does_not_contradict_itself(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as raised:
        check(agreement(**changes))

    assert raised.value.code == code


def test_an_agreement_ends_once_and_earlier_only() -> None:
    left = ended(agreement(renewal_months=12), END + timedelta(days=365))

    assert (left.ended_at, left.version) == (END + timedelta(days=365), 2)
    assert left.over_at == left.ended_at
    with pytest.raises(Conflict):
        ended(left, END + timedelta(days=366))
    with pytest.raises(Conflict):
        ended(agreement(), END)
    with pytest.raises(Invalid):
        ended(agreement(), START)


def grant(number: int = 1, **changes: object) -> Grant:
    made = Grant(
        id=f"grt_{number}",
        subject=Subject(SubjectKind.EPISODE, "eps_1"),
        layer=Layer.NARRATOR,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({Use.STREAM, Use.CLIP}), area(["DE", "AT"])),
        window=Window(START, END),
        provenance=Provenance("A narrator"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_grant_keeps_within_its_agreement() -> None:
    check_within(grant(), agreement())
    check_within(grant(window=Window(START, None, End.PERPETUAL)), agreement(renewal_months=12))
    for window in (Window(START, None, End.PERPETUAL), Window(START - timedelta(days=1), END)):
        with pytest.raises(Invalid) as raised:
            check_within(grant(window=window), agreement())
        assert raised.value.code == "outlives_agreement"


def test_an_end_matters_unless_others_carry_all_of_it_on() -> None:
    after = Window(END, None, End.PERPETUAL)
    whole = grant(2, window=after)
    streams = grant(3, window=after, scope=Scope(frozenset({Use.ON_DEMAND}), area(["WORLD"])))
    clips = [
        grant(n, window=after, scope=Scope(frozenset({Use.PROMOTION}), area([code])))
        for n, code in ((4, "DE"), (5, "AT"))
    ]

    assert carried_on(grant(), [grant(), whole])
    assert carried_on(grant(), [streams, *clips])
    assert not carried_on(grant(), [streams, clips[0]])
    assert not carried_on(grant(), [replace(whole, status=Status.DRAFT)])
    assert not carried_on(grant(), [replace(whole, part="ISRC1")])
    assert not carried_on(grant(), [replace(whole, window=Window(END + timedelta(1), None))])
    assert not carried_on(grant(), [replace(whole, window=Window(END, None, End.UNKNOWN))])
    assert not carried_on(grant(), [replace(whole, effect=Effect.PROHIBIT)])
