"""Analysis beside brute force: what it finds in random tables is what asking them finds."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.decisions import dmn
from domain.decisions.analysis import analyse
from domain.decisions.analysis.axes import axis_of, line_of
from domain.decisions.analysis.boxes import Box, Effort, gaps, within, without
from domain.decisions.analysis.dimensions import Dimension, dimensions_of
from domain.decisions.dmn.feel.temporal import read_date, read_time
from domain.decisions.model import Flaw, Table
from domain.decisions.rules import missing_facts
from tests.domain.decisions.drawn import Drawn, Input, Output

#: By kind: what cells are made of, and values that lie in every atom these can make.
NUMBERS = ["0", "1", "2.5"]
WORDS = ['"a"', '"b"']
DAYS = ["2026-01-01", "2026-01-02", "2026-01-04"]
SAMPLES: dict[str, list[Any]] = {
    "number": [None, -1, 0, Decimal("0.5"), 1, 2, Decimal("2.5"), 3],
    "string": [None, "", "a", "aa", "b", "c"],
    "boolean": [None, True, False],
    "date": [None, *(read_date(f"{year}-12-31") for year in (2025,))]
    + [read_date(f"2026-01-0{day}") for day in range(1, 6)],
}
COMPARISONS = ["", "< ", "<= ", "> ", ">= "]


def _tests(points: list[str]) -> st.SearchStrategy[str]:
    one = st.tuples(st.sampled_from(COMPARISONS), st.sampled_from(points)).map("".join)
    pair = st.sampled_from(list(combinations(points, 2)))
    interval = st.tuples(st.sampled_from("[("), pair, st.sampled_from("])")).map(
        lambda drawn: f"{drawn[0]}{drawn[1][0]}..{drawn[1][1]}{drawn[2]}"
    )
    return st.one_of(one, interval, st.just("null"))


def _cells(tests: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(tests, min_size=1, max_size=2).map(", ".join)
    return st.one_of(st.just("-"), several, several.map("not({})".format))


CELLS = {
    "number": _cells(_tests(NUMBERS)),
    "string": _cells(_tests(WORDS)),
    "boolean": st.sampled_from(["-", "true", "false", "not(true)", "null", "not(null)"]),
    "date": _cells(_tests([f'date("{day}")' for day in DAYS])),
}
ALLOWED = {
    "number": st.sampled_from(["", ">= 0", "0, 1", "[0..2.5)"]),
    "string": st.sampled_from(["", '"a", "b"', '"a", "c"']),
    "boolean": st.sampled_from(["", "true"]),
    "date": st.sampled_from(["", 'date("2026-01-01"), date("2026-01-02")']),
}
RANKED = Output("o", '"x", "y", "z"')


@st.composite
def tables(draw: st.DrawFn, policy: str) -> Table:
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3))
    inputs = [
        Input(f"c{at}", kind, draw(ALLOWED[kind]), draw(st.booleans()))
        for at, kind in enumerate(kinds)
    ]
    rows = [
        (f"r{at}", [draw(CELLS[kind]) for kind in kinds], [draw(st.sampled_from(RESULTS))])
        for at in range(draw(st.integers(1, 6)))
    ]
    return Drawn(inputs, rows, policy, [RANKED]).table()


RESULTS = ['"x"', '"y"', '"z"']


def decided(table: Table) -> dmn.Table:
    found = table.model.decisions["D"].table
    assert found is not None
    return found


def points(table: Table) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Yield every case that may come, with the rules that match it."""
    inputs = table.model.inputs
    rules = {rule.id for rule in decided(table).rules}
    for values in product(*(SAMPLES[data.kind or ""] for data in inputs.values())):
        facts = dict(zip(inputs, values, strict=True))
        if missing_facts(table, facts):
            continue
        found = table.model.evaluate("D", facts)
        if found.trace is not None:  # Otherwise a value was not allowed.
            yield facts, rules - {miss.rule for miss in found.misses}


def holds(dimensions: tuple[Dimension, ...], box: Box, facts: dict[str, Any]) -> bool:
    return all(
        atoms & _atom(dimension, facts[dimension.label])
        for dimension, atoms in zip(dimensions, box, strict=True)
    )


def _atom(dimension: Dimension, value: Any) -> int:
    if value is None:
        return dimension.null
    ((axis, first),) = dimension.axes.values()
    below = sum(point < value for point in axis.points)
    place = 2 * below + (value in axis.points)
    return 1 << first + int(place)


def test_times_of_a_zone_that_moves_lie_on_a_line_of_their_own() -> None:
    texts = ("00:00:00@Europe/Berlin", "12:00:00@Europe/Berlin", "12:00:00@Asia/Tokyo", "12:00:00")
    midnight, noon, elsewhere, plain = times = [read_time(text) for text in texts]
    found = axis_of(line_of(noon), times)

    assert len({line_of(time) for time in (noon, elsewhere, plain)}) == 3
    assert found.points == (midnight, noon)
    assert found.filled == 0b11110  # Before midnight there is no time.


BOXES = st.tuples(*[st.integers(1, 7)] * 3)


@given(BOXES, BOXES)
def test_what_is_left_of_a_box_is_in_pieces_that_share_nothing(box: Box, hole: Box) -> None:
    pieces = [*without(box, hole)]

    for atoms in product((1, 2, 4), repeat=3):
        holders = [piece for piece in pieces if within(atoms, piece)]
        assert len(holders) == (within(atoms, box) and not within(atoms, hole))


@settings(max_examples=80, deadline=None)
@given(tables("RULE ORDER"))
def test_gaps_are_exactly_what_no_rule_matches(table: Table) -> None:
    dimensions, regions = dimensions_of(table.model, "D", decided(table))
    holes = [region.box for region in regions if not region.empty]
    whole = tuple(dimension.every for dimension in dimensions)
    found = [*gaps(whole, holes, Effort(100_000))] if 0 not in whole else []

    for facts, matched in points(table):
        assert any(holds(dimensions, box, facts) for box in found) is not bool(matched)

    said = [finding for finding in analyse(table) if finding.flaw is Flaw.GAP]
    assert [finding.said for finding in said] == list(dict.fromkeys(f.said for f in said))
    assert len(said) == min(len(found), 51)


@settings(max_examples=80, deadline=None)
@given(tables("UNIQUE"))
def test_overlaps_are_exactly_what_matches_together(table: Table) -> None:
    together = {pair for _, matched in points(table) for pair in combinations(sorted(matched), 2)}

    found = [finding for finding in analyse(table) if finding.flaw is Flaw.OVERLAP]

    assert {finding.rules for finding in found} == together
    assert all(finding.refused for finding in found)


@settings(max_examples=80, deadline=None)
@given(tables("ANY"))
def test_rules_that_must_agree_are_refused_where_they_do_not(table: Table) -> None:
    says = _results(table)
    apart = {
        pair
        for _, matched in points(table)
        for pair in combinations(sorted(matched), 2)
        if says[pair[0]] != says[pair[1]]
    }

    found = [finding for finding in analyse(table) if finding.flaw is Flaw.OVERLAP]

    assert {finding.rules for finding in found} == apart
    assert all(finding.refused for finding in found)


@settings(max_examples=80, deadline=None)
@given(tables("FIRST"))
def test_a_rule_is_in_shadow_if_it_never_comes_first(table: Table) -> None:
    counts = {min(matched) for _, matched in points(table) if matched}

    assert _shadows(table) == set(_results(table)) - counts


@settings(max_examples=80, deadline=None)
@given(tables("PRIORITY"))
def test_a_rule_is_in_shadow_if_it_never_goes_first(table: Table) -> None:
    says = _results(table)
    counts = {
        min(matched, key=lambda rule: (says[rule], rule)) for _, matched in points(table) if matched
    }

    assert _shadows(table) == set(says) - counts


@settings(max_examples=80, deadline=None)
@given(tables("ANY"))
def test_a_rule_adds_nothing_if_others_say_the_same_wherever_it_matches(table: Table) -> None:
    says, cases = _results(table), [matched for _, matched in points(table)]
    left = set(says)
    for rule in sorted(says, reverse=True):
        alike = {other for other in left if says[other] == says[rule]} - {rule}
        if all(matched & alike for matched in cases if rule in matched):
            left.discard(rule)

    assert _shadows(table) == set(says) - left


def _shadows(table: Table) -> set[str]:
    return {finding.rules[0] for finding in analyse(table) if finding.flaw is Flaw.SHADOW}


def _results(table: Table) -> dict[str, object]:
    return {rule.id: rule.results[0].text for rule in decided(table).rules}
