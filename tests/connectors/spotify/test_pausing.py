"""A live campaign is paused by people, and runs again, whatever happens meanwhile."""

from typing import Any

from connectors.spotify.fake.state import Fault
from tests.bot.office import text_of
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import approved

PAUSE = """mutation($input: PauseCampaignInput!) { pauseCampaign(input: $input) {
  request { note } errors { ... on UserError { code message path } } } }"""
RESUME = """mutation($input: ResumeCampaignInput!) { resumeCampaign(input: $input) {
  request { state } errors { ... on UserError { code message } } } }"""


async def live(desk: OneProcess) -> dict[str, str]:
    """Bring a campaign to life at Spotify."""
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    return request


def status(desk: OneProcess) -> str:
    (campaign,) = desk.account.live["campaigns"].values()
    return str(campaign["status"])


async def pause(
    desk: OneProcess, request: dict[str, str], who: str = "requester", reason: str = "A recall."
) -> list[dict[str, Any]]:
    given = {"requestId": request["id"], "reason": reason}
    data = await (await desk.front(who)).data(PAUSE, input=given)
    errors: list[dict[str, Any]] = data["pauseCampaign"]["errors"]
    return errors


async def resume(
    desk: OneProcess, request: dict[str, str], who: str = "requester"
) -> list[dict[str, Any]]:
    data = await (await desk.front(who)).data(RESUME, input={"requestId": request["id"]})
    errors: list[dict[str, Any]] = data["resumeCampaign"]["errors"]
    return errors


def trail(found: dict[str, Any]) -> list[str]:
    return [str(one["act"]) for one in found["auditTrail"]]


async def test_a_live_campaign_is_paused_with_a_reason_and_runs_again(desk: OneProcess) -> None:
    request = await live(desk)
    errors = await pause(desk, request)
    await desk.work()
    paused, stood = await desk.look(request), status(desk)
    errors += await resume(desk, request, "manager")
    await desk.work()
    after = await desk.look(request)

    assert errors == []
    assert (stood, status(desk)) == ("PAUSED", "ACTIVE")
    assert (paused["state"], paused["note"]) == ("LIVE", "Paused at Spotify: A recall.")
    assert [one["state"] for one in paused["placements"]] == ["STOPPED"]  # type: ignore[attr-defined]
    assert [one["state"] for one in after["placements"]] == ["LIVE"]  # type: ignore[attr-defined]
    assert trail(after)[-4:] == [
        "campaign.pause_asked",
        "campaign.paused",
        "campaign.resume_asked",
        "campaign.resumed",
    ]


async def test_what_was_edited_in_ads_manager_meanwhile_stays_paused_and_as_it_is(
    desk: OneProcess,
) -> None:
    request = await live(desk)
    await pause(desk, request)
    await desk.work()
    (campaign,) = desk.account.live["campaigns"]
    desk.account.live["campaigns"][campaign]["name"] = "A name nobody approved"
    await resume(desk, request)
    await desk.work()
    found = await desk.look(request)
    again = await resume(desk, request)

    assert status(desk) == "PAUSED"
    assert desk.account.live["campaigns"][campaign]["name"] == "A name nobody approved"
    assert "not what was approved" in str(found["note"])
    assert "A name nobody approved" in str(found["note"])
    assert trail(found)[-1] == "campaign.not_resumed"
    assert again == []


async def test_what_was_archived_in_ads_manager_is_left_alone(desk: OneProcess) -> None:
    request = await live(desk)
    (campaign,) = desk.account.live["campaigns"].values()
    campaign["status"] = "ARCHIVED"
    await pause(desk, request)
    await desk.work()
    before = status(desk)
    await resume(desk, request)
    await desk.work()

    assert (before, status(desk)) == ("ARCHIVED", "ARCHIVED")
    assert "ended there" in str((await desk.look(request))["note"])


async def test_the_last_word_counts(desk: OneProcess) -> None:
    request = await live(desk)
    await pause(desk, request)
    await resume(desk, request)
    await desk.work()
    found = await desk.look(request)

    assert status(desk) == "ACTIVE"
    assert trail(found)[-1] == "campaign.resumed"
    assert "campaign.paused" not in trail(found)


async def test_a_lost_answer_of_spotify_pauses_once(desk: OneProcess) -> None:
    request = await live(desk)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.faults = [Fault("PATCH", f"/campaigns/{campaign}", after_success=True)]
    await pause(desk, request)
    await desk.work(rounds=20)

    assert status(desk) == "PAUSED"
    assert trail(await desk.look(request)).count("campaign.paused") == 1


async def test_a_withdrawn_campaign_is_not_resumed(desk: OneProcess) -> None:
    request = await live(desk)
    await pause(desk, request)
    await desk.work()
    withdraw = """mutation($input: WithdrawRequestInput!) { withdrawRequest(input: $input) {
      errors { __typename } } }"""
    given = {"requestId": request["id"], "reason": "It is over."}
    await (await desk.front("requester")).data(withdraw, input=given)
    (error,) = await resume(desk, request)
    await desk.work()

    assert error["code"] == "not_live"
    assert status(desk) == "ARCHIVED"


async def test_who_may_not_pause_hears_why_and_who_may_not_see_nothing(desk: OneProcess) -> None:
    request = await live(desk)
    reviewer = await pause(desk, request, "brand_one")
    unseen = await pause(desk, request, "rival")
    nothing = await pause(desk, {"id": "req_" + "0" * 26}, "rival")
    wordless = await pause(desk, request, reason="  ")
    early = await resume(desk, request)
    await pause(desk, request)
    twice = await pause(desk, request)

    assert reviewer[0]["code"] == "not_allowed"
    assert (unseen[0]["code"], nothing[0]["code"]) == ("no_such_request", "no_such_request")
    assert (wordless[0]["code"], wordless[0]["path"]) == ("reason_missing", ["reason"])
    assert (early[0]["code"], twice[0]["code"]) == ("not_paused", "paused_already")


async def test_a_campaign_is_paused_in_chat_by_a_form_and_its_card_says_so(
    desk: OneProcess,
) -> None:
    async with desk.chat() as chat:
        request = await live(desk)
        number = request["number"]
        await chat.command("requester", "CBRAND", f"/campaign pause {number}")
        outcome = await chat.submit("requester", reason="A recall.")
        await desk.work()
        card = text_of(chat.shown("CBRAND")[-1])
        await chat.command("requester", "CBRAND", f"/campaign pause {number}")
        await chat.command("brand_one", "CBRAND", f"/campaign pause {number}")
        await chat.command("requester", "CBRAND", f"/campaign resume {number}")
        await desk.work()
        told = chat.whispers("requester")

    assert outcome.ok
    assert "A recall." in card
    assert "paused already" in told[-2]
    assert "is to run again" in told[-1]
    assert "may not" in chat.whispers("brand_one")[-1]
    assert status(desk) == "ACTIVE"
