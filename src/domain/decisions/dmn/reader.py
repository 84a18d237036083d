"""Reading DMN XML of any version into compiled models.

Everything that a file says is checked here, once: what does not parse, fit or exist is refused
with decision, rule, column and a cure. What only draws or explains (diagrams, annotations on the
canvas, knowledge sources) is passed over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from domain.decisions.dmn import xml
from domain.decisions.dmn.boxes import FORMS, BoxReader, declared
from domain.decisions.dmn.errors import BrokenModel, DmnError, Place, UnreadableFile
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.types import ANY, FUNCTION, Type
from domain.decisions.dmn.items import Types, written_items
from domain.decisions.dmn.logic import BoxedFunction, Broken, Declared, Logic
from domain.decisions.dmn.model import Decision, InputData, Knowledge, Model, Service

_NODES = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
#: Elements whose names may stand after a point in an expression.
_NAMED = {"itemComponent", "output", "variable", "column"}


def read(xml_bytes: bytes, *, strict: bool = True) -> Model:
    """Return the model in a file; a `DmnError` says where it is broken and how to mend it.

    With `strict` off, a decision that is broken is kept, and is a violation when it is evaluated;
    types that do not fit give null then. That is for compatibility kits, which test just this.
    """
    root = xml.parse(xml_bytes)
    if xml.name(root) != "definitions":
        raise UnreadableFile(Place(), xml.name(root), "A DMN file begins with `definitions`.")
    if not xml.is_feel(root.get("expressionLanguage")):
        raise UnreadableFile(Place(), root.get("expressionLanguage", ""), "Only FEEL is read.")
    if xml.child(root, "import") is not None:
        raise UnreadableFile(Place(), "import", "Other files are not read; put all into one.")
    xml.check_ids(root)
    return _Reader(root, strict=strict).model()


class _Reader:
    def __init__(self, root: Element, *, strict: bool) -> None:
        self._root = root
        self._strict = strict
        self._items = written_items(root)
        self._types = Types(self._items, strict=strict)
        self._nodes = {found.get("id", ""): found for found in xml.children(root, *_NODES)}
        self._members = frozenset(
            xml.label(found)
            for found in root.iter()
            if xml.name(found) in _NAMED and found.get("name")
        )
        self._check_names()

    def _check_names(self) -> None:
        seen: set[str] = set()
        for element in xml.children(self._root, *_NODES):
            name = xml.label(element)
            if not name:
                raise BrokenModel(Place(), xml.name(element), "It has no name.")
            if name in seen:
                raise BrokenModel(Place(name), name, "Two elements have this name; rename one.")
            seen.add(name)

    def model(self) -> Model:
        """Return the whole model."""
        inputs = {found.name: found for found in map(self._input, self._all("inputData"))}
        knowledge = self._knowledge()
        decisions = {
            xml.label(found): self._decision(found, knowledge) for found in self._all("decision")
        }
        services = {xml.label(e): self._service(e) for e in self._all("decisionService")}
        order = _ordered({name: held.decisions for name, held in decisions.items()})
        name, namespace = xml.label(self._root), self._root.get("namespace", "")
        return Model(
            name,
            namespace,
            self._items,
            inputs,
            decisions,
            knowledge,
            services,
            order,
            xml.words(self._root, "description"),
        )

    def _all(self, name: str) -> Iterator[Element]:
        return xml.children(self._root, name)

    def _input(self, element: Element) -> InputData:
        required = any(xml.name(item) == "required" for item in element.iter())
        return InputData(self._variable(element), required, xml.words(element, "description"))

    def _variable(self, element: Element) -> Declared:
        name = xml.label(element)
        return declared(xml.child(element, "variable"), name, self._types, Place(name))

    # --- decisions ---

    def _decision(self, element: Element, knowledge: Mapping[str, Knowledge]) -> Decision:
        name = xml.label(element)
        place = Place(name)
        needed = [*self._required(element, place)]
        variable = self._variable(element)
        names: dict[str, Type] = {}
        for found in needed:
            known = self._named(found, knowledge)
            if known.name in names:
                raise BrokenModel(place, known.name, "It requires two things of this name.")
            names[known.name] = known.type
        logic = self._logic(element, names, variable.type, place)
        return Decision(
            name,
            variable,
            _labels(needed, "inputData"),
            _labels(needed, "decision"),
            _labels(needed, "businessKnowledgeModel", "decisionService"),
            logic,
            xml.words(element, "description"),
            xml.words(element, "question"),
        )

    def _logic(
        self, element: Element, names: Mapping[str, Type], wanted: Type, place: Place
    ) -> Logic:
        try:
            if xml.child(element, *FORMS) is None:
                raise BrokenModel(place, "", "It has no decision table and no expression.")
            return self._boxes(names, place).within(element, wanted)
        except DmnError as error:
            if self._strict:
                raise
            return Broken(str(error))

    def _boxes(self, names: Mapping[str, Type], place: Place) -> BoxReader:
        language = Language(names, self._members, self._types.by_name, self._strict)
        return BoxReader(self._types, language, place)

    def _named(self, element: Element, knowledge: Mapping[str, Knowledge]) -> Declared:
        """Return the name under which an element is seen by what requires it."""
        found = self._variable(element)
        kind = xml.name(element)
        if kind == "businessKnowledgeModel":
            name = xml.label(element)
            return replace(found, type=knowledge[name].function.type if name in knowledge else ANY)
        if kind == "decisionService":
            names = [
                (held.name, held.type)
                for part in ("inputData", "inputDecision")
                for held in map(self._variable, self._referred(element, part))
            ]
            return replace(found, type=replace(FUNCTION, parameters=tuple(names)))
        return found

    def _required(self, element: Element, place: Place) -> Iterator[Element]:
        seen: set[str] = set()
        for requirement in xml.children(element, "informationRequirement", "knowledgeRequirement"):
            for pointer in requirement:
                if pointer.get("href") is None:
                    continue
                found = self._at(pointer, place)
                if xml.label(found) not in seen:
                    seen.add(xml.label(found))
                    yield found

    def _at(self, pointer: Element, place: Place) -> Element:
        written = pointer.get("href", "")
        before, _, target = written.rpartition("#")
        found = self._nodes.get(target)
        if found is None or before not in {"", self._root.get("namespace", "")}:
            raise BrokenModel(place, written, "It requires what is absent.")
        return found

    # --- functions ---

    def _knowledge(self) -> dict[str, Knowledge]:
        elements = {xml.label(found): found for found in self._all("businessKnowledgeModel")}
        needs = {
            name: tuple(
                xml.label(found)
                for found in self._required(element, Place(name))
                if xml.name(found) in {"businessKnowledgeModel", "decisionService"}
            )
            for name, element in elements.items()
        }
        own = {name: tuple(n for n in found if n in elements) for name, found in needs.items()}
        made: dict[str, Knowledge] = {}
        for name in _ordered(own):
            made[name] = self._known(elements[name], needs[name], made)
        return made

    def _known(
        self, element: Element, needs: tuple[str, ...], made: Mapping[str, Knowledge]
    ) -> Knowledge:
        name = xml.label(element)
        place = Place(name)
        inside = xml.child(element, "encapsulatedLogic")
        names = {
            found.name: found.type
            for found in (self._named(held, made) for held in self._required(element, place))
        }
        variable = self._variable(element)
        # Files of DMN 1.1 give the variable the type of what the function returns.
        result = None if variable.type.kind in {"function", "any"} else variable.type
        try:
            if inside is None:
                raise BrokenModel(place, "", "It encapsulates no logic.")
            function = self._boxes(names, place).function(inside)
        except DmnError as error:
            if self._strict:
                raise
            function = BoxedFunction((), Broken(str(error)), FUNCTION)
        if result is not None:
            function = replace(function, type=replace(function.type, result=result))
            variable = replace(variable, type=replace(FUNCTION, result=result))
        return Knowledge(name, variable, needs, function)

    def _service(self, element: Element) -> Service:
        outputs = _labels([*self._referred(element, "outputDecision")], "decision")
        if not outputs:
            raise BrokenModel(Place(xml.label(element)), "", "A service needs an output decision.")
        return Service(
            xml.label(element),
            self._variable(element),
            outputs,
            _labels([*self._referred(element, "encapsulatedDecision")], "decision"),
            _labels([*self._referred(element, "inputDecision")], "decision"),
            _labels([*self._referred(element, "inputData")], "inputData"),
        )

    def _referred(self, element: Element, name: str) -> Iterator[Element]:
        place = Place(xml.label(element))
        return (self._at(pointer, place) for pointer in xml.children(element, name))


def _labels(elements: list[Element], *kinds: str) -> tuple[str, ...]:
    return tuple(xml.label(found) for found in elements if xml.name(found) in kinds)


def _ordered(needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return names with what they need before them; no recursion, for chains may be long."""
    order: dict[str, None] = {}
    for first in needs:
        path = {} if first in order else {first: iter(needs[first])}
        while path:
            name, rest = next(reversed(path.items()))
            following = next((found for found in rest if found not in order), None)
            if following is None:
                order[name] = None
                del path[name]
            elif following in path:
                raise BrokenModel(Place(name), "", "It requires itself; break the circle.")
            else:
                path[following] = iter(needs[following])
    return tuple(order)
