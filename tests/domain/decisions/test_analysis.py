"""What else analysis finds: rules that never count, and what it cannot know."""

import pytest

from domain.decisions.analysis import analyse
from domain.decisions.model import Flaw
from domain.decisions.rules import table_from
from domain.decisions.shipped import shipped
from tests.domain.decisions.drawn import Drawn, Input
from tests.domain.decisions.findings import AGE, CITY, HERE, RANKED, found
from tests.domain.decisions.tables import shipped_table

# --- rules that never count ---


@pytest.mark.parametrize(
    ("policy", "cells", "results", "rules"),
    [
        ("FIRST", ["-", "> 5"], ["high", "low"], [("r1", "r0")]),
        ("FIRST", ["> 5", "-"], ["high", "low"], []),
        ("FIRST", ["< 5", ">= 5", "[1..9]"], ["high", "high", "low"], [("r2", "r0", "r1")]),
        ("PRIORITY", ["> 5", "-"], ["low", "high"], [("r0", "r1")]),
        ("PRIORITY", ["> 5", "-"], ["high", "low"], []),
        ("ANY", ["> 5", "-"], ["high", "high"], [("r0", "r1")]),
        ("UNIQUE", ["> 5", "> 5"], ["high", "high"], [("r1", "r0")]),
        ("UNIQUE", ["> 5", "> 5"], ["high", "low"], []),
        ("COLLECT", ["> 5", "> 5"], ["high", "high"], []),
        ("RULE ORDER", ["-", "> 5"], ["high", "high"], []),
        ("OUTPUT ORDER", ["-", "> 5"], ["high", "low"], []),
    ],
)
def test_a_rule_that_never_counts_is_named_with_those_that_cover_it(
    policy: str, cells: list[str], results: list[str], rules: list[tuple[str, ...]]
) -> None:
    rows = [
        (f"r{at}", [cell], [f'"{result}"'])
        for at, (cell, result) in enumerate(zip(cells, results, strict=True))
    ]

    shadows = found(Drawn([AGE], rows, policy, [RANKED]), Flaw.SHADOW)

    assert [finding.rules for finding in shadows] == rules
    assert not any(finding.refused for finding in shadows)


def test_a_shadow_is_said_plainly() -> None:
    rows = [("all", ["-"], ["1"]), ("late", ["> 5"], ["2"])]

    (shadow,) = found(Drawn([AGE], rows, "FIRST"), Flaw.SHADOW)

    assert shadow.where == {"age": "more than 5"}
    assert shadow.said == (
        "Rule `late` never counts: rule `all` matches whenever it does, and stands before it."
    )


@pytest.mark.parametrize("policy", ["UNIQUE", "COLLECT", "FIRST"])
def test_a_rule_that_no_allowed_value_fits_never_counts(policy: str) -> None:
    drawn = Drawn(
        [Input("age", allowed=">= 0")], [("a", ["< 0"], ["1"]), ("b", ["-"], ["2"])], policy
    )

    findings = analyse(drawn.table())

    assert [finding.said for finding in findings] == [
        "Rule `a` never counts: no value that `age` may have fits `< 0`."
    ]


# --- what cannot be known ---


@pytest.mark.parametrize("cell", ["limit", "> limit", "? * 2 > 10", "not(limit)", "1, limit"])
def test_a_cell_that_depends_on_more_than_its_value_is_said_and_nothing_is_guessed(
    cell: str,
) -> None:
    limit = Input("limit")
    rows = [("a", [cell], ["1"]), ("b", ["< 5"], ["2"])]

    findings = analyse(Drawn([AGE], rows, facts=[AGE, limit]).table())

    assert [(finding.flaw, finding.rules, finding.refused) for finding in findings] == [
        (Flaw.UNKNOWN, ("a",), False)
    ]
    assert f"`{cell}` in `age`" in findings[0].said


def test_what_lies_outside_a_rule_with_an_opaque_cell_is_a_gap_for_sure() -> None:
    rows = [("a", ["> limit", "true"], ["1"])]

    (gap,) = found(Drawn([AGE, HERE], rows, facts=[AGE, HERE, Input("limit")]), Flaw.GAP)

    assert gap.where == {"here": "false"}


def test_a_rule_with_an_opaque_cell_can_be_in_shadow_but_casts_none() -> None:
    facts = [AGE, HERE, Input("limit")]
    cover, opaque = ("all", ["-", "true"], ["1"]), ("a", ["> limit", "true"], ["2"])

    one = found(Drawn([AGE, HERE], [cover, opaque], "FIRST", facts=facts), Flaw.SHADOW)
    other = found(Drawn([AGE, HERE], [opaque, cover], "FIRST", facts=facts), Flaw.SHADOW)

    assert [finding.rules for finding in one] == [("a", "all")]
    assert other == []


def test_a_column_of_lists_is_not_guessed_at() -> None:
    rows = [("a", ['list contains(?, "x")'], ["1"]), ("b", ["-"], ["2"])]

    findings = analyse(Drawn([Input("tags", "list<string>")], rows, "FIRST").table())

    assert [(finding.flaw, finding.rules) for finding in findings] == [(Flaw.UNKNOWN, ("a",))]


def test_a_table_too_large_for_the_effort_says_so_and_keeps_what_was_found() -> None:
    rows = [(f"r{at}", [f"[{at}..{at + 1}]"], [f"{at}"]) for at in range(20)]

    findings = analyse(Drawn([AGE], rows).table(), effort=30)

    assert {finding.said for finding in findings if finding.flaw is Flaw.UNKNOWN} == {
        "The table is too large to find all overlaps; there may be others.",
        "The table is too large to find all gaps; there may be others.",
        "The table is too large to find all rules that never count; there may be others.",
    }
    assert any(finding.refused for finding in findings)


def test_an_expression_in_place_of_a_table_has_nothing_to_find() -> None:
    xml = Drawn([AGE], []).xml()
    start, end = xml.index("<decisionTable"), xml.index("</decision>")
    literal = f"{xml[:start]}<literalExpression><text>age</text></literalExpression>{xml[end:]}"

    assert analyse(table_from("D", literal.encode())) == ()


# --- what the rest of the model tells ---


def test_what_a_type_allows_bounds_a_column() -> None:
    xml = Drawn([Input("age", "tAge")], [("a", ["> 5"], ["1"])]).xml()
    typed = (
        '<itemDefinition name="tAge"><typeRef>number</typeRef>'
        "<allowedValues><text>[0..99]</text></allowedValues></itemDefinition><inputData"
    )
    table = table_from("D", xml.replace("<inputData", typed, 1).encode())

    assert [finding.where for finding in analyse(table)] == [{"age": "0 to 5"}]


def test_what_a_type_is_made_from_bounds_a_column_as_well() -> None:
    xml = Drawn([Input("age", "tWorking")], [("a", ["> 20"], ["1"])]).xml()
    typed = (
        '<itemDefinition name="tAge"><typeRef>number</typeRef>'
        "<allowedValues><text>[0..99]</text></allowedValues></itemDefinition>"
        '<itemDefinition name="tWorking"><typeRef>tAge</typeRef>'
        "<allowedValues><text>&gt; 15</text></allowedValues></itemDefinition><inputData"
    )
    table = table_from("D", xml.replace("<inputData", typed, 1).encode())

    assert [finding.where for finding in analyse(table)] == [{"age": "more than 15 and 20 or less"}]


def test_allowed_values_that_compute_bound_nothing_for_sure() -> None:
    even = Input("age", allowed="modulo(?, 2) = 0")
    rows = [("a", ["< 5"], ["1"]), ("b", ["> 1"], ["2"])]

    findings = analyse(Drawn([even], rows).table())

    assert [(finding.flaw, finding.refused) for finding in findings] == [
        (Flaw.OVERLAP, False),
        (Flaw.UNKNOWN, False),
    ]


@pytest.mark.parametrize(
    ("expression", "refused"),
    [("age", False), ("city", True)],
)
def test_decisions_in_columns_depend_on_the_facts_behind_them(
    expression: str, *, refused: bool
) -> None:
    """A column of a decision and one of a fact are independent if it is not made from it."""
    score = f"""<decision id="s" name="score"><variable name="score"/><informationRequirement>
      <requiredInput href="#{expression}"/></informationRequirement>
      <literalExpression><text>{expression}</text></literalExpression></decision>
      <decision id="d" """
    rows = [("a", ["1", "> 5"], ["1"]), ("b", ["< 5", "9"], ["2"])]
    xml = Drawn([AGE, Input("score", "")], rows, facts=[AGE, CITY]).xml()
    requires = '<requiredDecision href="#s"/></informationRequirement><informationRequirement>'
    xml = xml.replace('<decision id="d" ', score).replace(
        'name="D"><informationRequirement>', f'name="D"><informationRequirement>{requires}'
    )

    overlaps = [
        finding.refused
        for finding in analyse(table_from("D", xml.encode()))
        if finding.flaw is Flaw.OVERLAP
    ]

    assert overlaps == [refused]


# --- the tables that come with Greenlight ---


#: What the analysis finds in shipped tables all the same, and how often: of a table that another
#: one feeds it cannot tell that this always says something.
CANNOT_BE = {
    "site_eligibility": ("`site_risk` is absent", 1),
    "activation": ("absent", 4),
    "audience_segment": ("is absent", 2),
}


@pytest.mark.parametrize("key", [one.key for one in shipped()])
def test_shipped_tables_have_no_gap_no_clash_and_no_idle_rule(key: str) -> None:
    found = [one.said for one in analyse(shipped_table(key))]
    said, count = CANNOT_BE.get(key, ("", 0))

    assert [one for one in found if not said or said not in one] == []
    assert len(found) == count
