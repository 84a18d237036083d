"""Sample data for the demo, made through the use cases: an organisation, its people, its files.

Every name here is invented.
"""

import io
import math
import struct
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import time

from PIL import Image, ImageDraw

from app.demo import titles
from bot.fake import App, Command, Installation, Shortcut, User, Workspace, Workspaces
from bot.installing.manifest import SHORTCUTS
from domain.actor import Actor, Door, Role, RoleGrant
from domain.catalog import records as catalog_records
from domain.catalog import service as catalog
from domain.catalog import sites, uploads
from domain.catalog.model import AssetKind, Category, Sensitivity, ShowFacts
from domain.catalog.premises import Hours, Provider, SiteKind, Tier
from domain.hub import Hub
from domain.people import accounts, entering, membership, preferences, records, service, workspaces
from domain.people.resting import QuietHours

SET_UP = Actor(None, "Set-up", Door.CONSOLE, (RoleGrant(Role.ADMIN), RoleGrant(Role.MANAGER)))

TEAM = "T0DEMO001"

#: How many samples a second of the sample's audio has.
_RATE = 8_000

#: Who tries things out does so at night and on weekends too, and waits for no morning.
_NEVER_QUIET = QuietHours(time(0), time(0), "UTC", weekends=False)

#: The smallest document that is one.
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
TOKEN = "xoxb-demo"  # noqa: S105  The fake's own.


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the sample: nickname, name, role, teams of reviewers."""

    nickname: str
    name: str
    role: Role
    teams: tuple[str, ...] = ()


PEOPLE = (
    Person("requester", "Robin Request (sample)", Role.REQUESTER),
    Person("brand", "Bela Brand (sample)", Role.REVIEWER, ("brand",)),
    Person("brand2", "Bo Brand (sample)", Role.REVIEWER, ("brand",)),
    Person("legal", "Lee Legal (sample)", Role.REVIEWER, ("legal",)),
    Person("legal2", "Lou Legal (sample)", Role.REVIEWER, ("legal",)),
    Person("finance", "Fen Finance (sample)", Role.REVIEWER, ("finance", "procurement")),
    Person("executive", "Ezra Executive (sample)", Role.REVIEWER, ("executive",)),
    Person("editor", "Eda Editor (sample)", Role.REVIEWER, ("editorial", "publishing")),
    Person("marketing", "Max Marketing (sample)", Role.REVIEWER, ("marketing", "performance")),
    Person("marketing2", "Mo Marketing (sample)", Role.REVIEWER, ("marketing",)),
    Person("rights", "Rio Rights (sample)", Role.REVIEWER, ("rights", "privacy")),
    Person("rights2", "Rae Rights (sample)", Role.REVIEWER, ("rights", "privacy")),
    Person("care", "Cam Care (sample)", Role.REVIEWER, ("customer_service",)),
    Person("care2", "Cleo Care (sample)", Role.REVIEWER, ("customer_service",)),
    Person("operator", "Ola Operations (sample)", Role.REVIEWER, ("operations",)),
    Person(
        "manager",
        "Mika Manager (sample)",
        Role.MANAGER,
        ("customer_service_lead", "case_managers"),
    ),
    Person("admin", "Ade Admin (sample)", Role.ADMIN),
)
#: Every team that the tables which come with Greenlight name, and that hand-overs go to; and who
#: hears of a customer's case that waits too long.
TEAMS = (
    "brand",
    "legal",
    "finance",
    "executive",
    "editorial",
    "publishing",
    "marketing",
    "procurement",
    "operations",
    "rights",
    "privacy",
    "customer_service",
    "customer_service_lead",
    "case_managers",
    "performance",
)
MARKETS = (
    ("DE", "Germany", "EUR", "Europe/Berlin"),
    ("AT", "Austria", "EUR", "Europe/Vienna"),
    ("FR", "France", "EUR", "Europe/Paris"),
    ("GB", "United Kingdom", "GBP", "Europe/London"),
    ("US", "United States", "USD", "America/New_York"),
    ("JP", "Japan", "JPY", "Asia/Tokyo"),
)


async def fill(hub: Hub) -> None:
    """Make the sample, unless there is one."""
    if await catalog_records.brands():
        return
    brand = await catalog.add_brand(hub, SET_UP, "Sample Roasters")
    for code, name, currency, zone in MARKETS:
        await catalog.add_market(hub, SET_UP, code, name, currency, zone)
    await catalog.add_agency(hub, SET_UP, "Sample Agency")
    for name in ("Sample Tea Company", "Sample Cocoa Company"):
        await catalog.add_sponsor(hub, SET_UP, name, ["hot drinks"], Category.NONE)
    show = await catalog.add_show(hub, SET_UP, "Beans and Beats", brand.id, "en")
    await catalog.add_episode(hub, SET_UP, show.id, "The first cup", 1, None)
    await workspaces.install(
        hub, workspaces.Workspace(TEAM, "Sample workspace", TOKEN, "B0DEMO001", "U0DEMOBOT")
    )
    teams = await _people(hub)
    facts = ShowFacts(team_id=teams["brand"], sensitivity=Sensitivity.LOW, under_age_share=4)
    await catalog.update_show(hub, SET_UP, show.id, facts)
    await titles.fill(hub, SET_UP, hub.clock.now().date())
    await _premises(hub, brand.id)
    await _files(hub, brand.id)


def workspace() -> Workspaces:
    """Return the look-alike workspace of the sample, as it begins."""
    home = Workspace(
        TEAM, "Sample workspace", "sample", Installation("U0DEMOBOT", "B0DEMO001", TOKEN)
    )
    home.add_user(User("U0DEMOBOT", "greenlight", "Greenlight", is_bot=True))
    for person in PEOPLE:
        home.add_user(User(chat_id(person), person.nickname, person.name, email(person)))
    return Workspaces(
        App(
            commands=[
                Command("/campaign", "Ask for campaigns and see them", "new | list | show 1"),
                Command("/case", "Open and handle cases", "new | list | show 1"),
            ],
            shortcuts=[Shortcut(used, name, kind) for name, kind, used, _ in SHORTCUTS],
        ),
        {TEAM: home},
    )


def email(person: Person) -> str:
    """Return a sample person's address."""
    return f"{person.nickname}@roasters.example.com"


def chat_id(person: Person) -> str:
    """Return a sample person's account in the look-alike workspace."""
    return f"U0{person.nickname.upper():0<7}"


def channel_id(team: str) -> str:
    """Return the look-alike channel of a team."""
    return f"C0{team.replace('_', '').upper():0<8}"


async def bring(
    hub: Hub, actor: Actor, brand_id: str, *files: tuple[AssetKind, str, bytes]
) -> list[str]:
    """Bring files of a brand in, each with its kind and name; return their ids."""
    found = []
    for kind, name, content in files:
        asset, token = await uploads.promise_asset(hub, actor, brand_id, kind, name, len(content))
        await uploads.receive_asset(hub, actor, asset.id, token, _once(content))
        found.append(asset.id)
    return found


def picture(text: str, pixels: int = 640) -> bytes:
    """Return a square PNG with a word in it."""
    image, half = Image.new("RGB", (pixels, pixels), (20, 83, 45)), pixels // 2
    pen = ImageDraw.Draw(image)
    pen.text((half, half), text, fill=(240, 253, 244), anchor="mm", font_size=pixels * 3 // 20)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


async def _people(hub: Hub) -> dict[str, str]:
    """Make the teams and the people; return the teams' ids by key."""
    teams = {
        key: await membership.add_team(
            hub,
            SET_UP,
            key,
            key.replace("_", " ").title(),
            workspace_id=TEAM,
            place=channel_id(key),
        )
        for key in TEAMS
    }
    for person in PEOPLE:
        user = await service.add_user(hub, SET_UP, name=person.name, email=email(person))
        await service.grant_role(hub, SET_UP, user.id, person.role)
        await preferences.set_quiet_hours(hub, SET_UP, user.id, _NEVER_QUIET)
        await accounts.link_identity(hub, SET_UP, TEAM, chat_id(person), user.id, "sample")
        for team in person.teams:
            await membership.add_member(hub, SET_UP, teams[team].id, user.id)
    return {key: team.id for key, team in teams.items()}


async def _premises(hub: Hub, brand_id: str) -> None:
    """Make a shop whose music is licensed by nobody yet, and a customer."""
    await sites.add_site(
        hub,
        SET_UP,
        name="Harbour shop (sample)",
        brand_id=brand_id,
        market="DE",
        kind=SiteKind.SHOP,
        area_m2=140,
        capacity=60,
        hours=[Hours(day, time(9), time(20)) for day in range(1, 7)],
        provider=Provider.SPOTIFY_CONSUMER,
    )
    await sites.add_account(
        hub, SET_UP, pseudonym="sample-customer-1", brand_id=brand_id, tier=Tier.STANDARD
    )


async def _files(hub: Hub, brand_id: str) -> None:
    owner = await records.user_by_email(email(PEOPLE[0]))
    actor = await entering.person(hub, owner.id, Door.CONSOLE) if owner else None
    if actor is None:
        return
    await bring(
        hub,
        actor,
        brand_id,
        (AssetKind.AUDIO, "spring-20s.wav", _tone(20)),
        (AssetKind.AUDIO, "too-long-45s.wav", _tone(45)),
        (AssetKind.IMAGE, "companion.png", picture("Spring")),
        (AssetKind.IMAGE, "logo.png", picture("SR")),
        (AssetKind.DOCUMENT, "licence-sample.pdf", PDF),
    )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _tone(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        samples = (int(6_000 * math.sin(at / 3)) for at in range(seconds * _RATE))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return out.getvalue()
