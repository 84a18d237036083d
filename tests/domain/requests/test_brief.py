"""What is wrong with a brief is said all at once, with the field it belongs to."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import Invalid
from domain.people import service as people
from domain.requests.submit import submit
from tests.world import ROOT, World

BAD: list[tuple[dict[str, Any], str]] = [
    ({"budget": {"amount": "-5", "currency": "EUR"}}, "not_positive"),
    ({"budget": {"amount": "NaN", "currency": "EUR"}}, "finite_number"),
    ({"budget": {"amount": "5", "currency": "XTS"}}, "unknown_currency"),
    ({"budget": {"amount": "5.001", "currency": "EUR"}}, "too_many_digits"),
    ({"budget": {"amount": "5.5", "currency": "JPY"}}, "too_many_digits"),
    ({"budget": {"amount": "1e30", "currency": "EUR"}}, "too_much"),
    ({"budget": {"amount": "0.01", "currency": "EUR"}}, "budget_too_small"),
    ({"ends_at": "2026-11-25T00:00:00Z"}, "ends_before_start"),
    ({"starts_at": "2020-01-01T00:00:00Z"}, "starts_in_past"),
    ({"starts_at": "2026-12-01T00:00:00"}, "timezone_aware"),
    ({"name": "<!channel> hello"}, "mention_in_text"),
    ({"tagline": "hello @here"}, "mention_in_text"),
    ({"name": "bell\x07"}, "control_character"),
    ({"name": "turned \u202e"}, "control_character"),
    ({"note": "nothing\x00"}, "control_character"),
    ({"budget": {"amount": "5", "currency": "\ud800"}}, "control_character"),
    ({"ends_at": "9999-12-31T23:59:00-12:00"}, "too_far_ahead"),
    ({"budget": {"amount": "1e999999", "currency": "EUR"}}, "too_much"),
    ({"name": "x"}, "string_too_short"),
    ({"markets": []}, "too_short"),
    ({"markets": ["DE", "DE"]}, "market_twice"),
    ({"markets": ["Germany"]}, "malformed_market"),
    ({"markets": ["JP"]}, "no_such_market"),
    ({"audience": {"age_from": 40, "age_to": 20}}, "ages_reversed"),
    ({"audience": {"age_from": 12}}, "greater_than_equal"),
    ({"click_url": "http://roasters.example.com"}, "bad_click_url"),
    ({"click_url": "https://127.0.0.1/x"}, "bad_click_url"),
    ({"click_url": "https://[::1]/"}, "bad_click_url"),
    ({"click_url": "https://me:you@roasters.example.com"}, "bad_click_url"),
    ({"click_url": "javascript:alert(1)"}, "bad_click_url"),
    ({"category": "weapons"}, "enum"),
    ({"brand_id": "brd_nothing"}, "no_such_brand"),
    ({"audio_asset_id": "ast_nothing"}, "asset_not_usable"),
    ({"surprise": 1}, "extra_forbidden"),
    ({"category": "alcohol", "audience": {"age_from": 17}}, "refused_by_rules"),
]


@pytest.mark.parametrize(("changes", "code"), BAD)
async def test_a_bad_brief_is_refused(world: World, changes: dict[str, Any], code: str) -> None:
    actor = await world.actor("requester")
    with pytest.raises(Invalid) as caught:
        await submit(world.hub, actor, "campaign", world.brief(**changes))

    assert code in {caught.value.code, *(other.code for other in caught.value.others)}


async def test_a_quorum_above_the_reviewers_is_said_before_anything_is_kept(world: World) -> None:
    await people.deactivate(world.hub, ROOT, world.people["brand_two"])
    with pytest.raises(Invalid, match="needs 2 reviewers"):
        await submit(world.hub, await world.actor("agent"), "campaign", world.brief())


async def test_a_team_of_nobody_is_said_before_anything_is_kept(world: World) -> None:
    await people.deactivate(world.hub, ROOT, world.people["finance_one"])
    with pytest.raises(Invalid, match="Nobody may review"):
        await submit(world.hub, await world.actor("requester"), "campaign", world.brief())


async def test_an_agency_cannot_submit_for_another(world: World) -> None:
    actor = await world.actor("agent")
    given = world.brief(agency_id=world.other_agency_id)
    with pytest.raises(Exception, match="for itself only"):
        await submit(world.hub, actor, "campaign", given)


async def test_what_rules_cannot_decide_is_looked_at_by_people(world: World) -> None:
    actor = await world.actor("requester")
    ends = (world.hub.clock.now() + timedelta(days=400)).isoformat()
    request = await submit(world.hub, actor, "campaign", world.brief(ends_at=ends))

    assert request.state == "in_review"
