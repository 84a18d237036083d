"""A small organisation to act in, made through the use cases themselves."""

import io
import math
import struct
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from PIL import Image

from domain.actor import Actor, Door, Role, RoleGrant
from domain.catalog import service as catalog
from domain.catalog import uploads
from domain.catalog.model import Asset, AssetKind
from domain.hub import Hub
from domain.people import actor_records, membership
from domain.people import service as people

ROOT = Actor(None, "Set-up", Door.CONSOLE, (RoleGrant(Role.ADMIN), RoleGrant(Role.MANAGER)))


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what there is, and people by nickname as actors."""

    hub: Hub
    brand_id: str
    agency_id: str
    other_agency_id: str
    teams: dict[str, str]
    people: dict[str, str]
    assets: dict[str, str]

    async def actor(self, nickname: str, door: Door = Door.API) -> Actor:
        found = await actor_records.by_id(self.people[nickname], door)
        assert found is not None
        return found

    def brief(self, **changes: Any) -> dict[str, Any]:
        now = self.hub.clock.now()
        return {
            "name": "Spring launch",
            "objective": "awareness",
            "brand_id": self.brand_id,
            "markets": ["DE", "AT"],
            "audience": {"age_from": 18, "age_to": 44},
            "budget": {"amount": "12500.00", "currency": "EUR"},
            "starts_at": (now + timedelta(days=7)).isoformat(),
            "ends_at": (now + timedelta(days=21)).isoformat(),
            "advertiser": "Sample Roasters",
            "tagline": "Coffee that sings",
            "call_to_action": "learn_more",
            "click_url": "https://roasters.example.com/spring",
            "audio_asset_id": self.assets["audio"],
            "image_asset_id": self.assets["image"],
            "logo_asset_id": self.assets["logo"],
            "category": "none",
            "sensitive_topic": False,
        } | changes


PEOPLE: dict[str, tuple[Role, tuple[str, ...]]] = {
    "admin": (Role.ADMIN, ()),
    "manager": (Role.MANAGER, ()),
    "requester": (Role.REQUESTER, ()),
    "other_requester": (Role.REQUESTER, ()),
    "brand_one": (Role.REVIEWER, ("brand",)),
    "brand_two": (Role.REVIEWER, ("brand",)),
    "legal_one": (Role.REVIEWER, ("legal",)),
    "legal_two": (Role.REVIEWER, ("legal",)),
    "finance_one": (Role.REVIEWER, ("finance",)),
    "executive_one": (Role.REVIEWER, ("executive",)),
    "auditor": (Role.AUDITOR, ()),
}


async def populate(hub: Hub) -> World:
    brand = await catalog.add_brand(hub, ROOT, "Sample Roasters")
    for code, name in (("DE", "Germany"), ("AT", "Austria"), ("FR", "France"), ("US", "USA")):
        await catalog.add_market(hub, ROOT, code, name, "EUR", "Europe/Berlin")
    agency = await catalog.add_agency(hub, ROOT, "Sample Agency")
    rival = await catalog.add_agency(hub, ROOT, "Other Agency")
    teams = {
        key: (
            await membership.add_team(
                hub, ROOT, key, key.title(), workspace_id="T0001", place=f"C{key.upper()}"
            )
        ).id
        for key in ("brand", "legal", "finance", "executive")
    }
    found: dict[str, str] = {}
    for nickname, (role, memberships) in PEOPLE.items():
        user = await people.add_user(
            hub, ROOT, name=nickname.replace("_", " ").title(), email=f"{nickname}@hub.example.com"
        )
        await people.grant_role(hub, ROOT, user.id, role)
        for team in memberships:
            await membership.add_member(hub, ROOT, teams[team], user.id)
        found[nickname] = user.id
    for nickname, agency_id in (("agent", agency.id), ("rival", rival.id)):
        user = await people.add_user(
            hub,
            ROOT,
            name=nickname.title(),
            email=f"{nickname}@agency.example.com",
            agency_id=agency_id,
        )
        await people.grant_role(hub, ROOT, user.id, Role.AGENCY)
        found[nickname] = user.id
    world = World(hub, brand.id, agency.id, rival.id, teams, found, {})
    # Files of the agency, which everybody but its rival may use.
    agent = await world.actor("agent")
    world.assets["audio"] = (await upload(hub, agent, brand.id, AssetKind.AUDIO, tone(20))).id
    world.assets["image"] = (await upload(hub, agent, brand.id, AssetKind.IMAGE, square(640))).id
    world.assets["logo"] = (await upload(hub, agent, brand.id, AssetKind.IMAGE, square(640))).id
    return world


async def upload(hub: Hub, actor: Actor, brand_id: str, kind: AssetKind, content: bytes) -> Asset:
    name = f"sample.{'wav' if kind is AssetKind.AUDIO else 'png'}"
    asset, token = await uploads.promise_asset(hub, actor, brand_id, kind, name, len(content))
    return await uploads.receive_asset(hub, actor, asset.id, token, pieces(content))


async def pieces(content: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@lru_cache
def tone(seconds: float, rate: int = 8_000) -> bytes:
    """A quiet sine wave as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        samples = (int(8_000 * math.sin(at / 3)) for at in range(int(seconds * rate)))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return out.getvalue()


@lru_cache
def silence(seconds: float) -> bytes:
    """Return MP3 of frames of 128 kbit/s, each of 1,152 samples, with nothing to be heard."""
    frame = b"\xff\xfb\x90\xc4".ljust(417, b"\0")
    return frame * round(seconds * 44_100 / 1_152)


@lru_cache
def square(pixels: int) -> bytes:
    """A plain picture as a PNG file."""
    out = io.BytesIO()
    Image.new("RGB", (pixels, pixels), (32, 96, 64)).save(out, "PNG")
    return out.getvalue()
