"""Faults put into what resolvers give, the same for whoever asks: raised, null, of a wrong type."""

import asyncio
import functools
import inspect
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from zlib import crc32

import pytest
from graphql import GraphQLObjectType, GraphQLSchema
from strawberry.dataloader import DataLoader

import api.context
from api.plan.definitions import definition_of
from domain.errors import Missing

#: One field in so many is faulty, and one key in so many of a faulty loader.
FAULTY, FAULTY_KEYS = 14, 5

Fault = Callable[[Any], Any]


def raises(_: Any) -> Any:
    raise ValueError("This was put in.")


def misses(_: Any) -> Any:
    raise Missing("thing", "thing_1")


def awaited(value: Any) -> Any:
    """Give it in something to await."""
    found = asyncio.get_running_loop().create_future()
    found.set_result(value)
    return found


def error_itself(_: Any) -> Any:
    return ValueError("This was given back.")


def nothing(_: Any) -> Any:
    return None


def something_else(_: Any) -> Any:
    return {"nobody": "expects this"}


def nothing_in_it(_: Any) -> Any:
    return [None, None]


FAULTS: tuple[Fault, ...] = (
    raises,
    misses,
    error_itself,
    nothing,
    something_else,
    nothing_in_it,
    awaited,
)


def put_in(schema: GraphQLSchema, patch: pytest.MonkeyPatch, seed: int) -> None:
    """Make some attributes, resolvers and loaders faulty."""
    draw = random.Random(seed)
    for type_ in list(schema.type_map.values()):
        if not isinstance(type_, GraphQLObjectType) or type_.name.startswith("__"):
            continue
        for field in type_.fields.values():
            if draw.randrange(FAULTY) == 0:
                _spoil(type_, definition_of(field), draw.choice(FAULTS), patch)
    patch.setattr(api.context, "Loader", _loader)


def _spoil(
    type_: GraphQLObjectType, definition: Any, fault: Fault, patch: pytest.MonkeyPatch
) -> None:
    resolver, name = definition.base_resolver, definition.python_name
    if resolver is None:
        patch.setattr(definition_of(type_).origin, name, Attribute(name, fault), raising=False)
    else:
        patch.setattr(resolver, "wrapped_func", _function(resolver.wrapped_func, fault))


class Attribute:
    """An attribute that is mostly not what was set."""

    def __init__(self, name: str, fault: Fault) -> None:
        self._name, self._fault = name, fault

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self._name] = value

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        value = instance.__dict__[self._name]
        plain = repr(value) if isinstance(value, str | int | None) else ""
        return self._fault(value) if crc32(plain.encode()) % 3 else value


def _function(resolver: Callable[..., Any], fault: Fault) -> Callable[..., Any]:
    """Return a resolver of the same form that gives something else than this one."""

    @functools.wraps(resolver)
    def at_once(*args: Any, **given: Any) -> Any:
        value = resolver(*args, **given)
        if inspect.iscoroutine(value):  # Some give at once what is there, and else a coroutine.
            if fault is awaited:
                return value
            value.close()
        return fault(value)

    @functools.wraps(resolver)
    async def later(*args: Any, **given: Any) -> Any:
        return fault(await resolver(*args, **given))

    if not inspect.iscoroutinefunction(resolver):
        return at_once
    if fault is awaited:  # It is awaited already.
        return resolver
    return later


def _loader(
    load: Callable[[Sequence[str]], Awaitable[dict[str, Any]]],
) -> DataLoader[str, Any]:
    """Make a loader, some of whose keys bring an error, as the loaders of the hub are made."""

    async def batch(keys: list[str]) -> list[Any]:
        found = await load(keys)
        return [
            found.get(key) if crc32(key.encode()) % FAULTY_KEYS else ValueError(key) for key in keys
        ]

    return DataLoader(load_fn=batch, cache=False)
