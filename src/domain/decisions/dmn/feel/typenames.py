"""Reading the names of types: `number`, `list<tLoan>`, `context<a: number>`, and what files say."""

from collections.abc import Callable

from domain.decisions.dmn.feel.types import BUILT_IN, FUNCTION, Type

#: Finds a type that a file defines.
Resolve = Callable[[str], Type | None]

_DEPTH_MAX = 20
#: The types that are none before it is said of what.
_OF = {"list": "list<Any>", "range": "range<number>", "context": "context<a: Any>"}
_OF["function"] = "function<Any>->Any"


def is_open(text: str, resolve: Resolve) -> str | None:
    """Return an example of what a text such as `list` leaves open; None if it names a type."""
    return None if resolve(text) is not None else _OF.get(text)


def read_type(text: str, resolve: Resolve, depth: int = 0) -> Type | None:
    """Return the type that a text names; None if there is none."""
    name = " ".join(text.split())
    plain = name.removeprefix("feel:").removeprefix("feel.")
    found = resolve(name) or BUILT_IN.get(plain)
    if found is not None or depth > _DEPTH_MAX:
        return found
    head, opener, rest = plain.partition("<")
    if not opener:
        # `prefix:name`, a prefix of XML's, means the name.
        tail = name.rpartition(":")[2]
        return read_type(tail, resolve, depth + 1) if tail != name else None
    if head == "function":
        return FUNCTION
    if head not in {"list", "range", "context"} or not rest.endswith(">"):
        return None
    parts = _parts(rest[:-1])
    if head == "context":
        return _context(parts, resolve, depth)
    inner = read_type(parts[0], resolve, depth + 1) if len(parts) == 1 else None
    return None if inner is None else Type(head, inner)


def _context(parts: list[str], resolve: Resolve, depth: int) -> Type | None:
    fields = []
    for part in parts:
        name, mark, kind = part.partition(":")
        found = read_type(kind, resolve, depth + 1) if mark else None
        if found is None:
            return None
        fields.append((" ".join(name.split()), found))
    return Type("context", fields=tuple(fields))


def _parts(text: str) -> list[str]:
    """Cut at commas that stand in no brackets."""
    parts, depth = [""], 0
    for char in text.replace("->", "\0"):
        depth += (char == "<") - (char == ">")
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += "->" if char == "\0" else char
    return parts
