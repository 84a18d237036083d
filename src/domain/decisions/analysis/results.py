"""What it means that two rules match together, by the hit policy and by what they say."""

from collections.abc import Hashable
from dataclasses import dataclass

from domain.decisions.dmn import HitPolicy, Rule, Table
from domain.decisions.dmn.feel import ast
from domain.decisions.meaning import meaning

#: Under these no two rules may say different things of the same case.
_CLASHING = {HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY}
#: Under these a rule may be idle because of others.
_IDLE = _CLASHING | {HitPolicy.FIRST}
#: Under these one rule goes before another.
_ORDERED = {HitPolicy.FIRST, HitPolicy.PRIORITY}


@dataclass(frozen=True, slots=True)
class Results:
    """What the rules of a table say. Rules are numbered from 0, in their order.

    By rule: the meaning of each result; whether all of them are known without facts; and their
    priority, the lowest first, None if it depends on facts.
    """

    policy: HitPolicy
    said: tuple[tuple[Hashable, ...], ...]
    known: tuple[tuple[bool, ...], ...]
    ranks: tuple[tuple[int, ...] | None, ...]

    @property
    def clashing(self) -> bool:
        """Whether it can matter that two rules match together."""
        return self.policy in _CLASHING

    @property
    def idle(self) -> bool:
        """Whether a rule can be idle because of others."""
        return self.policy in _IDLE

    @property
    def ordered(self) -> bool:
        """Whether of rules that match together one goes before the other."""
        return self.policy in _ORDERED

    def same(self, one: int, two: int) -> bool | None:
        """Whether two rules have the same results; None if that depends on the facts."""
        if self.said[one] == self.said[two]:
            return True
        sure = any(
            left != right and all(known)
            for left, right, *known in zip(
                self.said[one], self.said[two], self.known[one], self.known[two], strict=True
            )
        )
        return False if sure else None

    def clash(self, one: int, two: int) -> bool | None:
        """Whether two rules may not match together; False if it is only worth knowing, else None.

        Rules of one priority are worth knowing: DMN does not say which of them goes first.
        """
        if self.policy is HitPolicy.UNIQUE:
            return True
        same = self.same(one, two)
        if self.policy is HitPolicy.ANY:
            return None if same else same is False
        tied = self.ranks[one] is not None and self.ranks[one] == self.ranks[two]
        return False if tied and not same else None

    def beats(self, one: int, two: int) -> bool:
        """Whether the first of two rules makes the second idle where they match together."""
        if self.policy is HitPolicy.FIRST:
            return one < two
        if self.policy is not HitPolicy.PRIORITY:
            return self.same(one, two) is True
        first, second = self.ranks[one], self.ranks[two]
        return first is not None and second is not None and (first, one) < (second, two)


def results_of(table: Table) -> Results:
    """Return what the rules of a table say."""
    return Results(
        table.policy,
        tuple(tuple(meaning(result) for result in rule.results) for rule in table.rules),
        tuple(tuple(result.constant for result in rule.results) for rule in table.rules),
        tuple(_rank(table, rule) for rule in table.rules),
    )


def _rank(table: Table, rule: Rule) -> tuple[int, ...] | None:
    found = []
    for output, result in zip(table.outputs, rule.results, strict=True):
        if not output.ranks:
            continue
        if not isinstance(result.node, ast.Literal):
            return None
        found.append(output.ranks.get(result.node.value, len(output.ranks)))
    return tuple(found)
