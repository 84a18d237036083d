"""Writing: what is written reads again to the same model, and says the same."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from domain.decisions.dmn import DmnError, read, write
from tests.domain.decisions.dmn.helpers import decision, literal
from tests.domain.decisions.dmn.test_boxes import (
    ITEMS,
    LATER,
    MORE,
    SERVICE,
    binding,
    box,
    knowing,
)
from tests.domain.decisions.dmn.test_tables import ANNOTATED

SHIPPED = sorted(Path(str(files("domain.decisions") / "tables")).glob("*.dmn"))
KIT = Path(__file__).parents[5] / "shared/data/dmn/tck"


def models() -> list[Any]:
    found = [pytest.param(path.read_bytes(), id=path.name) for path in SHIPPED]
    kit = [pytest.param(path.read_bytes(), id=path.name) for path in sorted(KIT.glob("*/*.dmn"))]
    reason = pytest.mark.skip(reason="the compatibility kit is not beside this checkout")
    return [*found, *(kit or [pytest.param(b"", id="kit", marks=[reason])])]


@pytest.mark.parametrize("xml", models())
def test_models_that_are_there_read_again_to_themselves(xml: bytes) -> None:
    model = read(xml)
    written = write(model)

    assert read(written) == model
    assert write(read(written)) == written


BOXES = {
    "context": f"<context>{box('a', literal('x + 1'), 'number')}"
    f"<contextEntry>{literal('a')}</contextEntry></context>",
    "typed": literal("[x]").replace("Expression>", 'Expression typeRef="number">', 1),
    "list": "<list>" + literal("x") + literal('"<&>"') + "</list>",
    "relation": '<relation><column name="a b" typeRef="number"/>'
    f"<row>{literal('x')}</row></relation>",
    "function": '<functionDefinition><formalParameter name="a" typeRef="number"/>'
    f"{literal('a')}</functionDefinition>",
    "invocation": f"{knowing('f')}<invocation>{literal('f')}{binding('a', 'x')}"
    f"{binding('b', '1')}</invocation>",
    "service": knowing("s") + literal("s(x)"),
    "table": ANNOTATED,
    **{name: logic for name, (logic, _) in LATER.items()},
}


@pytest.mark.parametrize("form", BOXES)
def test_every_form_reads_again_to_itself(form: str) -> None:
    model = read(decision(BOXES[form], "x: number", more=ITEMS + MORE + SERVICE))
    again = read(write(model))

    assert again == model
    if form != "function":
        assert again.evaluate("D", {"x": 2}).value == model.evaluate("D", {"x": 2}).value


def test_dmn_1_3_is_written_where_it_can_hold_the_model() -> None:
    plain, later = decision(literal("1")), decision(LATER["filter"][0], "x: number")

    assert b"/20191111/MODEL/" in write(read(plain))
    assert b"/20230324/MODEL/" in write(read(later))


def test_what_is_required_stays_required() -> None:
    model = read(SHIPPED[0].read_bytes())

    assert any(data.required for data in model.inputs.values())
    assert b"greenlight:required" in write(model)


def test_ids_do_not_meet_those_of_rules() -> None:
    xml = decision(ANNOTATED.replace('id="r1"', 'id="cell_20"'), "x: number")

    assert read(write(read(xml))).evaluate("D", {"x": 1}).matched[0].id == "cell_20"


def test_a_broken_model_is_not_written() -> None:
    with pytest.raises(DmnError, match="Mend"):
        write(read(decision(literal("foo(1)")), strict=False))
