"""Writing a model as DMN XML that reads again to the same model.

DMN 1.3 is written, which every tool reads; 1.5 only where the model holds boxes that came later.
Rules keep their ids, other elements get new ones. Diagrams are not kept, for a model has none.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from domain.decisions.dmn import logic
from domain.decisions.dmn.errors import BrokenModel, Place
from domain.decisions.dmn.logic import Declared, Logic
from domain.decisions.dmn.model import (
    Decision,
    InputData,
    ItemDefinition,
    Knowledge,
    Model,
    Service,
)
from domain.decisions.dmn.table import Input, Output, Table

#: The namespaces of DMN 1.3 and 1.5, and of the mark that says that a fact is required.
DMN_1_3 = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DMN_1_5 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
EXTENSION = "https://greenlight.example/dmn/1"

_LATER = (logic.Choice, logic.Looped, logic.Filtered)


def write(model: Model) -> bytes:
    """Return a model as XML; a `DmnError` if it was read leniently and holds what is broken."""
    return _Writer(model).written()


class _Writer:
    def __init__(self, model: Model) -> None:
        self._model = model
        parts = [*_parts([model.decisions, model.knowledge])]
        broken = next((found for found in parts if isinstance(found, logic.Broken)), None)
        if broken is not None:
            raise BrokenModel(Place(), broken.text, "Mend it before it is written.")
        later = any(isinstance(found, _LATER) for found in parts)
        self._taken = {
            rule.id for found in parts if isinstance(found, Table) for rule in found.rules
        }
        self._count = 0
        self._root = Element(
            "definitions",
            {
                "xmlns": DMN_1_5 if later else DMN_1_3,
                "xmlns:greenlight": EXTENSION,
                "id": self._id("definitions"),
                "name": model.name,
                "namespace": model.namespace,
            },
        )
        self._ids = {
            name: self._id(kind)
            for kind, named in (
                ("input_data", model.inputs),
                ("decision", model.decisions),
                ("knowledge", model.knowledge),
                ("service", model.services),
            )
            for name in named
        }

    def written(self) -> bytes:
        """Return the whole file."""
        _words(self._root, "description", self._model.description)
        for item in self._model.types:
            self._item(self._root, "itemDefinition", item)
        for data in self._model.inputs.values():
            self._input_data(data)
        for known in self._model.knowledge.values():
            self._knowledge(known)
        for decision in self._model.decisions.values():
            self._decision(decision)
        for service in self._model.services.values():
            self._service(service)
        indent(self._root)
        return bytes(tostring(self._root, encoding="utf-8", xml_declaration=True)) + b"\n"

    def _id(self, kind: str) -> str:
        self._count += 1
        while f"{kind}_{self._count}" in self._taken:
            self._count += 1
        return f"{kind}_{self._count}"

    def _item(self, parent: Element, tag: str, item: ItemDefinition) -> None:
        element = SubElement(parent, tag, {"id": self._id("type"), "name": item.name})
        if item.collection:
            element.set("isCollection", "true")
        if item.type_ref is not None:
            SubElement(element, "typeRef").text = item.type_ref
        if item.allowed is not None:
            _text(SubElement(element, "allowedValues"), item.allowed)
        for component in item.components:
            self._item(element, "itemComponent", component)
        if item.function:
            SubElement(element, "functionItem")

    # --- the graph ---

    def _node(self, tag: str, name: str) -> Element:
        return SubElement(self._root, tag, {"id": self._ids[name], "name": name})

    def _input_data(self, data: InputData) -> None:
        element = self._node("inputData", data.name)
        _words(element, "description", data.description)
        if data.required:
            SubElement(SubElement(element, "extensionElements"), "greenlight:required")
        self._declared(element, "variable", data.variable)

    def _decision(self, decision: Decision) -> None:
        element = self._node("decision", decision.name)
        _words(element, "description", decision.description)
        _words(element, "question", decision.question)
        self._declared(element, "variable", decision.variable)
        for tag, names in (
            ("requiredInput", decision.inputs),
            ("requiredDecision", decision.decisions),
        ):
            for name in names:
                self._requirement(element, "informationRequirement", tag, name)
        for name in decision.knowledge:
            self._requirement(element, "knowledgeRequirement", "requiredKnowledge", name)
        self._logic(element, decision.logic)

    def _knowledge(self, known: Knowledge) -> None:
        element = self._node("businessKnowledgeModel", known.name)
        self._declared(element, "variable", known.variable)
        inside = SubElement(element, "encapsulatedLogic", {"id": self._id("logic")})
        self._function_parts(inside, known.function)
        for name in known.knowledge:
            self._requirement(element, "knowledgeRequirement", "requiredKnowledge", name)

    def _service(self, service: Service) -> None:
        element = self._node("decisionService", service.name)
        self._declared(element, "variable", service.variable)
        for tag, names in (
            ("outputDecision", service.outputs),
            ("encapsulatedDecision", service.encapsulated),
            ("inputDecision", service.given_decisions),
            ("inputData", service.given_inputs),
        ):
            for name in names:
                SubElement(element, tag, {"href": f"#{self._ids[name]}"})

    def _requirement(self, parent: Element, tag: str, inner: str, name: str) -> None:
        element = SubElement(parent, tag, {"id": self._id("requirement")})
        SubElement(element, inner, {"href": f"#{self._ids[name]}"})

    def _declared(self, parent: Element, tag: str, found: Declared) -> Element:
        element = SubElement(parent, tag, {"id": self._id(tag), "name": found.name})
        if found.written is not None:
            element.set("typeRef", found.written)
        return element

    # --- logic ---

    def _logic(self, parent: Element, found: Logic) -> None:
        _WRITERS[type(found)](self, parent, found)

    def _literal(self, parent: Element, found: logic.Literal) -> None:
        _text(self._box(parent, "literalExpression"), found.expression.text)

    def _typed(self, parent: Element, found: logic.Typed) -> None:
        self._logic(parent, found.logic)
        if found.declared.written is not None:
            parent[-1].set("typeRef", found.declared.written)

    def _context(self, parent: Element, found: logic.Context) -> None:
        element = self._box(parent, "context")
        for name, held in found.entries:
            entry = SubElement(element, "contextEntry")
            self._declared(entry, "variable", name)
            self._logic(entry, held)
        if found.result is not None:
            self._logic(SubElement(element, "contextEntry"), found.result)

    def _invocation(self, parent: Element, found: logic.Invocation) -> None:
        element = self._box(parent, "invocation")
        _text(self._box(element, "literalExpression"), found.function.text)
        for name, held in found.bindings:
            binding = SubElement(element, "binding")
            SubElement(binding, "parameter", {"id": self._id("parameter"), "name": name})
            self._logic(binding, held)

    def _list(self, parent: Element, found: logic.BoxedList) -> None:
        element = self._box(parent, "list")
        for item in found.items:
            self._logic(element, item)

    def _relation(self, parent: Element, found: logic.Relation) -> None:
        element = self._box(parent, "relation")
        for column in found.columns:
            self._declared(element, "column", column)
        for row in found.rows:
            inner = SubElement(element, "row", {"id": self._id("row")})
            for cell in row:
                self._logic(inner, cell)

    def _function(self, parent: Element, found: logic.BoxedFunction) -> None:
        self._function_parts(self._box(parent, "functionDefinition"), found)

    def _function_parts(self, element: Element, found: logic.BoxedFunction) -> None:
        for parameter in found.parameters:
            self._declared(element, "formalParameter", parameter)
        self._logic(element, found.body)

    def _choice(self, parent: Element, found: logic.Choice) -> None:
        element = self._box(parent, "conditional")
        for tag, held in (("if", found.condition), ("then", found.yes), ("else", found.no)):
            self._logic(SubElement(element, tag), held)

    def _loop(self, parent: Element, found: logic.Looped) -> None:
        element = self._box(parent, found.form)
        element.set("iteratorVariable", found.name)
        self._logic(SubElement(element, "in"), found.source)
        body = "return" if found.form == "for" else "satisfies"
        self._logic(SubElement(element, body), found.body)

    def _filter(self, parent: Element, found: logic.Filtered) -> None:
        element = self._box(parent, "filter")
        self._logic(SubElement(element, "in"), found.source)
        self._logic(SubElement(element, "match"), found.match)

    def _box(self, parent: Element, tag: str, type_ref: str | None = None) -> Element:
        element = SubElement(parent, tag, {"id": self._id("box")})
        if type_ref is not None:
            element.set("typeRef", type_ref)
        return element

    # --- tables ---

    def _tabled(self, parent: Element, found: logic.Tabled) -> None:
        table = found.table
        element = self._box(parent, "decisionTable", table.type_ref)
        element.set("hitPolicy", table.policy)
        if table.aggregation is not None:
            element.set("aggregation", table.aggregation)
        for column in table.inputs:
            self._input(element, column)
        for output in table.outputs:
            self._output(element, output)
        for note in table.notes:
            SubElement(element, "annotation", {"name": note})
        for rule in table.rules:
            row = SubElement(element, "rule", {"id": rule.id})
            for cell in rule.cells:
                _text(SubElement(row, "inputEntry", {"id": self._id("cell")}), cell.text)
            for result in rule.results:
                _text(SubElement(row, "outputEntry", {"id": self._id("cell")}), result.text)
            for text in rule.annotations.values():
                _text(SubElement(row, "annotationEntry"), text)

    def _input(self, parent: Element, column: Input) -> None:
        element = SubElement(parent, "input", {"id": self._id("column"), "label": column.label})
        inner = self._box(element, "inputExpression", column.type_ref)
        _text(inner, column.expression.text)
        if column.allowed is not None:
            _text(SubElement(element, "inputValues"), column.allowed.text)

    def _output(self, parent: Element, output: Output) -> None:
        element = SubElement(parent, "output", {"id": self._id("column"), "name": output.name})
        if output.type_ref is not None:
            element.set("typeRef", output.type_ref)
        if output.allowed is not None:
            _text(SubElement(element, "outputValues"), output.allowed.text)
        if output.default is not None:
            _text(SubElement(element, "defaultOutputEntry"), output.default.text)


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _words(parent: Element, tag: str, words: str) -> None:
    if words:
        SubElement(parent, tag).text = words


def _parts(found: Any) -> Iterator[object]:  # noqa: ANN401  Whatever a model consists of.
    """Yield everything that a model consists of, down to logic and tables."""
    if isinstance(found, dict):
        found = [*found.values()]
    if isinstance(found, (list, tuple)):
        for item in found:
            yield from _parts(item)
    elif is_dataclass(found) and type(found).__module__.startswith(__package__):
        yield found
        for part in fields(found):
            if not part.name.startswith("_"):
                yield from _parts(getattr(found, part.name))


_WRITERS: dict[type, Callable[[_Writer, Element, Any], None]] = {
    logic.Literal: _Writer._literal,  # noqa: SLF001  The table stands beside its class.
    logic.Typed: _Writer._typed,  # noqa: SLF001
    logic.Tabled: _Writer._tabled,  # noqa: SLF001
    logic.Context: _Writer._context,  # noqa: SLF001
    logic.Invocation: _Writer._invocation,  # noqa: SLF001
    logic.BoxedList: _Writer._list,  # noqa: SLF001
    logic.Relation: _Writer._relation,  # noqa: SLF001
    logic.BoxedFunction: _Writer._function,  # noqa: SLF001
    logic.Choice: _Writer._choice,  # noqa: SLF001
    logic.Looped: _Writer._loop,  # noqa: SLF001
    logic.Filtered: _Writer._filter,  # noqa: SLF001
}
