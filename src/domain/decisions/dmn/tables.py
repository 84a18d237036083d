"""Reading decision tables. What a table says is checked here, once, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from domain.decisions.dmn import xml
from domain.decisions.dmn.errors import BrokenModel, Place
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.language import Cell, Expression, Language
from domain.decisions.dmn.feel.run import Run, Scope
from domain.decisions.dmn.feel.types import ANY, NULL, Type, fits
from domain.decisions.dmn.feel.values import Value
from domain.decisions.dmn.items import Types
from domain.decisions.dmn.limits import CELLS_MAX, COLUMNS_MAX, RULES_MAX
from domain.decisions.dmn.table import Aggregation, HitPolicy, Input, Output, Rule, Table

_LETTERS = {
    "U": "UNIQUE", "A": "ANY", "P": "PRIORITY", "F": "FIRST", "R": "RULE ORDER",
    "O": "OUTPUT ORDER", "C": "COLLECT",
}  # fmt: skip
_SIGNS = {"+": "SUM", "<": "MIN", ">": "MAX", "#": "COUNT"}
_RANKED = {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}
_SEVERAL = {HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT}


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads one table. `result` is the type that its value must have; `cells` were read before."""

    types: Types
    language: Language
    place: Place
    result: Type
    cells: dict[tuple[int, str], Cell] = field(default_factory=dict)

    def read(self, element: Element) -> Table:
        """Return the table in `element`."""
        inputs = [*xml.children(element, "input")]
        outputs = [*xml.children(element, "output")]
        rules = [*xml.children(element, "rule")]
        columns_count = len(inputs) + len(outputs)
        if len(rules) > RULES_MAX or columns_count > COLUMNS_MAX:
            raise self._broken("", f"At most {RULES_MAX:,} rules and {COLUMNS_MAX} columns.")
        if len(rules) * columns_count > CELLS_MAX:
            raise self._broken("", f"At most {CELLS_MAX:,} cells in a table.")
        if not outputs:
            raise self._broken("", "A table needs an output.")
        policy, aggregation = self._policy(element)
        written = element.get("typeRef")
        result = self.types.of(written, self.place) if written else self.result
        columns = tuple(self._input(item) for item in inputs)
        listed = policy in _SEVERAL and aggregation is None
        row = (result.item or ANY) if listed and result.kind == "list" else result
        results = tuple(self._output(item, row, len(outputs)) for item in outputs)
        self._check(policy, aggregation, results)
        notes = tuple(xml.label(item) for item in xml.children(element, "annotation"))
        if not notes and any(xml.child(rule, "annotationEntry") is not None for rule in rules):
            notes = ("note",)
        made = [
            self._rule(item, number, columns, results, notes)
            for number, item in enumerate(rules, start=1)
        ]
        ids = [rule.id for rule in made]
        if len(set(ids)) != len(ids):
            raise self._broken("", "Two rules have the same id; make them differ.")
        return Table(policy, aggregation, columns, results, tuple(made), notes, result, written)

    def _policy(self, element: Element) -> tuple[HitPolicy, Aggregation | None]:
        written = element.get("hitPolicy", "UNIQUE").strip()
        sign = _SIGNS.get(written[1:].strip()) if written[:1] == "C" else None
        name = "COLLECT" if sign else _LETTERS.get(written, written)
        aggregation = element.get("aggregation") or sign
        try:
            policy = HitPolicy(name)
        except ValueError as error:
            known = ", ".join(HitPolicy)
            raise self._broken(written, f"The hit policy must be one of {known}.") from error
        if aggregation is None:
            return policy, None
        try:
            found = Aggregation(aggregation)
        except ValueError as error:
            known = ", ".join(Aggregation)
            raise self._broken(aggregation, f"The aggregation must be one of {known}.") from error
        if policy is not HitPolicy.COLLECT:
            raise self._broken(aggregation, "Only the hit policy COLLECT aggregates.")
        return policy, found

    def _check(
        self, policy: HitPolicy, aggregation: Aggregation | None, outputs: tuple[Output, ...]
    ) -> None:
        names = [output.name for output in outputs]
        if len(outputs) > 1 and (len(set(names)) != len(names) or not all(names)):
            raise self._broken("", "Several outputs need names that differ.")
        if policy in _RANKED and not any(output.ranks for output in outputs):
            raise self._broken(policy, "List the output values, best first; they give the order.")
        if aggregation in {None, Aggregation.COUNT}:
            return
        if len(outputs) > 1:
            raise self._broken(str(aggregation), "Only a table with one output can be aggregated.")
        if aggregation is Aggregation.SUM and outputs[0].type.kind not in {"number", "any"}:
            raise self._broken(str(aggregation), "Only numbers have a sum.")

    def _input(self, element: Element) -> Input:
        expression = xml.child(element, "inputExpression")
        written = xml.text(expression)
        label = element.get("label") or written
        at = Place(self.place.decision, column=label)
        if expression is None or not written:
            raise BrokenModel(at, "", "The column has no input expression.")
        if not xml.is_feel(expression.get("expressionLanguage")):
            raise BrokenModel(at, written, "Only FEEL is read.")
        declared = self.types.of(expression.get("typeRef"), at)
        found = self.language.expression(written, at, declared)
        kind = found.type if declared is ANY else declared
        listed = xml.child(element, "inputValues")
        allowed = self._allowed(listed, kind, at)
        kind = ANY if kind is NULL else kind
        return Input(label, found, kind, allowed, expression.get("typeRef"))

    def _allowed(self, element: Element | None, kind: Type, place: Place) -> Cell | None:
        written = xml.text(element)
        if not written:
            return None
        # Of a column of lists, what is listed are the items.
        within = kind.item if kind.kind == "list" and kind.item else kind
        cell = self.language.cell(written, within, place)
        return None if cell.tests.any or within is not kind else cell

    def _output(self, element: Element, row: Type, count: int) -> Output:
        label = " ".join((element.get("label") or "").split())
        name = xml.label(element) or label or ("output" if count == 1 else "")
        at = Place(self.place.decision, column=name)
        of_row = row if count == 1 else row.component(name) or ANY
        declared = self.types.of(element.get("typeRef"), at)
        kind = of_row if declared is ANY else declared
        allowed = self._allowed(xml.child(element, "outputValues"), kind, at)
        ranks = _ranks(allowed.tests) if allowed else {}
        if not ranks and kind.values:
            ranks = _ranks(Language().cell(kind.values, ANY, at).tests)
        default = xml.text(xml.child(element, "defaultOutputEntry"))
        found = self.language.expression(default, at, kind) if default else None
        output = Output(name, kind, ranks, allowed, found, element.get("typeRef"))
        if found is not None:
            self._check_constant(output, found, at)
        return output

    def _rule(
        self,
        element: Element,
        number: int,
        inputs: tuple[Input, ...],
        outputs: tuple[Output, ...],
        notes: tuple[str, ...],
    ) -> Rule:
        rule = element.get("id") or f"rule_{number}"
        entries = [xml.text(cell) for cell in xml.children(element, "inputEntry")]
        results = [xml.text(cell) for cell in xml.children(element, "outputEntry")]
        if len(entries) != len(inputs) or len(results) != len(outputs):
            where = Place(self.place.decision, rule)
            raise BrokenModel(where, "", "It has not as many cells as the table columns.")
        cells = tuple(
            self._cell(at, column, entry, Place(self.place.decision, rule, column.label))
            for at, (column, entry) in enumerate(zip(inputs, entries, strict=True))
        )
        made = tuple(
            self._result(output, entry, Place(self.place.decision, rule, output.name))
            for output, entry in zip(outputs, results, strict=True)
        )
        texts = [xml.text(cell) for cell in xml.children(element, "annotationEntry")]
        beside = dict(zip(notes, texts, strict=False))
        return Rule(rule, cells, made, beside)

    def _cell(self, at: int, column: Input, entry: str, place: Place) -> Cell:
        """Return a cell; what stands twice in a column is read once."""
        found = self.cells.get((at, entry))
        if found is None:
            found = self.cells[at, entry] = self.language.cell(entry, column.type, place)
        return found

    def _result(self, output: Output, entry: str, place: Place) -> Expression:
        if not entry:
            return Expression("", ast.Literal(None), NULL, lambda _: None)
        found = self.language.expression(entry, place, output.type)
        if not fits(found.type, output.type):
            raise BrokenModel(place, entry, f"The column holds {output.type}, not {found.type}.")
        self._check_constant(output, found, place)
        return found

    def _check_constant(self, output: Output, found: Expression, place: Place) -> None:
        if isinstance(found.node, ast.Literal) and self.language.strict:
            wrong = output.problem(found.node.value, Scope({}, Run()))
            if wrong is not None:
                raise BrokenModel(place, found.text, wrong)

    def _broken(self, text: str, cure: str) -> BrokenModel:
        return BrokenModel(self.place, text, cure)


def _ranks(tests: ast.UnaryTests) -> Mapping[Value, int]:
    """Return the places of listed values; nothing if anything but values is listed."""
    ranks: dict[Value, int] = {}
    for test in tests.tests:
        plain = isinstance(test, ast.Compare) and test.operator == "=" and not tests.negated
        operand = test.operand if isinstance(test, ast.Compare) and plain else None
        if not isinstance(operand, ast.Literal):
            return {}
        ranks.setdefault(operand.value, len(ranks))
    return ranks
