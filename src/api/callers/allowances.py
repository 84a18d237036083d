"""Where operations are paid for: so many points a minute.

Each token has an allowance of its own, so that no front end takes from another; tokens of a
company's own sign-in change every few minutes, so there it is the person's. Who sends no token
shares one with all who come from the same address.
"""

import hashlib
from dataclasses import dataclass
from math import ceil

from graphql import GraphQLError

from domain.actor import Actor
from domain.case_forms.rules import shard_of
from domain.hub import Hub
from domain.jobs.model import RetryLater
from domain.jobs.slices import Slices, Standing
from domain.people.entering import TOKEN_PREFIX

#: The code of what comes too soon.
RATE_LIMITED = "rate_limited"


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose allowance an operation is taken from, and how many points it has a minute."""

    key: str
    points: int


class Till:
    """Where operations are paid for, in one process."""

    def __init__(self, hub: Hub, points: int, anonymous_points: int) -> None:
        self._hub = hub
        self._points = points
        self._anonymous_points = anonymous_points
        self._slices = Slices()

    def payer(self, secret: str | None, caller: Actor | None, address: str) -> Payer:
        """Return who pays for what comes with a token, or from an address without one."""
        if secret is None or caller is None:
            return Payer(f"graphql:from:{shard_of(address)}", self._anonymous_points)
        own = secret if secret.startswith(TOKEN_PREFIX) else caller.user_id or ""
        # Buckets outlive people, so none is called by somebody's account.
        return Payer(f"graphql:{hashlib.sha256(own.encode()).hexdigest()[:32]}", self._points)

    def check(self, payer: Payer) -> None:
        """Raise `rate_limited` where it is known that nothing is left."""
        seconds = self._slices.wait(payer.key, self._hub.clock.now())
        if seconds > 0:
            raise _limited(payer, seconds)

    async def pay(self, payer: Payer, cost: int) -> Standing:
        """Take the points; raises `rate_limited` if there are not as many."""
        now = self._hub.clock.now()
        try:
            return await self._slices.spend(payer.key, min(cost, payer.points), payer.points, now)
        except RetryLater as wait:
            raise _limited(payer, wait.seconds) from None


def _limited(payer: Payer, seconds: float) -> GraphQLError:
    after = max(1, ceil(seconds))
    return GraphQLError(
        f"You have {payer.points:,} points a minute, and too few of them are left; send this again"
        f" in {after} seconds, or ask for less at once.",
        extensions={"code": RATE_LIMITED, "limit": payer.points, "retryAfter": after},
    )
