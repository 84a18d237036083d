"""W2, where Spotify lets nothing of the ad account run: nobody here did anything wrong."""

from typing import Any

from app.jobs.hourly import ask_hourly
from connectors.spotify.fake.state import Fault
from domain.audit import service as audit
from domain.cases.rules import MANAGERS
from tests.stories.desk import Desk
from tests.stories.sponsors import WITHDRAW
from tests.stories.test_w2_campaign import PAGE, STANDING, approved

HOUR, DAY = 3_600, 86_400
CASES = "{ cases(first: 20) { edges { node { title queue text } } } }"
SAID = "{ cases(first: 20) { edges { node { comments { text } } } } }"


async def hours(desk: Desk, count: int = 1) -> None:
    for _ in range(count):
        await ask_hourly(desk.world.hub)
        await desk.work(seconds=HOUR, rounds=3)


async def running(desk: Desk) -> dict[str, str]:
    """Have a campaign live."""
    request = await approved(desk)
    await desk.work(seconds=31)
    for campaign in desk.account.live["campaigns"]:
        desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    return request


async def cases(desk: Desk) -> list[Any]:
    found = (await (await desk.front("manager")).data(CASES))["cases"]["edges"]
    return [one["node"] for one in found]


async def exposed(desk: Desk, request: dict[str, str]) -> bool:
    """Whether anything of a campaign counts as heard now, by the page of where it stands."""
    front = await desk.front("manager")
    (placed,) = (await front.data(STANDING, id=request["id"]))["request"]["placements"]
    page = (await front.data(PAGE, id=placed["id"]))["node"]
    return any(one["liveTo"] is None for one in page["exposures"])


async def test_w2_what_a_suspended_account_keeps_from_running_is_told_once_and_comes_back(
    desk: Desk,
) -> None:
    request, other = await running(desk), await running(desk)
    before = await desk.look(request), await exposed(desk, request)
    desk.account.status, desk.account.status_reason = "SUSPEND_LISTED", "Payment is due."
    await hours(desk, 3)
    halted, heard = await desk.look(request), await exposed(desk, request)
    told = await cases(desk)
    desk.account.status, desk.account.status_reason = "ACTIVE", ""
    await hours(desk)
    after, again = await desk.look(request), await exposed(desk, request)

    assert (before[0]["trouble"], before[1]) == (None, True)
    assert halted["state"] == "LIVE"
    assert "Spotify suspended the ad account: Payment is due." in str(halted["trouble"])
    assert [one["state"] for one in placed(halted)] == ["STOPPED"]
    assert heard is False
    (case,) = [one for one in told if "do not run" in one["title"]]
    assert case["queue"] == MANAGERS
    assert (await desk.look(other))["trouble"] is None
    assert (after["trouble"], [one["state"] for one in placed(after)], again) == (
        None,
        ["LIVE"],
        True,
    )
    assert await cases(desk) == told
    assert await audit.verify(desk.world.hub.secrets) == []


async def test_w2_an_account_that_may_not_even_be_looked_at_is_told_of_as_well(desk: Desk) -> None:
    request = await running(desk)
    desk.account.faults = [Fault("GET", "/ad_accounts/", 403) for _ in range(40)]
    await hours(desk, 2)
    halted = await desk.look(request)
    desk.account.faults = []
    await hours(desk)
    after = await desk.look(request)

    assert "Spotify lets the hub do nothing in it" in str(halted["trouble"])
    assert [one["state"] for one in placed(halted)] == ["LIVE"], "what nobody sees may run on"
    assert (after["trouble"], [one["state"] for one in placed(after)]) == (None, ["LIVE"])


async def test_w2_what_is_still_in_review_hears_at_once_that_the_account_is_suspended(
    desk: Desk,
) -> None:
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    desk.account.status, desk.account.status_reason = "SUSPEND_LISTED", "Payment is due."
    await hours(desk, 2)
    waiting, told = await desk.look(request), await cases(desk)
    desk.account.status, desk.account.status_reason = "ACTIVE", ""
    await hours(desk, 2)
    after = await desk.look(request)
    said = (await (await desk.front("manager")).data(SAID))["cases"]["edges"]

    assert waiting["state"] == "IN_REVIEW"
    assert "waits for the ad account at Spotify: Spotify suspended" in str(waiting["trouble"])
    assert [one["title"] for one in told if "do not run" in one["title"]] == [told[0]["title"]]
    assert acts(waiting).count("campaign.barred") == 1
    assert (after["trouble"], acts(after).count("campaign.let_in_again")) == (None, 1)
    assert [one["text"] for one in said[0]["node"]["comments"]] == [
        "The ad account is well again, and all of it goes on."
    ]
    assert await cases(desk) == told


async def test_w2_an_account_that_is_gone_or_shuts_the_hub_out_is_told_and_nothing_has_ended(
    desk: Desk,
) -> None:
    request = await running(desk)
    desk.account.faults = [Fault("GET", "/ad_accounts/", 404) for _ in range(40)]
    await hours(desk)
    gone = await desk.look(request)
    desk.account.faults = []
    await hours(desk)
    well = await desk.look(request)
    kept = desk.account.refresh_token, dict(desk.account.access)
    desk.account.refresh_token, desk.account.earlier_token = "another", ""
    desk.account.access.clear()
    await hours(desk)
    withdrawn, heard = await desk.look(request), await exposed(desk, request)
    desk.account.refresh_token, desk.account.access = kept
    await hours(desk)
    after = await desk.look(request)

    assert "Spotify knows the ad account no more" in str(gone["trouble"])
    assert "may run on" in str(gone["trouble"])
    assert "connect the ad account again" in str(withdrawn["trouble"])
    assert heard is True
    assert [one["trouble"] for one in (well, after)] == [None, None]
    assert {placed(one)[0]["state"] for one in (gone, well, withdrawn, after)} == {"LIVE"}


async def test_w2_a_publish_that_the_account_may_not_make_waits_and_goes_on_by_itself(
    desk: Desk,
) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", 403) for _ in range(5)]
    await desk.work(seconds=31)
    waiting = await desk.look(request)
    desk.account.faults = []
    await desk.work(seconds=HOUR)
    after = await desk.look(request)

    assert waiting["state"] == "APPROVED"
    assert "waits for the ad account at Spotify" in str(waiting["trouble"])
    assert "greenlight retry" not in str(waiting["trouble"])
    assert (after["state"], after["trouble"]) == ("PUBLISHED", None)
    assert len(desk.account.live["campaigns"]) == 1


async def test_w2_what_is_withdrawn_while_the_account_is_suspended_ends_once_it_is_not(
    desk: Desk,
) -> None:
    request = await running(desk)
    desk.account.status = "SUSPEND_LISTED"
    await hours(desk)
    front = await desk.front("requester")
    await front.data(WITHDRAW, input={"requestId": request["id"], "reason": "No longer needed."})
    await desk.work(seconds=DAY)
    suspended = await desk.look(request)
    desk.account.status = "ACTIVE"
    await desk.work(seconds=DAY)
    after = await desk.look(request)

    assert "waits for the ad account at Spotify" in str(suspended["trouble"])
    assert [one["status"] for one in desk.account.live["campaigns"].values()] == ["ARCHIVED"]
    assert (after["state"], after["trouble"]) == ("WITHDRAWN", None)


def acts(found: dict[str, Any]) -> list[str]:
    return [one["act"] for one in found["auditTrail"]]


def placed(found: dict[str, Any]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = found["placements"]
    return rows
