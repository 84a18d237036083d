"""Types that a file defines: simple ones, structures and collections, with allowed values."""

from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from domain.decisions.dmn import xml
from domain.decisions.dmn.errors import BrokenModel, Place
from domain.decisions.dmn.feel.language import Cell, Language
from domain.decisions.dmn.feel.run import Run, Scope
from domain.decisions.dmn.feel.typenames import read_type
from domain.decisions.dmn.feel.types import ANY, FUNCTION, Allowed, Type, list_of
from domain.decisions.dmn.model import ItemDefinition

_UNDEFINED = {"", "Undefined", "undefined", "<Undefined>", "&lt;Undefined&gt;"}
_DEPTH_MAX = 20


def written_items(root: Element) -> tuple[ItemDefinition, ...]:
    """Return the definitions of a file as they are written."""
    return tuple(_written(found, 0) for found in xml.children(root, "itemDefinition"))


def _written(element: Element, depth: int) -> ItemDefinition:
    name = xml.label(element)
    if depth > _DEPTH_MAX:
        raise BrokenModel(Place(), name, f"Nest components at most {_DEPTH_MAX} deep.")
    ref = xml.child(element, "typeRef")
    allowed = xml.child(element, "allowedValues", "typeConstraint")
    components = xml.children(element, "itemComponent")
    return ItemDefinition(
        name,
        None if ref is None else xml.text(ref),
        element.get("isCollection") == "true",
        None if allowed is None else xml.text(allowed),
        tuple(_written(component, depth + 1) for component in components),
        xml.child(element, "functionItem") is not None,
    )


class Types:
    """The types of a file, by name."""

    def __init__(self, definitions: tuple[ItemDefinition, ...], *, strict: bool) -> None:
        self._written = {found.name: found for found in definitions}
        self._strict = strict
        self._made: dict[str, Type] = {}
        self._under_way: set[str] = set()
        for name in self._written:
            self._resolve(name)

    @property
    def by_name(self) -> Mapping[str, Type]:
        """Every type of the file."""
        return self._made

    def of(self, written: str | None, place: Place) -> Type:
        """Return the type that a `typeRef` names; `ANY` where there is none."""
        if written is None or written.strip() in _UNDEFINED:
            return ANY
        found = read_type(written, self._resolve)
        if found is None:
            raise BrokenModel(place, written, "There is no such type; define or correct it.")
        return found

    def _resolve(self, name: str) -> Type | None:
        if name in self._made:
            return self._made[name]
        definition = self._written.get(name)
        if definition is None:
            return None
        if name in self._under_way:
            raise BrokenModel(Place(), name, "This type consists of itself; break the circle.")
        self._under_way.add(name)
        self._made[name] = self._type(definition)
        return self._made[name]

    def _type(self, definition: ItemDefinition) -> Type:
        if definition.function:
            return FUNCTION
        if definition.components:
            fields = tuple((part.name, self._type(part)) for part in definition.components)
            names = [name for name, _ in fields]
            if len(set(names)) != len(names):
                raise BrokenModel(Place(), definition.name, "Two components have the same name.")
            found = Type("context", fields=fields)
        else:
            found = self.of(definition.type_ref, Place())
        if definition.allowed:
            found = self._limited(found, definition)
        return list_of(found) if definition.collection else found

    def _limited(self, found: Type, definition: ItemDefinition) -> Type:
        place = Place(column=definition.name)
        language = Language(types=self._made, strict=self._strict)
        cell = language.cell(definition.allowed or "", found, place)
        own = allowing(cell)
        if own is None:
            return found
        before, mine = found.allowed, own

        def both(value: object) -> bool | None:
            return mine(value) if before is None or before(value) is True else False

        return replace(found, allowed=both, values=cell.text)


def allowing(cell: Cell) -> Allowed | None:
    """Return a cell without variables as a question about a value."""
    test = cell.test
    return None if test is None else lambda value: test(value, Scope({}, Run()))
