"""Two sides that have nothing to do with one another, and people who belong to one of them.

B is the organisation that every test has: its brand, in Germany and Austria, with its agency. A
is another brand, in France, with another agency. Whatever is B's and no common knowledge is none
of A's business.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from domain.actor import Role, Scope
from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.database import sql
from domain.people import service as people
from domain.people import tokens
from tests.domain.cases import staff
from tests.isolation import more
from tests.isolation.rows import stand
from tests.stories.briefs import YESES, brief_of
from tests.stories.desk import OneProcess
from tests.stories.house import House, house
from tests.stories.sponsors import PDF
from tests.world import ROOT, World, silence, square, tone

#: What a brief of B has besides what stories ask for.
MORE: dict[str, dict[str, Any]] = {
    "episode_release": {"translations": [{"language": "fr", "disclaimers": ["BBB avis"]}]}
}

#: Those of A: nickname, role, and what the role is for: A's brand, A's market, or all there is.
OF_A: dict[str, tuple[Role, str]] = {
    "a_manager": (Role.MANAGER, "brand"),
    "a_auditor": (Role.AUDITOR, "brand"),
    "a_requester": (Role.REQUESTER, "brand"),
    "a_reviewer": (Role.REVIEWER, "brand"),
    "a_market": (Role.MANAGER, "market"),
}
#: Those who may see what B has: all there is, or as its own.
OF_B = ("admin", "manager", "requester")
#: The person of A's agency, who is in every test's organisation.
AGENT = "rival"
#: The market of A, which B is not in.
MARKET = "FR"


_USUAL = (Scope.READ, Scope.WRITE)


@dataclass
class Sides:
    """Both sides: `known` says of which side and table an id or text is."""

    world: World
    brand_a: str
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def ids(self, side: str, table: str) -> list[str]:
        """Return the ids of what a side has in a table."""
        return [one for one, place in self.known.items() if place == (side, table) and _is_id(one)]


async def both(world: World, clock: SteppingClock) -> Sides:
    """Furnish both sides."""
    world = more.equipped(world)
    desk = OneProcess.open(world, clock)
    found = Sides(world, (await catalog.add_brand(world.hub, ROOT, "AAA brand")).id)
    await _people(found)
    for one in (
        found.brand_a,
        world.other_agency_id,
        *(world.people[who] for who in (*OF_A, AGENT)),
    ):
        found.known[one] = ("A", "")
    await _furnish_b(desk, found)
    await _note(found, "B")
    await _furnish_a(desk, found)
    await _note(found, "A")
    found.headers = {who: await _token(found, who) for who in (*OF_B, *OF_A, AGENT)}
    return found


async def _people(found: Sides) -> None:
    hub = found.world.hub
    for who, (role, reach) in OF_A.items():
        name = who.replace("_", " ").title()
        user = await people.add_user(
            hub, ROOT, name=name, email=f"{who.replace('_', '')}@hub.example.com"
        )
        brand = found.brand_a if reach == "brand" else None
        market = MARKET if reach == "market" else None
        await people.grant_role(hub, ROOT, user.id, role, brand_id=brand, market=market)
        found.world.people[who] = user.id


async def _furnish_b(desk: OneProcess, found: Sides) -> None:
    home = await house(desk)
    for kind in YESES:
        brief = await brief_of(home, kind) | MORE.get(kind, {})
        done = await home.asks(kind, brief | {"name": f"BBB {kind}"})
        assert done["errors"] == [], done
    await home.produces(name="BBB production")
    asked = await (await desk.front("agent")).submit(found.world, name="BBB campaign")
    await staff.opened(
        found.world,
        title="BBB case",
        text="BBB text of a case",
        brand_id=found.world.brand_id,
        market="DE",
    )
    await desk.work()
    await sql.execute("UPDATE accounts SET brand_id = $1", found.world.brand_id)
    version = await more.proposes(desk)
    roots = await _roots(home, asked["request"]["id"], "requester")
    found.rows["B"] = await stand("BBB", roots | {"rule_versions": version})
    token = await sql.fetch_one(
        "SELECT id FROM tokens WHERE user_id = $1 LIMIT 1", found.world.people["agent"]
    )
    assert token
    found.rows["B"]["tokens"] = token["id"]
    for further in (more.tells, more.holds, more.silences):
        await further(found.world.hub, found.rows["B"])


async def _furnish_a(desk: OneProcess, found: Sides) -> None:
    world = replace(found.world, brand_id=found.brand_a)
    home = House(replace(desk, world=world))
    home.show = await home.created(
        "createShow", "show", {"title": "AAA show", "brandId": found.brand_a, "language": "en"}
    )
    home.episode = await home.created(
        "createEpisode", "episode", {"showId": home.show, "title": "AAA episode", "number": 1}
    )
    await home.created(
        "createAccount",
        "account",
        {"pseudonym": "AAA-account", "tier": "STANDARD", "brandId": found.brand_a},
    )
    await home.site("AAA site")
    front = await desk.front("a_requester")
    for name, kind, content in (
        ("audio", "AUDIO", silence(3)),
        ("artwork", "IMAGE", square(1400)),
        ("transcript", "DOCUMENT", PDF),
    ):
        home.files[name] = await home.sent(front, kind, content)
    production = home.production(name="AAA production", brandId=found.brand_a, markets=[MARKET])
    asked = await home.asks("production", production, who="a_requester")
    assert asked["errors"] == [], asked
    campaign = await _campaign_of_a(desk, world, home)
    await staff.opened(
        world,
        "a_requester",
        title="AAA case",
        text="AAA text of a case",
        brand_id=found.brand_a,
        market=MARKET,
    )
    await desk.work()
    found.rows["A"] = await stand("AAA", await _roots(home, campaign, "a_requester"))


async def _campaign_of_a(desk: OneProcess, world: World, home: House) -> str:
    """Have A's agency ask for a campaign, with files of its own."""
    front = await desk.front(AGENT)
    audio = await home.sent(front, "AUDIO", tone(20))
    picture = await home.sent(front, "IMAGE", square(640))
    files = {"audio": audio, "image": picture, "logo": picture}
    asked = await front.submit(replace(world, assets=files), name="AAA campaign", markets=[MARKET])
    assert asked["errors"] == [], asked
    found: str = asked["request"]["id"]
    return found


async def _roots(home: House, request: str, who: str) -> dict[str, str]:
    """Return the ids of what rows of other tables refer to."""
    brand = home.world.brand_id
    stage = await sql.fetch_one("SELECT id FROM stages WHERE request_id = $1", request)
    case = await sql.fetch_one("SELECT id FROM cases WHERE brand_id = $1", brand)
    site = await sql.fetch_one("SELECT id FROM sites WHERE brand_id = $1", brand)
    account = await sql.fetch_one("SELECT id FROM accounts ORDER BY id DESC LIMIT 1")
    asset = await sql.fetch_one("SELECT id FROM assets WHERE brand_id = $1", brand)
    assert stage
    assert case
    assert site
    assert account
    assert asset
    return {
        "brand": brand,
        "request": request,
        "stage": stage["id"],
        "case": case["id"],
        "site": site["id"],
        "account": account["id"],
        "asset": asset["id"],
        "show": home.show,
        "episode": home.episode,
        "user": home.world.people[who],
        "manager": home.world.people["manager"],
        "team": home.world.teams["brand"],
        "member": home.world.people["brand_one"],
        "agency": home.world.agency_id,
    }


async def _note(found: Sides, side: str) -> None:
    """Note of every row that it is this side's, by its id."""
    for table in await tables():
        if table in {"audit_events", "audit_heads", "jobs", "counters", "person_keys"}:
            continue
        for row in await sql.fetch(f"SELECT * FROM {table}"):
            first = row[next(iter(row.keys()))]
            if isinstance(first, str):
                found.known.setdefault(first, (side, table))


async def tables() -> list[str]:
    """Return the tables there are."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    return [row["name"] for row in await sql.fetch(query)]


def _is_id(value: str) -> bool:
    return len(value.partition("_")[2]) == 26


async def _token(found: Sides, who: str) -> dict[str, str]:
    """Let somebody in, with as much as they ever may."""
    actor = await found.world.actor(who)
    scopes = frozenset(Scope) if who in {"admin", "manager"} else frozenset(_USUAL)
    expires = found.world.hub.clock.now() + timedelta(days=30)
    _, secret = await tokens.issue_token(found.world.hub, actor, "walk", scopes, expires)
    return {"authorization": f"Bearer {secret}"}
