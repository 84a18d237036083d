"""Every team that the tables of kinds name, with people in it, and things to ask for."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from api.requests.forming import camel
from domain.actor import Role
from domain.people import membership
from domain.people import service as people
from tests.api.door import Door
from tests.stories.clearing_episodes import rights_of
from tests.stories.desk import Desk
from tests.stories.sponsors import DELIVER, ERRORS, PDF, TAKE_BACK, UPLOAD, WITHDRAW
from tests.world import ROOT, World, silence, square

#: The teams that tables and hand-overs name beside those of every world, and who is in them.
TEAMS: dict[str, tuple[str, ...]] = {
    "editorial": ("editor",),
    "marketing": ("marketer", "marketer_two"),
    "procurement": ("buyer",),
    "operations": ("operator",),
    "rights": ("rights_one", "rights_two"),
    "privacy": ("privacy_one", "privacy_two"),
    "customer_service": ("care_one", "care_two"),
    "publishing": ("publisher",),
}

ACKNOWLEDGE = f"""mutation($input: AcknowledgeHandOverInput!) {{
  done: acknowledgeHandOver(input: $input) {{ request {{ id state }} {ERRORS} }} }}"""
HANDED = """query($state: HandOverState) { handOvers(state: $state) {
  number title kind receiver state instructions receipt teamName acknowledgedByName metadata
  materials { deliverable sha256 } approvals { stage title voterNames } } }"""
LOOK = """query($id: ID!) { request(id: $id) { number state note revision
  stages { id key state round } deliverables { name stage state due asset { id sha256 } }
  decisions { table outcome reasons } placements { publisher state }
  brief { __typename }
  handOver { receiver state revision instructions receipt
    materials { deliverable sha256 downloadUrl }
    approvals { stage voterNames } } } }"""


@dataclass
class House:
    """What stories about kinds act with; ids by name."""

    desk: Desk
    show: str = ""
    episode: str = ""
    files: dict[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.desk.world

    def day(self, days: int) -> str:
        """Return the day in so many days."""
        return str(self.world.hub.clock.now().date() + timedelta(days=days))

    async def asks(self, kind: str, brief: dict[str, Any], who: str = "requester") -> Any:
        """Ask for something of a kind; return what the mutation answered."""
        name = camel(kind)
        query = f"""mutation($input: Submit{name}Input!) {{ done: submit{name}(input: $input) {{
          request {{ id number state }} {ERRORS} }} }}"""
        return (await (await self.desk.front(who)).data(query, input={"brief": brief}))["done"]

    async def revises(
        self, kind: str, request: dict[str, Any], brief: dict[str, Any], who: str = "requester"
    ) -> Any:
        """Ask for something else instead."""
        name = camel(kind)
        query = f"""mutation($input: Revise{name}Input!) {{ done: revise{name}(input: $input) {{
          request {{ id state revision }} {ERRORS} }} }}"""
        given = {"requestId": request["id"], "brief": brief}
        return (await (await self.desk.front(who)).data(query, input=given))["done"]

    async def look(self, request: dict[str, Any], who: str = "manager") -> dict[str, Any]:
        """Return where a request stands, as somebody sees it; empty if they do not."""
        data = await (await self.desk.front(who)).data(LOOK, id=request["id"])
        return data["request"] or {}

    async def stages(self, request: dict[str, Any]) -> dict[str, tuple[str, int]]:
        """Return state and round of every stage."""
        found = await self.look(request)
        return {stage["key"]: (stage["state"], stage["round"]) for stage in found["stages"]}

    async def handed(self, who: str, state: str | None = None) -> list[dict[str, Any]]:
        """Return what was handed over, as somebody sees it."""
        data = await (await self.desk.front(who)).data(HANDED, state=state)
        listed: list[dict[str, Any]] = data["handOvers"]
        return listed

    async def acknowledges(self, who: str, request: dict[str, Any], receipt: str = "") -> Any:
        given = {"requestId": request["id"], "receipt": receipt}
        return (await (await self.desk.front(who)).data(ACKNOWLEDGE, input=given))["done"]

    async def withdraws(self, request: dict[str, Any], reason: str, who: str = "requester") -> Any:
        given = {"requestId": request["id"], "reason": reason}
        return (await (await self.desk.front(who)).data(WITHDRAW, input=given))["done"]

    async def delivers(
        self, request: dict[str, Any], deliverable: str, content: bytes, who: str = "requester"
    ) -> str:
        """Bring a file in that a request wants; return its id."""
        given = {"requestId": request["id"], "deliverable": deliverable, "name": "x.bin"}
        front = await self.desk.front(who)
        made = (await front.data(DELIVER, input=given | {"size": len(content)}))["done"]
        assert made["errors"] == [], made
        sent = await front.client.put(made["uploadUrl"], content=content)
        assert sent.status_code == 200, sent.text
        asset_id: str = made["asset"]["id"]
        return asset_id

    async def sends(self, kind: str, content: bytes, who: str = "requester") -> str:
        """Bring a file of the brand in; return its id."""
        return await self.sent(await self.desk.front(who), kind, content)

    async def takes_back(self, asset_id: str, who: str = "requester") -> Any:
        front = await self.desk.front(who)
        return (await front.data(TAKE_BACK, input={"assetId": asset_id}))["done"]

    async def release(self, *, cleared: bool = True, **changes: Any) -> dict[str, Any]:
        """Return what the release of an episode asks for, whose rights are cleared."""
        if cleared:
            await rights_of(self.world, self.episode)
        return {
            "name": "The first cup",
            "brandId": self.world.brand_id,
            "markets": ["DE", "AT"],
            "showId": self.show,
            "episodeId": self.episode,
            "target": "FEED",
            "releasesOn": self.day(10),
            "script": "Good morning.\nThis is the first cup.",
            "sponsorReads": ["Tea that grows on one hill."],
            "disclaimers": ["Paid for by Sample Tea."],
            "audioAssetId": self.files["audio"],
            "artworkAssetId": self.files["artwork"],
            "transcriptAssetId": self.files["transcript"],
        } | changes

    def production(self, **changes: Any) -> dict[str, Any]:
        """Return what a production asks for."""
        return {
            "name": "The second cup",
            "brandId": self.world.brand_id,
            "markets": ["DE", "AT"],
            "showId": self.show,
            "topic": "How tea came to the hills.",
            "guests": ["Ada Sample"],
            "recordsOn": self.day(5),
            "publishesOn": self.day(20),
        } | changes

    async def produces(self, **changes: Any) -> dict[str, Any]:
        """Ask for a production; return the request."""
        done = await self.asks("production", self.production(**changes))
        assert done["errors"] == [], done
        request: dict[str, Any] = done["request"]
        return request

    async def site(self, name: str = "The shop") -> str:
        """Return a site of a name, made where there is none yet."""
        if name not in self.files:
            hours = [{"weekday": day, "opens": "09:00", "closes": "20:00"} for day in range(1, 7)]
            site = {"name": name, "brandId": self.world.brand_id, "market": "DE", "kind": "SHOP"}
            more = {"areaM2": 120, "capacity": 60, "hours": hours, "provider": "SOUNDTRACK"}
            self.files[name] = await self.created("createSite", "site", site | more)
        return self.files[name]

    async def licence(self, **changes: Any) -> dict[str, Any]:
        """Return what a music licence asks for."""
        licence = {"body": "GEMA", "number": "M-17", "covers": ["COMPOSITION", "RECORDING"]}
        days = {"startsOn": self.day(10), "endsOn": self.day(100)}
        return {
            "name": "Music for the shop",
            "brandId": self.world.brand_id,
            "markets": ["DE"],
            "siteId": await self.site(),
            "provider": "SOUNDTRACK",
            "licences": [licence | days],
            "proofAssetId": self.files["transcript"],
            "annualCost": {"amount": "600.00", "currency": "EUR"},
            "noticeDays": 30,
            **days,
        } | changes

    async def licensed(self, **changes: Any) -> dict[str, Any]:
        """Ask for music at the shop and have everybody say yes; return the request."""
        brief = await self.licence(**changes)
        request: dict[str, Any] = (await self.asks("music_licence", brief))["request"]
        for who, stage in (
            ("buyer", "procurement"),
            ("legal_one", "legal"),
            ("operator", "operations"),
        ):
            await self.desk.says(who, request, stage)
        await self.desk.work(seconds=31)
        return request

    async def sent(self, front: Door, kind: str, content: bytes) -> str:
        """Upload a file of the brand; return its id."""
        given = {"brandId": self.world.brand_id, "kind": kind, "name": f"{kind.lower()}.bin"}
        made = (await front.data(UPLOAD, i=given | {"size": len(content)}))["done"]
        sent = await front.client.put(made["uploadUrl"], content=content)
        assert sent.status_code == 200, sent.text
        asset_id: str = made["asset"]["id"]
        return asset_id

    async def created(self, mutation: str, what: str, given: dict[str, Any]) -> str:
        """Add something to the catalogue as a manager; return its id."""
        kind = mutation[0].upper() + mutation[1:]
        query = f"""mutation($input: {kind}Input!) {{ done: {mutation}(input: $input) {{
          made: {what} {{ id }} {ERRORS} }} }}"""
        done = (await (await self.desk.front("manager")).data(query, input=given))["done"]
        assert done["errors"] == [], done
        made: str = done["made"]["id"]
        return made


async def house(desk: Desk) -> House:
    """Open a house: teams with people, a show with an episode, and files."""
    await _teams(desk.world)
    found = House(desk)
    show = {"title": "Beans and Beats", "brandId": desk.world.brand_id, "language": "en"}
    found.show = await found.created("createShow", "show", show)
    facts = {"showId": found.show, "sensitivity": "LOW"}
    await found.created("updateShow", "show", facts)
    episode = {"showId": found.show, "title": "The first cup", "number": 1}
    found.episode = await found.created("createEpisode", "episode", episode)
    front = await desk.front("requester")
    for name, kind, content in (
        ("audio", "AUDIO", silence(3)),
        ("artwork", "IMAGE", square(1400)),
        ("transcript", "DOCUMENT", PDF),
    ):
        found.files[name] = await found.sent(front, kind, content)
    return found


async def _teams(world: World) -> None:
    for key, members in TEAMS.items():
        name, place = key.replace("_", " ").title(), f"C{key.replace('_', '').upper()}"
        team = await membership.add_team(
            world.hub, ROOT, key, name, workspace_id="T0001", place=place
        )
        world.teams[key] = team.id
        for nickname in members:
            name = nickname.replace("_", " ").title()
            mail = f"{nickname}@hub.example.com"
            user = await people.add_user(world.hub, ROOT, name=name, email=mail)
            await people.grant_role(world.hub, ROOT, user.id, Role.REVIEWER)
            await membership.add_member(world.hub, ROOT, team.id, user.id)
            world.people[nickname] = user.id
