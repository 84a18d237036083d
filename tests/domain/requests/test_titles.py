"""Requests are found by a part of their title, in every script, and literally."""

import pytest

from domain.pages import Direction, PageRequest
from domain.requests import reading
from domain.requests.reading import Order, Where
from domain.requests.revise import revise
from domain.requests.submit import submit
from tests.world import World

TITLES = ("ÜBER den Wolken", "Straße 7", "ΟΔΟΣ", "100% Kaffee", "under_score", "plain!")


async def found(world: World, part: str) -> list[str]:
    page = await reading.page(
        await world.actor("manager"),
        Where(title_contains=part),
        Order.NUMBER,
        Direction.ASC,
        PageRequest(),
    )
    return [request.title for _, request in page.items]


@pytest.mark.parametrize(
    ("part", "titles"),
    [
        ("über", ["ÜBER den Wolken"]),
        ("u\u0308ber", ["ÜBER den Wolken"]),
        ("WOLKEN", ["ÜBER den Wolken"]),
        ("STRASSE", ["Straße 7"]),
        ("οδος", ["ΟΔΟΣ"]),
        ("0%", ["100% Kaffee"]),
        ("%", ["100% Kaffee"]),
        ("r_s", ["under_score"]),
        ("_", ["under_score"]),
        ("!", ["plain!"]),
        ("nowhere", []),
    ],
)
async def test_a_part_of_a_title_finds_it(world: World, part: str, titles: list[str]) -> None:
    actor = await world.actor("requester")
    for title in TITLES:
        await submit(world.hub, actor, "campaign", world.brief(name=title))

    assert await found(world, part) == titles


async def test_a_new_title_is_found_and_the_old_one_is_not(world: World) -> None:
    actor = await world.actor("requester")
    request = await submit(world.hub, actor, "campaign", world.brief(name="Älter"))
    await revise(world.hub, actor, request.id, world.brief(name="Jünger"))

    assert await found(world, "JÜNGER") == ["Jünger"]
    assert await found(world, "älter") == []
