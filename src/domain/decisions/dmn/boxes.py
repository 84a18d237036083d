"""Reading boxed expressions: what a decision, an entry, a binding or a body consists of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from domain.decisions.dmn import logic, xml
from domain.decisions.dmn.errors import BrokenModel, Place
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.types import ANY, BOOLEAN, FUNCTION, Type, list_of
from domain.decisions.dmn.items import Types
from domain.decisions.dmn.limits import NESTING_MAX
from domain.decisions.dmn.logic import Declared, Logic
from domain.decisions.dmn.tables import TableReader

#: The elements that hold logic.
FORMS = (
    "literalExpression", "decisionTable", "context", "invocation", "list", "relation",
    "functionDefinition", "conditional", "for", "some", "every", "filter",
)  # fmt: skip

#: Forms whose `typeRef` is read with them.
_TYPED_OTHERWISE = {"decisionTable", "functionDefinition"}


def declared(element: Element | None, name: str, types: Types, place: Place) -> Declared:
    """Return the name and type that a `variable`, `formalParameter` or `column` declares."""
    if element is None:
        return Declared(name, None, ANY)
    written = element.get("typeRef")
    inner = xml.child(element, "typeRef")
    if written is None and inner is not None:
        written = xml.text(inner)
    return Declared(xml.label(element) or name, written, types.of(written, place))


@dataclass(frozen=True, slots=True)
class BoxReader:
    """Reads the logic of one place, with the names that hold there."""

    types: Types
    language: Language
    place: Place
    depth: int = 0

    def within(self, element: Element, wanted: Type = ANY) -> Logic:
        """Return the logic that stands in an element."""
        found = xml.child(element, *FORMS)
        if found is None:
            known = ", ".join(FORMS)
            raise BrokenModel(self.place, xml.name(element), f"It holds no logic, such as {known}.")
        return self.read(found, wanted)

    def read(self, element: Element, wanted: Type = ANY) -> Logic:
        """Return the logic of an element; its value must be of type `wanted`."""
        if self.depth > NESTING_MAX:
            raise BrokenModel(self.place, "", f"Nest boxes at most {NESTING_MAX} deep.")
        deeper = replace(self, depth=self.depth + 1)
        name, written = xml.name(element), element.get("typeRef")
        if written is None or name in _TYPED_OTHERWISE:
            return _READERS[name](deeper, element, wanted)
        own = self.types.of(written, self.place)
        found = _READERS[name](deeper, element, wanted if own is ANY else own)
        return logic.Typed(found, Declared("The value", written, own))

    def plus(self, names: Mapping[str, Type]) -> "BoxReader":
        """Return this reader with other names in front."""
        return replace(self, language=self.language.plus(names))

    def _literal(self, element: Element, wanted: Type) -> Logic:
        written = xml.text(element)
        if not written:
            raise BrokenModel(self.place, "", "The expression is empty.")
        if not xml.is_feel(element.get("expressionLanguage")):
            raise BrokenModel(self.place, written, "Only FEEL is read.")
        return logic.Literal(self.language.expression(written, self.place, wanted))

    def _table(self, element: Element, wanted: Type) -> Logic:
        reader = TableReader(self.types, self.language, self.place, wanted)
        return logic.Tabled(reader.read(element))

    def _context(self, element: Element, _: Type) -> Logic:
        entries: list[tuple[Declared, Logic]] = []
        reader = self
        result: Logic | None = None
        for entry in xml.children(element, "contextEntry"):
            variable = xml.child(entry, "variable")
            if result is not None:
                raise BrokenModel(self.place, "", "The result of a context is its last entry.")
            if variable is None:
                result = reader.within(entry)
                continue
            name = declared(variable, "", self.types, self.place)
            if not name.name or name.name in {known.name for known, _ in entries}:
                raise BrokenModel(self.place, name.name, "Entries need names that differ.")
            held = reader.within(entry, name.type)
            known = held.type if name.type is ANY else name.type
            entries.append((name, held))
            reader = reader.plus({name.name: known})
        return logic.Context(tuple(entries), result)

    def _invocation(self, element: Element, _: Type) -> Logic:
        called = xml.child(element, "literalExpression")
        if called is None or not xml.text(called):
            raise BrokenModel(self.place, "", "An invocation names a function.")
        function = self.language.expression(xml.text(called), self.place)
        bindings = []
        for binding in xml.children(element, "binding"):
            parameter = xml.child(binding, "parameter")
            name = "" if parameter is None else xml.label(parameter)
            bindings.append((name, self.within(binding)))
        names = [name for name, _ in bindings]
        if len(set(names)) != len(names) or not all(names):
            raise BrokenModel(self.place, function.text, "Bindings need names that differ.")
        if function.type.parameters is not None:
            wanted = [name for name, _ in function.type.parameters]
            if set(names) != set(wanted):
                text = f"`{function.text}` takes {', '.join(wanted) or 'nothing'}."
                raise BrokenModel(self.place, ", ".join(names), text)
        return logic.Invocation(function, tuple(bindings), function.type.result or ANY)

    def _list(self, element: Element, wanted: Type) -> Logic:
        item = wanted.item if wanted.kind == "list" and wanted.item else ANY
        items = tuple(self.read(found, item) for found in xml.children(element, *FORMS))
        return logic.BoxedList(items)

    def _relation(self, element: Element, _: Type) -> Logic:
        columns = tuple(
            declared(column, "", self.types, self.place)
            for column in xml.children(element, "column")
        )
        names = [column.name for column in columns]
        if len(set(names)) != len(names) or not all(names):
            raise BrokenModel(self.place, "", "Columns need names that differ.")
        rows = []
        for row in xml.children(element, "row"):
            cells = [*xml.children(row, *FORMS)]
            if len(cells) != len(columns):
                raise BrokenModel(self.place, "", "A row has not as many cells as there columns.")
            pairs = zip(columns, cells, strict=True)
            rows.append(tuple(self.read(cell, column.type) for column, cell in pairs))
        fields = tuple((column.name, column.type) for column in columns)
        return logic.Relation(columns, tuple(rows), list_of(Type("context", fields=fields)))

    def _function(self, element: Element, _: Type) -> Logic:
        return self.function(element)

    def function(self, element: Element) -> logic.BoxedFunction:
        """Return a `functionDefinition`, or the `encapsulatedLogic` of a knowledge model."""
        if element.get("kind", "FEEL") != "FEEL":
            raise BrokenModel(self.place, element.get("kind", ""), "Only FEEL is read.")
        parameters = tuple(
            declared(found, "", self.types, self.place)
            for found in xml.children(element, "formalParameter")
        )
        names = {parameter.name: parameter.type for parameter in parameters}
        if len(names) != len(parameters) or not all(names):
            raise BrokenModel(self.place, "", "Parameters need names that differ.")
        body = self.plus(names).within(element)
        kinds = tuple((parameter.name, parameter.type) for parameter in parameters)
        type_ = replace(FUNCTION, parameters=kinds, result=body.type)
        return logic.BoxedFunction(parameters, body, type_)

    def _choice(self, element: Element, wanted: Type) -> Logic:
        condition = self.within(self._part(element, "if"), BOOLEAN)
        yes = self.within(self._part(element, "then"), wanted)
        return logic.Choice(condition, yes, self.within(self._part(element, "else"), wanted))

    def _loop(self, element: Element, _: Type) -> Logic:
        form = xml.name(element)
        name = " ".join(element.get("iteratorVariable", "").split())
        if not name:
            raise BrokenModel(self.place, form, "A loop needs an iterator variable.")
        source = self.within(self._part(element, "in"))
        item = source.type.item or ANY
        body = self._part(element, "return" if form == "for" else "satisfies")
        partial = form == "for" and any("partial" in (part.text or "") for part in body.iter())
        names = {name: item} | ({"partial": list_of(ANY)} if form == "for" else {})
        made = self.plus(names).within(body)
        type_ = list_of(made.type) if form == "for" else BOOLEAN
        return logic.Looped(form, name, source, made, type_, partial)

    def _filter(self, element: Element, _: Type) -> Logic:
        source = self.within(self._part(element, "in"))
        item = source.type.item or ANY
        inner = self.plus({**dict(item.fields or ()), "item": item})
        return logic.Filtered(source, inner.within(self._part(element, "match")), source.type)

    def _part(self, element: Element, name: str) -> Element:
        found = xml.child(element, name)
        if found is None:
            raise BrokenModel(self.place, xml.name(element), f"`{name}` is missing.")
        return found


_READERS: dict[str, Callable[[BoxReader, Element, Type], Logic]] = {
    "literalExpression": BoxReader._literal,  # noqa: SLF001  The table stands beside its class.
    "decisionTable": BoxReader._table,  # noqa: SLF001
    "context": BoxReader._context,  # noqa: SLF001
    "invocation": BoxReader._invocation,  # noqa: SLF001
    "list": BoxReader._list,  # noqa: SLF001
    "relation": BoxReader._relation,  # noqa: SLF001
    "functionDefinition": BoxReader._function,  # noqa: SLF001
    "conditional": BoxReader._choice,  # noqa: SLF001
    "for": BoxReader._loop,  # noqa: SLF001
    "some": BoxReader._loop,  # noqa: SLF001
    "every": BoxReader._loop,  # noqa: SLF001
    "filter": BoxReader._filter,  # noqa: SLF001
}
