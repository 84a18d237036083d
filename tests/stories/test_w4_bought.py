"""W4: inventory of podcasts that is bought at Spotify becomes a campaign of its own."""

from datetime import timedelta
from typing import Any

from tests.api.door import brief
from tests.api.test_undo import UNDO
from tests.bot.reading import lines
from tests.stories.sponsors import Studio
from tests.stories.test_w2_campaign import REVISE

CAMPAIGNS = """query { requests(first: 5) { edges { node { id number state kind
  campaign { name tagline advertiser clickUrl budget { amount currency } startsAt endsAt note
    heard positions audioAssetId buttonLanguages { market language } } } } } }"""


def ad(studio: Studio, **changes: Any) -> dict[str, Any]:
    given = brief(studio.world)
    return {
        "advertiser": "Sample tea",
        "tagline": "Tea from one hill",
        "clickUrl": "https://tea.example.com/hill",
        "imageAssetId": given["imageAssetId"],
        "logoAssetId": given["logoAssetId"],
    } | changes


def bought(studio: Studio, **changes: Any) -> dict[str, Any]:
    """What of a sponsorship is another where its inventory is bought at Spotify."""
    today = studio.world.hub.clock.now().date()
    return {
        "inventory": "SPOTIFY",
        "read": "AD_SPOT",
        "episodeIds": [],
        "startsOn": str(today + timedelta(days=14)),
        "endsOn": str(today + timedelta(days=20)),
        "positions": ["MID_ROLL"],
        "ad": ad(studio),
    } | changes


async def placed(studio: Studio) -> tuple[dict[str, Any], dict[str, Any]]:
    """Have a sponsorship approved; return it and the campaign it became."""
    request = await studio.approved("requester", **bought(studio))
    await studio.desk.work(seconds=31)
    front = await studio.desk.front("manager")
    listed = (await front.data(CAMPAIGNS))["requests"]["edges"]
    (made,) = [one["node"] for one in listed if one["node"]["kind"] == "campaign"]
    return request, made


async def ran(studio: Studio, made: dict[str, Any]) -> None:
    """Have the campaign approved, published, and let run by Spotify."""
    await studio.desk.says("brand_one", made, "brand")
    await studio.desk.work(seconds=31)
    (live,) = studio.desk.account.live["campaigns"]
    studio.desk.account.moderate(live, approve=True)
    await studio.desk.work(seconds=40)


async def test_w4_what_is_bought_at_spotify_becomes_a_campaign_of_its_own(
    studio: Studio,
) -> None:
    request, made = await placed(studio)
    found = await studio.look(request)
    campaign, account = made["campaign"], studio.desk.account
    ad_set = next(iter(account.drafts["ad_sets"].values()))
    spot = found["deliverables"][0]["asset"]["id"]

    assert (found["state"], found["sheet"]) == ("PUBLISHED", None)
    assert found["placements"] == [{"publisher": "ads-campaign", "state": "HANDED_OVER"}]
    assert found["note"].startswith(f"Campaign #{made['number']} was asked for.")
    assert (made["state"], campaign["audioAssetId"]) == ("IN_REVIEW", spot)
    assert (campaign["tagline"], campaign["advertiser"]) == ("Tea from one hill", "Sample tea")
    assert campaign["budget"] == {"amount": "4000.00", "currency": "EUR"}
    assert campaign["note"] == f"Sponsorship #{request['number']}, insertion order IO-2026-117."
    assert {one["language"] for one in campaign["buttonLanguages"]} == {"GERMAN"}
    assert ad_set["targets"]["placements"] == ["PODCAST"]
    assert ad_set["slot_positions"] == ["MID_ROLL"]
    assert account.live["campaigns"] == {}


async def test_w4_it_goes_live_with_its_campaign_and_ends_with_it(studio: Studio) -> None:
    request, made = await placed(studio)
    await ran(studio, made)
    live = await studio.look(request)
    await studio.withdraws(request, "The sponsor is out.", who="requester")
    await studio.desk.work(seconds=31)
    found, ended = await studio.look(request), await studio.desk.look(made)
    (campaign,) = studio.desk.account.live["campaigns"].values()

    assert (live["state"], live["placements"][0]["state"]) == ("LIVE", "LIVE")
    assert (found["state"], found["placements"][0]["state"]) == ("WITHDRAWN", "WITHDRAWN")
    assert ended["state"] == "WITHDRAWN"
    assert f"The sponsorship #{request['number']}" in str(ended["note"])
    assert campaign["status"] == "ARCHIVED"


async def test_w4_a_campaign_that_is_withdrawn_gives_the_sponsorship_back(
    studio: Studio,
) -> None:
    request, made = await placed(studio)
    front = await studio.desk.front("requester")
    music = brief(studio.world, name="Tea beside Beans and Beats")
    revised = await front.data(REVISE, input={"requestId": made["id"], "brief": music})
    await studio.withdraws(made, "Too dear.", who="requester")
    await studio.desk.work()
    found = await studio.look(request)

    assert {one["code"] for one in revised["reviseCampaign"]["errors"]} == {"heard_elsewhere"}
    assert found["state"] == "CHANGES_REQUESTED"
    assert found["note"] == f"Its campaign #{made['number']} is withdrawn. Too dear."
    assert found["placements"] == [{"publisher": "ads-campaign", "state": "WITHDRAWN"}]
    assert studio.desk.account.drafts["campaigns"] == {}


async def test_w4_no_campaign_outlives_a_sponsorship_that_ended_first(studio: Studio) -> None:
    request, made = await placed(studio)
    await studio.desk.says("brand_one", made, "brand", choice="REJECT", reason="Too loud.")
    await studio.withdraws(request, "The sponsor is out.", who="requester")
    await studio.desk.work()
    front = await studio.desk.front("brand_one")
    undone = (await front.data(UNDO, i={"requestId": made["id"]}))["undoVote"]
    await studio.desk.work()
    found = await studio.desk.look(made)

    assert undone["errors"] == []
    assert found["state"] == "WITHDRAWN"
    assert f"The sponsorship #{request['number']}" in str(found["note"])
    assert studio.desk.account.drafts["campaigns"] == {}


async def test_w4_what_spotify_needs_is_asked_for_by_name(studio: Studio) -> None:
    lacking = await studio.asks("requester", **bought(studio, ad=None))
    episode = bought(studio, read="HOST_READ", startsOn=None, endsOn=None)
    named = episode | {"episodeIds": [studio.episodes[0]]}
    unsold = await studio.asks("requester", **named)
    own = await studio.asks("requester", ad=ad(studio))

    assert [(one["code"], one["path"][-1]) for one in lacking["errors"]] == [
        ("needed_at_spotify", name)
        for name in ("advertiser", "tagline", "clickUrl", "imageAssetId", "logoAssetId")
    ]
    assert {one["code"] for one in unsold["errors"]} == {
        "no_host_read_at_spotify",
        "no_episode_at_spotify",
    }
    assert [one["code"] for one in own["errors"]] == ["not_bought_at_spotify"]


async def test_w4_what_cannot_become_a_campaign_comes_back_with_the_reason(
    studio: Studio,
) -> None:
    async with studio.desk.chat() as chat:
        least = {"amount": "0.01", "currency": "EUR"}
        done = await studio.asks("requester", **bought(studio, price=least))
        await studio.ready(done["request"], "requester")
        (card, *_) = chat.shown("CLEGAL")
        await studio.desk.says("legal_one", done["request"], "compliance")
        await studio.desk.work(seconds=31)
    found = await studio.look(done["request"])
    told = [line for line in lines(card.blocks) if line.startswith("• At Spotify: ")]

    assert found["state"] == "CHANGES_REQUESTED"
    assert found["note"].startswith("It was not handed over: This cannot be split over 2 markets")
    assert "It cannot be told a show or an episode" in told[0]
