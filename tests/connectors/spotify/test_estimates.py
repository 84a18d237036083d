"""How many people a campaign reaches is asked for once, and too few hold it back."""

from typing import Any

import httpx2
import pytest

from connectors.spotify.errors import SpotifyError
from connectors.spotify.fake import Account, create_fake
from connectors.spotify.fake.state import Fault
from domain.campaigns.estimates.model import Answer, Estimate
from domain.campaigns.estimates.rules import check
from domain.campaigns.model import Forecast
from domain.clock import SteppingClock
from tests.api.door import brief
from tests.connectors.spotify.conftest import client_for
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import REVISE

ESTIMATES = """query($id: ID!) { request(id: $id) { audienceEstimates {
  market answer least most delivers } } }"""


async def asked(desk: OneProcess) -> dict[str, str]:
    request: dict[str, str] = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    return request


async def revised(desk: OneProcess, request: dict[str, str], **changes: object) -> None:
    given = {"requestId": request["id"], "brief": brief(desk.world, **changes)}
    data = await (await desk.front("requester")).data(REVISE, input=given)
    assert data["reviseCampaign"]["errors"] == []
    await desk.work()


async def said(desk: OneProcess, request: dict[str, str]) -> dict[str, Any]:
    """Return what the readiness card says of the estimate."""
    found: dict[str, Any] = dict(await desk.look(request))
    return next(one for one in found["readiness"] if one["name"] == "Audience estimate")


async def estimates(desk: OneProcess, request: dict[str, str]) -> list[dict[str, Any]]:
    data = await (await desk.front("requester")).data(ESTIMATES, id=request["id"])
    found: list[dict[str, Any]] = data["request"]["audienceEstimates"]
    return found


async def test_readiness_says_how_many_people_and_whether_the_budget_is_spent(
    desk: OneProcess,
) -> None:
    request = await asked(desk)
    found = await estimates(desk, request)

    assert (await said(desk, request))["found"] == (
        "about 666,664 to 833,332 people, likely to deliver the budget"
    )
    assert [one["market"] for one in found] == ["AT", "DE"]
    assert {one["answer"] for one in found} == {"FORECAST"}
    assert [(one["least"], one["most"], one["delivers"]) for one in found] == [
        (333332, 416666, True)
    ] * 2


async def test_too_few_people_come_back_with_what_to_do_and_nothing_is_drafted(
    desk: OneProcess,
) -> None:
    desk.account.people = {"DE": 50}
    request = await asked(desk)
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert (
        "Audience estimate: too few people for Spotify in DE; widen the ages, or leave that market"
        " out." in str(found["note"])
    )
    assert desk.account.drafts["campaigns"] == {}
    assert [one["answer"] for one in await estimates(desk, request)] == ["FORECAST", "TOO_FEW"]


async def test_the_same_question_is_never_asked_again(desk: OneProcess) -> None:
    desk.account.people = {"DE": 50}
    flight = {key: brief(desk.world)[key] for key in ("startsAt", "endsAt")}
    request = await asked(desk)
    steps: list[dict[str, object]] = [
        {},
        {"note": "The same."},
        {"ageFrom": 30},
        {"note": "As before."},
    ]
    counts = []
    for changes in steps:
        await revised(desk, request, **flight, **changes)
        counts.append(len(desk.account.estimated))

    assert [after - counts[0] for after in counts] == [0, 0, 2, 2]
    assert (await said(desk, request))["holds"] is False


async def test_another_market_is_asked_for_anew_and_the_one_left_out_counts_no_more(
    desk: OneProcess,
) -> None:
    desk.account.people = {"DE": 50}
    request = await asked(desk)
    await revised(desk, request, markets=["AT"])
    found = await desk.look(request)

    assert found["state"] == "IN_REVIEW"
    assert [one["market"] for one in await estimates(desk, request)] == ["AT"]


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
async def test_an_estimate_that_cannot_be_had_holds_nothing_back(
    desk: OneProcess, status: int
) -> None:
    desk.account.faults = [Fault("POST", "/estimates/audience", status) for _ in range(20)]
    request = await asked(desk)
    found = await said(desk, request)

    assert found["holds"] is True
    assert found["found"] == "Spotify gives none at present, and nothing waits for it"
    assert (await desk.look(request))["state"] == "IN_REVIEW"
    assert {one["answer"] for one in await estimates(desk, request)} == {"NONE"}


def test_one_market_without_an_estimate_is_named(clock: SteppingClock) -> None:
    known = Estimate("req", "DE", "1", 1, Answer.FORECAST, Forecast(10, 2000, None), clock.now())
    none = Estimate("req", "AT", "2", 1, Answer.NONE, None, clock.now())

    assert check([none, known]).found == (
        "about 10 to 2,000 people; of AT Spotify gives none at present"
    )


async def test_an_answer_that_was_lost_is_asked_for_again(desk: OneProcess) -> None:
    desk.account.faults = [Fault("POST", "/estimates/audience", after_success=True)]
    request = await asked(desk)

    assert len(desk.account.estimated) == 3
    assert "likely to deliver the budget" in (await said(desk, request))["found"]


async def test_a_budget_that_is_likely_to_be_left_over_is_said(desk: OneProcess) -> None:
    desk.account.people = {"AT": 20_000}
    request = await asked(desk)

    assert "the budget is likely to be left over in AT" in (await said(desk, request))["found"]
    assert (await said(desk, request))["holds"] is True


async def test_prepared_again_after_a_crash_it_asks_spotify_no_second_time(
    desk: OneProcess,
) -> None:
    desk.account.faults = [Fault("POST", "/drafts/campaigns", 503)]
    request = await asked(desk)
    await desk.work(seconds=60, rounds=20)

    assert desk.account.faults == []
    assert len(desk.account.estimated) == 2
    assert (await desk.look(request))["state"] == "IN_REVIEW"


async def test_the_fake_takes_no_estimate_for_another_account(
    account: Account, clock: SteppingClock
) -> None:
    transport = httpx2.ASGITransport(app=create_fake(account, clock))
    async with httpx2.AsyncClient(transport=transport) as http:
        client = client_for(account, clock, http)
        account.id = "99999999-2222-4333-8444-555555555555"
        with pytest.raises(SpotifyError, match="no role"):
            await client.estimate_audience({})
