"""Rules that did not match, in the schema, and why."""

from collections.abc import Sequence

import strawberry

from api.conventions.pages import size_of
from domain.errors import Missing
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
