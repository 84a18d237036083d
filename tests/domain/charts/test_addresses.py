"""Addresses say all of a chart, end, and are forged by nobody."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.charts.addresses import LENGTH_MAX, STEP, USE, WINDOW, read, token
from domain.charts.model import POINTS_MAX, Look, Theme
from domain.charts.spec import LOCALE_MAX, NAME_MAX, SUBJECT_MAX, Kind, Spec
from domain.errors import Invalid, Missing
from domain.secrets import Secrets

KEYS, OTHERS = Secrets.of("k" * 32), Secrets.of("o" * 32)
NOW = datetime(2026, 11, 22, 9, 7, tzinfo=UTC)
SPEC = Spec(Kind.PACING, "req_1", "spend", date(2026, 11, 1), date(2026, 11, 30))

names = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=NAME_MAX)


@given(
    kind=some.sampled_from(Kind),
    subject=names,
    metric=names,
    theme=some.sampled_from(Theme),
    days=some.integers(0, POINTS_MAX - 1),
)
def test_what_goes_in_comes_out(
    kind: Kind, subject: str, metric: str, theme: Theme, days: int
) -> None:
    spec = Spec(
        kind, subject, metric, SPEC.first, SPEC.first + timedelta(days=days), Look(theme, "de-AT")
    )
    address = token(KEYS, spec, "usr_1", NOW)
    found = read(KEYS, address, NOW)

    assert (found.spec, found.user_id) == (spec, "usr_1")
    assert re.fullmatch(r"[\w-]+\.[0-9a-f]{64}", address, re.ASCII)


def test_the_longest_is_short_enough_to_be_looked_at() -> None:
    wide = "\U0001f3a7"
    look = Look(Theme.LIGHT, "x" * LOCALE_MAX)
    spec = replace(SPEC, subject=wide * SUBJECT_MAX, metric=wide * NAME_MAX, look=look)
    address = token(KEYS, spec, "usr_" + "0" * 26, NOW)

    assert len(address) <= LENGTH_MAX
    assert read(KEYS, address, NOW).spec == spec


def test_it_ends() -> None:
    address = token(KEYS, SPEC, "usr_1", NOW)
    ends = read(KEYS, address, NOW).expires

    assert WINDOW <= ends - NOW <= WINDOW + STEP
    read(KEYS, address, ends - timedelta(seconds=1))
    with pytest.raises(Missing):
        read(KEYS, address, ends)


def test_it_is_the_same_for_a_while() -> None:
    later = NOW + timedelta(minutes=5)

    assert token(KEYS, SPEC, "usr_1", NOW) == token(KEYS, SPEC, "usr_1", later)
    assert token(KEYS, SPEC, "usr_1", NOW) != token(KEYS, SPEC, "usr_1", NOW + STEP)
    assert token(KEYS, SPEC, "usr_1", NOW) != token(KEYS, SPEC, "usr_2", NOW)


def signed(body: str) -> str:
    return f"{body}.{KEYS.sign(USE, body)}"


@pytest.mark.parametrize(
    "given_one",
    [
        "",
        ".",
        "x",
        "a.b",
        "a.b.c",
        "\u0661.\u0661",
        "x" * 100_000,
        signed(""),
        signed("e30"),
        signed("W10"),
        signed("!!!"),
        signed("x" * LENGTH_MAX),
        token(OTHERS, SPEC, "usr_1", NOW),
        token(KEYS, SPEC, "usr_1", NOW).upper(),
        token(KEYS, SPEC, "usr_1", NOW)[:-1],
        "A" + token(KEYS, SPEC, "usr_1", NOW),
    ],
)
def test_whatever_is_none_of_ours_has_one_answer(given_one: str) -> None:
    with pytest.raises(Missing) as raised:
        read(KEYS, given_one, NOW)
    assert raised.value.code == "no_such_chart"


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SPEC, subject=""),
        replace(SPEC, subject="x" * (SUBJECT_MAX + 1)),
        replace(SPEC, metric="x" * (NAME_MAX + 1)),
        replace(SPEC, look=Look(Theme.LIGHT, "x" * (LOCALE_MAX + 1))),
        replace(SPEC, last=SPEC.first - timedelta(days=1)),
        replace(SPEC, last=SPEC.first + timedelta(days=POINTS_MAX)),
    ],
)
def test_what_does_not_fit_has_no_address(wrong: Spec) -> None:
    with pytest.raises(Invalid):
        token(KEYS, wrong, "usr_1", NOW)
