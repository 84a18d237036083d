"""The content package: what was approved, its files with checksums, the yeses, what to do."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.activation.journeys import going
from domain.activation.journeys import rules as journeys
from domain.approvals import records as approvals
from domain.approvals import rules as approval_rules
from domain.approvals.model import Stage, StageState, Vote
from domain.catalog import records as catalog
from domain.catalog.model import Asset, AssetState
from domain.deliverables.model import Delivery, DeliveryState
from domain.deliverables.rules import material, materials
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.masters.origin import record_of
from domain.packages import reusing
from domain.packages.packing import pack
from domain.packages.reusing import called
from domain.playlists import service as playlists
from domain.requests.kinds import Kind, episode_release, kind_named
from domain.requests.kinds.kind import Payload
from domain.requests.kinds.sponsorship import SponsorshipBrief, asked
from domain.requests.looking import look
from domain.requests.model import Request
from domain.sponsorships.rules import sheet


async def package(
    hub: Hub,
    request: Request,
    found: Sequence[Delivery],
    more: Sequence[str] = (),
    told: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return what the receiver of a request is handed; must not run in a transaction.

    `metadata` is what was asked for, with the record that told of it; `materials` the files as
    they were approved, `approvals` who said yes by stage, by their ids, `instructions` what else
    to do, with `more`: what is `told`, or else all that the kind asks of a team. A repurpose lists
    the files of what is used again. A sponsorship says besides what its show's team calls a sheet,
    a promotion what its `pack` holds and what was left out, a playlist for sites its
    `track_lists`, one for each commercial provider.
    """
    kind = kind_named(request.kind)
    payload = kind.payload.model_validate(request.payload)
    stages = (await approvals.stages_of([request.id]))[request.id]
    votes = (await approvals.votes_of([request.id]))[request.id]
    files, packed = await _enclosed(kind, payload), await pack(hub, request)
    return {
        "number": request.number,
        "title": request.title,
        "kind": request.kind,
        "revision": request.revision,
        "metadata": {**request.payload, **await record_of(payload)},
        "materials": [
            *(material(called(field), file) for field, file in files.items() if file),
            *(
                material(name, file)
                for name, file in (await reusing.files(request)).items()
                if file
            ),
            *materials(found),
            *(packed.files() if packed else ()),
        ],
        "approvals": approved(stages, votes),
        "instructions": [
            *(await _instructions(kind, payload, request) if told is None else told),
            *await playlists.limits(request),
            *more,
        ],
        **({"pack": packed.content()} if packed else {}),
        **({"track_lists": lists} if (lists := await playlists.track_lists(request)) else {}),
        **await _sheet(hub, request, payload),
    }


async def _instructions(kind: Kind, payload: Payload, request: Request) -> Sequence[str]:
    """Return what the receiver has to do; another system may do it in their place."""
    endpoint = await going.meant(request)
    if endpoint is not None:
        return journeys.instructions(endpoint)
    return kind.hands_over.instructions(payload) if kind.hands_over else ()


def approved(stages: Iterable[Stage], votes: Sequence[Vote]) -> list[dict[str, Any]]:
    """Return the stages that people approved, in order, each with who and when."""
    return [
        {
            "stage": stage.key,
            "title": stage.title,
            "voters": [vote.voter_id for vote in approval_rules.counting(stage, votes)],
            "at": stage.closed_at.isoformat() if stage.closed_at else None,
        }
        for stage in sorted(stages, key=lambda one: (one.step, one.key))
        if stage.state is StageState.APPROVED and not stage.automatic
    ]


async def file_problems(hub: Hub, request: Request, found: Sequence[Delivery]) -> list[str]:
    """Return which files of a request are not those that were approved."""
    kind = kind_named(request.kind)
    payload = kind.payload.model_validate(request.payload)
    files = await _enclosed(kind, payload)
    if kind.name == episode_release.KIND.name:
        files.pop("transcript_asset_id", None)  # The publishing rules look at it.
    wanted = [(called(field), file) for field, file in files.items()]
    wanted += (await reusing.files(request)).items()
    wanted += [
        (one.wanted.name, one.asset if one.state is DeliveryState.IN else None) for one in found
    ]
    said = [await _problem(hub, name, asset) for name, asset in wanted]
    return [problem for problem in said if problem]


async def _problem(hub: Hub, name: str, asset: Asset | None) -> str | None:
    if asset is None:
        return f"`{name}` is not in"
    try:
        await hub.files.find(asset.id, asset.sha256 or "")
    except Missing:
        return f"the file of `{name}` is lost"
    except Conflict:
        return f"the file of `{name}` is not what was approved"
    return None


async def _enclosed(kind: Kind, payload: Payload) -> dict[str, Asset | None]:
    """Return the files that a brief itself names and its receiver gets, by field; None if lost."""
    if kind.hands_over is None or not kind.hands_over.encloses:
        return {}
    found = await catalog.assets(list(payload.asset_ids.values()))
    named = {field: found.get(asset_id) for field, asset_id in payload.asset_ids.items()}
    return {
        field: file if file is not None and file.state is AssetState.READY else None
        for field, file in named.items()
    }


async def _sheet(hub: Hub, request: Request, payload: Payload) -> dict[str, Any]:
    if not isinstance(payload, SponsorshipBrief):
        return {}
    return sheet(payload, await look(asked(payload), request.id, hub.clock.now()))
