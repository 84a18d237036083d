"""What a takedown may name, and who decides where it names no market: without a database."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.actor import Actor, Door, Role, RoleGrant, Scope
from domain.errors import Invalid
from domain.people.model import Act
from domain.people.rules import may
from domain.requests.kinds.takedown import KIND
from domain.requests.rules import reach

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def given(*markets: str, beside: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "name": "Beans",
        "brand_id": "brd_1",
        "markets": markets,
        "territories": beside,
        "address": "https://podcasts.example.com/beans",
        "reason": "rights",
        "details": "The permission is over.",
    }


@pytest.mark.parametrize(
    ("brief", "code"),
    [
        (given(), "no_place"),
        (given("DE", beside=("XX",)), "unknown_territory"),
        (given("DE", beside=("DE",)), "named_twice"),
        (given(beside=("CH", "CH")), "named_twice"),
    ],
)
def test_places_that_cannot_be(brief: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as raised:
        KIND.parse(brief, NOW)

    assert raised.value.code == code


@pytest.mark.parametrize(
    ("brief", "said"),
    [
        (given("FR", "DE"), "DE, FR"),
        (given("DE", beside=("CH",)), "CH, DE"),
        (given(beside=("CH",)), "CH"),
    ],
)
def test_the_team_is_told_every_place(brief: dict[str, Any], said: str) -> None:
    assert KIND.hands_over is not None
    told = KIND.hands_over.instructions(KIND.parse(brief, NOW))

    assert told[0] == f"Take it down in {said}: https://podcasts.example.com/beans."


@pytest.mark.parametrize("markets", [(), ("DE",)])
@pytest.mark.parametrize("limit", [None, "DE"])
def test_who_answers_for_some_markets_does_not_decide_beyond_them(
    limit: str | None, markets: tuple[str, ...]
) -> None:
    roles = (RoleGrant(Role.REVIEWER, None, limit),)
    actor = Actor("usr_1", "One", Door.API, roles=roles, scopes=frozenset(Scope))
    headline = KIND.parse(given(*markets, beside=("CH",)), NOW).headline

    assert may(actor, Act.VOTE, **reach(headline)) is (limit is None)
