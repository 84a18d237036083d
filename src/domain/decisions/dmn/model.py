"""A DMN model, compiled: its inputs, its decisions, and how to evaluate one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.decisions.dmn.old_feel import Compute
from domain.decisions.dmn.table import Decided, Table, decide
from domain.decisions.dmn.values import Value, from_python


@dataclass(frozen=True, slots=True)
class InputData:
    """A fact the model may be given; `kind` is None where any kind will do."""

    name: str
    kind: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: a table or a literal expression, and the decisions it builds on."""

    name: str
    requires: tuple[str, ...]
    table: Table | None
    literal: Compute | None


@dataclass(frozen=True, slots=True)
class Model:
    """A compiled DMN model. `order` lists decisions after those they require."""

    name: str
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    order: tuple[str, ...]

    def evaluate(self, decision: str, facts: Mapping[str, object]) -> Decided:
        """Return what `decision` says of `facts`; unknown facts are ignored, missing ones null."""
        scope: dict[str, Value] = {name: from_python(facts.get(name)) for name in self.inputs}
        for name in self._needed(decision):
            scope[name] = self._decide(name, scope).value
        return self._decide(decision, scope)

    def _needed(self, decision: str) -> list[str]:
        needed: set[str] = set()
        waiting = list(self.decisions[decision].requires)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting += self.decisions[name].requires
        return [name for name in self.order if name in needed]

    def _decide(self, name: str, scope: Mapping[str, Value]) -> Decided:
        decision = self.decisions[name]
        if decision.table is not None:
            return decide(decision.table, scope)
        value = decision.literal(scope) if decision.literal else None
        return Decided(value, (), (), (), None)
