"""Doing a thing once, however often it is asked for with the same key.

The receipt is written in the transaction of the thing itself: a crash leaves both or neither.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson

from domain.database import transaction
from domain.errors import Busy, Conflict, Invalid
from domain.receipts import records

#: How long a key is remembered.
KEPT = timedelta(hours=24)

#: The longest key a caller may choose, in characters.
KEY_LENGTH_MAX = 255


def fingerprint(content: Mapping[str, Any]) -> str:
    """Return what tells two contents apart, as 64 hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def once(
    now: datetime,
    *,
    scope: str,
    key: str,
    content: Mapping[str, Any],
    act: Callable[[], Awaitable[dict[str, Any]]],
) -> dict[str, Any]:
    """Run `act` in a transaction and keep its answer; a repetition gets the kept answer.

    Raises `Conflict` if the key was used with other content, `Busy` if the first call is still
    under way. If `act` raises, nothing is kept, and the key may be used again.
    """
    check_key(key)
    print_ = fingerprint(content)
    async with transaction():
        if await records.add(scope, key, print_, now):
            answer = await act()
            await records.set_answer(scope, key, answer)
            return answer
        found = await records.find(scope, key)
    return _repeated(found, print_)


async def answer_of(*, scope: str, key: str, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a call with this key was answered; None if there was none.

    It is for what has to be done before `once`, and not again. Raises as `once` does.
    """
    check_key(key)
    found = await records.find(scope, key)
    return None if found is None else _repeated(found, fingerprint(content))


async def came(*, scope: str, key: str) -> bool:
    """Whether a delivery was taken in before; `first_time` is what takes it in."""
    return await records.find(scope, key[:KEY_LENGTH_MAX]) is not None


async def first_time(now: datetime, *, scope: str, key: str) -> bool:
    """Take a delivery in, in the running transaction; False if it came before."""
    return await records.add(scope, key[:KEY_LENGTH_MAX], "", now)


async def forget_old(now: datetime) -> int:
    """Forget what is older than `KEPT`; return how many receipts that was."""
    return await records.forget_before(now - KEPT)


def check_key(key: str) -> None:
    """Raise `Invalid` for a key that is too long, or none."""
    if not 0 < len(key) <= KEY_LENGTH_MAX:
        raise Invalid(
            "bad_idempotency_key",
            f"An idempotency key has 1 to {KEY_LENGTH_MAX} characters.",
            ("idempotencyKey",),
        )


def _repeated(found: tuple[str, Any] | None, print_: str) -> dict[str, Any]:
    if found is None or (found[0] == print_ and found[1] is None):
        raise Busy(
            "in_flight",
            "The first call with this idempotency key is still under way; ask again shortly.",
            ("idempotencyKey",),
        )
    if found[0] != print_:
        raise Conflict(
            "idempotency_key_reused",
            "This idempotency key was used for something else; use a fresh one.",
            ("idempotencyKey",),
        )
    answer: dict[str, Any] = found[1]
    return answer
