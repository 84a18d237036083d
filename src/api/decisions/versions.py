"""Versions of decision tables in the schema: the file, what was found out about it, the past."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.pages import size_of
from api.decisions.grids import RuleGrid
from domain.decisions import model
from domain.decisions.checked import check_of
from domain.decisions.in_force import compiled
from domain.decisions.model import Difference, Flaw
from domain.decisions.page import page
from domain.errors import Missing
from domain.pages import PAGE_DEFAULT
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.kinds import rule_version as kind
from domain.rulebook import reading
from domain.rulebook.explaining import Missed
from domain.rulebook.wording import Voice


@strawberry.type(description="A rule that did not match, and the first cell of it that said no.")
class RuleMiss:
    """See `domain.rulebook.explaining.Missed`."""

    rule: str = strawberry.field(description="The rule's id.")
    column: str = strawberry.field(description="The column that said no first.")
    cell: str = strawberry.field(description="What the rule wants there, as the table has it.")
    value: str = strawberry.field(description="What stood there, as a cell would have it.")

    @strawberry.field(description="Why it did not match, in words: what was told, what it wants.")
    def sentence(self) -> str:
        """Return it in English."""
        return Voice().why(self.column, self.value, self.cell)


def page_of_misses(found: Sequence[Missed], first: int, after_rule: str | None) -> list[RuleMiss]:
    """Return so many of the rules that did not match, in the table's order."""
    size, at = size_of(first), _place_after(found, after_rule)
    return [
        RuleMiss(rule=one.rule, column=one.column, cell=one.cell, value=one.value)
        for one in found[at : at + size]
    ]


def _place_after(found: Sequence[Missed], rule: str | None) -> int:
    if rule is None:
        return 0
    for at, one in enumerate(found, start=1):
        if one.rule == rule:
            return at
    raise Missing(
        "no_such_rule",
        f"The rule `{rule[:80]}` is none of those that did not match; begin without it.",
        ("after_rule",),
    )


@strawberry.type(description="A test case that does not hold.")
class CaseFailure:
    """See `domain.decisions.model.Failure`."""

    line: int = strawberry.field(description="The line of the file of cases.")
    case: str = strawberry.field(description="What the case is called; empty if it is not.")
    column: str = strawberry.field(description="The result that is another.")
    expected: str = strawberry.field(description="What was to follow; empty for nothing.")
    found: str = strawberry.field(description="What did; empty for nothing.")

    @classmethod
    def of(cls, failure: model.Failure) -> "CaseFailure":
        """Show it."""
        return cls(
            line=failure.line,
            case=failure.case,
            column=failure.column,
            expected=failure.expected,
            found=failure.found,
        )


@strawberry.type(description="Where in a table something was found: an example.")
class FindingPlace:
    """One column of a finding's example."""

    column: str = strawberry.field(description="The column.")
    value: str = strawberry.field(description="A value or an interval there, in words.")


@strawberry.type(description="Something found in a table without asking it anything.")
class RuleFinding:
    """See `domain.decisions.model.Finding`."""

    flaw: Flaw = strawberry.field(description="What is wrong.")
    rules: list[str] = strawberry.field(description="The rules it concerns.")
    where: list[FindingPlace] = strawberry.field(description="An example.")
    said: str = strawberry.field(description="What it means, in words.")
    refused: bool = strawberry.field(description="Whether a table with it may not be released.")

    @classmethod
    def of(cls, finding: model.Finding) -> "RuleFinding":
        """Show it."""
        return cls(
            flaw=finding.flaw,
            rules=list(finding.rules),
            where=[FindingPlace(column=at, value=what) for at, what in finding.where.items()],
            said=finding.said,
            refused=finding.refused,
        )


@strawberry.type(description="A cell that is another than it was.")
class CellChange:
    """One of `domain.decisions.model.RowChange.cells`."""

    column: str = strawberry.field(description="The column.")
    before: str = strawberry.field(description="What stood there.")
    after: str = strawberry.field(description="What stands there.")


@strawberry.type(description="A row that is not in both versions as it is.")
class RowChange:
    """See `domain.decisions.model.RowChange`."""

    rule: str = strawberry.field(description="The rule's id; empty for the table itself.")
    difference: Difference = strawberry.field(description="In which way.")
    was_at: int | None = strawberry.field(description="Where it stood, from 1; null if nowhere.")
    is_at: int | None = strawberry.field(description="Where it stands, from 1; null if nowhere.")
    cells: list[CellChange] = strawberry.field(description="The cells that differ.")

    @classmethod
    def of(cls, change: model.RowChange) -> "RowChange":
        """Show it."""
        return cls(
            rule=change.rule,
            difference=change.difference,
            was_at=change.was_at,
            is_at=change.is_at,
            cells=[CellChange(column=c, before=b, after=a) for c, b, a in change.cells],
        )


@strawberry.type(
    description="What was found out about a version by itself, and beside the one it was made from."
)
class RuleCheck:
    """See `domain.decisions.model.Check`."""

    value: strawberry.Private[model.Check]
    cases: int = strawberry.field(description="How many test cases it has.")
    failure_count: int = strawberry.field(description="How many results of them are others.")
    finding_count: int = strawberry.field(description="How many things were found in it.")
    rows_changed: int = strawberry.field(description="How many rows are not as they were.")

    @strawberry.field(description="Results of test cases that are others, in order.")
    def failures(self, first: int = PAGE_DEFAULT) -> list[CaseFailure]:
        """Show the first of them."""
        return [CaseFailure.of(one) for one in self.value.failures[: size_of(first)]]

    @strawberry.field(description="Gaps, overlaps and rules that never count.")
    def findings(self, first: int = PAGE_DEFAULT) -> list[RuleFinding]:
        """Show the first of them."""
        return [RuleFinding.of(one) for one in self.value.findings[: size_of(first)]]

    @strawberry.field(description="Rows that are not as they were.")
    def changes(self, first: int = PAGE_DEFAULT) -> list[RowChange]:
        """Show the first of them."""
        return [RowChange.of(one) for one in self.value.changes[: size_of(first)]]

    @classmethod
    def of(cls, check: model.Check) -> "RuleCheck":
        """Show it."""
        return cls(
            value=check,
            cases=check.cases,
            failure_count=len(check.failures),
            finding_count=len(check.findings),
            rows_changed=check.rows_changed,
        )


@strawberry.type(description="How many decisions would turn from one outcome to another.")
class ReplayTurn:
    """See `domain.decisions.model.Turn`."""

    before: str = strawberry.field(description="What was decided.")
    after: str = strawberry.field(description="What would have been.")
    count: int = strawberry.field(description="How often.")


@strawberry.type(description="What a version would have said of every decision of its table.")
class RuleReplay:
    """See `domain.decisions.model.Replay`."""

    at: datetime = strawberry.field(description="When the past was judged by it.")
    total: int = strawberry.field(description="How many decisions there were.")
    changed: int = strawberry.field(description="How many would have been others.")
    turns: list[ReplayTurn] = strawberry.field(
        description="The kinds of change, most frequent first; the first 20."
    )
    request_ids: list[strawberry.ID] = strawberry.field(
        description="The requests concerned that you may see, of the 50 newest ones."
    )

    @classmethod
    def of(cls, at: datetime, replay: model.Replay) -> "RuleReplay":
        """Show it."""
        return cls(
            at=at,
            total=replay.total,
            changed=replay.changed,
            turns=[ReplayTurn(before=t.before, after=t.after, count=t.count) for t in replay.turns],
            request_ids=[identified(one) for one in replay.requests],
        )


@strawberry.type(description="A version of a decision table: its file and cases never change.")
class RuleVersion(Node):
    """See `domain.decisions.model.RuleVersion`."""

    value: strawberry.Private[model.RuleVersion]
    table: str = strawberry.field(description="The decision table.")
    number: int = strawberry.field(description="Its number among the table's versions, from 1.")
    digest: str = strawberry.field(description="SHA-256 of its file; decisions name it.")
    change: str = strawberry.field(description="What is new in it.")
    created_at: datetime = strawberry.field(description="When it was drafted.")
    dmn: str = strawberry.field(description="Its file: DMN, as XML.")
    cases: str = strawberry.field(description="Its test cases, as CSV.")

    @strawberry.field(description="Who drafted it; Greenlight, for what comes with it.")
    async def author_name(self, info: Info) -> str:
        """Look the name up."""
        if self.value.author_id is None:
            return "Greenlight"
        return await info.context.loaders.names.load(self.value.author_id) or "somebody"

    @strawberry.field(description="The version it was made from; null for the first.")
    async def base(self, info: Info) -> "RuleVersion | None":
        """Look the version up."""
        if self.value.base_id is None:
            return None
        found = await info.context.loaders.rule_versions.load(self.value.base_id)
        return RuleVersion.of(found) if found else None

    @strawberry.field(
        description="What was found out about it; null, with an error, if it cannot be read."
    )
    async def check(self) -> RuleCheck | None:
        """Check it."""
        return RuleCheck.of(await check_of(self.value))

    @strawberry.field(
        description="Its columns and rules; null where it is an expression, and, with an error,"
        " if it cannot be read."
    )
    def grid(self) -> RuleGrid | None:
        """Show it cell by cell."""
        return RuleGrid.of(compiled(self.value))

    @strawberry.field(
        description="What it means, as a page of Markdown: its question, its facts, and each rule"
        " as a sentence; null, with an error, if it cannot be read."
    )
    def page(self) -> str | None:
        """Tell it in words."""
        return page(compiled(self.value))

    @strawberry.field(description="What it would have said of the past; null if not asked yet.")
    async def replay(self, info: Info) -> RuleReplay | None:
        """Show the newest replay."""
        found = await info.context.loaders.replays.load(self.value.id)
        if found is None:
            return None
        at, replay = found
        return RuleReplay.of(at, await reading.shown_to(info.context.actor, replay))

    @classmethod
    def of(cls, version: model.RuleVersion) -> "RuleVersion":
        """Show a version."""
        return cls(
            id=identified(version.id),
            value=version,
            table=version.table_key,
            number=version.number,
            digest=version.digest,
            change=version.change,
            created_at=version.created_at,
            dmn=version.dmn,
            cases=version.cases,
        )


@strawberry.type(description="What is asked for, if a version of a table is to be released.")
class RuleVersionBrief:
    """See `domain.requests.kinds.rule_version.RuleVersionBrief`."""

    table: str = strawberry.field(description="The decision table.")
    number: int = strawberry.field(description="The version's number.")
    change: str = strawberry.field(description="What is new in it.")
    effective_at: datetime | None = strawberry.field(
        description="From when it is to count; null for as soon as everybody said yes."
    )
    under_way: bool = strawberry.field(
        description="Whether it is to count for what was asked for before as well."
    )
    note: str = strawberry.field(description="The requester's note to reviewers.")
    version_id: strawberry.Private[str]

    @strawberry.field(description="The version itself; not for agencies.")
    async def version(self, info: Info) -> RuleVersion | None:
        """Look the version up."""
        require(info.context.actor, Act.SEE_RULES)
        found = await info.context.loaders.rule_versions.load(self.version_id)
        return RuleVersion.of(found) if found else None

    @classmethod
    def of(cls, brief: kind.RuleVersionBrief) -> "RuleVersionBrief":
        """Show a brief."""
        return cls(
            table=brief.table,
            number=brief.number,
            change=brief.change,
            effective_at=brief.effective_at,
            under_way=brief.under_way,
            note=brief.note,
            version_id=brief.version_id,
        )
