"""Arguments that are kept: made once for the same variables, and never taken for others."""

from enum import StrEnum
from typing import Any

import pytest
import strawberry
from strawberry.extensions import ParserCache
from strawberry.scalars import JSON
from strawberry.types.arguments import convert_arguments

from api.operations.masking import HubSchema
from api.plan import given


@strawberry.enum
class Size(StrEnum):
    """How large something is."""

    SMALL = "small"


@strawberry.type
class Query:
    """What is asked for here."""

    @strawberry.field
    def told(self, word: str, times: int = 2, size: Size | None = None) -> str:
        """Say a word so many times, and a size."""
        return f"{word * times} {size!r}"

    @strawberry.field
    async def kind(self, value: JSON) -> str:
        """Say what something is."""
        return type(value).__name__

    @strawberry.field
    def grown(self, words: list[str]) -> list[str]:
        """Change what was given."""
        words.append("more")
        return words


#: The same text is the same document here, as it is where the hub is asked.
SCHEMA = HubSchema(query=Query, extensions=[ParserCache])


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What arguments were made of, each time they were."""
    found: list[object] = []
    usual = convert_arguments

    def convert(value: dict[str, Any], *about: Any, **named: Any) -> dict[str, Any]:
        found.append(value)
        return usual(value, *about, **named)

    monkeypatch.setattr(given, "convert_arguments", convert)
    return found


async def answer(text: str, **variables: object) -> dict[str, Any]:
    """Return what a plan answers, which is what graphql-core answers."""
    both = [
        await SCHEMA.answering(planned=planned).execute(text, variable_values=variables)
        for planned in (True, False)
    ]
    assert both[0].data == both[1].data
    assert both[0].errors == both[1].errors
    data: dict[str, Any] | None = both[0].data
    return data or {}


TOLD = "query($a: String!, $b: Int) { told(word: $a, times: $b, size: SMALL) }"


async def test_arguments_are_made_once_for_the_same_variables(made: list[object]) -> None:
    for _ in range(3):
        assert await answer(TOLD, a="a", b=1) == {"told": f"a {Size.SMALL!r}"}
    assert await answer(TOLD, a="b", b=1) == {"told": f"b {Size.SMALL!r}"}

    assert len(made) == 2


async def test_a_variable_that_is_not_given_is_not_one_that_is_null() -> None:
    text = 'query($size: Size = SMALL) { told(word: "a", size: $size) }'

    assert await answer(text) == {"told": f"aa {Size.SMALL!r}"}
    assert await answer(text, size=None) == {"told": "aa None"}
    assert await answer(text) == {"told": f"aa {Size.SMALL!r}"}


async def test_values_that_are_equal_but_of_different_kinds_are_not_taken_for_each_other() -> None:
    text = "query($value: JSON!) { kind(value: $value) }"

    kinds = [await answer(text, value=value) for value in (1, True, 1.0, "1", [1], {"a": 1})]

    assert [one["kind"] for one in kinds] == ["int", "bool", "float", "str", "list", "dict"]


@pytest.mark.parametrize(
    "text", ['{ grown(words: ["a"]) }', "query($w: [String!]!) { grown(words: $w) }"]
)
async def test_what_a_resolver_may_change_is_made_anew(text: str) -> None:
    variables = {"w": ["a"]} if "$" in text else {}
    for _ in range(2):
        assert await answer(text, **variables) == {"grown": ["a", "more"]}


async def test_no_more_than_so_many_arguments_are_kept(
    made: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "KEPT_MAX", 1)
    text = "query($word: String!) { told(word: $word) }"
    for word in ("a", "b", "b", "a"):
        await answer(text, word=word)

    assert len(made) == 3
