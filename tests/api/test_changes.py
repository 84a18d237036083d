"""What of a new schema front ends would notice."""

from datetime import date
from pathlib import Path

import pytest

from api.changes import Declared, Weight, compare, read_declared
from domain.errors import Invalid

OLD = """
type Query { sites(order: Order! = NAME): [String!]! old: String }
enum Order { NAME RISK }
input Narrowed { market: String weekends: Boolean! = false }
"""


def worst(new: str) -> list[tuple[Weight, str]]:
    found = compare(OLD, new)
    return [(one.weight, one.code) for one in found if one.weight is not Weight.SAFE]


def test_what_is_gone_breaks_front_ends() -> None:
    assert worst(OLD.replace(" old: String", "")) == [(Weight.BREAKING, "FIELD_REMOVED")]


def test_what_has_to_be_given_from_now_on_breaks_them() -> None:
    found = worst(OLD.replace("market: String", "market: String!"))

    assert found == [(Weight.BREAKING, "FIELD_CHANGED_KIND")]


def test_another_value_for_what_is_left_out_breaks_them_without_a_word() -> None:
    in_argument, in_input = OLD.replace("= NAME", "= RISK"), OLD.replace("= false", "= true")

    assert worst(in_argument) == [(Weight.BREAKING, "ARG_DEFAULT_VALUE_CHANGE")]
    assert worst(in_input) == [(Weight.BREAKING, "INPUT_FIELD_DEFAULT_VALUE_CHANGE")]


def test_a_further_value_of_an_enum_is_dangerous_only() -> None:
    found = worst(OLD.replace("NAME RISK", "NAME RISK CITY"))

    assert found == [(Weight.DANGEROUS, "VALUE_ADDED_TO_ENUM")]


def test_the_worst_comes_first() -> None:
    new = OLD.replace("NAME RISK", "NAME RISK CITY").replace(" old: String", " new: String")

    assert [one.weight for one in compare(OLD, new)] == [
        Weight.BREAKING,
        Weight.DANGEROUS,
        Weight.SAFE,
    ]


def test_what_is_no_schema_is_refused() -> None:
    with pytest.raises(Invalid, match="no GraphQL schema"):
        compare(OLD, "type Query {")


def test_a_declared_change_has_a_reason_and_a_date(tmp_path: Path) -> None:
    whole, bare = tmp_path / "whole.toml", tmp_path / "bare.toml"
    bare.write_text('[[change]]\nsaid = "It is gone."\n')
    whole.write_text(bare.read_text() + 'reason = "Nobody asks it."\ndate = 2027-06-02\n')

    assert read_declared(whole) == [Declared("It is gone.", "Nobody asks it.", date(2027, 6, 2))]
    with pytest.raises(Invalid, match="`said`, `reason` and `date`"):
        read_declared(bare)
