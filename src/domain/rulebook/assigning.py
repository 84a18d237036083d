"""Giving a table to an executor: the engine in here, a decision service, or both to compare."""

from collections.abc import Sequence

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.decisions import in_force, versions
from domain.errors import Conflict, Invalid, Missing
from domain.executors import records
from domain.executors.model import Assignment, Difference, Executor
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import may, require
from domain.requests.kinds.rule_version import GOVERNING

#: The longest name a service may have for a decision, in characters.
KEY_LENGTH_MAX = 200


async def assign(
    hub: Hub, actor: Actor, table_key: str, executor: Executor, decision_key: str | None = None
) -> Assignment:
    """Have `executor` judge by a table from now on; `decision_key` is what the service calls it.

    Without one it is called as here. What is judged in the moment of a booking is judged in here
    whoever else does it. Raises `Missing` if there is no such table, `Conflict` where no service
    is connected.
    """
    require(actor, Act.CHANGE_RULES, everywhere=True)
    known = await versions.keys()
    if table_key not in known:
        raise Missing(
            "no_such_table",
            f"There is no table `{table_key[:80]}`; known: {', '.join(known)}.",
            ("table_key",),
        )
    called = (decision_key or table_key).strip()
    if not 0 < len(called) <= KEY_LENGTH_MAX:
        raise Invalid(
            "bad_decision_key",
            f"What the service calls a decision has 1 to {KEY_LENGTH_MAX} characters.",
            ("decision_key",),
        )
    if table_key in GOVERNING and executor is not Executor.EMBEDDED:
        raise Invalid(
            "governs_rules",
            f"`{table_key}` says who may change rules; it is judged in here only.",
            ("table_key",),
        )
    _require_possible(hub, executor)
    fresh = Assignment(table_key, executor, called, actor.user_id, hub.clock.now())
    async with transaction():
        before = (await records.of_tables([table_key])).get(table_key)
        await records.assign(fresh)
        details = {
            "before": before.executor if before else Executor.EMBEDDED,
            "executor": executor,
            "decision": called,
        }
        await audit.record(fresh.at, actor, "rules.given", in_force.subject(table_key), details)
    return fresh


async def differing(actor: Actor, table_key: str, limit: int) -> Sequence[Difference]:
    """Return up to `limit` facts by which a service judged otherwise, newest first.

    Whose they are is not kept; nothing is there for a role for a part of the organisation.
    """
    if not may(actor, Act.SEE_RULES, everywhere=True):
        return []
    return await records.differences(table_key, limit)


def _require_possible(hub: Hub, executor: Executor) -> None:
    if executor is Executor.EMBEDDED:
        return
    if hub.decision_service is None:
        raise Conflict(
            "not_connected",
            "No decision service is connected; set GREENLIGHT_OPENTEXT_URL and the settings beside"
            " it (docs/setting-up.md), then try again.",
        )
