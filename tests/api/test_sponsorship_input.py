"""A sponsorship that cannot be is refused with every reason, each at its field."""

from datetime import timedelta
from typing import Any

import pytest

from domain.clock import SteppingClock
from tests.stories.desk import OneProcess
from tests.stories.sponsors import PDF, Studio
from tests.stories.sponsors import studio as opened
from tests.world import World, square

DUE = "2026-11-25"


@pytest.fixture
async def studio(world: World, clock: SteppingClock) -> Studio:
    return await opened(OneProcess.open(world, clock))


def files(*names: str, due: str = DUE) -> list[dict[str, str]]:
    return [{"name": name, "kind": "AUDIO", "due": due} for name in names]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"showId": "shw_none"}, "no_such_show", "showId"),
        ({"sponsorId": "spn_none"}, "no_such_sponsor", "sponsorId"),
        ({"episodeIds": ["eps_none"]}, "no_such_episode", "episodeIds"),
        ({"markets": ["XX"]}, "no_such_market", "markets"),
        ({"contractAssetId": "ast_none"}, "asset_not_usable", "contractAssetId"),
        ({"startsOn": "2027-01-01"}, "episodes_and_days", "episodeIds"),
        ({"episodeIds": []}, "no_time", "startsOn"),
        (
            {"episodeIds": [], "startsOn": "2026-11-21", "endsOn": "2026-12-01"},
            "starts_in_past",
            "startsOn",
        ),
        (
            {"episodeIds": [], "startsOn": "2026-12-05", "endsOn": "2026-12-01"},
            "ends_before_start",
            "endsOn",
        ),
        ({"positions": ["PRE_ROLL", "PRE_ROLL"]}, "position_twice", "positions"),
        ({"positions": []}, "too_short", "positions"),
        ({"deliverables": files("Spot", "sPOT")}, "deliverable_twice", "deliverables"),
        ({"deliverables": []}, "too_short", "deliverables"),
        ({"deliverables": files("Spot", due="2026-11-20")}, "due_in_past", "deliverables"),
        ({"deliverables": files("Spot", due="2026-12-30")}, "due_too_late", "deliverables"),
        ({"insertionOrder": "<@here>"}, "mention_in_text", "insertionOrder"),
        ({"promoCode": "ten off"}, "bad_promo_code", "promoCode"),
        ({"trackingUrl": "http://x"}, "bad_tracking_url", "trackingUrl"),
        ({"talkingPoints": []}, "nothing_to_read", "script"),
        ({"price": {"amount": "0", "currency": "EUR"}}, "not_positive", "price"),
        ({"cpm": {"amount": "9", "currency": "USD"}}, "currencies_differ", "cpm"),
        ({"cpm": {"amount": "9000", "currency": "EUR"}}, "rate_above_price", "cpm"),
        ({"ageFrom": 50, "ageTo": 20}, "ages_reversed", "audience"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    studio: Studio, changes: dict[str, Any], code: str, path: str
) -> None:
    done = await studio.asks(**changes)
    found = {error["code"]: error for error in done["errors"]}

    assert done["request"] is None
    assert code in found
    assert path in found[code]["path"]


async def test_another_agencys_contract_is_as_if_it_were_not_there(studio: Studio) -> None:
    rival = await studio.desk.front("rival")
    theirs = await studio.sends(rival, "DOCUMENT", PDF)
    done = await studio.asks("agent", contractAssetId=theirs)

    assert [error["code"] for error in done["errors"]] == ["asset_not_usable"]


async def test_a_contract_is_a_document(studio: Studio) -> None:
    picture = await studio.sends(await studio.desk.front("agent"), "IMAGE", square(8))
    done = await studio.asks("agent", contractAssetId=picture)

    assert [error["code"] for error in done["errors"]] == ["contract_is_no_document"]


async def test_an_episode_that_is_out_cannot_be_sponsored(
    studio: Studio, clock: SteppingClock
) -> None:
    clock.advance(timedelta(days=11))
    done = await studio.asks("manager")

    assert "episode_is_out" in {error["code"] for error in done["errors"]}


async def test_a_show_needs_a_team_that_takes_the_placement_on(studio: Studio) -> None:
    manager = await studio.desk.front("manager")
    query = """mutation($i: CreateShowInput!) { createShow(input: $i) { show { id } } }"""
    given = {"title": "Teamless", "brandId": studio.world.brand_id, "language": "en"}
    show = (await manager.data(query, i=given))["createShow"]["show"]["id"]
    days: dict[str, Any] = {
        "episodeIds": [],
        "startsOn": "2026-12-05",
        "endsOn": "2026-12-09",
    }
    done = await studio.asks(showId=show, **days)

    assert [error["code"] for error in done["errors"]] == ["show_without_team"]
    assert "`updateShow`" in done["errors"][0]["message"]


async def test_a_campaign_is_not_revised_into_a_sponsorship(studio: Studio) -> None:
    requester = await studio.desk.front("requester")
    campaign = (await requester.submit(studio.world))["request"]
    brief = await studio.brief(requester)
    query = """mutation($i: ReviseSponsorshipInput!) { reviseSponsorship(input: $i) {
      errors { ... on UserError { code } } } }"""
    done = await requester.data(query, i={"requestId": campaign["id"], "brief": brief})

    assert done["reviseSponsorship"]["errors"] == [{"code": "other_kind"}]


async def test_of_two_files_for_one_deliverable_the_first_counts(studio: Studio) -> None:
    request = (await studio.asks())["request"]
    agent = await studio.desk.front("agent")
    promised = [await studio.promises("agent", request, "Script", len(PDF)) for _ in range(2)]
    sent = [await agent.client.put(made["uploadUrl"], content=PDF) for made in promised]
    third = await studio.promises("agent", request, "Script", len(PDF))

    assert [answer.status_code for answer in sent] == [200, 409]
    assert sent[1].json()["error"] == "delivered_already"
    assert third["errors"][0]["code"] == "delivered_already"
