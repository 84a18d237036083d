"""Promotion packs: what was asked to be shown of people and titles, judged at this moment.

A pack holds ids and checksums. What a bio says is looked up where it is kept, so that nothing is
left of it in a pack once its contributor was forgotten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from domain.catalog import records as catalog
from domain.catalog.model import Asset
from domain.catalog.works import records as works
from domain.consents import service as consents
from domain.consents.model import Purpose
from domain.contributors import packs, rules
from domain.contributors import records as contributors
from domain.contributors.model import Standing
from domain.contributors.packs import DayKind, PackDay, Part, PartKind
from domain.contributors.service import digest
from domain.deliverables.rules import material
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.packages import reusing
from domain.requests import records as requests
from domain.requests.kinds.promotion import KIND as PROMOTION
from domain.requests.kinds.promotion import PromotionBrief
from domain.requests.model import Request


@dataclass(frozen=True, slots=True)
class _Shown:
    """Whom and what a pack shows, on which day, and the campaign it goes with."""

    contributor_ids: Sequence[str]
    title_ids: Sequence[str]
    appears_on: date
    campaign_id: str | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """Parts with how each stands, days, and the files of headshots by id."""

    parts: Sequence[Part] = ()
    days: Sequence[PackDay] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Return it as it is handed over."""
        return {
            "parts": [_written(part) for part in packs.usable(self.parts)],
            "left_out": [
                {
                    "what": part.kind,
                    "about": part.about,
                    "ref": part.material.id if part.material else "",
                    "reason": part.standing,
                }
                for part in packs.left_out(self.parts)
            ],
            "days": [
                {"what": one.kind, "about": one.about, "day": one.day.isoformat()}
                for one in self.days
            ],
        }

    def files(self) -> list[dict[str, Any]]:
        """Return the files of headshots that may be used, as hand-overs list them."""
        shown = [
            part.material
            for part in packs.usable(self.parts)
            if part.kind is PartKind.HEADSHOT and part.material
        ]
        return [
            {
                **material(f"Headshot {at}", self.assets[one.asset_id or ""]),
                "material_id": one.id,
            }
            for at, one in enumerate(shown, 1)
        ]


async def pack(hub: Hub, request: Request) -> Pack | None:
    """Return the pack of a promotion or a repurpose as it would be now; None of any other request.

    Must not run in a transaction: files are read, and one that is lost or is not what it was is
    left out.
    """
    found = await preview(request, hub.clock.now())
    if found is None:
        return None
    parts = [await _with_file(hub, part, found.assets) for part in found.parts]
    return replace(found, parts=parts)


async def preview(request: Request, now: datetime) -> Pack | None:
    """Return a pack without a look at its files; None of what shows nobody and no title."""
    brief = await _shown(request, now)
    if brief is None:
        return None
    held = await contributors.of_contributors(brief.contributor_ids)
    refused = await consents.refusing(brief.contributor_ids, Purpose.APPEARANCE)
    wanted = {one.asset_id for every in held.values() for one in every if one.asset_id}
    assets = await catalog.assets(sorted(wanted))
    titles = await works.titles_by_id(brief.title_ids)
    today, day = now.date(), brief.appears_on
    parts = [
        part
        for one in brief.contributor_ids
        for part in packs.of_contributor(one, held[one], assets, today, day, refused=one in refused)
    ]
    parts += [
        part for one in brief.title_ids for part in packs.of_title(one, titles.get(one), today, day)
    ]
    days = [PackDay(DayKind.APPEARANCE, day), *await _campaign(brief)]
    days += [one for title in titles.values() for one in packs.days_of(title)]
    return Pack(parts, sorted(days, key=lambda one: (one.day, one.kind)), assets)


async def require_usable(hub: Hub, material_id: str) -> None:
    """Raise `Conflict` unless a headshot that was handed over may still be used today."""
    found = (await contributors.materials([material_id])).get(material_id)
    if found is not None:
        refused = await consents.refusing([found.contributor_id], Purpose.APPEARANCE)
        assets = await catalog.assets([found.asset_id] if found.asset_id else [])
        asset, today = assets.get(found.asset_id or ""), hub.clock.now().date()
        if rules.standing(found, asset, today, refused=bool(refused)) is Standing.USABLE:
            return
    raise Conflict(
        "not_to_be_used", "This picture may not be used any more; take it out of what was made."
    )


def recorded(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is handed over as the record of changes keeps it: texts by their checksums."""
    if "pack" not in content:
        return dict(content)
    parts = [
        {name: said for name, said in part.items() if name != "text"}
        for part in content["pack"]["parts"]
    ]
    return {**content, "pack": {**content["pack"], "parts": parts}}


async def _with_file(hub: Hub, part: Part, assets: Mapping[str, Asset]) -> Part:
    """Return a headshot that could be used as one that cannot, if its file is not there."""
    if part.kind is not PartKind.HEADSHOT or part.standing is not Standing.USABLE:
        return part
    asset = assets[part.material.asset_id or ""] if part.material else None
    gone = replace(part, standing=Standing.FILE_GONE)
    if asset is None:
        return gone
    try:
        await hub.files.find(asset.id, asset.sha256 or "")
    except (Missing, Conflict):
        return gone
    return part


async def _shown(request: Request, now: datetime) -> _Shown | None:
    """Return what a promotion shows, or what a repurpose shows again."""
    if request.kind == PROMOTION.name:
        brief = PromotionBrief.model_validate(request.payload)
        return _Shown(brief.contributor_ids, brief.title_ids, brief.appears_on, brief.campaign_id)
    source = await reusing.used_again(request)
    if source is None:
        return None
    said = source.payload
    titles = said.get("title_ids") or [one for one in (said.get("title_id"),) if one]
    found = _Shown(tuple(said.get("contributor_ids") or ()), tuple(titles), now.date())
    return found if found.contributor_ids or found.title_ids else None


async def _campaign(brief: _Shown) -> list[PackDay]:
    """Return the days of the campaign that a promotion goes with, in UTC."""
    if brief.campaign_id is None:
        return []
    found = (await requests.get_many([brief.campaign_id])).get(brief.campaign_id)
    if found is None:
        return []
    ends = ((DayKind.CAMPAIGN_STARTS, "starts_at"), (DayKind.CAMPAIGN_ENDS, "ends_at"))
    return [
        PackDay(kind, _day(str(found.payload[name])), found.id)
        for kind, name in ends
        if found.payload.get(name)
    ]


def _day(instant: str) -> date:
    # A brief keeps the offset that its front end sent.
    return datetime.fromisoformat(instant).astimezone(UTC).date()


def _written(part: Part) -> dict[str, Any]:
    if part.material is not None:
        return {
            "what": part.kind,
            "about": part.about,
            "ref": part.material.id,
            "language": part.material.language,
            "sha256": digest(part.material.text),
        }
    words = part.words
    return {
        "what": part.kind,
        "about": part.about,
        "ref": "",
        "code": words.kind if words else "",
        "text": words.text if words else "",
        "sha256": digest(words.text if words else ""),
    }
