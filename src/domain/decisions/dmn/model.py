"""A DMN model, compiled: its inputs, its decisions, and how to evaluate one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.decisions.dmn.feel.run import Run, Scope, Violation
from domain.decisions.dmn.feel.types import Type, problem
from domain.decisions.dmn.feel.values import KINDS, Function, Value, from_python
from domain.decisions.dmn.logic import BoxedFunction, Declared, Logic, Tabled
from domain.decisions.dmn.table import Decided, Table, violated


@dataclass(frozen=True, slots=True)
class InputData:
    """A fact the model may be given. `required` says that it must be there to decide.

    `description` is what it means, in words, as for decisions and models.
    """

    variable: Declared
    required: bool
    description: str = ""

    @property
    def name(self) -> str:
        """Its name."""
        return self.variable.name

    @property
    def type(self) -> Type:
        """Its type."""
        return self.variable.type

    @property
    def kind(self) -> str | None:
        """FEEL's name for its kind; None where any kind will do."""
        return None if self.type.kind == "any" else self.type.kind


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: its logic, and the names of the inputs, decisions and functions it needs.

    `name` is that of the element, `variable` the one under which others see its value. `question`
    is what it answers, in words.
    """

    name: str
    variable: Declared
    inputs: tuple[str, ...]
    decisions: tuple[str, ...]
    knowledge: tuple[str, ...]
    logic: Logic
    description: str = ""
    question: str = ""

    @property
    def table(self) -> Table | None:
        """Its table, if that is what it consists of."""
        return self.logic.table if isinstance(self.logic, Tabled) else None

    @property
    def requires(self) -> tuple[str, ...]:
        """The decisions it builds on."""
        return self.decisions


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function, and the names of those it needs."""

    name: str
    variable: Declared
    knowledge: tuple[str, ...]
    function: BoxedFunction


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: decisions as a function of inputs and of other decisions."""

    name: str
    variable: Declared
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    given_decisions: tuple[str, ...]
    given_inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type that the file defines, as written: for writing it again."""

    name: str
    type_ref: str | None
    collection: bool
    allowed: str | None
    components: tuple["ItemDefinition", ...]
    function: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What evaluating a decision takes: inputs, decisions before it, and functions, in order.

    An input is its name, its variable, and the Python type of which every value fits, if any.
    """

    inputs: tuple[tuple[str, Declared, type | None], ...]
    decisions: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A compiled DMN model. `order` lists decisions after those they require.

    All mappings are by the name of the element; `knowledge` is in the order in which functions
    need one another.
    """

    name: str
    namespace: str
    types: tuple[ItemDefinition, ...]
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    knowledge: Mapping[str, Knowledge]
    services: Mapping[str, Service]
    order: tuple[str, ...]
    description: str = ""
    _plans: dict[str, Plan] = field(default_factory=dict, compare=False, repr=False)

    def evaluate(self, decision: str, facts: Mapping[str, object]) -> Decided:
        """Return what `decision` says of `facts`; facts it does not need are ignored.

        Never raises for what the facts hold: a fact of the wrong type, a bound that is passed,
        and what goes against the model's own rules are a `violation` in the result. A `KeyError`
        if there is no such decision.
        """
        plan = self._plan(decision)
        run = Run()
        try:
            scope = Scope({}, run)
            for name, variable, plain in plan.inputs:
                value = from_python(facts.get(name))
                if type(value) is not plain and value is not None:
                    wrong = problem(value, variable.type, f"`{name}`")
                    if wrong is not None:
                        return violated(wrong)
                scope[variable.name] = value
            if plan.functions:
                self._add_functions(plan.functions, scope)
            for name in plan.decisions:
                self._add_decision(name, scope)
            return self._decide(self.decisions[decision], scope)
        except Violation as violation:
            return violated(violation.text)
        except RecursionError:
            return violated(_TOO_DEEP)

    def invoke(self, name: str, given: Mapping[str, object]) -> Decided:
        """Return what a decision service or knowledge model says of values by parameter name.

        A `KeyError` if there is neither of that name.
        """
        found = self.services[name] if name in self.services else self.knowledge[name]
        try:
            scope = Scope({}, Run())
            self._add_functions((*self.knowledge, *self.services), scope)
            function = scope[found.variable.name]
            if not isinstance(function, Function):
                raise KeyError(name)
            return Decided(function.call(*(from_python(given.get(n)) for n in function.parameters)))
        except Violation as violation:
            return violated(violation.text)
        except RecursionError:
            return violated(_TOO_DEEP)

    def _add_decision(self, name: str, scope: Scope) -> None:
        decision = self.decisions[name]
        found = self._decide(decision, scope)
        if found.violation is not None:
            raise Violation(f"In `{name}`: {found.violation}")
        scope[decision.variable.name] = found.value

    def _decide(self, decision: Decision, scope: Scope) -> Decided:
        logic = decision.logic
        if not isinstance(logic, Tabled):
            value = decision.variable.holding(
                logic.compute(scope), f"The result of {decision.name}"
            )
            return Decided(value)
        found = logic.table.decide(scope)
        if found.violation is not None or decision.variable.type.kind == "any":
            return found
        value = decision.variable.holding(found.value, f"The result of {decision.name}")
        if value is found.value:
            return found
        return Decided(value, found.rows, found.matched, None, found.trace)

    # --- functions ---

    def _add_functions(self, names: tuple[str, ...], scope: Scope) -> None:
        functions = Scope({}, scope.run)
        for name in names:
            if name in self.knowledge:
                known = self.knowledge[name]
                made = known.function.function(functions, f"`{name}`")
                functions[known.variable.name] = _returning(made, known.variable, name)
            else:
                service = self.services[name]
                functions[service.variable.name] = self._service_function(service, functions)
        scope.update(functions)

    def _service_function(self, service: Service, scope: Scope) -> Function:
        inputs = [self.inputs[name].variable for name in service.given_inputs]
        before = [self.decisions[name].variable for name in service.given_decisions]
        parameters = (*inputs, *before)

        def work(*given: Value) -> Value:
            inner = Scope({}, scope.run)
            for parameter, value in zip(parameters, given, strict=True):
                what = f"`{parameter.name}` of `{service.name}`"
                inner[parameter.name] = parameter.holding(value, what)
            plans = [self._plan(name) for name in service.outputs]
            self._add_functions(tuple(f for plan in plans for f in plan.functions), inner)
            own = {*service.encapsulated, *service.outputs}
            for name in self.order:
                if name in own:
                    self._add_decision(name, inner)
            found = {name: inner[self.decisions[name].variable.name] for name in service.outputs}
            return next(iter(found.values())) if len(found) == 1 else {**found}

        return Function(tuple(parameter.name for parameter in parameters), work)

    # --- plans ---

    def _plan(self, decision: str) -> Plan:
        plan = self._plans.get(decision)
        if plan is None:
            plan = self._plans[decision] = self._planned(decision)
        return plan

    def _planned(self, decision: str) -> Plan:
        needed = {decision}
        waiting = list(self.decisions[decision].decisions)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting += self.decisions[name].decisions
        inputs = {name for held in needed for name in self.decisions[held].inputs}
        functions = self._functions_of(needed)
        return Plan(
            tuple(
                (name, data.variable, _plain(data.type))
                for name, data in self.inputs.items()
                if name in inputs
            ),
            tuple(name for name in self.order if name in needed and name != decision),
            tuple(name for name in (*self.knowledge, *self.services) if name in functions),
        )

    def _functions_of(self, decisions: set[str]) -> set[str]:
        found: set[str] = set()
        waiting = [name for held in decisions for name in self.decisions[held].knowledge]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.knowledge[name].knowledge if name in self.knowledge else ()
        return found


def _plain(type_: Type) -> type | None:
    """Return the Python type all of whose values fit; None where that is not enough."""
    simple = type_.allowed is None and type_.item is None and type_.fields is None
    return _PYTHON.get(type_.kind) if simple else None


_PYTHON = {name: kind for kind, name in KINDS.items()}
_TOO_DEEP = "It goes deeper than the machine allows; simplify it."


def _returning(function: Function, variable: Declared, name: str) -> Function:
    """Return a function whose results fit the type that its variable declares, if it does."""
    result = variable.type.result
    if result is None:
        return function
    wanted = Declared(name, None, result)
    work = function.call
    return Function(
        function.parameters, lambda *given: wanted.holding(work(*given), f"The result of {name}")
    )
