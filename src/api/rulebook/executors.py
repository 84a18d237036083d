"""Who judges by a decision table, and giving it to somebody else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.pages import size_of
from domain.executors import model, records
from domain.executors.model import Assignment, Executor
from domain.pages import PAGE_DEFAULT
from domain.rulebook.assigning import assign, differing


@strawberry.type(description="Facts by which the service said something else than we did.")
class RuleDifference:
    """See `domain.executors.model.Difference`."""

    at: datetime = strawberry.field(description="When.")
    facts: JSON = strawberry.field(description="What was judged, by name.")
    ours: JSON = strawberry.field(description="What was decided: the outcome, and its rows.")
    theirs: JSON = strawberry.field(description="What the service said, likewise.")

    @classmethod
    def of(cls, found: model.Difference) -> "RuleDifference":
        """Show a difference."""
        return cls(
            at=found.at,
            facts=JSON(dict(found.facts)),
            ours=JSON(_said(found.ours)),
            theirs=JSON(_said(found.theirs)),
        )


@strawberry.type(description="Who judges by a table, and how that went since.")
class RuleAssignment:
    """See `domain.executors.model.Assignment`."""

    table: str = strawberry.field(description="The decision table.")
    executor: Executor = strawberry.field(description="Who judges by it.")
    decision_key: str = strawberry.field(description="What the service calls it.")
    since: datetime = strawberry.field(description="When it was given; counts begin there.")
    asked: int = strawberry.field(description="How often the service was asked.")
    failed: int = strawberry.field(description="How often it did not answer.")
    differed: int = strawberry.field(description="How often it said something else than we did.")
    answers: bool | None = strawberry.field(
        description="Whether the last question was answered; null where none was asked."
    )
    problem: str | None = strawberry.field(description="Why the last one was not answered.")

    @strawberry.field(
        description="Where it said something else, newest first, be it before it was given so; what"
        " was judged is of any brand, so that a role for some of the organisation sees none."
    )
    async def differences(self, info: Info, first: int = PAGE_DEFAULT) -> list[RuleDifference]:
        """Show the newest of them."""
        found = await differing(info.context.actor, self.table, size_of(first))
        return [RuleDifference.of(one) for one in found]

    @classmethod
    def of(cls, held: Assignment) -> "RuleAssignment":
        """Show who judges."""
        return cls(
            table=held.table_key,
            executor=held.executor,
            decision_key=held.decision_key,
            since=held.at,
            asked=held.asked,
            failed=held.failed,
            differed=held.differed,
            answers=held.up,
            problem=held.problem,
        )


@strawberry.input(description="A decision table, and who is to judge by it.")
class AssignRuleTableInput:
    """For `assignRuleTable`."""

    table: str = strawberry.field(description="The decision table.")
    executor: Executor = strawberry.field(description="Who judges by it from now on.")
    decision_key: str | None = strawberry.field(
        default=None, description="What the service calls it; the table's own name if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `assignRuleTable` did.")
class AssignRuleTablePayload:
    """Answer of `assignRuleTable`."""

    assignment: RuleAssignment | None = strawberry.field(
        description="Who judges by it now, if it happened."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class ExecutorMutation:
    """Giving tables to executors; for managers and admins of the whole organisation."""

    @strawberry.mutation(
        description="Have a table judged in here, by the decision service, or by both to compare."
        " For managers and admins of everything."
    )
    async def assign_rule_table(
        self,
        info: Info,
        input: AssignRuleTableInput,  # noqa: A002  The convention's name.
    ) -> AssignRuleTablePayload:
        """Give a table to an executor."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            held = await assign(hub, actor, input.table, input.executor, input.decision_key)
            return held.table_key

        done, errors = await perform(info, "assignRuleTable", input, act)
        return AssignRuleTablePayload(
            assignment=await assignment_of(done) if done else None, errors=errors
        )


async def assignment_of(table: str) -> RuleAssignment | None:
    """Return who judges by a table; None where nobody but the engine in here ever did."""
    held = (await records.of_tables([table])).get(table)
    return RuleAssignment.of(held) if held else None


def _said(said: model.Said) -> Mapping[str, Any]:
    return {"outcome": said.outcome, "rows": [dict(row) for row in said.rows]}
