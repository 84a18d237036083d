"""Tables for Flowable: every cell is true exactly where ours is, or the table is refused."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from connectors.opentext.juel import flowable
from domain.decisions.dmn import HitPolicy
from domain.decisions.model import Table
from domain.decisions.rules import table_from
from domain.decisions.shipped import shipped
from domain.errors import Invalid
from tests.connectors.opentext.expressions import Expression

NS = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
NAMES = {"amount": "number", "town": "string", "day": "date", "urgent": "boolean"}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table(
    rows: Sequence[tuple[str, ...]],
    allowed: str = "",
    policy: str = "RULE ORDER",
    results: tuple[str, ...] = (),
) -> Table:
    """A table over the four facts, whose result is the number of its row if not given."""
    facts = "".join(
        f'<inputData id="i_{n}" name="{n}"><variable name="{n}" typeRef="{k}"/></inputData>'
        for n, k in NAMES.items()
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#i_{n}"/></informationRequirement>'
        for n in NAMES
    )
    listed = f"<inputValues><text>{escaped(allowed)}</text></inputValues>"
    columns = "".join(
        f'<input label="{n}"><inputExpression typeRef="{k}"><text>{n}</text></inputExpression>'
        f"{listed if allowed and n == 'town' else ''}</input>"
        for n, k in NAMES.items()
    )
    written = ""
    for at, row in enumerate(rows):
        cells = "".join(f"<inputEntry><text>{escaped(c)}</text></inputEntry>" for c in row)
        result = escaped(results[at]) if results else str(at)
        written += (
            f'<rule id="r{at}">{cells}<outputEntry><text>{result}</text></outputEntry>'
            f"<annotationEntry><text>Because of {at}.</text></annotationEntry></rule>"
        )
    xml = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="t">'
        f'{facts}<decision id="t" name="t">{needs}<decisionTable hitPolicy="{policy}">{columns}'
        f'<output name="n"/><annotation name="reason"/>{written}</decisionTable></decision>'
        "</definitions>"
    )
    return table_from("t", xml.encode())


def matching(dmn: str, facts: dict[str, Any]) -> list[Decimal]:
    """Return the results of the rows whose cells are all true, as Flowable goes about it."""
    found = []
    for rule in fromstring(dmn).iter(f"{NS}rule"):
        cells = [str(e.findtext(f"{NS}text")) for e in rule.iter(f"{NS}inputEntry")]
        result = str(next(rule.iter(f"{NS}outputEntry")).findtext(f"{NS}text"))
        if all(cell == "-" or Expression(cell).value(facts) is True for cell in cells):
            value = Expression(result).value({})
            assert isinstance(value, Decimal)
            found.append(value)
    return found


DAYS = st.integers(0, 4).map(lambda n: date(2026, 12, 1) + timedelta(days=n))
NUMBERS = st.sampled_from(["-2", "0", "1", "1.5", "2", "100000"]).map(Decimal)
WORDS = st.sampled_from(["Ulm", "Bonn", 'a "b"', "c\\d", "Köln }", ""])
BOOLS = st.booleans()
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "amount": NUMBERS,
    "town": WORDS,
    "day": DAYS,
    "urgent": BOOLS,
}


def literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f'date("{value}")'
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


@st.composite
def cells(draw: st.DrawFn, name: str) -> str:
    values = VALUES[name].map(literal)
    plain = values | st.just("null")
    if name in {"amount", "day"}:
        ordered = st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), values)
        ends = st.sampled_from("[("), values, values, st.sampled_from("])")
        plain |= ordered | st.builds("{}{}..{}{}".format, *ends)
    several = st.lists(plain, min_size=1, max_size=3).map(", ".join)
    return draw(st.just("-") | several | several.map("not({})".format))


ROWS = st.lists(st.tuples(*map(cells, NAMES)), min_size=1, max_size=4)
FACTS = st.fixed_dictionaries({name: st.none() | VALUES[name] for name in NAMES})


@given(rows=ROWS, facts=FACTS, allowed=st.sampled_from(["", '"Ulm", "Bonn"', 'not("Ulm")']))
def test_every_row_matches_where_ours_does(
    rows: list[tuple[str, ...]], facts: dict[str, Any], allowed: str
) -> None:
    found = table(rows, allowed)
    ours = [row["n"] for row in found.model.evaluate("t", facts).rows]

    assert matching(flowable(found), facts) == ours


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.key)
def test_every_table_that_comes_with_greenlight_can_be_written(one: Any) -> None:
    found = table_from(one.key, one.dmn.encode())
    if len(found.model.decisions) > 1:
        with pytest.raises(Invalid, match="more than one table"):
            flowable(found)
        return
    decided = found.model.decisions[one.key].table
    assert decided is not None
    root = fromstring(flowable(found))

    assert len([*root.iter(f"{NS}rule")]) == len(decided.rules)
    names = [str(element.get("name")) for element in root.iter(f"{NS}output")]
    ranked = decided.policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}
    assert names == [*(output.name for output in decided.outputs), *([] if ranked else ["reason"])]
    for cell in root.iter(f"{NS}inputEntry"):
        text = str(cell.findtext(f"{NS}text"))
        assert text == "-" or Expression(text).tokens


def test_reasons_go_along_where_they_change_nothing() -> None:
    rows = [("-", "-", "-", "-"), ("-", "-", "-", "-")]

    assert "Because of 1." in flowable(table(rows))
    assert "Because of" not in flowable(table(rows, policy="ANY", results=("1", "1")))


@pytest.mark.parametrize(
    ("row", "result", "place", "cure"),
    [
        (("> amount", "-", "-", "-"), "1", "Row `r0`, column `amount`", "Compare with a plain"),
        (("-", 'starts with(?, "U")', "-", "-"), "1", "Row `r0`, column `town`", "Write values"),
        (("-", '> "Ulm"', "-", "-"), "1", "Row `r0`, column `town`", "List the values"),
        (("0.12345678901234567890123", "-", "-", "-"), "1", "Row `r0`, column `amount`", "Shorten"),
        (("-", "-", "-", "-"), "amount", "Row `r0`, column `n`", "Write a literal"),
        (("-", "-", "-", "-"), "null", "Row `r0`, column `n`", "Write a literal"),
        (("-", "-", "-", "-"), 'duration("P1D")', "Output `n`", "Use one of"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_cell(
    row: tuple[str, ...], result: str, place: str, cure: str
) -> None:
    with pytest.raises(Invalid) as caught:
        flowable(table([row], results=(result,)))

    assert caught.value.message.startswith(place)
    assert cure in caught.value.message


def test_several_kinds_of_results_are_refused() -> None:
    rows = [("-", "-", "-", "-")] * 2
    with pytest.raises(Invalid, match="several kinds"):
        flowable(table(rows, results=("1", '"one"')))
