"""Reading decision tables: their versions, what counts, and what a version would say."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api.context import Info
from api.conventions.pages import size_of
from api.decisions.misses import RuleMiss, page_of_misses
from api.decisions.versions import RuleVersion
from api.requests.request import Request
from api.rulebook.executors import RuleAssignment, assignment_of
from domain.decisions import model, versions
from domain.decisions.model import Outcome
from domain.errors import Invalid, Missing
from domain.pages import PAGE_DEFAULT
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading
from domain.rulebook.explaining import Missed
from domain.rulebook.simulating import simulate


@strawberry.type(description="That a version of a table counts from some time on.")
class RuleRelease:
    """See `domain.decisions.model.Release`."""

    value: strawberry.Private[model.Release]
    number: int = strawberry.field(description="Its number among the table's releases, from 1.")
    effective_at: datetime = strawberry.field(description="From when it counts.")
    released_at: datetime = strawberry.field(description="When it was released.")
    under_way: bool = strawberry.field(
        description="Whether it counts for what was asked for before as well."
    )
    withdrawn_at: datetime | None = strawberry.field(
        description="When it was rolled back; from then on the one before counts again."
    )

    @strawberry.field(description="The version that was released.")
    async def version(self, info: Info) -> RuleVersion:
        """Look the version up."""
        return RuleVersion.of(await info.context.loaders.rule_versions.load(self.value.version_id))

    @strawberry.field(
        description="The request by which it was; null for what comes with Greenlight, and where"
        " you may not see it."
    )
    async def request(self, info: Info) -> Request | None:
        """Look the request up."""
        if self.value.request_id is None:
            return None
        try:
            return Request.of(await reading.get(info.context.actor, self.value.request_id))
        except Missing:
            return None

    @classmethod
    def of(cls, release: model.Release) -> "RuleRelease":
        """Show a release."""
        return cls(
            value=release,
            number=release.number,
            effective_at=release.effective_at,
            released_at=release.released_at,
            under_way=release.under_way,
            withdrawn_at=release.withdrawn_at,
        )


@strawberry.type(description="A decision table.")
class DecisionTable:
    """All that is kept of one table."""

    key: str = strawberry.field(description="How decisions name it.")
    counting: strawberry.Private[model.Release | None]

    @strawberry.field(description="The version that counts now, for what is asked for now.")
    async def counts(self, info: Info) -> RuleVersion | None:
        """Look the version up."""
        if self.counting is None:
            return None
        found = await info.context.loaders.rule_versions.load(self.counting.version_id)
        return RuleVersion.of(found)

    @strawberry.field(
        description="Who judges by it, where somebody ever gave it away; null if nobody did."
    )
    async def judged_by(self) -> RuleAssignment | None:
        """Look it up."""
        return await assignment_of(self.key)

    @strawberry.field(description="What was released, newest first, rolled back or not.")
    async def releases(self, first: int = PAGE_DEFAULT) -> list[RuleRelease]:
        """Show the newest of them."""
        found = await versions.releases_of(self.key)
        return [RuleRelease.of(release) for release in found[: size_of(first)]]

    @strawberry.field(description="Its versions, newest first.")
    async def versions(
        self, first: int = PAGE_DEFAULT, below: int | None = None
    ) -> list[RuleVersion]:
        """Show the newest of them."""
        found = await versions.page(self.key, below, size_of(first))
        return [RuleVersion.of(version) for version in found]

    @strawberry.field(description="Versions that were never released, newest first.")
    async def drafts(
        self, first: int = PAGE_DEFAULT, below: int | None = None
    ) -> list[RuleVersion]:
        """Show the newest of them."""
        found = await versions.drafts_of(self.key, below, size_of(first))
        return [RuleVersion.of(version) for version in found]


@strawberry.type(description="What a version of a table would say of some facts.")
class Simulation:
    """See `domain.rulebook.simulating.Simulated`."""

    version: RuleVersion | None = strawberry.field(
        description="The version that was asked; null for a file given as text."
    )
    outcome: Outcome = strawberry.field(description="Whether its rules decide.")
    matched_rules: list[str] = strawberry.field(description="Ids of the rules that match.")
    reasons: list[str] = strawberry.field(description="Why, in words.")
    missing_facts: list[str] = strawberry.field(description="Facts the rules need and have not.")
    unknown_facts: list[str] = strawberry.field(
        description="Facts that were given and the table has no use for."
    )
    results: JSON = strawberry.field(description="The results of the rules that count.")
    miss_count: int = strawberry.field(description="How many rules do not match.")
    missed: strawberry.Private[tuple[Missed, ...]]

    @strawberry.field(
        description="The rules that do not match, in the table's order, and what says no; none"
        " where facts are missing."
    )
    def misses(self, first: int = PAGE_DEFAULT, after_rule: str | None = None) -> list[RuleMiss]:
        """Show the first of them."""
        return page_of_misses(self.missed, first, after_rule)


@strawberry.type
class RuleQuery:
    """Reading decision tables; not for agencies."""

    @strawberry.field(description="Every decision table, by key. Not for agencies.")
    async def decision_tables(self, info: Info) -> list[DecisionTable] | None:
        """Show every table."""
        require(info.context.actor, Act.SEE_RULES)
        counting = await versions.in_force(info.context.hub.clock.now())
        return [DecisionTable(key=key, counting=counting.get(key)) for key in await versions.keys()]

    @strawberry.field(description="A decision table; null if there is none. Not for agencies.")
    async def decision_table(self, info: Info, table: str) -> DecisionTable | None:
        """Show a table."""
        require(info.context.actor, Act.SEE_RULES)
        if table not in await versions.keys():
            return None
        counting = await versions.in_force(info.context.hub.clock.now())
        return DecisionTable(key=table, counting=counting.get(table))

    @strawberry.field(
        description="What a version of a table would say of facts; nothing comes of it. The"
        " version that counts, or else one that is named, or a file. Not for agencies."
    )
    async def simulate(
        self,
        info: Info,
        table: str,
        facts: JSON,
        version_id: strawberry.ID | None = None,
        dmn: str | None = None,
    ) -> Simulation | None:
        """Ask a version."""
        if not isinstance(facts, dict):
            raise Invalid("no_facts", "Give the facts as an object, by name.", ("facts",))
        hub, actor = info.context.hub, info.context.actor
        found = await simulate(hub, actor, table, facts, version_id=version_id, dmn=dmn)
        judgement = found.judgement
        return Simulation(
            version=RuleVersion.of(found.version) if found.version else None,
            outcome=judgement.outcome,
            matched_rules=list(judgement.matched),
            reasons=list(judgement.reasons),
            missing_facts=list(judgement.missing),
            unknown_facts=list(found.unknown),
            results=JSON([dict(row) for row in judgement.rows]),
            miss_count=len(found.misses),
            missed=found.misses,
        )
