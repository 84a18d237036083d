"""Change history: who changed what in the ad account, and what of it the hub did not do itself."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from connectors.spotify import hierarchy
from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import OutcomeUnknown
from connectors.spotify.wire import stamp, units
from domain import text
from domain.campaigns.edits.model import About, By, Did, Edit, FieldEdit, Part
from domain.errors import Invalid
from domain.instants import in_utc

#: Of how many things is asked at once: their ids stand in the address.
ASKED_MAX = 50

#: The longest name and the longest value that are kept, in characters. Ours.
NAME_MAX, VALUE_MAX = 200, 120

#: The most fields of one edit that are kept. Ours.
FIELDS_MAX = 20

#: An address, which Spotify may give as somebody's name.
_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>()]+")

_BY = {
    "ADVERTISER_USER": By.PERSON,
    "SUPPORT": By.SUPPORT,
    "API_INTEGRATION": By.INTEGRATION,
    "SYSTEM": By.SYSTEM,
}
_PARTS = {"CAMPAIGN": Part.CAMPAIGN, "AD_SET": Part.AD_SET, "CREATIVE": Part.AD}
_DID = {"CREATED": Did.CREATED, "REMOVED": Did.REMOVED}
_ABOUT = {"BUDGET": About.BUDGET, "TARGETING": About.TARGETING, "STATUS": About.STATUS}


class SpotifyHistory:
    """Reads the change history of one ad account.

    `principal` is what history calls the hub's own integration. Without it every integration counts
    as the hub's, for nothing else tells them apart.
    """

    def __init__(self, client: AdsClient, principal: str | None = None) -> None:
        self._client = client
        self._principal = principal

    async def edits(self, campaign: str, known: Collection[str], since: datetime) -> list[Edit]:
        """Return what others edited of a live campaign; see `EditHistory`."""
        found = await hierarchy.live(self._client, campaign)
        there = found.ids if found else ()
        rows = [
            row
            for some in pieces(list(dict.fromkeys((*there, *known))))
            for row in await self._client.changes_of(some, stamp(since))
        ]
        edits = [edit_of(row) for row in rows if not self.ours(row)]
        return sorted(edits, key=lambda edit: (edit.at, edit.id))

    async def remembered(self, ids: Sequence[str]) -> list[Edit]:
        """Return what others edited of some things, as far back as Spotify remembers."""
        rows = [row for some in pieces(ids) for row in await self._client.changes_of(some)]
        return [edit_of(row) for row in rows if not self.ours(row)]

    def ours(self, row: Json) -> bool:
        """Whether the hub made a change."""
        actor = row.get("actor") or {}
        by_hub = self._principal is None or actor.get("principal_id") == self._principal
        return actor.get("category") == "API_INTEGRATION" and by_hub


def edit_of(row: Json) -> Edit:
    """Return a row of change history in our words; values nobody knows are shown as they are."""
    actor = row.get("actor") or {}
    try:
        at = in_utc(datetime.fromisoformat(str(row["timestamp"])))
        change_id = str(row["change_id"])
    except (KeyError, ValueError, Invalid) as error:
        raise OutcomeUnknown("unreadable", ["a row of change history cannot be read"]) from error
    return Edit(
        id=change_id,
        at=at,
        who=_name(actor.get("name")),
        by=_BY.get(str(actor.get("category")), By.UNKNOWN),
        part=_PARTS.get(str(row.get("entity_type")), Part.OTHER),
        name=_line(row.get("entity_name"), NAME_MAX),
        did=_DID.get(str(row.get("operation")), Did.CHANGED),
        fields=tuple(_field(one) for one in (row.get("changes") or ())[:FIELDS_MAX]),
    )


def pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ids, as many at a time as an address holds."""
    for at in range(0, len(ids), ASKED_MAX):
        yield ids[at : at + ASKED_MAX]


def _name(value: object) -> str:
    """Return what somebody is called; an address is no name, and agencies read these."""
    left = _ADDRESS.sub("", _line(value, NAME_MAX))
    return " ".join(left.replace("<>", "").replace("()", "").split())


def _field(change: Json) -> FieldEdit:
    return FieldEdit(
        about=_ABOUT.get(str(change.get("change_category")), About.OTHER),
        field=_line(change.get("display_label") or change.get("field_type"), NAME_MAX),
        before=_value(change.get("before")),
        after=_value(change.get("after")),
    )


def _value(state: object) -> str:
    """Return one side of a change as people read it: an amount, a plain value, or all of it."""
    if not isinstance(state, Mapping) or not state:
        return ""
    if isinstance(state.get("micro_amount"), int):
        amount = f"{units(state['micro_amount']):,.2f}"
        return _line(" ".join(filter(None, (amount, _said(state.get("currency"))))), VALUE_MAX)
    return _line(_said(state["value"] if set(state) == {"value"} else state), VALUE_MAX)


def _said(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _line(value: object, most: int) -> str:
    """Return a text from outside as one line of bounded length."""
    return " ".join(text.cleared(_said(value)).split())[:most]
