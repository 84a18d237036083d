"""What the rules are asked about an account, and which segments are counted."""

from datetime import UTC, date, datetime

import pytest

from domain.audience.accounts.model import Profile, Signal
from domain.audience.segments import rules
from domain.audience.segments.anonymity import Withheld
from domain.audience.segments.model import Member, Where, Window
from domain.catalog.premises import Account, Tier
from domain.consents.model import (
    AgeBand,
    Channel,
    Entry,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.decisions.model import Judgement, Outcome
from domain.errors import Invalid

AT = datetime(2026, 7, 1, tzinfo=UTC)
ACCOUNT = Account("acc_1", "cust-1", "brd_1", Tier.KEY)


def line(
    purpose: Purpose, channel: Channel, state: State = State.GIVEN, band: AgeBand | None = None
) -> Entry:
    said = Said(purpose, channel, state, AT, Source.FORM, "v1", "DE", band)
    return Entry("cns_1", Subject(SubjectKind.ACCOUNT, "acc_1"), said, AT, {})


def judgement(outcome: Outcome = Outcome.DECIDED, **row: str) -> Judgement:
    return Judgement(rules.TABLE, "v", outcome, (row,) if row else (), (), (), (), {})


def members(**sizes: int) -> list[Member]:
    return [
        rules.member(
            Account(f"{name}-{at}", f"{name}-{at}", "brd_1", Tier.STANDARD),
            None,
            judgement(segment=name, channel="journey", offer="trial"),
        )
        for name, size in sizes.items()
        for at in range(size)
    ]


def test_what_nobody_said_is_taken_as_the_strictest() -> None:
    found = rules.facts(ACCOUNT, None, {}, [])

    assert found == {
        "listens": 0,
        "skips_per_100": 0,
        "follows": 0,
        "adds": 0,
        "customer_value": "key",
        "region": "unknown",
        "products_owned": 0,
        "profiling_consent": False,
        "message_consent": False,
        "ad_consent": False,
    }


def test_what_was_done_and_agreed_to_is_judged() -> None:
    done = {Signal.LISTEN: 7, Signal.SKIP: 3, Signal.FOLLOW: 1, Signal.ADD: 2}
    agreed = [
        line(Purpose.PROFILING, Channel.EVERY),
        line(Purpose.DIRECT_MARKETING, Channel.PUSH),
        line(Purpose.DIRECT_MARKETING, Channel.AD_AUDIENCE, State.PENDING),
    ]
    found = rules.facts(ACCOUNT, Profile("acc_1", "AT", ("Mug", "Tea")), done, agreed)

    assert (found["listens"], found["skips_per_100"]) == (7, 42)
    assert (found["follows"], found["adds"]) == (1, 2)
    assert (found["region"], found["products_owned"]) == ("AT", 2)
    assert (found["profiling_consent"], found["message_consent"]) == (True, True)
    assert found["ad_consent"] is False  # What is pending is no consent.


def test_skips_without_a_listen_are_all_there_was() -> None:
    assert rules.facts(ACCOUNT, None, {Signal.SKIP: 2}, [])["skips_per_100"] == 100


def test_whom_the_rules_cannot_place_nobody_reaches() -> None:
    found = rules.member(ACCOUNT, None, judgement(Outcome.REVIEW))

    assert (found.segment, found.channel, found.offer) == ("review", "none", "none")


def test_the_youngest_counts_and_who_is_of_no_age_is_the_youngest() -> None:
    adult = [line(Purpose.PROFILING, Channel.EVERY, band=AgeBand.ADULT)]
    older = [line(Purpose.PROFILING, Channel.EVERY, band=AgeBand.FROM_16_TO_17)]

    assert rules.youngest([adult]) == 18
    assert rules.youngest([adult, older]) == 16
    assert rules.youngest([adult, [line(Purpose.PROFILING, Channel.EVERY)]]) == 13
    assert rules.youngest([]) == 13


def test_segments_of_a_new_judgement_of_the_same_days_tell_of_nobody_who_moved() -> None:
    first = rules.split(members(fan=6, quiet=5, rare=2), [], 5)
    told = [group for _, group, why in first if why is None]
    again = {where: why for where, _, why in rules.split(members(fan=7, quiet=5), told, 5)}

    assert [(where.segments[0], why) for where, _, why in first] == [
        ("fan", None),
        ("quiet", None),
        ("rare", Withheld.TOO_FEW),
    ]
    assert again[Where(("fan",))] is Withheld.DIFFERENCE
    assert again[Where(("quiet",))] is None


@pytest.mark.parametrize(
    ("until", "days", "code"),
    [
        (date(2026, 7, 1), 28, "day_not_over"),
        (date(2026, 6, 30), 0, "bad_window"),
        (date(2026, 6, 30), 367, "bad_window"),
        (date(1999, 6, 30), 28, "bad_day"),
    ],
)
def test_only_whole_days_that_were_are_looked_at(until: date, days: int, code: str) -> None:
    with pytest.raises(Invalid) as found:
        rules.check_window(Window(until, days), date(2026, 7, 1))
    assert found.value.code == code


def test_a_window_has_so_many_days() -> None:
    window = Window(date(2026, 6, 30), 28)
    rules.check_window(window, date(2026, 7, 1))

    assert window.first == date(2026, 6, 3)
