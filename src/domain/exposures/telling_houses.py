"""Telling title houses where their works are live, whenever that changes."""

from contextlib import suppress

from domain.errors import Missing
from domain.hub import Hub
from domain.requests import records as requests
from domain.rights import subjects
from domain.rights.live import records
from domain.rights.live.model import Exposure
from domain.rights.model import Subject, SubjectKind
from domain.title_house import reporting
from domain.title_house.model import ChannelState

#: How much of a work that is live is looked at for what is left of it on a channel.
_LOOKED_AT = 300

#: Why something is live no more, in words that name nobody: a house keeps them.
_WHY = {
    "taken_down": "taken down on request",
    "stopped": "stopped, or past its last day",
    "not_seen": "not seen there any more",
    "unwatched": "its feed is not looked at any more",
    "said": "ended, as was noticed",
}


async def tell(hub: Hub, value: Exposure, why: str = "") -> None:
    """Ask that the houses of the works in `value` are told how they stand on its channel now.

    It is live there as long as anything of the work is that can be linked; `why` it ended is a
    word of `_WHY`. In the transaction that writes it. What no address leads to is not told.
    """
    with suppress(Missing):  # What is no longer in the catalogue is of no work.
        placed = await subjects.placed(value.shown.subject)
        for work in (one for one in placed.line if one.kind is SubjectKind.WORK):
            await _tell(hub, work, value, why)


async def _tell(hub: Hub, work: Subject, value: Exposure, why: str) -> None:
    there = [
        (one.id, url)
        for one in await records.live_of(work, _LOOKED_AT)
        if one.shown.channel == value.shown.channel and (url := await address(hub, one))
    ]
    _, url = max(there, default=("", await address(hub, value)))  # The newest says where.
    if url is not None:
        state = ChannelState.LIVE if there else ChannelState.TAKEN_DOWN
        reason = "" if there else _WHY.get(why, "")
        await reporting.tell(hub, work.ref, value.shown.channel, state, url=url, reason=reason)


async def address(hub: Hub, value: Exposure) -> str | None:
    """Return what a house can link to: where it stands, or our page of its request, if either."""
    if is_link(value.shown.outside_id) or value.request_id is None:
        return address_of(hub, value, None)
    request = await requests.get(value.request_id)
    return address_of(hub, value, request.number if request else None)


def address_of(hub: Hub, value: Exposure, number: int | None) -> str | None:
    """Return what `address` does; `number` is that of its request, if it has one."""
    if is_link(value.shown.outside_id):
        return value.shown.outside_id
    return page(hub, number) if number is not None else None


def is_link(outside_id: str) -> bool:
    """Whether what something is called where it stands is an address."""
    return outside_id.startswith("https://")


def page(hub: Hub, number: int) -> str | None:
    """Return our page of the request `number`, which shows only that; None if nobody reaches it."""
    reached = hub.public_url.startswith("https://")
    return f"{hub.public_url}/requests/{number}" if reached else None
