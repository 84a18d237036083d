"""docs/reference/settings.md: every setting, as `app.settings` reads it."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from app.reference.markdown import page, row, table
from app.reference.setting_meanings import MEANINGS, REFUSED
from app.settings import Settings

_INTRO = """
Settings are read from the environment once, at the start. What is not set has its default; \
what has none switches that part off. A value that is refused keeps every process from \
starting: `greenlight: GREENLIGHT_PORT: ...` names each that is wrong, and nothing is served. \
`greenlight doctor` says what is set up, and where processes differ.
"""

#: Bounds as pydantic names them, and how they are said.
_BOUNDS = {"ge": "below {}", "gt": "{} and below", "le": "above {}", "pattern": "not `{}`"}


def settings() -> str:
    """Return the page."""
    rows = [_line(name, one) for name, one in Settings.model_fields.items()]
    head = ("name", "type", "default", "read by", "meaning", "refused")
    return page("Settings", _INTRO, table(head, rows))


def _line(name: str, one: FieldInfo) -> str:
    readers, meaning = MEANINGS[name]
    kind = _kind(one.annotation)
    refused = [said for part in one.metadata for said in _bounds(part)]
    refused += [REFUSED[name]] if name in REFUSED else []
    if not refused and kind not in {"text", "secret text"}:
        refused = [f"what is no {kind}" if "`" not in kind else "anything else"]
    variable = f"`GREENLIGHT_{name.upper()}`"
    return row(variable, kind, _default(one.default), readers, meaning, "; ".join(refused) or "-")


def _bounds(part: object) -> list[str]:
    inner = getattr(part, "metadata", None) or [part]
    return [
        said.format(value)
        for one in inner
        for name, said in _BOUNDS.items()
        if (value := getattr(one, name, None)) is not None
    ]


def _kind(annotation: Any) -> str:  # noqa: ANN401  An annotation can be anything.
    origin = get_origin(annotation)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in get_args(annotation))
    if origin is Annotated:
        return _kind(get_args(annotation)[0])
    if origin is UnionType:
        return _kind(next(one for one in get_args(annotation) if one is not NoneType))
    if origin is tuple:
        return f"list of {_kind(get_args(annotation)[0])}"
    words = {int: "whole number", float: "number", bool: "yes or no", SecretStr: "secret text"}
    return words.get(annotation, "path" if annotation.__name__ == "Path" else "text")


def _default(value: object) -> str:
    match value:
        case None | ():
            return "-"
        case bool():
            return "`true`" if value else "`false`"
        case tuple():
            return f"`{','.join(map(str, value))}`"
    return f"`{value}`"
