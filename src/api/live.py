"""Subscriptions: the present state first, then every change, judged for visibility each time."""

from collections.abc import AsyncGenerator

import strawberry

from api.cases import Case
from api.context import Info
from api.requests import Request
from domain import ids
from domain.cases import reading as cases
from domain.errors import Missing
from domain.requests import reading


@strawberry.type(description="Being told.")
class Subscription:
    """Everything that can be listened to."""

    @strawberry.subscription(description="A request now and whenever it changes.")
    async def request_changed(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002  Relay's name.
    ) -> AsyncGenerator[Request, None]:
        """Follow one request; ends when it is no longer the caller's to see."""
        async with info.context.hub.feed.listen() as changes:
            yield Request.of(await reading.get(info.context.actor, id))
            async for subject in changes:
                if subject == id:
                    yield Request.of(await reading.get(await info.context.present_actor(), id))

    @strawberry.subscription(description="A case now and whenever it changes.")
    async def case_changed(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002  Relay's name.
    ) -> AsyncGenerator[Case, None]:
        """Follow one case; ends when it is no longer the caller's to see."""
        async with info.context.hub.feed.listen() as changes:
            yield Case.of(await cases.get(info.context.actor, id))
            async for subject in changes:
                if subject == id:
                    yield Case.of(await cases.get(await info.context.present_actor(), id))

    @strawberry.subscription(description="Every case you may see, whenever one changes.")
    async def cases_changed(self, info: Info) -> AsyncGenerator[Case, None]:
        """Follow all cases within the caller's sight."""
        async with info.context.hub.feed.listen() as changes:
            async for subject in changes:
                if ids.kind_of(subject) is not ids.Prefix.CASE:
                    continue
                try:
                    actor = await info.context.present_actor()
                    yield Case.of(await cases.get(actor, subject))
                except Missing:
                    continue

    @strawberry.subscription(description="Every request you may see, whenever one changes.")
    async def requests_changed(self, info: Info) -> AsyncGenerator[Request, None]:
        """Follow all requests within the caller's sight."""
        async with info.context.hub.feed.listen() as changes:
            async for subject in changes:
                if ids.kind_of(subject) is not ids.Prefix.REQUEST:
                    continue
                try:
                    actor = await info.context.present_actor()
                    yield Request.of(await reading.get(actor, subject))
                except Missing:
                    continue
