"""What the rules said of a request, and why: those that matched, and those that did not."""

import strawberry
from strawberry.scalars import JSON

from api.context import Info
from api.decisions.misses import RuleMiss, page_of_misses
from api.plan.rows import Rows, Table
from domain.decisions import records
from domain.decisions.model import Judgement, Outcome
from domain.pages import PAGE_DEFAULT
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.projection import Read
from domain.rulebook.explaining import Missed, misses

_TABLE = Table(records.HELD)


@strawberry.type(description="What the rules said of one revision, and why.")
class Decision:
    """See `domain.decisions.model.Judgement`."""

    judgement: strawberry.Private[Judgement]
    revision: int = strawberry.field(description="The revision that was judged.")
    table: str = strawberry.field(description="The decision table.")
    version: str = strawberry.field(description="SHA-256 of the table's file, as it was then.")
    outcome: Outcome = strawberry.field(description="Whether the rules decided.")

    @strawberry.field(description="Ids of the rules that matched.")
    def matched_rules(self) -> list[str]:
        """Show them."""
        return list(self.judgement.matched)

    @strawberry.field(description="Why, in words.")
    def reasons(self) -> list[str]:
        """Show them."""
        return list(self.judgement.reasons)

    @strawberry.field(description="Facts the rules needed and had not.")
    def missing_facts(self) -> list[str]:
        """Show them."""
        return list(self.judgement.missing)

    @strawberry.field(description="What was judged, by name.")
    def facts(self) -> JSON:
        """Show them."""
        return JSON(dict(self.judgement.facts))

    @strawberry.field(description="The results of the rules that count.")
    def results(self) -> JSON:
        """Show them."""
        return JSON([dict(row) for row in self.judgement.rows])

    @strawberry.field(
        description="The rules that did not match, in the table's order, and what said no; none"
        " where facts were missing. Null, with an error, for agencies, and where the version that"
        " decided is not there any more."
    )
    async def misses(
        self, info: Info, first: int = PAGE_DEFAULT, after_rule: str | None = None
    ) -> list[RuleMiss] | None:
        """Find them again from facts and version."""
        return page_of_misses(await self._misses(info), first, after_rule)

    @strawberry.field(description="How many rules did not match; null where `misses` is.")
    async def miss_count(self, info: Info) -> int | None:
        """Count them."""
        return len(await self._misses(info))

    async def _misses(self, info: Info) -> tuple[Missed, ...]:
        require(info.context.actor, Act.SEE_RULES)
        version = await info.context.loaders.rule_files.load(self.judgement.version)
        return misses(self.judgement, version)

    @classmethod
    def shown(cls, read: Read[tuple[int, Judgement]]) -> Rows:
        """Show judgements, of their rows."""
        return Rows(_TABLE, lambda row: cls.of(*read.item(row)), read.rows)

    @classmethod
    def of(cls, revision: int, judgement: Judgement) -> "Decision":
        """Show a judgement."""
        return cls(
            judgement=judgement,
            revision=revision,
            table=judgement.table,
            version=judgement.version,
            outcome=judgement.outcome,
        )
