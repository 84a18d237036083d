"""Everything known of a version that somebody proposes, and looking a table up."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.actor import Actor
from domain.decisions import versions
from domain.decisions.checked import check_of
from domain.decisions.model import Check, Release, Replay, RuleVersion
from domain.errors import HubError, Missing
from domain.requests import reading as requests
from domain.requests.kinds.rule_version import NAME
from domain.requests.model import Request
from domain.rulebook import records


@dataclass(frozen=True, slots=True)
class VersionFile:
    """What is known of the version that a request proposes.

    `base` is the number of the version it was drafted from. `check` is None where it cannot be
    checked any more; `problem` says why. `replay` is when the past was judged by it, and what
    came of it; None until then. `release` is None until it was released.
    """

    version: RuleVersion
    base: int | None
    check: Check | None
    problem: str | None
    replay: tuple[datetime, Replay] | None
    release: Release | None


async def file_of(request: Request) -> VersionFile | None:
    """Return what is known of the version `request` proposes; None if it proposes none."""
    version = await _proposed(request)
    if version is None:
        return None
    base = await versions.get(version.base_id) if version.base_id else None
    check, problem = await _checked(version)
    return VersionFile(
        version=version,
        base=base.number if base else None,
        check=check,
        problem=problem,
        replay=(await records.replays_of([version.id])).get(version.id),
        release=await versions.release_of(request.id),
    )


async def shown_to(actor: Actor, replay: Replay) -> Replay:
    """Return a replay without the requests that `actor` may not see; its counts stay."""
    seen = await requests.seen(actor, replay.requests)
    return replace(replay, requests=tuple(one for one in replay.requests if one in seen))


async def no_such_table(key: str) -> Missing:
    """Return what is said where there is no table `key`."""
    names = ", ".join(f"`{name}`" for name in await versions.keys())
    return Missing(
        "no_such_table", f"There is no table `{key[:80]}`; there are {names}.", ("table",)
    )


async def _proposed(request: Request) -> RuleVersion | None:
    if request.kind != NAME:
        return None
    return await versions.get(str(request.payload["version_id"]))


async def _checked(version: RuleVersion) -> tuple[Check | None, str | None]:
    try:
        return await check_of(version), None
    except HubError as problem:
        return None, problem.message
