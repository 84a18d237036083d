"""Running compatibility kits: what passes, what fails and how it is told."""

from datetime import date, time
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from domain.decisions.dmn import tck, xml
from domain.decisions.dmn.feel.values import Months, Unknown
from tests.domain.decisions.dmn.helpers import decision, literal
from tests.domain.decisions.dmn.test_boxes import SERVICE, knowing

SPACES = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def kit(folder: Path, model: bytes, *cases: str) -> Path:
    """Lay out a kit of one model."""
    inner = folder / "0001-model"
    inner.mkdir()
    (inner / "model.dmn").write_bytes(model)
    (inner / "0001-model-test-01.xml").write_text(
        f"<testCases {SPACES}><modelName>model.dmn</modelName>{''.join(cases)}</testCases>"
    )
    return folder


def case(name: str, given: str, expected: str, more: str = "", attributes: str = "") -> str:
    return (
        f'<testCase id="{name}" {attributes}><inputNode name="x">{given}</inputNode>'
        f'<resultNode name="D" {more}><expected>{expected}</expected></resultNode></testCase>'
    )


def typed(kind: str, text: str) -> str:
    return f'<value xsi:type="xsd:{kind}">{text}</value>'


def run(folder: Path) -> tuple[int, int, list[str]]:
    out = StringIO()
    passed, total = tck.run(folder, out, StringIO())
    return passed, total, out.getvalue().splitlines()


def test_cases_that_pass_are_counted(tmp_path: Path) -> None:
    model = decision(literal("x * 2"), "x: number")
    cases = (
        case("1", typed("decimal", "2"), typed("decimal", "4")),
        case("2", typed("decimal", "0.1"), typed("double", "0.2000000001")),
        case("3", '<value xsi:nil="true"/>', '<value xsi:nil="true"/>'),
        case("4", typed("string", "a"), "", 'errorResult="true"'),
    )

    assert run(kit(tmp_path, model, *cases)) == (4, 4, [])


def test_a_case_that_fails_says_what_was_expected_and_found(tmp_path: Path) -> None:
    model = decision(literal("x * 2"), "x: number")
    cases = (
        case("1", typed("decimal", "2"), typed("decimal", "5")),
        case("2", typed("decimal", "2"), typed("string", "4")),
        case("3", typed("decimal", "2"), "", 'errorResult="true"'),
        case("4", typed("string", "a"), typed("decimal", "1")),
    )

    assert run(kit(tmp_path, model, *cases)) == (
        0,
        4,
        [
            "0001-model 1 D: expected 5, found 4",
            "0001-model 2 D: expected '4', found 4",
            "0001-model 3 D: expected an error, found 4",
            "0001-model 4 D: expected 1, found null (`x` must be a number, not a string.)",
        ],
    )


def test_a_model_that_cannot_be_read_fails_its_cases(tmp_path: Path) -> None:
    cases = (case("1", typed("decimal", "2"), typed("decimal", "4")),)
    passed, total, told = run(kit(tmp_path, b"nonsense", *cases))

    assert (passed, total) == (0, 1)
    assert "XML" in told[0]


def test_a_broken_decision_fails_alone(tmp_path: Path) -> None:
    model = decision(literal("foo(1)"), "x:")
    cases = (
        case("1", "", "", 'errorResult="true"'),
        case("2", "", typed("decimal", "1")),
    )
    passed, total, told = run(kit(tmp_path, model, *cases))

    assert (passed, total) == (1, 2)
    assert "no function `foo`" in told[0]


def test_services_are_called(tmp_path: Path) -> None:
    model = decision(knowing("s") + literal("s(x)"), "x: number", more=SERVICE)
    called = 'type="decisionService" invocableName="s"'
    gone = 'type="decisionService" invocableName="gone"'
    cases = (
        case("1", typed("decimal", "2"), typed("decimal", "3"), attributes=called),
        case("2", typed("decimal", "2"), typed("decimal", "3"), attributes=gone),
    )
    passed, total, told = run(kit(tmp_path, model, *cases))

    assert (passed, total) == (1, 2)
    assert "There is no 'gone'" in told[0]


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (typed("boolean", "true"), True),
        (typed("integer", "-5"), Decimal(-5)),
        (typed("date", "2026-11-21"), date(2026, 11, 21)),
        (typed("time", "10:00:00"), time(10)),
        (typed("duration", "P1Y"), Months(12)),
        (typed("date", "nonsense"), Unknown("nonsense")),
        ("<value>text</value>", "text"),
        (typed("string", ""), ""),
        ("", None),
        ('<list xsi:nil="true"/>', None),
        ("<list/>", []),
        (f"<list><item>{typed('decimal', '1')}</item></list>", [Decimal(1)]),
        (
            f'<list><item><component name="a b">{typed("decimal", "1")}</component></item></list>',
            [{"a b": Decimal(1)}],
        ),
        (
            '<component name="a"><list><item><value>b</value></item></list></component>',
            {"a": ["b"]},
        ),
    ],
)
def test_nodes_stand_for_values(node: str, value: Any) -> None:
    assert tck.value_of(xml.parse(f"<expected {SPACES}>{node}</expected>".encode())) == value


def test_values_agree_by_kind() -> None:
    assert not tck.same(True, Decimal(1))
    assert tck.same([{"a": Decimal(1)}], [{"a": Decimal("1.000000001")}])
    assert not tck.same([Decimal(1)], [Decimal(1), Decimal(1)])
    assert not tck.same({"a": None}, {"b": None})


def test_the_command_prints_the_count_and_exits_by_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = decision(literal("x * 2"), "x: number")
    good = case("1", typed("decimal", "2"), typed("decimal", "4"))
    bad = case("2", typed("decimal", "2"), typed("decimal", "5"))
    (tmp_path / "good").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "empty").mkdir()

    assert tck.main([str(kit(tmp_path / "good", model, good))]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 1"
    assert tck.main([str(kit(tmp_path / "bad", model, good, bad))]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 2"
    assert tck.main([str(tmp_path / "empty")]) == 2
    assert tck.main([]) == 2
    assert tck.main(["/nowhere"]) == 2


def test_long_runs_tell_how_far_they_are(tmp_path: Path) -> None:
    model = decision(literal("x * 2"), "x: number")
    cases = [case(str(n), typed("decimal", "2"), typed("decimal", "4")) for n in range(300)]
    progress = StringIO()

    assert tck.run(kit(tmp_path, model, *cases), StringIO(), progress) == (300, 300)
    assert progress.getvalue() == "250 of 300 cases ...\n"
