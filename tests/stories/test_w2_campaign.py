"""W2: a campaign from request to published, and both its unhappy ends."""

from bot.ids import ActionId
from connectors.spotify.fake.state import Fault
from domain.audit import service as audit
from tests.api.door import brief
from tests.bot.office import text_of
from tests.stories.briefs import YESES, brief_of
from tests.stories.desk import Desk
from tests.stories.house import house

REVISE = """mutation($input: ReviseCampaignInput!) { reviseCampaign(input: $input) {
  request { state } errors { ... on UserError { code message } } } }"""

STANDING = "query($id: ID!) { request(id: $id) { placements { id } } }"
PAGE = """query($id: ID!) { node(id: $id) { ... on Placement { publisher state
  approvals { stage voterNames at } decisions { table version outcome }
  outsideIds { name value }
  exposures { standing liveTo said verdicts { standing } } } } }"""


async def approved(desk: Desk) -> dict[str, str]:
    """Ask for a campaign and have everybody say yes."""
    payload = await (await desk.front("requester")).submit(desk.world)
    request: dict[str, str] = payload["request"]
    await desk.work()
    await desk.says("brand_one", request, "brand")
    await desk.says("finance_one", request, "finance")
    return request


async def test_w2_readiness_is_checked_and_a_draft_validated(desk: Desk) -> None:
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    found = await desk.look(request)
    checks = {check["name"]: check["holds"] for check in found["readiness"]}  # type: ignore[attr-defined]

    assert checks == {
        "Audio": True,
        "Companion image": True,
        "Logo": True,
        "Click address": True,
        "Currency": True,
        "Consent, age and country": True,
        "Audience estimate": True,
        "Bid": True,
        "Draft at Spotify": True,
    }
    assert len(desk.account.drafts["ad_sets"]) == 2


async def test_w2_the_last_yes_publishes_what_was_approved(desk: Desk) -> None:
    request = await approved(desk)
    assert desk.account.live["campaigns"] == {}
    await desk.work(seconds=31)
    found = await desk.look(request)

    assert found["state"] == "PUBLISHED"
    assert [c["purchase_order"] for c in desk.account.live["campaigns"].values()] == [request["id"]]
    assert sorted(a["budget"]["micro_amount"] for a in desk.account.live["ad_sets"].values()) == [
        6_250_000_000,
        6_250_000_000,
    ]


async def test_w2_goes_live_when_spotify_approves(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    found = await desk.look(request)

    assert found["state"] == "LIVE"
    assert found["placements"] == [
        {"publisher": "spotify-ads", "outsideId": campaign, "state": "LIVE"}
    ]


async def test_w2_what_stands_at_spotify_shows_by_which_right(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    front, agent = await desk.front("manager"), await desk.front("agent")
    (placement,) = (await front.data(STANDING, id=request["id"]))["request"]["placements"]
    page = (await front.data(PAGE, id=placement["id"]))["node"]
    outside = {one["name"]: one["value"] for one in page["outsideIds"]}
    (audio, *_) = page["exposures"]

    assert (page["publisher"], page["state"]) == ("spotify-ads", "LIVE")
    assert {one["stage"]: one["voterNames"] for one in page["approvals"]} == {
        "brand": ["Brand One"],
        "finance": ["Finance One"],
    }
    assert {one["table"] for one in page["decisions"]} >= {"campaign_stages"}
    assert all(len(one["version"]) == 64 for one in page["decisions"])
    assert outside["campaign"] == campaign
    assert {"ad_set:AT", "ad_set:DE", "ad:AT", "ad:DE"} <= set(outside)
    assert (audio["standing"], audio["liveTo"], audio["verdicts"] != []) == ("UNKNOWN", None, True)
    assert (await agent.data(PAGE, id=placement["id"]))["node"] is None


async def test_w2_an_edit_after_approval_publishes_nothing_and_reopens(desk: Desk) -> None:
    request = await approved(desk)
    (campaign,) = desk.account.drafts["campaigns"]
    desk.account.edit_in_ads_manager(desk.clock, campaign, name="A name nobody approved")
    await desk.work(seconds=31)
    found = await desk.look(request)
    stages = {s["key"]: (s["state"], s["round"]) for s in found["stages"]}  # type: ignore[attr-defined]

    assert desk.account.live["campaigns"] == {}
    assert found["state"] == "IN_REVIEW"
    assert stages["brand"] == ("OPEN", 2)
    assert "Nothing was published. The campaign has the name" in str(found["note"])
    assert "Somebody in Ads Manager" in str(found["note"])
    assert "A name nobody approved" in str(found["note"])


async def test_w2_a_rejection_by_spotify_comes_back_with_its_remedy(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(
        campaign, approve=False, reason="The audio names a price.", remedy="Leave the price out."
    )
    await desk.work(seconds=40)
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert "The audio names a price." in str(found["note"])
    assert "Leave the price out." in str(found["note"])


async def test_w2_what_was_rejected_is_mended_and_goes_live_under_its_ids(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    ads = sorted(desk.account.live["ads"])
    desk.account.moderate(campaign, approve=False, reason="A price.", remedy="Leave it out.")
    await desk.work(seconds=40)
    changed = brief(desk.world, tagline="Coffee that hums")
    given = {"requestId": request["id"], "brief": changed, "seenRevision": 1}
    await (await desk.front("requester")).data(REVISE, input=given)
    await desk.work()
    for who, stage in (("brand_one", "brand"), ("finance_one", "finance")):
        await desk.says(who, request, stage)
    await desk.work(seconds=31)
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=60)

    assert (await desk.look(request))["state"] == "LIVE"
    assert sorted(desk.account.live["ads"]) == ads
    assert {ad["tagline"] for ad in desk.account.live["ads"].values()} == {"Coffee that hums"}
    assert desk.account.drafts["campaigns"] == {}


async def test_w2_a_publish_that_was_not_heard_of_happens_once(desk: Desk) -> None:
    request = await approved(desk)
    (campaign,) = desk.account.drafts["campaigns"]
    desk.account.faults = [Fault("POST", f"/drafts/campaigns/{campaign}", after_success=True)]
    await desk.work(seconds=31)
    found = await desk.look(request)

    assert found["state"] == "PUBLISHED"
    assert list(desk.account.live["campaigns"]) == [campaign]


async def test_w2_every_step_is_recorded_and_the_record_holds(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    found = await desk.look(request)

    assert [(e["act"], e["door"]) for e in found["auditTrail"]] == [  # type: ignore[attr-defined]
        ("request.submitted", "API"),
        ("stage.closed", "CONNECTOR"),
        ("stage.voted", "API"),
        ("stage.voted", "API"),
        ("request.published", "CONNECTOR"),
    ]
    assert await audit.verify(desk.world.hub.secrets) == []


async def test_w2_cards_in_chat_carry_it_to_the_last_yes(desk: Desk) -> None:
    """From a front end's mutation, over two teams' cards, to the draft that is live."""
    async with desk.chat() as chat:
        request = (await (await desk.front("requester")).submit(desk.world))["request"]
        await desk.work()
        await chat.click("brand_one", "CBRAND", ActionId.APPROVE)
        await desk.work()
        await chat.click("finance_one", "CFINANCE", ActionId.APPROVE)
        await desk.work(seconds=31)
        found = await desk.look(request)

        assert found["state"] == "PUBLISHED"
        assert len(desk.account.live["campaigns"]) == 1
        assert "Approved by Brand One" in text_of(chat.shown("CBRAND")[0])
        assert "Handed to Spotify" in text_of(chat.shown("CFINANCE")[0])


async def test_w2_a_takedown_ends_it_at_spotify_with_its_proof(desk: Desk) -> None:
    opened = await house(desk)
    request = await approved(desk)
    await desk.work(seconds=31)
    named = {"subjectId": request["id"], "reason": "RIGHTS", "markets": ["DE", "AT"]}
    asked = (await opened.asks("takedown", await brief_of(opened, "takedown") | named))["request"]
    for who, stage in YESES["takedown"][0]:
        await desk.says(who, asked, stage)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"].values()
    found, ended = (await opened.look(asked)), await desk.look(request)

    assert campaign["status"] == "ARCHIVED"
    assert (found["state"], found["handOver"]["state"]) == ("LIVE", "ACKNOWLEDGED")
    assert "read back as ARCHIVED" in found["handOver"]["receipt"]
    assert ended["state"] == "WITHDRAWN"
