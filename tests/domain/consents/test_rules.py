"""What counts of a ledger: the last thing said, a withdrawal of everything, and nothing implied."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.consents import rules
from domain.consents.model import (
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
from domain.errors import Invalid

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
MARKETING, MAIL = Purpose.DIRECT_MARKETING, Channel.EMAIL
SAID = Said(MARKETING, MAIL, State.GIVEN, NOW, Source.FORM, "news-3", "DE")
PROVEN = Private(proof="form 12 of 2 November, 12:00")


def entry(number: int, state: State, *, purpose: Purpose = MARKETING, channel: Channel = MAIL,
          hours: int = 0) -> Entry:  # fmt: skip
    said = replace(
        SAID, purpose=purpose, channel=channel, state=state, said_at=NOW + timedelta(hours=hours)
    )
    subject = Subject(SubjectKind.ACCOUNT, "acc_1")
    return Entry(f"cns_{number}", subject, said, NOW, {})


@pytest.mark.parametrize(
    ("entries", "given"),
    [
        ([], False),
        ([entry(1, State.GIVEN)], True),
        ([entry(1, State.PENDING)], False),
        ([entry(1, State.PENDING), entry(2, State.GIVEN, hours=1)], True),
        ([entry(1, State.GIVEN), entry(2, State.WITHDRAWN, hours=1)], False),
        ([entry(1, State.WITHDRAWN), entry(2, State.GIVEN, hours=1)], True),
        # What an import brings later was said earlier all the same.
        ([entry(1, State.WITHDRAWN, hours=1), entry(2, State.GIVEN)], False),
        # In one moment the withdrawal counts, whatever was written down first.
        ([entry(1, State.WITHDRAWN), entry(2, State.GIVEN)], False),
        ([entry(1, State.GIVEN), entry(2, State.WITHDRAWN)], False),
        ([entry(1, State.GIVEN, channel=Channel.SMS)], False),
        ([entry(1, State.GIVEN, purpose=Purpose.PROFILING)], False),
        ([entry(1, State.GIVEN, channel=Channel.EVERY)], True),
        (
            [
                entry(1, State.GIVEN),
                entry(2, State.WITHDRAWN, purpose=Purpose.EVERY, channel=Channel.EVERY, hours=1),
            ],
            False,
        ),
        (
            [
                entry(1, State.WITHDRAWN, purpose=Purpose.EVERY, channel=Channel.EVERY),
                entry(2, State.GIVEN, hours=1),
            ],
            True,
        ),
        ([entry(1, State.GIVEN), entry(2, State.WITHDRAWN, channel=Channel.SMS, hours=1)], True),
        # Who is asked once more said neither yes nor no by that.
        ([entry(1, State.GIVEN), entry(2, State.PENDING, hours=1)], True),
        ([entry(1, State.WITHDRAWN), entry(2, State.PENDING, hours=1)], False),
    ],
)
def test_the_last_thing_said_counts(entries: list[Entry], given: bool) -> None:  # noqa: FBT001
    assert rules.given(entries, MARKETING, MAIL) is given
    assert rules.given(list(reversed(entries)), MARKETING, MAIL) is given


def test_what_was_given_for_a_channel_is_none_for_every_channel() -> None:
    assert not rules.given([entry(1, State.GIVEN)], MARKETING, Channel.EVERY)


def test_only_a_withdrawal_is_a_refusal() -> None:
    def said(state: State, hours: int = 0) -> Entry:
        return entry(1, state, purpose=Purpose.APPEARANCE, channel=Channel.EVERY, hours=hours)

    assert not rules.refused([], Purpose.APPEARANCE)
    assert not rules.refused([said(State.PENDING)], Purpose.APPEARANCE)
    assert rules.refused([said(State.WITHDRAWN)], Purpose.APPEARANCE)

    taken_back = [said(State.GIVEN), said(State.WITHDRAWN, 1), said(State.PENDING, 2)]
    assert rules.refused(taken_back, Purpose.APPEARANCE)
    assert not rules.refused([*taken_back, said(State.GIVEN, 3)], Purpose.APPEARANCE)


def test_what_stands_is_told_for_every_purpose_and_channel_there_is() -> None:
    held = [
        entry(1, State.GIVEN),
        entry(2, State.GIVEN, channel=Channel.SMS),
        entry(3, State.WITHDRAWN, channel=Channel.EVERY, hours=1),
        entry(4, State.GIVEN, channel=Channel.SMS, hours=2),
    ]

    assert [(channel, one.id) for _, channel, one in rules.standing(held)] == [
        (Channel.EMAIL, "cns_3"),
        (Channel.SMS, "cns_4"),
        (Channel.EVERY, "cns_3"),
    ]


@pytest.mark.parametrize(
    ("said", "private", "codes"),
    [
        (SAID, PROVEN, []),
        (SAID, Private(), ["proof_missing"]),
        (replace(SAID, text_version=" "), PROVEN, ["version_missing"]),
        (replace(SAID, channel=Channel.EVERY), PROVEN, ["channel_missing"]),
        (replace(SAID, purpose=Purpose.EVERY), PROVEN, ["purpose_missing"]),
        (replace(SAID, country="XX"), PROVEN, ["unknown_country"]),
        (replace(SAID, said_at=NOW + timedelta(seconds=1)), PROVEN, ["not_yet"]),
        (replace(SAID, said_at=NOW.replace(tzinfo=None)), PROVEN, ["zone_missing"]),
        (replace(SAID, source=Source.ERASURE), PROVEN, ["bad_source"]),
        (replace(SAID, text_version="a\nb"), PROVEN, ["control_character"]),
        (replace(SAID, text_version="v" * 81), PROVEN, ["too_long"]),
        (SAID, Private(name="n" * 1_001, proof="p"), ["too_long"]),
        (
            Said(Purpose.EVERY, Channel.EVERY, State.WITHDRAWN, NOW, Source.API),
            Private(),
            [],
        ),
    ],
)
def test_nothing_is_written_down_that_proves_nothing(
    said: Said, private: Private, codes: list[str]
) -> None:
    found: list[str] = []
    try:
        rules.check(said, private, NOW)
    except Invalid as problem:
        found = [one.code for one in (problem, *problem.others)]

    assert found == codes
