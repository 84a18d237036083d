"""A decision table as one looks at it: columns, and rules cell by cell."""

import strawberry

from api.conventions.pages import size_of
from domain.decisions import model
from domain.decisions.dmn.feel.types import Type
from domain.decisions.dmn.table import Rule, Table
from domain.errors import Missing
from domain.pages import PAGE_DEFAULT


@strawberry.type(description="A column of a decision table.")
class RuleColumn:
    """An input or output of `domain.decisions.dmn.table.Table`."""

    name: str = strawberry.field(description="What it judges, or says.")
    kind: str | None = strawberry.field(
        description="FEEL's name for its kind of value; null where any kind will do."
    )


@strawberry.type(description="A rule of a decision table, cell by cell in FEEL.")
class RuleRow:
    """See `domain.decisions.dmn.table.Rule`."""

    rule: str = strawberry.field(description="The rule's id.")
    conditions: list[str] = strawberry.field(
        description="What it wants, by column; `-` or nothing takes everything."
    )
    results: list[str] = strawberry.field(description="What it says, by column.")
    notes: list[str] = strawberry.field(
        description="What is written beside it, by column; empty where nothing is."
    )


@strawberry.type(description="A decision table as one looks at it.")
class RuleGrid:
    """See `domain.decisions.dmn.table.Table`."""

    value: strawberry.Private[Table]
    policy: str = strawberry.field(description="DMN's hit policy: which matching rules count.")
    conditions: list[RuleColumn] = strawberry.field(description="What it judges.")
    results: list[RuleColumn] = strawberry.field(description="What it says.")
    notes: list[str] = strawberry.field(description="Columns of what is written beside rules.")
    rule_count: int = strawberry.field(description="How many rules it has.")

    @strawberry.field(description="Its rules, in order.")
    def rules(self, first: int = PAGE_DEFAULT, after_rule: str | None = None) -> list[RuleRow]:
        """Show so many of them."""
        size, at = size_of(first), _place_after(self.value, after_rule)
        return [self._row(rule) for rule in self.value.rules[at : at + size]]

    def _row(self, rule: Rule) -> RuleRow:
        return RuleRow(
            rule=rule.id,
            conditions=[cell.text for cell in rule.cells],
            results=[result.text for result in rule.results],
            notes=[rule.annotations.get(name, "") for name in self.value.notes],
        )

    @classmethod
    def of(cls, table: model.Table) -> "RuleGrid | None":
        """Show a table; None where the decision is no table."""
        found = table.model.decisions[table.key].table
        if found is None:
            return None
        return cls(
            value=found,
            policy=found.policy.value,
            conditions=[RuleColumn(name=one.label, kind=_kind(one.type)) for one in found.inputs],
            results=[RuleColumn(name=one.name, kind=_kind(one.type)) for one in found.outputs],
            notes=list(found.notes),
            rule_count=len(found.rules),
        )


def _kind(type_: Type) -> str | None:
    return None if type_.kind == "any" else type_.kind


def _place_after(table: Table, rule: str | None) -> int:
    if rule is None:
        return 0
    for at, one in enumerate(table.rules, start=1):
        if one.id == rule:
            return at
    raise Missing(
        "no_such_rule",
        f"The table has no rule `{rule[:80]}`; begin without it.",
        ("after_rule",),
    )
