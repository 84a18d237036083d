"""C3: milestones in Consonance open drafts and move them; what people edited stays theirs."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.jobs.handlers import NIGHTLY
from domain.audit import service as audit
from domain.title_house.pulling import Wanted, pull
from tests.connectors.consonance.conftest import Site, open_site
from tests.stories.house import House
from tests.stories.sponsors import ERRORS

SET = f"""mutation($input: SetLaunchPolicyInput!) {{
  done: setLaunchPolicy(input: $input) {{ policies {{ id }} {ERRORS} }} }}"""
CHANGE = f"""mutation($input: ChangeLaunchBriefInput!) {{
  done: changeLaunchBrief(input: $input) {{
    brief {{ fields {{ name value planned edited }} }} {ERRORS} }} }}"""
SUBMIT = f"""mutation($input: SubmitLaunchBriefInput!) {{
  done: submitLaunchBrief(input: $input) {{ brief {{ state requestId }} {ERRORS} }} }}"""
NOTE = "what milestone kind field before after said"
PLANS = f"""{{ launchPlans(first: 2) {{ id name cancelledAt ownerName milestones {{ milestone on }}
  briefs {{ id milestone kind state requestId fields {{ name value planned edited }} }}
  history {{ notes {{ {NOTE} }} }} live {{ {NOTE} }} }} }}"""
RECORD = f"""mutation($input: RecordExposureInput!) {{
  done: recordExposure(input: $input) {{ exposure {{ id }} {ERRORS} }} }}"""
LINK = f"""mutation($input: LinkRightsSubjectInput!) {{
  done: linkRightsSubject(input: $input) {{ {ERRORS} }} }}"""
AUTHOR = {"__typename": "Person", "id": 3, "name": "Ada Writer"}
ADS, AUTHOR_SPOT = ("PUBLICATION", "campaign"), ("PUBLICATION", "promotion")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as found:
        yield found


class Publisher:
    """Consonance with one title, which is read as it is every night."""

    def __init__(self, house: House, site: Site) -> None:
        self.house, self.site = house, site

    async def says(self, **said: Any) -> None:
        """Have the title changed, Consonance read, and the work done that follows."""
        today = self.house.world.hub.clock.now().date()
        who = [{"sequenceNumber": 1, "onixContributorRoleCode": "A01", "contributor": AUTHOR}]
        self.site.house.put(1, today, work=10, contributions=who, fullTitle="Night Train", **said)
        await pull(self.house.world.hub, NIGHTLY, self.site.client(), Wanted())
        await self.house.desk.work()

    async def opens(self) -> dict[str, Any]:
        """Have the house plan for the title, which comes out in a hundred days."""
        policy = {
            "brandId": self.house.world.brand_id,
            "ownerId": self.house.world.people["requester"],
            "markets": ["DE"],
            "advertiser": "Sample House",
            "clickUrl": "https://books.example.com/night-train",
            "preOrderDays": 60,
            "backlistDays": 365,
        }
        await self.does("manager", SET, **policy)
        await self.says(publicationDate=self.house.day(100), onixPublishingStatusCode="02")
        return await self.plan()

    async def submits(self, brief: dict[str, Any]) -> dict[str, Any]:
        """Submit a draft; return how it stands now."""
        done = await self.does("requester", SUBMIT, briefId=brief["id"])
        return dict(done["brief"])

    async def on(self, request: dict[str, Any]) -> None:
        """Have a promotion approved and put on."""
        for who, stage in (("marketer", "marketing"), ("brand_one", "brand")):
            await self.house.desk.says(who, request, stage)
        await self.house.desk.work(seconds=31)
        await self.house.acknowledges("marketer", request, "It is on.")

    async def streams(self, title: str) -> None:
        """Have an episode that is made of a title be live at a host of podcasts."""
        made = {"kind": "EPISODE", "subjectId": self.house.episode}
        where = {"use": "STREAM", "channel": "spotify", "publisher": "podcast-host"}
        where["address"] = "https://podcasts.example.com/night-train"
        await self.does("manager", LINK, **made, sourceKind="TITLE", sourceId=title)
        await self.does("manager", RECORD, **made, **where, include=["DE"])

    async def does(self, who: str, query: str, **given: Any) -> dict[str, Any]:
        done: dict[str, Any] = (await (await self.house.desk.front(who)).data(query, input=given))[
            "done"
        ]
        assert done["errors"] == [], done
        return done

    async def plan(self) -> dict[str, Any]:
        (found,) = (await (await self.house.desk.front("requester")).data(PLANS))["launchPlans"]
        plan: dict[str, Any] = found
        return plan


def brief(plan: dict[str, Any], which: tuple[str, str]) -> dict[str, Any]:
    (found,) = [one for one in plan["briefs"] if (one["milestone"], one["kind"]) == which]
    return dict(found)


def values(plan: dict[str, Any], which: tuple[str, str]) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in brief(plan, which)["fields"]}


def notes(plan: dict[str, Any], change: int = -1) -> set[tuple[str, str | None, str, str]]:
    told = plan["history"][change]["notes"]
    return {(one["what"], one["milestone"], one["kind"], one["field"]) for one in told}


async def test_c3_milestones_open_drafts_and_a_moved_date_moves_what_nobody_edited(
    house: House, site: Site
) -> None:
    publisher = Publisher(house, site)
    day = {days: house.day(days) for days in (40, 93, 98, 100, 130, 151, 465)}
    async with house.desk.chat() as chat:
        first = await publisher.opens()
        await publisher.says()  # The same again, though it is told again.
        again = await publisher.plan()
        ads = brief(first, ADS)
        mine = {"starts_at": f"{day[98]}T09:00:00Z", "tagline": "All aboard"}
        await publisher.does("requester", CHANGE, briefId=ads["id"], values=mine)
        await publisher.says(publicationDate=day[130])
        moved = await publisher.plan()
        await house.desk.work()
        weekend = chat.told("requester")
        await house.desk.work(seconds=2 * 86_400)
        told = chat.told("requester")

    days = [(one["milestone"], one["on"]) for one in first["milestones"]]
    assert days == [
        ("PRE_ORDER", day[40]),
        ("PUBLICATION", day[100]),
        ("BACKLIST", day[465]),
    ]
    assert sorted((one["milestone"], one["kind"]) for one in first["briefs"]) == [
        ("BACKLIST", "campaign"),
        ("BACKLIST", "promotion"),
        ("PRE_ORDER", "campaign"),
        ADS,
        ("PUBLICATION", "playlist"),
        AUTHOR_SPOT,
    ]
    assert {one["state"] for one in first["briefs"]} == {"DRAFT"}
    assert (values(first, ADS)["starts_at"], values(first, ADS)["tagline"]) == (
        f"{day[93]}T00:00:00Z",
        "Night Train",
    )
    assert len(values(first, AUTHOR_SPOT)["contributor_ids"]) == 1
    assert again == first
    assert values(moved, ADS) == values(first, ADS) | mine | {"ends_at": f"{day[151]}T00:00:00Z"}
    assert values(moved, AUTHOR_SPOT)["appears_on"] == day[130]
    assert {one for one in notes(moved) if one[2] == "campaign" and one[1] == "PUBLICATION"} == {
        ("MOVED", *ADS, "ends_at"),
        ("LEFT", *ADS, "starts_at"),
    }
    assert (weekend, told) == ([], ["A launch changed: Night Train"] * 2)
    assert await audit.verify(house.world.hub.secrets) == []


async def test_c3_a_cancelled_title_is_withdrawn_and_what_is_live_is_listed(
    house: House, site: Site
) -> None:
    publisher = Publisher(house, site)
    plan = await publisher.opens()
    kept, pending = brief(plan, ("BACKLIST", "promotion")), brief(plan, AUTHOR_SPOT)
    first = await publisher.submits(pending)
    await house.withdraws({"id": first["requestId"]}, "A word is wrong.")
    free = brief(await publisher.plan(), AUTHOR_SPOT)
    mended = {"briefId": pending["id"], "values": {"about": "Night Train, and Ada."}}
    await publisher.does("requester", CHANGE, **mended)
    done = [await publisher.submits(one) for one in (kept, pending)]
    taken = (await (await house.desk.front("requester")).data(CHANGE, input=mended))["done"]
    live, withdrawn = ({"id": one["requestId"]} for one in done)
    await publisher.on(live)
    await publisher.streams(values(plan, AUTHOR_SPOT)["title_ids"][0])
    await publisher.says(onixPublishingStatusCode="01")
    over = await publisher.plan()
    await publisher.says()
    again = await publisher.plan()
    await publisher.says(onixPublishingStatusCode="02")
    back = await publisher.plan()

    assert (first["state"], free["state"]) == ("SUBMITTED", "DRAFT")
    assert [one["code"] for one in taken["errors"]] == ["no_draft"]
    states = {(one["milestone"], one["kind"]): one["state"] for one in over["briefs"]}
    assert states.pop(("BACKLIST", "promotion")) == "SUBMITTED"
    assert set(states.values()) == {"DROPPED"}
    found = await house.look(withdrawn)
    assert (found["state"], "was cancelled" in found["note"]) == ("WITHDRAWN", True)
    assert (await house.look(live))["state"] == "LIVE"
    assert [(one["kind"], one["said"].split(" ")[0]) for one in over["live"]] == [
        ("spotify", "https://podcasts.example.com/night-train"),
        ("promotion", f"#{(await house.look(live))['number']}"),
    ]
    assert ("WITHDRAWN", *AUTHOR_SPOT, "") in notes(over)
    assert ("LIVE", "BACKLIST", "promotion", "") in notes(over)
    assert over["cancelledAt"] is not None
    assert again == over
    assert (back["cancelledAt"], brief(back, AUTHOR_SPOT)["state"]) == (None, "DRAFT")


async def test_c3_a_draft_that_lacks_something_says_what_and_no_agency_sees_any(
    house: House, site: Site
) -> None:
    publisher = Publisher(house, site)
    plan = await publisher.opens()
    front = await house.desk.front("requester")
    given = {"briefId": brief(plan, ADS)["id"]}
    refused = (await front.data(SUBMIT, input=given))["done"]
    wrong = {**given, "values": {"markets": "DE", "colour": "red"}}
    bad = (await front.data(CHANGE, input=wrong))["done"]
    agent = await house.desk.front("agent")
    unseen = (await agent.data(SUBMIT, input=given))["done"]

    assert {tuple(one["path"]) for one in refused["errors"]} >= {("budget",), ("audioAssetId",)}
    assert [one["code"] for one in bad["errors"]] == ["tuple_type", "no_such_field"]
    assert [one["code"] for one in unseen["errors"]] == ["not_allowed"]
    assert (await publisher.plan()) == plan
