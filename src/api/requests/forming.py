"""Schema types made of the core's briefs: fields, descriptions and limits stand there, once.

For every kind of request that is made of parts only there are a type that shows its brief, an
input that takes one, and the inputs of `submit...` and `revise...`. What a field is in the schema
follows from what it is in the core.
"""

from collections.abc import Mapping
from dataclasses import MISSING, asdict
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from types import GenericAlias, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import strawberry
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import api.meanings.enums  # noqa: F401  Names the enums before anything uses them.
from api.context import identified
from api.conventions.money import Money, MoneyInput
from api.conventions.mutations import repeatable
from domain.requests.kinds import PLAIN, Kind
from domain.requests.kinds.kind import Payload
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.titled import BY_HUB

#: What is the same here and there.
_PLAIN = (str, int, bool, date, datetime, time, Decimal)

#: Types made already, by the core's type and whether they take something in.
_made: dict[tuple[type[BaseModel], bool], type] = {}


def brief_type(payload: type[BaseModel]) -> type:
    """Return the type that shows a brief, or a part of one."""
    return _type(payload, taken=False)


def brief_input(payload: type[BaseModel]) -> type:
    """Return the input that takes a brief, or a part of one."""
    return _type(payload, taken=True)


def submit_input(kind: Kind) -> type:
    """Return the input of the mutation that asks for something of `kind`."""
    name = camel(kind.name)
    fields = {
        "brief": (brief_input(kind.payload), strawberry.field(description="What is asked for.")),
        "idempotency_key": (str | None, repeatable("submits nothing new for 24 h.")),
    }
    said = f"Something of the kind `{kind.name}` to ask for."
    return _class(f"Submit{name}Input", f"For `submit{name}`.", fields, said, taken=True)


def revise_input(kind: Kind) -> type:
    """Return the input of the mutation that asks for something else of `kind` instead."""
    name = camel(kind.name)
    seen = "The revision you began from; a conflict if it is not the last."
    fields = {
        "request_id": (strawberry.ID, strawberry.field(description="The request.")),
        "brief": (
            brief_input(kind.payload),
            strawberry.field(description="The whole brief, changed."),
        ),
        "seen_revision": (int | None, strawberry.field(default=None, description=seen)),
        "idempotency_key": (str | None, repeatable()),
    }
    said = "What to ask for instead."
    return _class(f"Revise{name}Input", f"For `revise{name}`.", fields, said, taken=True)


def shown(brief: BaseModel) -> Any:  # noqa: ANN401  One type for each kind of brief.
    """Return a brief, or a part of one, as the schema shows it."""
    made = brief_type(type(brief))
    values = {name: _shown(name, getattr(brief, name)) for name in type(brief).model_fields}
    return made(**values)


def briefs() -> Mapping[str, type[Payload]]:
    """Return the brief of each kind whose schema types are made here."""
    return {kind.name: kind.payload for kind in PLAIN}


def camel(name: str) -> str:
    """Return a name in snake case as types are called."""
    return "".join(part.title() for part in name.split("_"))


def _shown(name: str, value: object) -> object:
    if isinstance(value, Amount):
        return Money(amount=value.money.amount, currency=value.currency)
    if isinstance(value, BaseModel):
        return shown(value)
    if isinstance(value, tuple):
        return [_shown(name, item) for item in value]
    return identified(value) if isinstance(value, str) and name.endswith(_IDS) else value


#: How fields end that hold ids.
_IDS = ("_id", "_ids", "renews")


def _type(payload: type[BaseModel], *, taken: bool) -> type:
    key = (payload, taken)
    if key not in _made:
        fields = {
            name: _field(name, field, taken=taken)
            for name, field in payload.model_fields.items()
            if not (taken and field.json_schema_extra == BY_HUB)
        }
        name = f"{payload.__name__}{'Input' if taken else ''}"
        doc = f"See `{payload.__module__}.{payload.__name__}`."
        _made[key] = _class(name, doc, fields, _first_line(payload), taken=taken)
    return _made[key]


def _field(name: str, field: FieldInfo, *, taken: bool) -> tuple[object, Any]:
    kind = _kind(name, field.annotation, taken=taken)
    options: dict[str, Any] = {"description": field.description}
    if taken and not field.is_required():
        default = field.get_default()
        empty = default == ()
        options |= {"default_factory": list} if empty else {"default": default}
    return kind, strawberry.field(**options)


def _kind(name: str, annotation: Any, *, taken: bool) -> Any:  # noqa: ANN401  Types of types.
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(name, args[0], taken=taken)
    if origin in {Union, UnionType}:
        (inner,) = (arg for arg in args if arg is not NoneType)
        return _kind(name, inner, taken=taken) | None
    if origin is tuple:
        return GenericAlias(list, _kind(name, args[0], taken=taken))
    return _single(name, annotation, taken=taken)


def _single(name: str, annotation: Any, *, taken: bool) -> Any:  # noqa: ANN401  As above.
    if annotation is str and name.endswith(_IDS):
        return strawberry.ID
    if annotation is Amount:
        return MoneyInput if taken else Money
    if annotation in _PLAIN or issubclass(annotation, StrEnum):
        return annotation
    return _type(annotation, taken=taken)


def _class(
    name: str, doc: str, fields: Mapping[str, tuple[object, Any]], said: str, *, taken: bool
) -> type:
    body: dict[str, Any] = {"__annotations__": {}, "__doc__": doc, "__module__": __name__}
    # A field without default may not follow one with: those of the core may.
    for field, (kind, made) in sorted(fields.items(), key=lambda one: _has_default(one[1][1])):
        body["__annotations__"][field] = kind
        body[field] = made
    if taken:
        body["given"] = _given
    made_class = type(name, (), body)
    shape = strawberry.input if taken else strawberry.type
    return shape(made_class, description=said)


def _has_default(field: Any) -> bool:  # noqa: ANN401  Strawberry's own field.
    return field.default is not MISSING or field.default_factory is not MISSING


def _given(self: Any) -> dict[str, Any]:  # noqa: ANN401  One of the inputs made here.
    """Return the brief as the core takes it."""
    return asdict(self)


def _first_line(payload: type[BaseModel]) -> str:
    return (payload.__doc__ or "").strip().split("\n")[0]
