"""Governing decision tables: drafting a version, asking for its release, rolling back."""

from datetime import datetime

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, perform_considered, repeatable
from api.decisions.versions import RuleVersion
from domain.decisions import versions
from domain.rulebook import proposing
from domain.rulebook.drafting import draft
from domain.rulebook.recalling import recall


@strawberry.input(description="A version of a decision table, to be kept and looked at.")
class DraftRuleVersionInput:
    """For `draftRuleVersion`."""

    table: str = strawberry.field(description="The decision table.")
    dmn: str = strawberry.field(description="Its file: DMN, as XML.")
    cases: str = strawberry.field(description="Its test cases, as CSV.")
    change: str = strawberry.field(description="What is new in it; 5 to 120 characters.")
    base_id: strawberry.ID | None = strawberry.field(
        default=None, description="The version it was made from; the last released if left out."
    )
    idempotency_key: str | None = repeatable("drafts nothing new for 24 h.")


@strawberry.type(description="What `draftRuleVersion` did.")
class DraftRuleVersionPayload:
    """Answer of `draftRuleVersion`."""

    rule_version: RuleVersion | None = strawberry.field(
        description="The version, if it was kept; `check` says what was found out about it."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A version to be released.")
class ProposeRuleVersionInput:
    """For `proposeRuleVersion`."""

    version_id: strawberry.ID = strawberry.field(description="The version.")
    effective_at: datetime | None = strawberry.field(
        default=None,
        description="From when it is to count; as soon as everybody said yes if left out.",
    )
    under_way: bool = strawberry.field(
        default=False, description="Whether it is to count for what was asked for before as well."
    )
    note: str = strawberry.field(default="", description="For reviewers; up to 1,000 characters.")
    instead_of_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A request of yours that this revises, when changes were asked for.",
    )
    idempotency_key: str | None = repeatable("asks for nothing new for 24 h.")


@strawberry.input(description="A table whose last change is to be taken back.")
class RollBackRulesInput:
    """For `rollBackRules`."""

    table: str = strawberry.field(description="The decision table.")
    reason: str = strawberry.field(description="Why; everybody concerned is told.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class RuleMutation:
    """Governing decision tables; for managers and admins of the whole organisation."""

    @strawberry.mutation(
        description="Keep a file as the next version of a table. It counts for nothing until it"
        " is proposed and released. For managers and admins of everything."
    )
    async def draft_rule_version(
        self,
        info: Info,
        input: DraftRuleVersionInput,  # noqa: A002  The convention's name.
    ) -> DraftRuleVersionPayload:
        """Draft a version."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            drafted, _ = await draft(
                hub, actor, input.table, input.dmn, input.cases, input.change, input.base_id
            )
            return drafted.id

        done, errors = await perform(info, "draftRuleVersion", input, act)
        found = await versions.get(done) if done else None
        shown = RuleVersion.of(found) if found else None
        return DraftRuleVersionPayload(rule_version=shown, errors=errors)

    @strawberry.mutation(
        description="Ask for a version to be released. Its test cases have to hold; then every"
        " decision of the past is judged by it, and people say yes or no."
    )
    async def propose_rule_version(
        self,
        info: Info,
        input: ProposeRuleVersionInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Propose a version."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> proposing.Proposing:
            return await proposing.considered(
                hub,
                actor,
                input.version_id,
                effective_at=input.effective_at,
                under_way=input.under_way,
                note=input.note,
                instead_of=input.instead_of_id,
            )

        async def keep(found: proposing.Proposing) -> str:
            return (await proposing.keep(hub, actor, found)).id

        name = "proposeRuleVersion"
        return await payload_of(*await perform_considered(info, name, input, consider, keep))

    @strawberry.mutation(
        description="Withdraw the request by which the version that counts was released; the one"
        " before counts again."
    )
    async def roll_back_rules(self, info: Info, input: RollBackRulesInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Roll a table back."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await recall(hub, actor, input.table, input.reason)).id

        return await payload_of(*await perform(info, "rollBackRules", input, act))
