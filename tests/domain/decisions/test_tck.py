"""Models of the DMN technology compatibility kit, as they are published."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse

from domain.decisions.dmn import read

KIT = Path(__file__).parents[4] / "shared/data/dmn/tck"

#: Models that call a business knowledge model, which the engine does not know yet.
NOT_YET = {"0009-invocation-arithmetic"}


def cases() -> list[Any]:
    if not KIT.exists():
        reason = "the compatibility kit is not beside this checkout"
        return [pytest.param(None, None, marks=pytest.mark.skip(reason=reason))]
    found = []
    for test in sorted(KIT.glob("*/*-test-*.xml")):
        for case in parse(test).iter():
            if name(case) == "testCase":
                model = test.parent.name
                strict = pytest.mark.xfail(reason="needs a business knowledge model", strict=True)
                marks = [strict] if model in NOT_YET else []
                label = f"{model}-{case.get('id')}"
                found.append(pytest.param(test, case, id=label, marks=marks))
    return found


def name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def value(element: Element) -> Any:
    """Return what a node of a test file stands for."""
    components = [child for child in element if name(child) == "component"]
    if components:
        return {str(child.get("name")): value(child) for child in components}
    held = next((c for c in element if name(c) in {"value", "list", "item"}), None)
    if held is None:
        return None
    if name(held) == "list":
        return [value(item) for item in held]
    if name(held) == "item":
        return [value(item) for item in element]
    return plain(held)


def plain(held: Element) -> Any:
    if any(key.endswith("nil") and text == "true" for key, text in held.attrib.items()):
        return None
    kind = next((t for key, t in held.attrib.items() if key.endswith("}type")), "xsd:string")
    text = held.text or ""
    parsers: dict[str, Any] = {
        "decimal": Decimal,
        "double": Decimal,
        "integer": Decimal,
        "boolean": lambda given: given == "true",
        "date": date.fromisoformat,
        "time": time.fromisoformat,
        "dateTime": datetime.fromisoformat,
    }
    return parsers.get(kind.partition(":")[2], str)(text)


@pytest.mark.parametrize(("test", "case"), cases())
def test_the_kit_agrees(test: Path, case: Element) -> None:
    model = read((test.parent / f"{test.parent.name}.dmn").read_bytes())
    facts = {str(n.get("name")): value(n) for n in case if name(n) == "inputNode"}
    for node in case:
        if name(node) == "resultNode":
            expected = next(child for child in node if name(child) == "expected")
            decision = str(node.get("name"))
            assert model.evaluate(decision, facts).value == value(expected)
