"""The overlaps that analysis finds: rules of a table that match together."""

import pytest

from domain.decisions.analysis import analyse
from domain.decisions.model import Finding, Flaw
from tests.domain.decisions.drawn import Drawn, Input, Output
from tests.domain.decisions.findings import AGE, CITY, RANKED, found


def test_rules_of_a_unique_table_that_match_together_are_refused_with_their_cells() -> None:
    drawn = Drawn(
        [AGE, CITY],
        [("minor", ["<= 18", "-"], ['"a"']), ("rome", [">= 18", '"Rome"'], ['"b"'])],
    )

    (overlap,) = found(drawn, Flaw.OVERLAP)

    assert overlap.refused
    assert overlap.rules == ("minor", "rome")
    assert overlap.where == {"age": "18", "city": "Rome"}
    assert overlap.said == (
        "Rules `minor` and `rome` both match when `age` is 18 (`<= 18` and `>= 18`) and `city` is"
        ' Rome (`-` and `"Rome"`), but UNIQUE lets only one match.'
    )


def test_rules_that_match_everything_overlap_always() -> None:
    drawn = Drawn([AGE], [("a", ["-"], ["1"]), ("b", [""], ["2"])])

    (overlap,) = found(drawn, Flaw.OVERLAP)

    assert overlap.said == "Rules `a` and `b` both match always, but UNIQUE lets only one match."


@pytest.mark.parametrize(
    ("policy", "results", "refused"),
    [
        ("UNIQUE", ("high", "high"), [True]),
        ("UNIQUE", ("high", "low"), [True]),
        ("ANY", ("high", "high"), []),
        ("ANY", ("high", "low"), [True]),
        ("PRIORITY", ("high", "low"), []),
        ("PRIORITY", ("high", "high"), []),
        ("FIRST", ("high", "low"), []),
        ("OUTPUT ORDER", ("high", "low"), []),
        ("RULE ORDER", ("high", "low"), []),
        ("COLLECT", ("high", "low"), []),
    ],
)
def test_what_an_overlap_means_is_up_to_the_hit_policy(
    policy: str, results: tuple[str, str], refused: list[bool]
) -> None:
    rows = [
        ("a", ["< 10"], [f'"{results[0]}"']),
        ("b", ["> 5"], [f'"{results[1]}"']),
        ("c", ["[5..10]"], ['"high"']),
    ]
    found_in = found(Drawn([AGE], rows[:2], policy, [RANKED]), Flaw.OVERLAP)

    assert [finding.refused for finding in found_in] == refused


def test_results_of_one_priority_that_differ_are_worth_knowing() -> None:
    outputs = [RANKED, Output("why")]
    rows = [("a", ["< 10"], ['"high"', '"x"']), ("b", ["> 5"], ['"high"', '"y"'])]

    (overlap,) = found(Drawn([AGE], rows, "PRIORITY", outputs), Flaw.OVERLAP)

    assert not overlap.refused
    assert "the one that stands first counts" in overlap.said


def test_results_that_are_computed_may_agree_and_are_not_refused() -> None:
    rows = [("a", ["< 10"], ["age + 1"]), ("b", ["> 5"], ["1 + age"])]

    (overlap,) = found(Drawn([AGE], rows, "ANY"), Flaw.OVERLAP)

    assert not overlap.refused
    assert "may differ" in overlap.said


def test_one_and_true_are_different_results() -> None:
    rows = [("a", ["< 10"], ["1"]), ("b", ["> 5"], ["true"])]

    (overlap,) = found(Drawn([AGE], rows, "ANY"), Flaw.OVERLAP)

    assert overlap.refused


def test_values_that_may_not_come_together_are_not_refused() -> None:
    """`age` and `2 * age` are never 1 and 9 at once, which analysis does not know."""
    twice = Input("twice", expression="2 * age")
    rows = [("a", ["1", "> 5"], ["1"]), ("b", ["< 5", "9"], ["2"])]

    (overlap,) = found(Drawn([AGE, twice], rows, facts=[AGE]), Flaw.OVERLAP)

    assert not overlap.refused
    assert "can come together is not known" in overlap.said


def test_a_rule_within_another_is_refused_even_if_columns_depend_on_each_other() -> None:
    twice = Input("twice", expression="2 * age")
    rows = [("a", ["< 5", "> 5"], ["1"]), ("b", ["< 6", "> 4"], ["2"])]

    (overlap,) = found(Drawn([AGE, twice], rows, facts=[AGE]), Flaw.OVERLAP)

    assert overlap.refused


def test_columns_of_one_expression_are_taken_together() -> None:
    columns = [Input("age", label="from"), Input("age", label="until")]
    rows = [("a", [">= 0", "< 10"], ["1"]), ("b", [">= 10", "-"], ["2"])]

    findings = analyse(Drawn(columns, rows).table())

    assert [(finding.flaw, finding.where) for finding in findings] == [
        (Flaw.GAP, {"from": "less than 0"})
    ]


def test_no_more_than_fifty_overlaps_are_listed_and_the_rest_is_refused_too() -> None:
    rows = [(f"r{at}", ["-"], [f"{at}"]) for at in range(12)]

    overlaps = found(Drawn([AGE], rows), Flaw.OVERLAP)

    assert len(overlaps) == 51
    assert overlaps[-1] == Finding(
        Flaw.OVERLAP, (), {}, "There are more overlaps than these 50.", refused=True
    )
