"""Webhooks in the schema: which there are, what they can be told of, and what was sent."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.pages import PageInfo, cursor, page_info, request_page
from api.meanings.webhooks import VALUES
from api.webhooks.queries import ROOTS
from domain.errors import Missing
from domain.subscriptions import holding
from domain.webhooks import delivery_records as records
from domain.webhooks import model
from domain.webhooks.delivery_records import Where
from domain.webhooks.model import Happening, Standing, WebhookState, Why

#: By what deliveries are sorted, as cursors say it.
ORDER = "webhook_made_at"


@strawberry.type(description="An event that webhooks can be told of.")
class WebhookEventInfo:
    """One line of the catalogue."""

    event: Happening = strawberry.field(description="The event.")
    type: str = strawberry.field(description="The `type` of its messages.")
    meaning: str = strawberry.field(description="What happened.")
    field: str = strawberry.field(
        description="The field of `Query` that a webhook for it asks for, with `id: $id`."
    )


@strawberry.type(description="One attempt at a delivery.")
class WebhookAttempt:
    """See `domain.webhooks.model.Attempt`."""

    number: int = strawberry.field(description="Which attempt it was, from 1.")
    at: datetime = strawberry.field(description="When it was made.")
    code: int | None = strawberry.field(
        description="The status of the answer; null where there was none."
    )
    trouble: str = strawberry.field(description="Why it was not enough; empty if it was taken.")
    milliseconds: int = strawberry.field(description="How long the answer took.")
    excerpt: str = strawberry.field(
        description="The beginning of the answer, up to 500 characters; secrets are hidden."
    )


@strawberry.type(description="Something that was sent by a webhook, or tried at least.")
class WebhookDelivery:
    """See `domain.webhooks.model.Delivery`."""

    id: strawberry.ID = strawberry.field(
        description="Its id, the `webhook-id` of every attempt at it."
    )
    event: Happening = strawberry.field(description="What happened.")
    subject_id: strawberry.ID | None = strawberry.field(
        description="What it happened to, by its id; null for a test."
    )
    sequence: int = strawberry.field(
        description="Its number among the changes of the same thing: more is later."
    )
    state: Standing = strawberry.field(description="What became of it.")
    made_at: datetime = strawberry.field(description="When it was asked for.")
    tried_at: datetime | None = strawberry.field(description="When it was tried last.")
    next_at: datetime | None = strawberry.field(description="When it is tried again.")
    trouble: str = strawberry.field(
        description="Why the last attempt was not enough, or why it is not needed any more."
    )
    payload: str | None = strawberry.field(
        description="The message as it was sent last, JSON; null after seven days."
    )

    @strawberry.field(description="The attempts at it, oldest first.")
    async def attempts(self, info: Info) -> list[WebhookAttempt]:
        """Look them up."""
        found: list[model.Attempt] = await info.context.loaders.webhook_attempts.load(self.id)
        return [
            WebhookAttempt(
                number=one.number,
                at=one.at,
                code=one.code,
                trouble=one.trouble,
                milliseconds=one.milliseconds,
                excerpt=one.excerpt,
            )
            for one in found
        ]

    @classmethod
    def of(cls, one: model.Delivery) -> "WebhookDelivery":
        """Show it."""
        return cls(
            id=identified(one.id),
            event=one.happening,
            subject_id=identified(one.subject_id) if one.subject_id else None,
            sequence=one.sequence,
            state=one.state,
            made_at=one.made_at,
            tried_at=one.tried_at,
            next_at=one.next_at,
            trouble=one.trouble,
            payload=one.payload,
        )


@strawberry.input(description="What a list of deliveries is narrowed to; all of these at once.")
class WebhookDeliveryWhere:
    """See `domain.webhooks.delivery_records.Where`."""

    states: list[Standing] = strawberry.field(
        default_factory=list, description="Standing at one of these."
    )
    events: list[Happening] = strawberry.field(
        default_factory=list, description="Of one of these events."
    )
    subject_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of what happened to this."
    )


@strawberry.type(description="A delivery in a list.")
class WebhookDeliveryEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    node: WebhookDelivery = strawberry.field(description="The delivery.")


@strawberry.type(description="A page of deliveries.")
class WebhookDeliveryConnection:
    """Relay's connection."""

    edges: list[WebhookDeliveryEdge] = strawberry.field(description="The deliveries of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    webhook_id: strawberry.Private[str]
    where: strawberry.Private[Where]

    @strawberry.field(description="How many there are on all pages together.")
    async def total_count(self) -> int:
        """Count them."""
        return await records.count(self.webhook_id, self.where)


@strawberry.type(
    description="Where changes are sent as they happen, signed. Its secret is in no answer."
)
class Webhook(Node):
    """See `domain.webhooks.model.Webhook`."""

    name: str = strawberry.field(description="What it is called.")
    address: str = strawberry.field(description="Where it is sent to.")
    events: list[Happening] = strawberry.field(description="What it is told of.")
    query: str = strawberry.field(description="What it is told, as a query of what changed.")
    owner_id: strawberry.ID = strawberry.field(description="With whose rights that is read.")
    state: WebhookState = strawberry.field(description="Whether it is sent to.")
    paused_why: Why = strawberry.field(description="Why it is paused.")
    failures: int = strawberry.field(
        description="How many attempts failed in a row, up to the last."
    )
    failing_since: datetime | None = strawberry.field(description="When the first of those was.")
    made_at: datetime = strawberry.field(description="When it was registered.")
    previous_secret_until: datetime | None = strawberry.field(
        description="Until when the secret before signs as well; null where none was replaced."
    )

    @strawberry.field(description="What its owner is called.")
    async def owner_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.owner_id) or "somebody"

    @strawberry.field(
        description="What was sent by it, or tried at least, in the last 30 days, the newest first."
    )
    async def deliveries(
        self,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: WebhookDeliveryWhere | None = None,
    ) -> WebhookDeliveryConnection:
        """List deliveries."""
        given = where or WebhookDeliveryWhere()
        narrowed = Where(given.states, given.events, given.subject_id)
        wanted = request_page(ORDER, first, after, last, before)
        page = await records.page(self.id, narrowed, wanted)
        return WebhookDeliveryConnection(
            edges=[
                WebhookDeliveryEdge(cursor=cursor(ORDER, key), node=WebhookDelivery.of(one))
                for key, one in page.items
            ],
            page_info=page_info(ORDER, page),
            webhook_id=self.id,
            where=narrowed,
        )

    @classmethod
    def of(cls, one: model.Webhook) -> "Webhook":
        """Show it."""
        return cls(
            id=identified(one.id),
            name=one.name,
            address=one.address,
            events=list(one.happenings),
            query=one.selection,
            owner_id=identified(one.owner_id),
            state=one.state,
            paused_why=one.why,
            failures=one.failures,
            failing_since=one.failing_since,
            made_at=one.made_at,
            previous_secret_until=one.before_until,
        )


@strawberry.type
class WebhookQuery:
    """Reading webhooks."""

    @strawberry.field(
        description="Your webhooks, the newest first; of everybody for admins with the scope"
        " `admin`."
    )
    async def webhooks(self, info: Info) -> list[Webhook]:
        """List them."""
        return [Webhook.of(one) for one in await holding.listed(info.context.actor)]

    @strawberry.field(description="A webhook by id; null if there is none you may see.")
    async def webhook(self, info: Info, id: strawberry.ID) -> Webhook | None:  # noqa: A002  Relay's name.
        """Find one."""
        try:
            return Webhook.of(await holding.seen(info.context.actor, id))
        except Missing:
            return None

    @strawberry.field(description="What webhooks can be told of, and how a query asks for it.")
    def webhook_events(self) -> list[WebhookEventInfo]:
        """List every event that can be chosen."""
        meanings = VALUES["WebhookEvent"]
        return [
            WebhookEventInfo(event=one, type=one.value, meaning=meanings[one.name], field=field)
            for one, field in ROOTS.items()
        ]
