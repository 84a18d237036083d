"""What is found out about a version, once: a version never changes, and every look at it asks."""

import asyncio
from functools import lru_cache

from domain.decisions import checking, in_force, versions
from domain.decisions.model import Check, RuleVersion

#: How many versions' checks are kept.
KEPT = 64


async def check_of(version: RuleVersion) -> Check:
    """Return what can be found out about a version, beside the one it was drafted from.

    A large table takes seconds, so it is done beside everything else.
    """
    base = await versions.get(version.base_id) if version.base_id else None
    return await asyncio.to_thread(_check, version, base)


@lru_cache(maxsize=KEPT)
def _check(version: RuleVersion, base: RuleVersion | None) -> Check:
    before = in_force.compiled(base) if base else None
    return checking.check(in_force.compiled(version), version.cases, before)
