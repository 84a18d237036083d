"""What a token that only reads, or that is over, is good for: tried with every mutation."""

from datetime import timedelta

import pytest

from domain.actor import Scope
from domain.clock import SteppingClock
from domain.errors import Missing
from domain.people import tokens
from domain.people.model import Token
from tests.isolation import acting
from tests.isolation.sides import Sides
from tests.isolation.walking import Walk, opened, rows


async def _with_token(sides: Sides, who: str, *scopes: Scope) -> Token:
    """Let `who` in as `reads` with a token of theirs that is good for a day."""
    hub, actor = sides.world.hub, await sides.world.actor(who)
    ends = hub.clock.now() + timedelta(days=1)
    token, secret = await tokens.issue_token(hub, actor, "walk", frozenset(scopes), ends)
    sides.headers["reads"] = {"authorization": f"Bearer {secret}"}
    return token


async def _refused(walk: Walk) -> dict[str, str]:
    """Do everything to what B has; return with which status and codes that was refused."""
    said = {}
    for name, document in acting.mutations():
        given, _ = acting.given(name, walk.sides.rows["B"])
        answer = await walk.ask("reads", document, {"input": given})
        said[name] = f"{answer.status_code} {' '.join(walk.codes(answer))}"
    return said


async def test_a_token_that_only_reads_is_refused_by_every_mutation_before_anything(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = await opened(sides, monkeypatch)
    await _with_token(sides, "admin", Scope.READ)
    before = await rows()

    said = await _refused(walk)

    assert {name: one for name, one in said.items() if one != "200 scope_missing"} == {}
    assert await rows() == before


async def test_a_token_that_is_over_is_refused_by_every_mutation_and_question(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = await opened(sides, monkeypatch)
    await _with_token(sides, "admin", *Scope)
    clock = sides.world.hub.clock
    assert isinstance(clock, SteppingClock)
    clock.advance(timedelta(days=1))
    before = await rows()

    said = await _refused(walk)
    asked = await walk.ask("reads", "{ viewer { name } }", {})

    assert {name: one for name, one in said.items() if one != "401 unauthenticated"} == {}
    assert (asked.status_code, walk.codes(asked)) == (401, ["unauthenticated"])
    assert await rows() == before


async def test_whoever_changes_no_people_hears_of_anothers_token_what_they_hear_of_none(
    sides: Sides,
) -> None:
    token = await _with_token(sides, "admin", Scope.READ)
    beside = await sides.world.actor("manager")
    assert Scope.ADMIN in beside.scopes, "a token of theirs may have it, and they no role for it"
    hub = sides.world.hub

    for wanted in (token.id, "tok_never"):
        with pytest.raises(Missing, match=f"^There is no token `{wanted}` of yours.$"):
            await tokens.revoke_token(hub, beside, wanted)
