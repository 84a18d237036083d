"""Drafting a version: what is refused, where it stands and what helps."""

import re

import pytest

from domain.decisions import versions
from domain.errors import Conflict, HubError, Invalid, Missing
from domain.hub import Hub
from domain.rulebook.drafting import CHANGE_MAX, FILE_MAX, draft, look
from tests.domain.rulebook.rules import LATER, LATER_CASES, TABLE, cases, dmn, later
from tests.world import World

#: A fact that no kind of request knows.
MOOD = (
    '<inputData id="input_mood" name="mood">'
    '<variable id="m" name="mood" typeRef="string"/></inputData>'
)


async def drafted(
    world: World, file: str, written: str | None = None, table: str = TABLE, **more: str
) -> HubError | None:
    """What is said against a draft; None if nothing is."""
    manager = await world.actor("manager")
    given = written if written is not None else cases()
    change = more.pop("change", "Something is new")
    try:
        await draft(world.hub, manager, table, file, given, change, **more)
    except HubError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("piece", "instead", "said"),
    [
        ("&gt;= 10000<", "&gt;&gt; 10000<", r"rule `finance_major`.*column `budget`"),
        ("&gt;= 10000<", "[1..<", r"rule `finance_major`.*column `budget`"),
        ('hitPolicy="RULE ORDER"', 'hitPolicy="SOMETIMES"', "hit policy"),
        ('<rule id="brand_own">', '<rule id="readiness">', "readiness"),
        ('name="campaign_stages"/>', 'name="campaign_stages"', "XML"),
        ("<definitions ", "<!DOCTYPE x [<!ENTITY a 'a'>]><definitions ", "entit|DOCTYPE|DTD"),
    ],
)
async def test_a_broken_file_is_refused_with_its_place(
    world: World, piece: str, instead: str, said: str
) -> None:
    text = dmn()
    assert piece in text
    found = await drafted(world, text.replace(piece, instead, 1))

    assert isinstance(found, Invalid)
    assert found.code == "bad_table"
    assert re.search(f"(?is){said}", found.message), found.message
    assert len(await versions.of_table(TABLE)) == 1


async def test_a_table_of_another_name_is_refused(world: World) -> None:
    found = await drafted(world, dmn("campaign_admission"))

    assert found is not None
    assert found.code == "no_such_decision"


async def test_there_is_no_table_that_nobody_asks(world: World) -> None:
    found = await drafted(world, dmn(), table="campaign_stage")

    assert isinstance(found, Missing | Invalid)


async def test_facts_that_nobody_knows_are_refused(world: World) -> None:
    more = dmn(
        TABLE,
        (
            '<inputData id="input_budget"',
            f'{MOOD}<inputData id="input_budget"',
        ),
    )
    found = await drafted(world, more)

    assert found is not None
    assert (found.code, "`mood`" in found.message) == ("unknown_facts", True)


async def test_results_that_are_acted_upon_must_stay(world: World) -> None:
    less = dmn(TABLE, ('name="quorum" typeRef', 'name="votes" typeRef'))
    found = await drafted(world, less, cases(TABLE, ("then quorum", "then votes")))

    assert found is not None
    assert (found.code, "`quorum`" in found.message) == ("results_missing", True)


@pytest.mark.parametrize("change", ["", "x", "y" * (CHANGE_MAX + 1), "two\nlines of it"])
async def test_it_says_in_a_line_what_is_new(world: World, change: str) -> None:
    found = await drafted(world, dmn(TABLE, LATER), cases(TABLE, *LATER_CASES), change=change)

    assert isinstance(found, Invalid)
    assert found.path == ("change",)


async def test_too_large_a_file_is_refused_unread(world: World) -> None:
    found = await drafted(world, "<" * (FILE_MAX + 1))

    assert found is not None
    assert found.code == "file_too_large"


async def test_the_very_same_version_is_not_drafted_twice(world: World) -> None:
    found = await drafted(world, dmn())

    assert isinstance(found, Conflict)


async def test_versions_drafted_one_after_the_other_stand_on_what_counts(
    hub: Hub, world: World
) -> None:
    first = await later(world)
    manager = await world.actor("manager")
    second, _ = await draft(hub, manager, TABLE, dmn(), cases() + "\n", "Only a blank line")
    third, _ = await draft(
        hub, manager, TABLE, dmn(), cases() + "\n\n", "Two blank lines", base_id=first.id
    )

    assert [first.number, second.number, third.number] == [2, 3, 4]
    assert first.base_id == second.base_id
    assert third.base_id == first.id
    version, check = await look(await world.actor("auditor"), first.id)
    assert version == first
    assert (check.cases, check.failures) == (34, ())


async def test_a_base_that_is_none_is_refused(world: World) -> None:
    found = await drafted(world, dmn(TABLE, LATER), base_id="rul_nothing")

    assert found is not None
    assert (found.code, found.path) == ("no_such_version", ("base_id",))


async def test_an_agency_does_not_look_at_rules(world: World) -> None:
    version = await later(world)
    with pytest.raises(HubError, match="may not"):
        await look(await world.actor("agent"), version.id)
