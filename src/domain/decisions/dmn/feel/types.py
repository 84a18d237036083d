"""Types: what a variable may hold. They are named in files and known of most expressions.

`ANY` stands for what nobody declared. A type says what is wrong with a value (`problem`), and
brings a value into its form (`coerced`). Source: DMN 1.3, 10.3.2.9.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from domain.decisions.dmn.feel.values import Range, Value, kind_of

#: Says whether a value is one of those that a type allows.
Allowed = Callable[[Value], bool | None]


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its kind, and what is within it.

    `item` is the type of a list's items or a range's ends, `fields` those of a context where they
    are known, `parameters` and `result` those of a function. `allowed` tests a value; `values`
    is how that test is written.
    """

    kind: str
    item: "Type | None" = None
    fields: tuple[tuple[str, "Type"], ...] | None = None
    parameters: tuple[tuple[str, "Type"], ...] | None = None
    result: "Type | None" = None
    allowed: Allowed | None = field(default=None, compare=False)
    values: str = ""

    def __str__(self) -> str:
        """Return the type as FEEL writes it."""
        if self.item is not None:
            return f"{self.kind}<{self.item}>"
        if self.fields is not None:
            inner = ", ".join(f"{name}: {held}" for name, held in self.fields)
            return f"context<{inner}>"
        return self.kind

    def component(self, name: str) -> "Type | None":
        """Return the type of a component; None if there is none of that name."""
        return next((held for known, held in self.fields or () if known == name), None)


ANY = Type("any")
NULL = Type("null")
NUMBER, STRING, BOOLEAN = Type("number"), Type("string"), Type("boolean")
DATE, TIME, INSTANT = Type("date"), Type("time"), Type("date and time")
DAYS, MONTHS = Type("days and time duration"), Type("years and months duration")
LIST, CONTEXT = Type("list", ANY), Type("context")
RANGE, FUNCTION = Type("range", ANY), Type("function")

#: The names under which types that are always there go, in files of all versions.
BUILT_IN: Mapping[str, Type] = {
    **{t.kind: t for t in (NUMBER, STRING, BOOLEAN, DATE, TIME, INSTANT, DAYS, MONTHS, CONTEXT)},
    "Any": ANY,
    "Null": NULL,
    "any": ANY,
    "dateTime": INSTANT,
    "dayTimeDuration": DAYS,
    "yearMonthDuration": MONTHS,
    "list": LIST,
    "range": RANGE,
    "function": FUNCTION,
}


def list_of(item: Type) -> Type:
    """Return the type of lists of `item`."""
    return Type("list", item)


def range_of(item: Type) -> Type:
    """Return the type of ranges between two of `item`."""
    return Type("range", item)


def type_of(value: Value) -> Type:
    """Return the type that a single value has."""
    return BUILT_IN.get(kind_of(value), NULL if value is None else ANY)


def fits(found: Type, wanted: Type) -> bool:
    """Whether a value of type `found` may stand where `wanted` is; null and `any` always may."""
    if found.kind in {"any", "null"} or wanted.kind == "any":
        return True
    if found.kind != wanted.kind:
        return False
    if found.kind in {"list", "range"}:
        return found.item is None or wanted.item is None or fits(found.item, wanted.item)
    if wanted.fields is not None and found.fields is not None:
        held = dict(found.fields)
        return all(name in held and fits(held[name], part) for name, part in wanted.fields)
    return True


def without_values(found: Type) -> Type:
    """Return a type without what it allows: `instance of` asks only of what kind a value is."""
    fields = found.fields and tuple((name, without_values(part)) for name, part in found.fields)
    item = found.item and without_values(found.item)
    return replace(found, item=item, fields=fields, allowed=None, values="")


def joined(one: Type, two: Type) -> Type:
    """Return what is known of a value that is of one of two types."""
    if one == two or two.kind == "null":
        return one
    return two if one.kind == "null" else ANY


def problem(value: Value, wanted: Type, where: str) -> str | None:
    """Return what is wrong with a value for a type, as a sentence; None if it fits.

    Null fits every type. `where` names the value.
    """
    if value is None:
        return None
    if wanted.kind != "any" and kind_of(value) != wanted.kind:
        return f"{where} must be a {wanted.kind}, not a {kind_of(value)}."
    found = _within(value, wanted, where)
    if found is None and wanted.allowed is not None and wanted.allowed(value) is not True:
        return f"{where} may not be {shown(value)}; allowed is {wanted.values}."
    return found


def _within(value: Value, wanted: Type, where: str) -> str | None:
    if isinstance(value, list) and wanted.item is not None and wanted.item is not ANY:
        return next(
            (
                found
                for at, item in enumerate(value, start=1)
                if (found := problem(item, wanted.item, f"{where}[{at}]"))
            ),
            None,
        )
    if isinstance(value, dict) and wanted.fields is not None:
        missing = next((name for name, _ in wanted.fields if name not in value), None)
        if missing is not None:
            return f"{where}.{missing} is missing."
        return next(
            (
                found
                for name, part in wanted.fields
                if (found := problem(value.get(name), part, f"{where}.{name}"))
            ),
            None,
        )
    if isinstance(value, Range) and wanted.item is not None:
        ends = (problem(end, wanted.item, where) for end in (value.low, value.high))
        return next((found for found in ends if found), None)
    return None


def coerced(value: Value, wanted: Type) -> Value:
    """Return a value in the form of a type, where DMN converts it; else as it is.

    A list of one becomes its item, an item a list of one, a date its midnight in UTC.
    """
    if value is None or wanted.kind == "any" or kind_of(value) == wanted.kind:
        return value
    if isinstance(value, list) and len(value) == 1 and wanted.kind != "list":
        return coerced(value[0], wanted)
    if wanted.kind == "list":
        inner = coerced(value, wanted.item or ANY)
        return [inner] if wanted.item is None or problem(inner, wanted.item, "") is None else value
    if wanted.kind == "date and time" and type(value) is date:
        return datetime.combine(value, time(), UTC)
    return value


def shown(value: Value) -> str:
    """Return a value for a sentence, cut where it is long."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004  A line's worth.
