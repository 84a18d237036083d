"""Points of leads, beside a plain oracle, and the facts that their routes follow from."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.audience import rules
from domain.audience.model import CaptureKind, Lead, LeadRoute, Profile, Signal
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
from domain.decisions.rules import judge
from tests.domain.decisions.tables import shipped_table

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROFILE = Profile(frozenset({"Coffee"}), frozenset({"DE"}), frozenset({"Espresso"}))
TABLE = shipped_table("lead_routing")


def lead(industry: str = "", country: str = "", interest: str = "") -> Lead:
    return Lead(
        id="led_1",
        account_id="acc_1",
        brand_id="brd_1",
        market="DE",
        industry=industry,
        country=country,
        interest=interest,
        captured=True,
        created_at=NOW,
    )


def signal(kind: CaptureKind, days: float, number: int = 1) -> Signal:
    return Signal(f"sig_{number}", "led_1", kind, "Spring", NOW - timedelta(days=days))


def entry(purpose: Purpose, channel: Channel, state: State, days: float = 1, **more: str) -> Entry:
    at = NOW - timedelta(days=days)
    band = AgeBand(more["age"]) if "age" in more else None
    said = Said(purpose, channel, state, at, Source.FORM, "v1", None, band)
    return Entry(f"cns_{days}", Subject(SubjectKind.ACCOUNT, "acc_1"), said, at, {})


def agreed(mail: State = State.GIVEN, age: str = "adult") -> list[Entry]:
    return [
        entry(Purpose.PROFILING, Channel.EVERY, State.GIVEN, age=age),
        entry(Purpose.DIRECT_MARKETING, Channel.EMAIL, mail),
    ]


TAKEN_BACK = entry(Purpose.EVERY, Channel.EVERY, State.WITHDRAWN, 0)


def oracle(signals: list[Signal]) -> float:
    """Add up the points as one would by hand, kind by kind and day by day."""
    total = 0.0
    for kind, weight in ((k, rules.WEIGHTS[k]) for k in CaptureKind):
        mine = [one for one in signals if one.kind is kind and NOW - one.at < timedelta(days=365)]
        days = sorted({one.at.date() for one in mine})
        firsts = [min(one.at for one in mine if one.at.date() == day) for day in days]
        for number, at in enumerate(firsts):
            worth = weight
            near = number > 0 and (at - firsts[number - 1]).total_seconds() <= 14 * 86_400
            if kind is CaptureKind.LINK and near:
                worth += 10
            total += worth / 2 ** ((NOW - at).total_seconds() / (30 * 86_400))
    return total


@pytest.mark.parametrize("seed", range(40))
def test_points_are_what_one_adds_up_by_hand(seed: int) -> None:
    chance = random.Random(seed)
    signals = [
        signal(chance.choice(list(CaptureKind)), chance.uniform(0, 400), number)
        for number in range(chance.randint(0, 30))
    ]
    found = rules.behaviour(signals, NOW)
    # Each line is rounded to a tenth, so that what is shown adds up.
    most_off = 0.05 * len(found) + 1e-6

    assert abs(float(sum((one.points for one in found), Decimal(0))) - oracle(signals)) <= most_off


def test_points_are_halved_every_thirty_days_and_told_line_by_line() -> None:
    lines = rules.behaviour(
        [signal(CaptureKind.PROMO_CODE, 30, 1), signal(CaptureKind.FORM, 60, 2)], NOW
    )

    assert [(one.said, str(one.points)) for one in lines] == [
        ("Used the promo code “Spring”", "15.0"),
        ("Sent the form “Spring”", "6.2"),
    ]


def test_what_is_ahead_of_now_or_a_year_old_counts_nothing() -> None:
    assert rules.behaviour([signal(CaptureKind.FORM, -1), signal(CaptureKind.FORM, 365)], NOW) == ()


def test_fit_is_counted_by_what_the_brand_looks_for() -> None:
    lines = rules.fit(lead(industry="coffee", country="FR"), PROFILE)

    assert [(one.said, int(one.points)) for one in lines] == [
        ("Industry: coffee", 20),
        ("Country: FR, which the brand does not look for", 0),
        ("Interest: not known", 0),
    ]


def test_nothing_is_counted_of_whoever_does_not_agree() -> None:
    signals = [signal(CaptureKind.FORM, 0)]
    known = lead(industry="Coffee", country="DE", interest="Espresso")

    assert rules.score(known, signals, PROFILE, agreed(), NOW).behaviour_points == 25
    for entries in ([], [*agreed(), TAKEN_BACK], agreed()[1:]):
        found = rules.score(known, signals, PROFILE, entries, NOW)
        assert (found.behaviour, found.fit) == ((), ())


@pytest.mark.parametrize(
    ("entries", "word", "age"),
    [
        ([], "unknown", "unknown"),
        (agreed(), "given", "adult"),
        (agreed(age="from_16_to_17"), "given", "minor"),
        (agreed(State.PENDING), "pending", "adult"),
        (agreed(State.WITHDRAWN), "withdrawn", "adult"),
        (agreed()[:1], "unknown", "adult"),
        (agreed()[1:], "unknown", "unknown"),
        ([*agreed(), TAKEN_BACK], "withdrawn", "adult"),
    ],
)
def test_the_worst_of_what_was_agreed_to_counts(entries: list[Entry], word: str, age: str) -> None:
    assert (rules.consent_of(entries), rules.age_of(entries)) == (word, age)


def test_a_route_is_the_tables_and_a_withdrawal_is_nobodys_to_overrule() -> None:
    facts: dict[str, object] = {"age": "adult", "fit": 50, "behaviour": 80}
    sales = judge(TABLE, facts | {"consent": "given"})
    unfit = judge(TABLE, {**facts, "fit": None, "consent": "given"})
    gone = judge(TABLE, {**facts, "fit": None, "consent": "withdrawn"})

    assert rules.route_of(sales) is LeadRoute.SALES
    assert rules.route_of(unfit) is LeadRoute.REVIEW
    assert rules.route_of(gone) is LeadRoute.SUPPRESS


@pytest.mark.parametrize(
    ("was", "told", "consent", "who"),
    [
        (None, None, "given", {"sales", "review"}),
        ("sales", "sales", "given", {"review"}),
        ("nurture", "sales", "given", {"sales", "review"}),
        ("review", "review", "given", {"sales"}),
        ("sales", "sales", "withdrawn", {"review", "suppress", "nurture"}),
        ("nurture", "review", "withdrawn", {"sales", "review"}),
    ],
)
def test_people_are_told_of_each_change_that_concerns_them_once(
    was: str | None, told: str | None, consent: str, who: set[str]
) -> None:
    before = replace(
        lead(),
        route=LeadRoute(was) if was else None,
        told=LeadRoute(told) if told else None,
    )

    assert {one.value for one in LeadRoute if rules.to_tell(before, one, consent)} == who


@pytest.mark.parametrize(
    ("consent", "days", "forgotten"),
    [
        ("given", 400, False),
        ("unknown", 400, False),
        ("withdrawn", 0, True),
        ("pending", 29, False),
        ("pending", 30, True),
    ],
)
def test_who_withdrew_or_never_gave_the_second_yes_is_forgotten_once(
    consent: str,
    days: int,
    *,
    forgotten: bool,
) -> None:
    made = replace(lead(), created_at=NOW - timedelta(days=days))
    gone = replace(made, forgotten_at=NOW)

    assert rules.to_forget(made, consent, NOW) is forgotten
    assert rules.to_forget(gone, consent, NOW) is False
