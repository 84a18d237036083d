"""A decision table as text cells, and writing it as DMN 1.3. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
OURS = "https://greenlight.example/dmn/1"
NAMESPACE = "https://greenlight.example/tables"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the variable, what people call it, its type, and the values it may have as FEEL."""

    name: str
    label: str
    kind: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: its cells as they are written, inputs and outputs, and why it is there."""

    id: str
    cells: tuple[str, ...]
    results: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `required` says that every input must be known, in Greenlight's own words."""

    key: str
    name: str
    policy: str
    aggregation: str | None
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]
    required: bool


def written(grid: Grid) -> str:
    """Return a table as a DMN file."""
    root = Element("definitions", {"xmlns": DMN, "xmlns:greenlight": OURS})
    root.attrib |= {"id": f"{grid.key}_definitions", "name": grid.name, "namespace": NAMESPACE}
    facts = {column.name: column for column in grid.inputs}
    for column in facts.values():
        _input_data(root, column, required=grid.required)
    decision = SubElement(root, "decision", {"id": grid.key, "name": grid.key})
    SubElement(decision, "variable", {"id": f"variable_{grid.key}", "name": grid.key})
    for name in facts:
        needs = SubElement(decision, "informationRequirement", {"id": f"requires_{name}"})
        SubElement(needs, "requiredInput", {"href": f"#input_{name}"})
    said = {"id": f"{grid.key}_table", "hitPolicy": grid.policy}
    if grid.aggregation:
        said["aggregation"] = grid.aggregation
    _table(SubElement(decision, "decisionTable", said), grid)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


def _input_data(root: Element, column: Column, *, required: bool) -> None:
    data = SubElement(root, "inputData", {"id": f"input_{column.name}", "name": column.name})
    if required:
        SubElement(SubElement(data, "extensionElements"), "greenlight:required")
    named = {"id": f"variable_{column.name}", "name": column.name, "typeRef": column.kind}
    SubElement(data, "variable", named)


def _table(table: Element, grid: Grid) -> None:
    for at, column in enumerate(grid.inputs, start=1):
        item = SubElement(table, "input", {"id": f"column_{at}", "label": column.label})
        typed = {"id": f"expression_{at}", "typeRef": column.kind}
        _text(SubElement(item, "inputExpression", typed), column.name)
        _allowed(item, "inputValues", f"values_{at}", column)
    for at, column in enumerate(grid.outputs, start=1):
        said = {"id": f"output_{at}", "name": column.name, "label": column.label}
        item = SubElement(table, "output", said | {"typeRef": column.kind})
        _allowed(item, "outputValues", f"results_{at}", column)
    noted = any(row.reason for row in grid.rows)
    if noted:
        SubElement(table, "annotation", {"name": "reason"})
    for row in grid.rows:
        rule = SubElement(table, "rule", {"id": row.id})
        _cells(rule, "inputEntry", row.cells)
        _cells(rule, "outputEntry", row.results)
        if noted:
            _text(SubElement(rule, "annotationEntry"), row.reason)


def _cells(rule: Element, name: str, cells: Iterable[str]) -> None:
    for at, cell in enumerate(cells, start=1):
        _text(SubElement(rule, name, {"id": f"{rule.get('id')}_{name}_{at}"}), cell)


def _allowed(item: Element, name: str, known_as: str, column: Column) -> None:
    if column.allowed:
        _text(SubElement(item, name, {"id": known_as}), ", ".join(column.allowed))


def _text(element: Element, content: str) -> None:
    SubElement(element, "text").text = content
