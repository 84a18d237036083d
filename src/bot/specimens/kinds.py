"""Requests of every kind that nobody asked for, for the gallery: as much in them as there may be.

They are made from the core's own briefs: every text as long as it may be, every list as full.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.gathered.dossier import Dossier
from bot.specimens.request import NOW, Specimen
from domain.approvals.model import Stage
from domain.catalog.model import Asset, AssetKind
from domain.contributors.model import Standing
from domain.contributors.packs import DayKind, PartKind
from domain.deliverables.model import Delivery, DeliveryState
from domain.placements.model import HandOver
from domain.requests.kinds.kind import Kind, Payload
from domain.requests.kinds.promotion import PromotionBrief
from domain.requests.model import RequestState
from domain.territories import TERRITORIES

#: How long a text is, and how full a list, where nothing limits it.
TEXT, MANY = 150, 3


def brief(drawn: Specimen, kind: Kind, turn: int = 0) -> Payload:
    """Return a brief of `kind` with as much in it as there may be; another for each `turn`."""
    found: Payload = _Filler(drawn, turn).filled(kind.payload)
    told = {"name": drawn.words.title, "note": drawn.words.note}
    return found.model_copy(update={} if turn else told)


def asked(
    drawn: Specimen,
    kind: Kind,
    stage: Stage,
    state: RequestState = RequestState.IN_REVIEW,
) -> Dossier:
    """Return a request of `kind` with one stage."""
    made, words = brief(drawn, kind), drawn.words
    plain = drawn.dossier(stage, state=state, note=words.reason)
    files = {asset_id: _file(drawn) for asset_id in made.asset_ids.values()}
    return replace(
        plain,
        request=replace(plain.request, kind=kind.name, agency_id=None),
        brief=made,
        checks=(),
        files=files,
        things={ref.id: words.title for ref in made.refers},
        pack=_pack(made),
        deliveries=_deliveries(drawn, kind, made),
    )


def handed(drawn: Specimen, kind: Kind, *, taken: bool = False, files: int = 10) -> HandOver:
    """Return what the receiver of a request of `kind` is handed."""
    words = drawn.words
    made = {"deliverable": words.file[:80], "file": words.file, "sha256": "0" * 64}
    approval = {"stage": "brand", "title": words.stage, "voters": ["usr_2"] * 3, "at": None}
    content = {
        "number": 12,
        "title": words.title,
        "kind": kind.name,
        "metadata": {},
        "materials": [made] * files,
        "approvals": [approval] * 6,
        "instructions": [words.reason] * 5,
    }
    if packed := _pack(brief(drawn, kind)):
        content["pack"] = packed
    receiver = kind.hands_over.receiver if kind.hands_over else ""
    by, at = ("usr_2", NOW + timedelta(hours=1)) if taken else (None, None)
    receipt = words.reason[:500] if taken else ""
    return HandOver("req_1", 2, "tem_1", content, NOW, by, at, receiver, receipt)


def _pack(made: Payload) -> dict[str, Any] | None:
    """Return a promotion's pack with as much in it as there may be; None of other kinds."""
    if not isinstance(made, PromotionBrief):
        return None
    people, titles = made.contributor_ids, made.title_ids
    part = {"ref": "", "sha256": "0" * 64}
    parts = [{"what": PartKind.BIO, "about": one, **part} for one in people]
    parts += [{"what": PartKind.DESCRIPTION, "about": one, **part} for one in titles]
    reasons = [one for one in Standing if one is not Standing.USABLE]
    left_out = [
        {"what": PartKind.HEADSHOT, "about": one, "ref": "", "reason": reason}
        for one, reason in zip(people * 2, reasons, strict=False)
    ]
    days = [{"what": one, "about": titles[0], "day": "2026-12-31"} for one in DayKind]
    return {"parts": parts, "left_out": left_out, "days": days}


class _Filler:
    """Fills briefs with as much as there may be; with other things for each `turn`."""

    def __init__(self, drawn: Specimen, turn: int) -> None:
        self._drawn, self._turn = drawn, turn

    def filled(self, made: type[BaseModel]) -> Any:  # noqa: ANN401  One of many.
        """Return one with every field filled."""
        if {"amount", "currency"} == set(made.model_fields):
            return made(amount=Decimal("12500.00") + self._turn, currency="EUR")
        values = {
            name: self._value(name, field.annotation, field)
            for name, field in made.model_fields.items()
        }
        return made.model_construct(**values)

    def _value(self, name: str, kind: Any, field: FieldInfo | None) -> Any:  # noqa: ANN401  As above.
        origin, args = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._value(name, args[0], FieldInfo.from_annotation(kind))
        if origin in {Union, UnionType}:
            (inner,) = (arg for arg in args if arg is not NoneType)
            return self._value(name, inner, field)
        if origin is tuple:
            return tuple(self._list(name, args[0], field))
        if issubclass(kind, BaseModel):
            return self.filled(kind)
        return self._single(name, kind, field)

    def _list(self, name: str, kind: Any, field: FieldInfo | None) -> Sequence[Any]:  # noqa: ANN401  As above.
        if name == "markets":
            return ["FR"] if self._turn else self._drawn.markets[:30]
        if name == "territories":
            return ["US"] if self._turn else sorted(TERRITORIES)[:120]
        count = min(_limit(field, "max_length") or MANY, 20)
        return [self._value(name, kind, None)] * count

    def _single(self, name: str, kind: type, field: FieldInfo | None) -> Any:  # noqa: ANN401  As above.
        made: dict[type, Callable[[], Any]] = {
            StrEnum: lambda: list(cast("type[StrEnum]", kind))[-1 - self._turn],
            bool: lambda: not self._turn,
            int: lambda: (_limit(field, "le") or 1_000) - self._turn,
            datetime: lambda: datetime(2026, 12, 1 + self._turn, tzinfo=UTC),
            date: lambda: date(2026, 12, 1 + self._turn),
        }
        found = next((make for known, make in made.items() if issubclass(kind, known)), None)
        if found is not None:
            return found()
        if name.endswith(("_id", "_ids")):
            return f"{name}_{self._turn}"
        words = "New " if self._turn else self._drawn.words.note
        return (words * 40)[: _limit(field, "max_length") or TEXT]


def _limit(field: FieldInfo | None, name: str) -> int | None:
    found = [getattr(one, name) for one in (field.metadata if field else ()) if hasattr(one, name)]
    return found[0] if found else None


def _deliveries(drawn: Specimen, kind: Kind, made: Payload) -> tuple[Delivery, ...]:
    states: Mapping[int, DeliveryState] = dict(enumerate(DeliveryState))
    found = []
    for at, wanted in enumerate(kind.wanted(made)):
        state = states[at % len(states)]
        asset = None if state is DeliveryState.MISSING else _file(drawn)
        found.append(Delivery(wanted, state, asset))
    return tuple(found)


def _file(drawn: Specimen) -> Asset:
    return next(one for one in drawn.files() if one.kind is AssetKind.AUDIO)
