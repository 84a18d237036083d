"""Reading DMN XML of any version into compiled models.

Namespaces are ignored, so files of DMN 1.1 to 1.5 read alike. The parser refuses entities and
external references; sizes are bounded. Everything a table says is checked here, once: a cell that
does not parse or fit is refused with decision, rule and column.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from domain.decisions.dmn import old_feel as feel
from domain.decisions.dmn.errors import BrokenModel, Place, UnreadableFile
from domain.decisions.dmn.model import Decision, InputData, Model
from domain.decisions.dmn.table import HitPolicy, Input, Output, Rule, Table
from domain.decisions.dmn.values import Value

#: The largest file read, in bytes, and the most rules and columns of a table.
FILE_BYTES_MAX = 5_000_000
RULES_MAX = 5_000
COLUMNS_MAX = 100

_KINDS = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "dateTime": "date and time",
    "date and time": "date and time",
    "dayTimeDuration": "duration",
    "days and time duration": "duration",
}
_LETTERS = {
    "U": "UNIQUE", "A": "ANY", "P": "PRIORITY", "F": "FIRST", "R": "RULE ORDER",
    "O": "OUTPUT ORDER", "C": "COLLECT",
}  # fmt: skip


def read(xml: bytes) -> Model:
    """Return the model in `xml`; a `DmnError` says where it is broken and how to mend it."""
    if len(xml) > FILE_BYTES_MAX:
        raise UnreadableFile(Place(), "", f"Keep the file below {FILE_BYTES_MAX:,} bytes.")
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableFile(Place(), str(error), "Save it as plain DMN XML.") from error
    if _name(root) != "definitions":
        raise UnreadableFile(Place(), _name(root), "A DMN file begins with `definitions`.")
    return _Reader(root).model()


class _Reader:
    def __init__(self, root: Element) -> None:
        self._root = root
        self._types = {e.get("name", ""): e for e in _children(root, "itemDefinition")}
        self._by_id = {e.get("id", ""): e for e in root if e.get("id")}

    def model(self) -> Model:
        inputs = {data.name: data for data in map(self._input_data, self._all("inputData"))}
        decisions = [self._decision(element) for element in self._all("decision")]
        names = [decision.name for decision in decisions]
        if len(set(names)) != len(names):
            raise BrokenModel(Place(), "", "Two decisions have the same name; rename one.")
        found = {decision.name: decision for decision in decisions}
        return Model(self._root.get("name", ""), inputs, found, _ordered(found))

    def _all(self, name: str) -> Iterator[Element]:
        return _children(self._root, name)

    def _input_data(self, element: Element) -> InputData:
        variable = _child(element, "variable")
        kind = self._kind(variable.get("typeRef") if variable is not None else None)
        required = any(_name(item) == "required" for item in element.iter())
        return InputData(element.get("name", ""), kind, required)

    def _decision(self, element: Element) -> Decision:
        name = element.get("name", "")
        place = Place(decision=name)
        requires = tuple(self._required(element, place))
        scope = tuple(required for _, required in requires)
        table, literal = _child(element, "decisionTable"), _child(element, "literalExpression")
        needed = tuple(required for kind, required in requires if kind == "decision")
        if table is not None:
            return Decision(name, needed, self._table(table, scope, place), None)
        if literal is not None:
            text = _text(literal)
            return Decision(name, needed, None, feel.expression(text, scope, place).compute)
        raise BrokenModel(place, "", "It has no decision table and no literal expression.")

    def _required(self, element: Element, place: Place) -> Iterator[tuple[str, str]]:
        for requirement in _children(element, "informationRequirement"):
            for pointer in requirement:
                target = self._by_id.get(pointer.get("href", "").rpartition("#")[2])
                if target is None:
                    raise BrokenModel(place, pointer.get("href", ""), "It requires what is absent.")
                yield _name(target), target.get("name", "")

    def _table(self, element: Element, scope: tuple[str, ...], place: Place) -> Table:
        outputs = [*_children(element, "output")]
        inputs = [*_children(element, "input")]
        rules = [*_children(element, "rule")]
        if len(rules) > RULES_MAX or len(inputs) + len(outputs) > COLUMNS_MAX:
            raise BrokenModel(place, "", f"At most {RULES_MAX} rules and {COLUMNS_MAX} columns.")
        columns = tuple(self._input(item, scope, place) for item in inputs)
        results = tuple(self._output(item, scope, place, len(outputs)) for item in outputs)
        notes = [item.get("name", "") for item in _children(element, "annotation")]
        read_rules = tuple(
            self._rule(item, number, columns, results, scope, place, notes)
            for number, item in enumerate(rules, start=1)
        )
        ids = [rule.id for rule in read_rules]
        if len(set(ids)) != len(ids):
            raise BrokenModel(place, "", "Two rules have the same id; make them differ.")
        return Table(
            _policy(element, place), element.get("aggregation"), columns, results, read_rules
        )

    def _input(self, element: Element, scope: tuple[str, ...], place: Place) -> Input:
        expression = _child(element, "inputExpression")
        if expression is None:
            raise BrokenModel(place, "", "A column has no input expression.")
        text = _text(expression)
        label = element.get("label") or text
        at = Place(place.decision, column=label)
        kind = self._kind(expression.get("typeRef"))
        allowed = _child(element, "inputValues")
        test = feel.unary_tests(_text(allowed), kind, scope, at) if allowed is not None else None
        return Input(label, feel.expression(text, scope, at).compute, kind, test)

    def _output(self, element: Element, scope: tuple[str, ...], place: Place, count: int) -> Output:
        name = element.get("name") or element.get("label") or ("output" if count == 1 else "")
        at = Place(place.decision, column=name)
        listed, default = _child(element, "outputValues"), _child(element, "defaultOutputEntry")
        ranks: dict[Value, int] = {}
        if listed is not None and _text(listed):
            values = feel.expression(f"[{_text(listed)}]", (), at).compute({})
            ranks = {value: rank for rank, value in enumerate(values)}  # type: ignore[arg-type, var-annotated]
        text = _text(default) if default is not None else ""
        return Output(name, ranks, feel.expression(text, scope, at).compute if text else None)

    def _rule(
        self,
        element: Element,
        number: int,
        inputs: tuple[Input, ...],
        outputs: tuple[Output, ...],
        scope: tuple[str, ...],
        place: Place,
        notes: list[str],
    ) -> Rule:
        rule_id = element.get("id") or f"rule {number}"
        cells = [_text(cell) for cell in _children(element, "inputEntry")]
        results = [_text(cell) for cell in _children(element, "outputEntry")]
        if len(cells) != len(inputs) or len(results) != len(outputs):
            raise BrokenModel(
                Place(place.decision, rule_id), "", "It has not as many cells as the table columns."
            )
        tests = []
        for at, (column, cell) in enumerate(zip(inputs, cells, strict=True)):
            where = Place(place.decision, rule_id, column.label)
            test = feel.unary_tests(cell, column.kind, scope, where)
            if test is not None:
                tests.append((at, cell, test))
        computes = []
        for output, cell in zip(outputs, results, strict=True):
            where = Place(place.decision, rule_id, output.name)
            compiled = feel.expression(cell, scope, where) if cell else _NULL
            if compiled.kind is not None and output.ranks:
                _check_allowed(compiled.compute({}), output, where, cell)
            computes.append(compiled.compute)
        texts = [_text(cell) for cell in _children(element, "annotationEntry")]
        beside = dict(zip(notes or ["note"] * len(texts), texts, strict=False))
        return Rule(rule_id, tuple(tests), tuple(computes), beside)

    def _kind(self, type_ref: str | None, depth: int = 0) -> str | None:
        if type_ref is None or depth > 10:  # noqa: PLR2004  Deeper chains of names are a mistake.
            return None
        plain = type_ref.rpartition(":")[2].removeprefix("feel.")
        if plain in _KINDS:
            return _KINDS[plain]
        definition = self._types.get(plain)
        if definition is None or definition.get("isCollection") == "true":
            return None
        base = _child(definition, "typeRef")
        return self._kind(_raw(base), depth + 1) if base is not None else None


_NULL = feel.Compiled(lambda _: None, "null")


def _check_allowed(value: Value, output: Output, place: Place, cell: str) -> None:
    if value is not None and value not in output.ranks:
        allowed = ", ".join(str(item) for item in output.ranks)
        raise BrokenModel(place, cell, f"The column allows only {allowed}.")


def _policy(element: Element, place: Place) -> HitPolicy:
    written = element.get("hitPolicy", "UNIQUE")
    try:
        return HitPolicy(_LETTERS.get(written, written))
    except ValueError as error:
        known = ", ".join(HitPolicy)
        raise BrokenModel(place, written, f"The hit policy must be one of {known}.") from error


def _ordered(decisions: dict[str, Decision]) -> tuple[str, ...]:
    """Return decisions with what they require before them."""
    order: list[str] = []
    under_way: set[str] = set()

    def visit(name: str) -> None:
        if name in order:
            return
        if name in under_way:
            raise BrokenModel(Place(name), "", "It requires itself; break the circle.")
        under_way.add(name)
        for needed in decisions[name].requires:
            visit(needed)
        order.append(name)

    for name in decisions:
        visit(name)
    return tuple(order)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _name(child) == name)


def _child(element: Element, name: str) -> Element | None:
    return next(_children(element, name), None)


def _text(element: Element) -> str:
    inner = _child(element, "text")
    return _raw(inner) if inner is not None else _raw(element)


def _raw(element: Element) -> str:
    return (element.text or "").strip()
