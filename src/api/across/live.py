"""Subscriptions: the present state first, then every change, judged for visibility each time."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TypeVar

import strawberry

from api.alerts.alert import Alert
from api.cases.case import Case
from api.context import LOOK_SECONDS, Info
from api.metrics.files import MetricFileImport
from api.requests.request import Request
from domain import ids
from domain.actor import Actor
from domain.cases import reading as cases
from domain.errors import Missing
from domain.feed import Changes
from domain.metric_files import asking as metric_files
from domain.requests import reading
from domain.thresholds import handling as alerts

Found = TypeVar("Found")
Shown = TypeVar("Shown")

#: Reads what has an id; `Missing` if there is none that the actor may see.
Get = Callable[[Actor, str], Awaitable[Found]]


@strawberry.type(description="Being told.")
class Subscription:
    """Everything that can be listened to."""

    @strawberry.subscription(description="A request now and whenever it changes.")
    def request_changed(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002  Relay's name.
    ) -> AsyncGenerator[Request, None]:
        """Follow one request; ends when it is no longer the caller's to see."""
        return _one(info, id, reading.get, Request.of)

    @strawberry.subscription(description="A case now and whenever it changes.")
    def case_changed(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002  Relay's name.
    ) -> AsyncGenerator[Case, None]:
        """Follow one case; ends when it is no longer the caller's to see."""
        return _one(info, id, cases.get, Case.of)

    @strawberry.subscription(
        description="How far a file of figures is, now and whenever more of it is in."
    )
    def metrics_import_changed(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002  Relay's name.
    ) -> AsyncGenerator[MetricFileImport, None]:
        """Follow one file; ends when it is no longer the caller's to see."""
        return _one(info, id, metric_files.seen, MetricFileImport.of)

    @strawberry.subscription(description="Every alert you may see, whenever one changes.")
    def alerts_changed(self, info: Info) -> AsyncGenerator[Alert, None]:
        """Follow all alerts within the caller's sight."""
        now = info.context.hub.clock.now
        return _all(info, ids.Prefix.ALERT, alerts.get, lambda found: Alert.of(found, now()))

    @strawberry.subscription(description="Every case you may see, whenever one changes.")
    def cases_changed(self, info: Info) -> AsyncGenerator[Case, None]:
        """Follow all cases within the caller's sight."""
        return _all(info, ids.Prefix.CASE, cases.get, Case.of)

    @strawberry.subscription(description="Every request you may see, whenever one changes.")
    def requests_changed(self, info: Info) -> AsyncGenerator[Request, None]:
        """Follow all requests within the caller's sight."""
        return _all(info, ids.Prefix.REQUEST, reading.get, Request.of)


async def _one(
    info: Info, wanted: str, get: Get[Found], of: Callable[[Found], Shown]
) -> AsyncGenerator[Shown, None]:
    async with info.context.hub.feed.listen() as changes:
        yield of(await get(info.context.actor, wanted))
        async for subject in _heard(info, changes):
            if subject == wanted:
                yield of(await get(await info.context.present_actor(), wanted))


async def _all(
    info: Info, kind: ids.Prefix, get: Get[Found], of: Callable[[Found], Shown]
) -> AsyncGenerator[Shown, None]:
    # Whoever has not said who they are is turned away at once, not with the first change.
    _ = info.context.actor
    async with info.context.hub.feed.listen() as changes:
        async for subject in _heard(info, changes):
            if ids.kind_of(subject) is not kind:
                continue
            try:
                yield of(await get(await info.context.present_actor(), subject))
            except Missing:
                continue


async def _heard(info: Info, changes: Changes) -> AsyncGenerator[str, None]:
    """Yield what changes; `Forbidden` once the caller may not enter, also where all is quiet."""
    loop = asyncio.get_running_loop()
    looked = loop.time()
    while True:
        try:
            async with asyncio.timeout_at(looked + LOOK_SECONDS):
                subject = await anext(changes)
        except TimeoutError:
            await info.context.present_actor()
            looked = loop.time()
        else:
            yield subject
