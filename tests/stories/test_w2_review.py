"""W2, after it is live: figures come back, and the campaign is reviewed by them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.ids import ActionId
from domain.audit import service as audit
from domain.decisions import records as decisions
from domain.rulebook.replaying import over_the_past
from tests.bot.office import text_of
from tests.domain.decisions.tables import shipped_table
from tests.stories.desk import Desk
from tests.stories.house import house

INGEST = """mutation($input: IngestMetricsInput!) { done: ingestMetrics(input: $input) {
  done { added changed setAside problems { reason } } errors { ... on UserError { code } } } }"""
REVIEW = """mutation($input: ReviewCampaignInput!) { done: reviewCampaign(input: $input) {
  review { id asOf } errors { ... on UserError { code message } } } }"""
FOLLOW = """mutation($input: FollowSuggestionInput!) { done: followSuggestion(input: $input) {
  request { id number kind state brief { ... on RevisionBrief { subjectId evidence change }
    ... on RetirementBrief { subjectId ending paidFor } } }
  errors { ... on UserError { code message } } } }"""
REVIEWS = """query($id: ID!) { request(id: $id) { reviews { id occasion asOf source currency
  budget { amount currency } firstDay lastDay
  funnel { key value state days suppressedDays } figures { key value state days }
  suggestions { code severity remedy reason askedAs }
  correctedSince { was { key value } now { key value state } }
  decision { table outcome matchedRules reasons facts } } } }"""

#: The flight of the brief of every world: fourteen days in UTC.
FIRST = date(2026, 12, 1)


def figures(desk: Desk, request: dict[str, str], days: range, **daily: str) -> list[dict[str, str]]:
    """Return what a source says of each of some days of the flight."""
    usual = {
        "ad_impressions": "10000",
        "ad_starts": "9900",
        "ad_q1": "9500",
        "ad_midpoint": "9200",
        "ad_q3": "9000",
        "ad_completes": "8800",
        "clicks": "40",
        "spend": "892.86",
        "ad_frequency": "1.5",
    } | daily
    return [
        {
            "subject": request["id"],
            "metric": metric,
            "day": str(FIRST + timedelta(days=day)),
            "value": value,
            "currency": "EUR" if metric == "spend" else "",
        }
        for day in days
        for metric, value in usual.items()
    ]


async def live(desk: Desk) -> dict[str, str]:
    """Have a campaign asked for, approved, published, and running."""
    flight = {"startsAt": "2026-12-01T00:00:00Z", "endsAt": "2026-12-15T00:00:00Z"}
    asked = await (await desk.front("requester")).submit(desk.world, **flight)
    request: dict[str, str] = asked["request"]
    await desk.work()
    await desk.says("brand_one", request, "brand")
    await desk.says("finance_one", request, "finance")
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    return request


async def passes(desk: Desk, until: date) -> None:
    """Let time pass until noon of a day."""
    noon = datetime.combine(until, time(12), UTC)
    await desk.work(seconds=(noon - desk.clock.now()).total_seconds())


async def brings(desk: Desk, said: list[dict[str, str]]) -> dict[str, Any]:
    """Bring figures in through the door, and let the workers do what follows."""
    given = {"source": "spotify-ads", "figures": said}
    done: dict[str, Any] = (await (await desk.front("manager")).data(INGEST, input=given))["done"]
    assert (done["errors"], done["done"]["setAside"]) == ([], 0), done
    await desk.work()
    return done


async def reviews(
    desk: Desk, request: dict[str, str], who: str = "manager"
) -> list[dict[str, Any]]:
    """Return the reviews of a campaign as somebody sees them."""
    data = await (await desk.front(who)).data(REVIEWS, id=request["id"])
    found: list[dict[str, Any]] = data["request"]["reviews"]
    return found


def by_key(figures: list[dict[str, Any]]) -> dict[str, str | None]:
    return {one["key"]: one["value"] for one in figures}


async def test_w2_delivery_reports_come_back(desk: Desk) -> None:
    request = await live(desk)
    await passes(desk, FIRST + timedelta(days=5))
    await brings(desk, figures(desk, request, range(3)))
    early = await reviews(desk, request)
    await passes(desk, FIRST + timedelta(days=9))
    await brings(desk, figures(desk, request, range(3, 7)))
    (middle,) = await reviews(desk, request)
    shown = by_key(middle["figures"])

    assert early == []
    assert (middle["occasion"], middle["asOf"]) == ("MIDDLE", "2026-12-07")
    assert (middle["firstDay"], middle["lastDay"]) == ("2026-12-01", "2026-12-14")
    assert [one["value"] for one in middle["funnel"]] == [
        "70000", "69300", "66500", "64400", "63000", "61600", "280",
    ]  # fmt: skip
    assert (shown["spend"], shown["delivery_index"], shown["pacing_gap"]) == (
        "6250.02", "100.00", "0.00",
    )  # fmt: skip
    assert (shown["projected_spend"], shown["ad_completion_rate"]) == ("12500.04", "0.880000")
    assert (shown["ecpm"], shown["ctr"]) == ("89.286000", "0.004000")
    assert shown["ad_reach"] is None


async def test_w2_the_campaign_is_reviewed(desk: Desk) -> None:
    """Once at its end, by the table that counts; what is restated is named beside it."""
    request = await live(desk)
    await passes(desk, FIRST + timedelta(days=16))
    await brings(desk, figures(desk, request, range(14), spend="700"))
    (before,) = await reviews(desk, request)
    await desk.work(seconds=3_600)
    await brings(desk, figures(desk, request, range(13, 14), spend="900.5"))
    (after,) = await reviews(desk, request)
    replay = await over_the_past(shipped_table("campaign_review"))

    assert before["occasion"] == "END"
    assert [one["code"] for one in before["suggestions"]] == ["make_up"]
    assert before["decision"]["matchedRules"] == ["short"]
    assert before["correctedSince"] == []
    assert (after["id"], after["figures"]) == (before["id"], before["figures"])
    assert {
        "was": {"key": "spend", "value": "9800"},
        "now": {"key": "spend", "value": "10000.5", "state": "VALUE"},
    } in after["correctedSince"]
    assert (replay.total, replay.changed) == (await decisions.count("campaign_review"), 0)
    assert await audit.verify(desk.world.hub.secrets) == []


async def test_w2_a_review_nobody_has_figures_for_is_for_people(desk: Desk) -> None:
    request = await live(desk)
    await passes(desk, FIRST + timedelta(days=9))
    await brings(
        desk, [one for one in figures(desk, request, range(7)) if one["metric"] != "ad_frequency"]
    )
    (found,) = await reviews(desk, request)
    (suggestion,) = found["suggestions"]

    assert (suggestion["code"], suggestion["remedy"]) == ("by_hand", "NONE")
    assert suggestion["reason"] == "The rules need to know: frequency."
    assert found["decision"]["outcome"] == "REVIEW"


async def test_w2_what_is_suggested_is_asked_for_by_people_once(desk: Desk) -> None:
    opened = await house(desk)
    request = await live(desk)
    await passes(desk, FIRST + timedelta(days=9))
    await brings(desk, figures(desk, request, range(7), spend="500"))
    (review,) = await reviews(desk, request)
    before = len((await desk.look(request))["auditTrail"])  # type: ignore[arg-type]
    given = {"reviewId": review["id"], "code": "speed_up"}
    requester = await desk.front("requester")
    done = (await requester.data(FOLLOW, input=given))["done"]
    again = (await (await desk.front("manager")).data(FOLLOW, input=given))["done"]
    other = (await requester.data(FOLLOW, input=given | {"code": "nope"}))["done"]
    hidden = (await (await desk.front("agent")).data(FOLLOW, input=given))["done"]
    (after,) = await reviews(desk, request)

    assert (done["request"]["kind"], done["request"]["state"]) == ("revision", "IN_REVIEW")
    assert done["request"]["brief"]["subjectId"] == request["id"]
    assert "Impressions 70000" in done["request"]["brief"]["evidence"]
    assert [error["code"] for error in again["errors"]] == ["asked_already"]
    assert [error["code"] for error in other["errors"]] == ["no_such_suggestion"]
    assert [error["code"] for error in hidden["errors"]] == ["no_such_review"]
    assert after["suggestions"][0]["askedAs"] == done["request"]["id"]
    assert len((await desk.look(request))["auditTrail"]) == before + 1  # type: ignore[arg-type]
    assert opened.world is desk.world


async def test_w2_a_review_that_is_asked_for_is_as_of_a_settled_day(desk: Desk) -> None:
    await house(desk)
    request = await live(desk)
    given = {"requestId": request["id"]}
    early = (await (await desk.front("manager")).data(REVIEW, input=given))["done"]
    await passes(desk, FIRST + timedelta(days=6))
    heard = {"starts": "19800", "q1": "19000", "midpoint": "18400", "q3": "18000"}
    heard |= {"impressions": "20000", "completes": "17600"}
    twice = {f"ad_{key}": value for key, value in heard.items()}
    await brings(desk, figures(desk, request, range(5), spend="2500", **twice))
    manager = await desk.front("manager")
    first = (await manager.data(REVIEW, input=given))["done"]
    again = (await manager.data(REVIEW, input=given))["done"]
    agency = (await (await desk.front("agent")).data(REVIEW, input=given))["done"]
    (found,) = await reviews(desk, request)
    asked = {"reviewId": found["id"], "code": "end_early"}
    paused = (await manager.data(FOLLOW, input=asked))["done"]["request"]

    assert [error["code"] for error in early["errors"]] == ["not_settled"]
    assert first["review"] == again["review"]
    assert first["review"]["asOf"] == "2026-12-05"
    assert agency["errors"]
    assert [one["code"] for one in found["suggestions"]] == ["end_early"]
    assert (paused["kind"], paused["brief"]["ending"]) == ("retirement", "PAUSE")


async def test_w2_the_review_is_told_in_the_campaigns_thread_with_one_button(desk: Desk) -> None:
    await house(desk)
    async with desk.chat() as chat:
        request = await live(desk)
        await passes(desk, FIRST + timedelta(days=9))
        await brings(desk, figures(desk, request, range(7), spend="500"))
        place = chat.direct("requester")
        told = [one for one in chat.thread(place, 0) if "Review at the middle" in text_of(one)]
        clicked = await chat.click_below("requester", place, ActionId.FOLLOW, index=0)
        assert clicked.ok, clicked
        await desk.work()
        (review,) = await reviews(desk, request)
        whispers = chat.whispers("requester")

    assert any("This is asked for as #" in one for one in whispers)
    assert len(told) == 1
    assert "It spends slower than planned" in text_of(told[0])
    assert review["suggestions"][0]["askedAs"] is not None
