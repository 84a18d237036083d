"""A show with its team, sponsors who compete, and sponsorships asked for through the door."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2

from domain.actor import Role
from domain.people import membership
from domain.people import service as people
from tests.api.door import Door
from tests.stories.desk import Desk
from tests.world import ROOT, World, tone

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"

ERRORS = "errors { __typename ... on UserError { code message path } }"
SUBMIT = f"""mutation($input: SubmitSponsorshipInput!) {{ done: submitSponsorship(input: $input) {{
  request {{ id number state }} {ERRORS} }} }}"""
REVISE = f"""mutation($input: ReviseSponsorshipInput!) {{ done: reviseSponsorship(input: $input) {{
  request {{ id state revision }} {ERRORS} }} }}"""
DELIVER = f"""mutation($input: CreateDeliverableUploadInput!) {{
  done: createDeliverableUpload(input: $input) {{ asset {{ id }} uploadUrl {ERRORS} }} }}"""
TAKE_BACK = f"""mutation($input: TakeBackDeliverableInput!) {{
  done: takeBackDeliverable(input: $input) {{ request {{ state }} {ERRORS} }} }}"""
ACKNOWLEDGE = f"""mutation($input: AcknowledgePlacementInput!) {{
  done: acknowledgePlacement(input: $input) {{ request {{ id state }} {ERRORS} }} }}"""
WITHDRAW = f"""mutation($input: WithdrawRequestInput!) {{
  done: withdrawRequest(input: $input) {{ request {{ id state }} {ERRORS} }} }}"""
FILES = """query($id: ID!) { request(id: $id) { sheet {
  materials { deliverable sha256 downloadUrl } } } }"""
UPLOAD = """mutation($i: CreateUploadInput!) {
  done: createUpload(input: $i) { asset { id } uploadUrl } }"""
LOOK = """query($id: ID!) { request(id: $id) { state note stages { key state round }
  deliverables { name kind due state asset { id name problem sha256 } }
  sponsorship { sponsorName showTitle episodes { title } insertionOrder price { amount } }
  decisions { table matchedRules reasons outcome } placements { publisher state }
  sheet { sponsor show positions episodes startsOn endsOn markets trackingUrl promoCode teamName
    takenAt takenByName materials { deliverable file sha256 } } } }"""


@dataclass
class Studio:
    """What a story about sponsorships acts with; ids by name."""

    desk: Desk
    show: str
    team: str
    sponsors: dict[str, str] = field(default_factory=dict)
    episodes: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.desk.world

    async def asks(self, who: str = "agent", **changes: Any) -> dict[str, Any]:
        """Ask for a sponsorship through the door; return what the mutation answered."""
        front = await self.desk.front(who)
        given = await self.brief(front, **changes)
        done: dict[str, Any] = (await front.data(SUBMIT, input={"brief": given}))["done"]
        return done

    async def brief(self, front: Door, **changes: Any) -> dict[str, Any]:
        contract = changes.get("contractAssetId") or await self.sends(front, "DOCUMENT", PDF)
        today = self.world.hub.clock.now().date()
        return {
            "name": "Tea beside Beans and Beats",
            "brandId": self.world.brand_id,
            "sponsorId": self.sponsors["tea"],
            "markets": ["DE", "AT"],
            "showId": self.show,
            "episodeIds": [self.episodes[0]],
            "positions": ["PRE_ROLL", "MID_ROLL"],
            "read": "HOST_READ",
            "insertionOrder": "IO-2026-117",
            "contractAssetId": contract,
            "price": {"amount": "4000.00", "currency": "EUR"},
            "talkingPoints": ["Grown on one hill.", "Ten per cent off with the code."],
            "deliverables": [
                {"name": "Spot", "kind": "AUDIO", "due": str(today + timedelta(days=5))},
                {"name": "Script", "kind": "DOCUMENT", "due": str(today + timedelta(days=4))},
            ],
            "trackingUrl": "https://tea.example.com/beans",
            "promoCode": "BEANS10",
        } | changes

    async def sends(self, front: Door, kind: str, content: bytes) -> str:
        """Upload a file of the brand; return its id."""
        given = {"brandId": self.world.brand_id, "kind": kind, "name": "contract.pdf"}
        made = (await front.data(UPLOAD, i=given | {"size": len(content)}))["done"]
        sent = await front.client.put(made["uploadUrl"], content=content)
        assert sent.status_code == 200, sent.text
        asset_id: str = made["asset"]["id"]
        return asset_id

    async def promises(
        self, who: str, request: dict[str, Any], deliverable: str, size: int, name: str = "x.wav"
    ) -> dict[str, Any]:
        given = {"requestId": request["id"], "deliverable": deliverable, "name": name, "size": size}
        front = await self.desk.front(who)
        done: dict[str, Any] = (await front.data(DELIVER, input=given))["done"]
        return done

    async def delivers(
        self, who: str, request: dict[str, Any], deliverable: str, content: bytes
    ) -> httpx2.Response:
        made = await self.promises(who, request, deliverable, len(content))
        assert made["errors"] == [], made
        return await (await self.desk.front(who)).client.put(made["uploadUrl"], content=content)

    async def delivers_all(self, who: str, request: dict[str, Any]) -> None:
        for deliverable, content in (("Spot", tone(2)), ("Script", PDF)):
            assert (await self.delivers(who, request, deliverable, content)).status_code == 200
        await self.desk.work()

    async def signed(self, request: dict[str, Any]) -> None:
        """Have contract and insertion order approved."""
        await self.desk.work()
        await self.desk.says("legal_one", request, "contract")
        await self.desk.says("finance_one", request, "insertion_order")
        await self.desk.work()

    async def ready(self, request: dict[str, Any], who: str = "agent") -> None:
        """Bring a request to where only compliance is missing."""
        await self.signed(request)
        await self.delivers_all(who, request)

    async def approved(self, who: str = "agent", **changes: Any) -> dict[str, Any]:
        """Ask for a sponsorship and have everybody say yes."""
        done = await self.asks(who, **changes)
        assert done["errors"] == [], done
        request: dict[str, Any] = done["request"]
        await self.ready(request, who)
        await self.desk.says("legal_one", request, "compliance")
        return request

    async def acknowledges(self, who: str, request: dict[str, Any]) -> dict[str, Any]:
        front = await self.desk.front(who)
        given = {"requestId": request["id"]}
        done: dict[str, Any] = (await front.data(ACKNOWLEDGE, input=given))["done"]
        return done

    async def withdraws(
        self, request: dict[str, Any], reason: str, who: str = "agent"
    ) -> dict[str, Any]:
        front = await self.desk.front(who)
        given = {"requestId": request["id"], "reason": reason}
        done: dict[str, Any] = (await front.data(WITHDRAW, input=given))["done"]
        return done

    async def files(self, request: dict[str, Any], who: str) -> list[dict[str, Any]]:
        """Return the files of a sheet as somebody sees them, each with its address."""
        data = await (await self.desk.front(who)).data(FILES, id=request["id"])
        listed: list[dict[str, Any]] = data["request"]["sheet"]["materials"]
        return listed

    async def look(self, request: dict[str, Any], who: str = "manager") -> dict[str, Any]:
        """Return where a request stands, as somebody sees it; empty if they do not."""
        data = await (await self.desk.front(who)).data(LOOK, id=request["id"])
        return data["request"] or {}


async def studio(desk: Desk) -> Studio:
    """Open a studio: a show with a team, three episodes, and sponsors of whom two compete."""
    world = desk.world
    await _host(world)
    manager = await desk.front("manager")
    show = await _made(
        manager,
        "createShow",
        "show",
        {"title": "Beans and Beats", "brandId": world.brand_id, "language": "en"},
    )
    facts = {"showId": show, "teamId": world.teams["show"], "sensitivity": "LOW"}
    await _made(manager, "updateShow", "show", facts | {"underAgeShare": 4, "separationDays": 7})
    found = Studio(desk, show, world.teams["show"])
    for key, groups in (("tea", ["hot drinks"]), ("cocoa", ["hot drinks"]), ("bank", ["banks"])):
        sponsor = {"name": f"Sample {key}", "competitorGroups": groups, "category": "NONE"}
        found.sponsors[key] = await _made(manager, "createSponsor", "sponsor", sponsor)
    for number, days in enumerate((10, 40, 70), start=1):
        day = world.hub.clock.now().date() + timedelta(days=days)
        given = {"showId": show, "title": f"Cup {number}", "number": number, "releaseOn": str(day)}
        found.episodes.append(await _made(manager, "createEpisode", "episode", given))
    return found


async def _host(world: World) -> None:
    team = await membership.add_team(
        world.hub, ROOT, "show", "Beans and Beats", workspace_id="T0001", place="CSHOW"
    )
    host = await people.add_user(world.hub, ROOT, name="Host", email="host@hub.example.com")
    await people.grant_role(world.hub, ROOT, host.id, Role.REVIEWER)
    await membership.add_member(world.hub, ROOT, team.id, host.id)
    world.teams["show"], world.people["host"] = team.id, host.id


async def _made(front: Door, mutation: str, what: str, given: dict[str, Any]) -> str:
    kind = mutation[0].upper() + mutation[1:]
    query = f"""mutation($input: {kind}Input!) {{ done: {mutation}(input: $input) {{
      made: {what} {{ id }} {ERRORS} }} }}"""
    done = (await front.data(query, input=given))["done"]
    assert done["errors"] == [], done
    made: str = done["made"]["id"]
    return made
