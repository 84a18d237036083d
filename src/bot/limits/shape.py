"""The small language in which the shapes of blocks and elements are written.

A check looks at one value and yields what is wrong with it. Checks are built from smaller
ones and say nothing about a value that is fine.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Surface: TypeAlias = Literal["message", "modal", "home"]
ALL_SURFACES: frozenset[Surface] = frozenset({"message", "modal", "home"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack (or, where `house` is set, only our own rule) would refuse."""

    path: str
    """Where, as a JSON pointer into the payload, e.g. `/blocks/2/text/text`."""
    code: str
    """What kind, e.g. `too_long`, `missing`, `unknown_key`."""
    message: str
    """Slack's kind of sentence about it."""
    house: bool = False
    """True for rules that are stricter than Slack's own."""

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.path}]"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: on which surface, in which type of block."""

    surface: Surface
    block: str = ""


Check: TypeAlias = Callable[[object, str, Place], Iterator[Problem]]
Rule: TypeAlias = Callable[[Mapping[str, object], str, Place], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object's fields, those it must have, and the rules that span several fields."""

    fields: Mapping[str, Check]
    required: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    surfaces: frozenset[Surface] = ALL_SURFACES
    blocks: frozenset[str] = frozenset()
    """For elements: the types of block that may hold it."""


def string(most: int, least: int = 1) -> Check:
    """Check for text of `least` to `most` characters."""

    def check(value: object, path: str, _place: Place) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(path, "wrong_type", "must be a string")
        elif len(value) > most:
            yield Problem(path, "too_long", f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield Problem(path, "too_short", f"must be more than {least - 1} characters")

    return check


def matching(pattern: str, what: str) -> Check:
    """Check for text that `pattern` matches as a whole; `what` names it for the reader."""
    compiled = re.compile(pattern)

    def check(value: object, path: str, _place: Place) -> Iterator[Problem]:
        if not isinstance(value, str) or compiled.fullmatch(value) is None:
            yield Problem(path, "wrong_value", f"must be {what}")

    return check


def flag(value: object, path: str, _place: Place) -> Iterator[Problem]:
    """Check for true or false."""
    if not isinstance(value, bool):
        yield Problem(path, "wrong_type", "must be a boolean")


def whole(least: int, most: int) -> Check:
    """Check for a whole number of `least` to `most`."""

    def check(value: object, path: str, _place: Place) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem(path, "wrong_type", "must be an integer")
        elif not least <= value <= most:
            yield Problem(path, "wrong_value", f"must be between {least} and {most}")

    return check


def one_of(*allowed: str) -> Check:
    """Check for one of a few words."""

    def check(value: object, path: str, _place: Place) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(path, "wrong_value", f"must be one of: {', '.join(allowed)}")

    return check


def many(check: Check, most: int, least: int = 1) -> Check:
    """Check for a list of `least` to `most` items that each pass `check`."""

    def check_all(value: object, path: str, place: Place) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(path, "wrong_type", "must be an array")
            return
        if len(value) > most:
            yield Problem(path, "too_many", f"no more than {most} items allowed")
        if len(value) < least:
            yield Problem(path, "too_few", f"no fewer than {least} items allowed")
        for number, item in enumerate(value):
            yield from check(item, f"{path}/{number}", place)

    return check_all


def record(shape: Shape) -> Check:
    """Check for an object of this shape, with no key beyond its fields."""

    def check(value: object, path: str, place: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(path, "wrong_type", "must be an object")
            return
        for name in shape.required:
            if value.get(name) is None:
                yield Problem(path, "missing", f"missing required field: {name}")
        for name, field in value.items():
            if name not in shape.fields:
                yield Problem(
                    f"{path}/{name}", "unknown_key", f"invalid additional property: {name}"
                )
            elif field is not None:
                yield from shape.fields[name](field, f"{path}/{name}", place)
        for rule in shape.rules:
            yield from rule(value, path, place)

    return check


def by_type(shapes: Mapping[str, Shape], allows: Callable[[str, Shape, Place], bool]) -> Check:
    """Check for an object whose `type` names one of `shapes` that is allowed at this place."""
    checks = {name: record(shape) for name, shape in shapes.items()}

    def check(value: object, path: str, place: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(path, "wrong_type", "must be an object")
            return
        name = value.get("type")
        if not isinstance(name, str) or name not in shapes:
            yield Problem(path, "not_allowed", f"unsupported type: {name}")
        elif not allows(name, shapes[name], place):
            where = f"{place.block or 'a block'} on a {place.surface}"
            yield Problem(path, "not_allowed", f"unsupported type: {name} (in {where})")
        else:
            yield from checks[name](value, path, place)

    return check


def either(one: str, other: str) -> Rule:
    """Rule: exactly one of two fields is given."""

    def rule(value: Mapping[str, object], path: str, _place: Place) -> Iterator[Problem]:
        given = [name for name in (one, other) if value.get(name) is not None]
        if not given:
            yield Problem(path, "missing", f"missing required field: {one} or {other}")
        elif len(given) > 1:
            yield Problem(path, "conflict", f"only one of {one} and {other} may be given")

    return rule
