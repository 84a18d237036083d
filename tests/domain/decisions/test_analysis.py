"""What analysis finds in tables drawn for it, and how it says so."""

import pytest

from domain.decisions.analysis import analyse
from domain.decisions.model import Finding, Flaw
from domain.decisions.rules import table_from
from domain.decisions.shipped import shipped
from tests.domain.decisions.drawn import Drawn, Input, Output
from tests.domain.decisions.tables import shipped_table

AGE, CITY, HERE = Input("age"), Input("city", "string"), Input("here", "boolean")
RANKED = Output("o", '"high", "low"')


def found(drawn: Drawn, flaw: Flaw) -> list[Finding]:
    return [finding for finding in analyse(drawn.table()) if finding.flaw is flaw]


def column(kind: str, *cells: str, allowed: str = "", required: bool = True) -> Drawn:
    """A table of one column, whose rules say different things."""
    rows = [(f"r{at}", [cell], [f'"{at}"']) for at, cell in enumerate(cells)]
    return Drawn([Input("x", kind, allowed, required)], rows)


# --- gaps ---


@pytest.mark.parametrize(
    ("drawn", "where"),
    [
        (column("number", "<= 17", ">= 18"), ["more than 17 and less than 18"]),
        (column("number", "< 18", "> 18"), ["18"]),
        (column("number", "[0..10)", "(10..20]"), ["less than 0 or 10 or more than 20"]),
        (column("number", "[0..10]"), ["less than 0 or more than 10"]),
        (column("number", "> 5", allowed=">= 0"), ["0 to 5"]),
        (column("number", "1", allowed="1, 2, 3"), ["2 or 3"]),
        (
            column("number", "< 1", "[3..5)", allowed="[0..9]"),
            ["1 or more and less than 3 or 5 to 9"],
        ),
        (column("string", '"EUR", "USD"'), ["any other than EUR, USD"]),
        (column("string", '"a"', allowed='"a", "b", ""'), ['"" or b']),
        (column("string", 'not("a")'), ["a"]),
        (column("boolean", "true"), ["false"]),
        (column("boolean", "true", "false", required=False), ["absent"]),
        (column("number", "< 5", required=False), ["5 or more or absent"]),
        (column("number", "not(null)", required=False), ["absent"]),
        (column("number", "null", required=False), ["any number"]),
        (column("string", 'not("a")', required=False), ["a or absent"]),
        (column("date", '< date("2026-01-01")', '> date("2026-01-01")'), ["2026-01-01"]),
        (column("date", '>= date("2026-01-01")'), ["before 2026-01-01"]),
        (column("time", '> time("09:00:00")'), ["09:00:00 or earlier"]),
        (
            column("dateTime", '< date and time("2026-01-01T00:00:00Z")'),
            ["2026-01-01T00:00:00Z or later"],
        ),
        (column("dayTimeDuration", '<= duration("P1D")'), ["more than P1D"]),
        (column("yearMonthDuration", '< duration("P1Y")'), ["P1Y or more"]),
        (column("", '"a"', "> 5"), ["any other than a or 5 or less or of another kind"]),
    ],
)
def test_a_gap_is_told_by_column(drawn: Drawn, where: list[str]) -> None:
    gaps = found(drawn, Flaw.GAP)

    assert [finding.where["x"] for finding in gaps] == where
    assert [finding.rules for finding in gaps] == [()] * len(where)
    assert not any(finding.refused for finding in gaps)


@pytest.mark.parametrize(
    "drawn",
    [
        column("number", "< 18", ">= 18"),
        column("number", "<= 5", "(5..10]", "> 10"),
        column("number", ">= 1", "0", allowed="0, 1, 2"),
        column("number", ">= 0", allowed=">= 0"),
        column("string", '"a", "b"', 'not("a", "b")'),
        column("string", '"a"', '"b"', allowed='"a", "b"'),
        column("boolean", "true", "not(true)"),
        column("boolean", "true", "false", "null", required=False),
        column("number", "-", required=False),
        column("date", '<= date("2026-01-31")', '>= date("2026-02-01")'),
        column("yearMonthDuration", '<= duration("P1M")', '>= duration("P2M")'),
        column("time", '<= time("12:00:00")', '> time("12:00:00")'),
        column("time", '<= time("23:59:59.999999")'),
        column(
            "dateTime",
            '<= date and time("9999-12-31T23:59:59.999999+00:00")',
            '> date and time("9999-12-31T23:59:59.999999+00:00")',
        ),
        column("", "not(null)", "null", required=False),
    ],
)
def test_what_is_covered_has_no_gap(drawn: Drawn) -> None:
    assert found(drawn, Flaw.GAP) == []


def test_a_gap_is_as_large_as_it_can_be_and_says_what_bounds_it() -> None:
    drawn = Drawn(
        [AGE, CITY, HERE],
        [
            ("young", ["< 18", "-", "-"], ['"a"']),
            ("rome", [">= 18", '"Rome"', "-"], ['"b"']),
            ("local", ["[18..65)", 'not("Rome")', "true"], ['"c"']),
        ],
    )

    gaps = found(drawn, Flaw.GAP)

    assert [finding.where for finding in gaps] == [
        {"age": "18 or more", "city": "any other than Rome", "here": "false"},
        {"age": "65 or more", "city": "any other than Rome"},
    ]
    assert gaps[1].said == (
        "No rule covers the case that `age` is 65 or more and `city` is any other than Rome."
    )


def test_a_table_without_rules_covers_nothing() -> None:
    (gap,) = found(Drawn([AGE], []), Flaw.GAP)

    assert (gap.where, gap.said) == ({}, "No rule covers anything.")


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "COLLECT", "RULE ORDER"])
def test_what_is_said_without_a_match_leaves_no_gap(policy: str) -> None:
    rows = [("r", ["> 5"], ["1"])]

    assert found(Drawn([AGE], rows, policy), Flaw.GAP) != []
    assert found(Drawn([AGE], rows, policy, [Output("o", default="0")]), Flaw.GAP) == []


def test_no_more_than_fifty_gaps_are_listed() -> None:
    drawn = Drawn(
        [Input("a"), Input("b")],
        [(f"r{at}", [f"[{at}..{at + 1})", f"[{at}..{at + 1})"], ["1"]) for at in range(80)],
        "FIRST",
    )

    gaps = found(drawn, Flaw.GAP)

    assert len(gaps) == 51
    assert gaps[-1].said == "There are more gaps than these 50."


# --- overlaps ---


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


@pytest.mark.parametrize("key", [one.key for one in shipped()])
def test_shipped_tables_have_no_gap_no_clash_and_no_idle_rule(key: str) -> None:
    assert analyse(shipped_table(key)) == ()
