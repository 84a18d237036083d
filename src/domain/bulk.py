"""Doing the same to several things at once, and what becomes of the others where one fails."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.database import part_of_transaction, transaction
from domain.errors import (
    Busy,
    Conflict,
    Forbidden,
    HubError,
    Invalid,
    Missing,
    Unavailable,
    Upstream,
)
from domain.receipts import service as receipts

#: The most things at once.
ITEMS_MAX = 100


class ErrorPolicy(StrEnum):
    """What becomes of the others where one fails."""

    REJECT_EVERYTHING = "reject_everything"
    REJECT_FAILED_ROWS = "reject_failed_rows"
    IGNORE_FAILED = "ignore_failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one: the id of the thing, or why not; neither where others kept it back."""

    id: str | None = None
    error: HubError | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Under which key the whole is remembered, and with what content."""

    now: datetime
    scope: str
    key: str
    content: Mapping[str, Any]


#: Does one of them, and returns the id of the thing.
Act = Callable[[], Awaitable[str]]


class _TakenBack(Exception):
    """Takes the transaction back, with what is answered all the same."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


async def run(policy: ErrorPolicy, acts: Sequence[Act], receipt: Receipt | None) -> list[Outcome]:
    """Do `acts` in their order, as `policy` says, and return what became of each.

    With a receipt a repetition does nothing twice: what was done is answered again. What failed
    is tried again where nothing was done at all, or each was done by itself. Raises `Invalid` for
    none or too many, `Conflict` and `Busy` as `receipts.once` does, and `Busy` as well where one
    of several that belong together met with it: nothing is done then, and nothing kept.
    """
    if not 1 <= len(acts) <= ITEMS_MAX:
        raise Invalid("bulk_size", f"At once 1 to {ITEMS_MAX} can be given.", ("items",))
    if receipt is not None:
        receipts.check_key(receipt.key)
    if policy is ErrorPolicy.IGNORE_FAILED:
        return [await _alone(act, position, receipt) for position, act in enumerate(acts)]
    try:
        return await _together(acts, receipt, strict=policy is ErrorPolicy.REJECT_EVERYTHING)
    except _TakenBack as nothing:
        return nothing.outcomes


async def _together(acts: Sequence[Act], receipt: Receipt | None, *, strict: bool) -> list[Outcome]:
    """Do all in one transaction; it is taken back if all fail, or `strict` and one does."""

    async def once() -> list[Outcome]:
        found = [await _tried(act) for act in acts]
        failed = sum(one.error is not None for one in found)
        if failed == len(acts) or (strict and failed):
            raise _TakenBack([Outcome(error=one.error) for one in found])
        return found

    if receipt is None:
        async with transaction():
            return await once()

    async def answer() -> dict[str, Any]:
        return {"outcomes": [_written(one) for one in await once()]}

    done = await receipts.once(
        receipt.now, scope=receipt.scope, key=receipt.key, content=receipt.content, act=answer
    )
    return [_read(one) for one in done["outcomes"]]


async def _tried(act: Act) -> Outcome:
    try:
        async with part_of_transaction():
            return Outcome(await act())
    except (Unavailable, Busy):
        raise  # Of the whole, whose caller shall come again with it: a kept answer never would.
    except HubError as error:
        return Outcome(error=error)


async def _alone(act: Act, position: int, receipt: Receipt | None) -> Outcome:
    """Do one in a transaction of its own, under a key of its own."""

    async def answer() -> dict[str, Any]:
        return {"id": await act()}

    try:
        if receipt is None:
            async with transaction():
                return Outcome(await act())
        key = receipts.fingerprint({"key": receipt.key, "position": position})
        done = await receipts.once(
            receipt.now,
            scope=f"{receipt.scope}:each",
            key=key,
            content=receipt.content,
            act=answer,
        )
        return Outcome(done["id"])
    except Unavailable:
        raise
    except HubError as error:
        return Outcome(error=error)


#: What an error that is remembered is read as, by its name.
_KINDS: Mapping[str, type[HubError]] = MappingProxyType(
    {one.__name__: one for one in (Conflict, Forbidden, Invalid, Missing, Upstream)}
)


def _written(one: Outcome) -> dict[str, Any]:
    error = one.error
    if error is None:
        return {"id": one.id}
    others = error.others if isinstance(error, Invalid) else ()
    return {"errors": [_told(each) for each in (error, *others)]}


def _told(error: HubError) -> list[Any]:
    kind = next(kind for kind in type(error).__mro__ if kind.__name__ in _KINDS)
    return [kind.__name__, error.code, error.message, list(error.path)]


def _read(given: Mapping[str, Any]) -> Outcome:
    if "errors" not in given:
        return Outcome(given["id"])
    error, *others = (_KINDS[kind](*said) for kind, *said in given["errors"])
    if isinstance(error, Invalid):
        error.others = tuple(one for one in others if isinstance(one, Invalid))
    return Outcome(error=error)
