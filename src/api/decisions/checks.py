"""What was found out about a version of a decision table, in the schema."""

import strawberry

from api.conventions.pages import size_of
from domain.decisions import model
from domain.decisions.model import Difference, Flaw
from domain.pages import PAGE_DEFAULT


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
