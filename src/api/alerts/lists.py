"""Lists of alerts and thresholds in the schema: narrowed, sorted, by page; what thresholds said."""

import strawberry

from api.alerts.alert import Alert
from api.alerts.thresholds import Threshold
from api.context import Info
from api.conventions.pages import Connection, connection, request_page
from domain.metrics.model import SubjectKind
from domain.pages import Direction
from domain.thresholds import listing
from domain.thresholds.list_records import Where
from domain.thresholds.listing import Order
from domain.thresholds.model import AlertSeverity, Condition, Handling

#: The order of the list of thresholds, as cursors name it.
_THRESHOLDS = "thresholds:asc:id_text"


@strawberry.input(description="What a list of alerts is narrowed to; all of these at once.")
class AlertWhere:
    """See `domain.thresholds.list_records.Where`."""

    subject_id: strawberry.ID | None = strawberry.field(default=None, description="About this.")
    subject_kind: SubjectKind | None = strawberry.field(
        default=None, description="About things of this kind."
    )
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="About things of this brand."
    )
    assignee_id: strawberry.ID | None = strawberry.field(
        default=None, description="Given to this person."
    )
    open: bool | None = strawberry.field(
        default=None, description="Whether they are open; either if left out."
    )
    severities: list[AlertSeverity] = strawberry.field(
        default_factory=list, description="As bad as one of these."
    )
    conditions: list[Condition] = strawberry.field(
        default_factory=list, description="Of which figures say one of these."
    )
    handlings: list[Handling] = strawberry.field(
        default_factory=list, description="About which people do one of these."
    )

    def narrowed(self) -> Where:
        """Return it as the core takes it."""
        return Where(
            subject_id=self.subject_id,
            subject_kind=self.subject_kind,
            brand_id=self.brand_id,
            assignee_id=self.assignee_id,
            still_open=self.open,
            severities=tuple(self.severities),
            conditions=tuple(self.conditions),
            handlings=tuple(self.handlings),
        )


@strawberry.input(description="How a list of alerts is sorted.")
class AlertOrder:
    """A column and a direction."""

    field: Order = strawberry.field(default=Order.OPENED, description="By what.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


@strawberry.input(description="What a list of thresholds is narrowed to; all of these at once.")
class ThresholdWhere:
    """Whether they are judged by, and what they are about."""

    active: bool | None = strawberry.field(
        default=None, description="Whether they are judged by; either if left out."
    )
    subject_id: strawberry.ID | None = strawberry.field(
        default=None, description="About this thing alone."
    )
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="About things of this brand alone."
    )


@strawberry.type
class WatchingQuery:
    """Listing alerts and thresholds."""

    @strawberry.field(
        description="Alerts you may see, the newest first by default. Not for agencies."
    )
    async def alerts_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: AlertWhere | None = None,
        order_by: AlertOrder | None = None,
    ) -> Connection[Alert] | None:
        """List alerts."""
        hub, actor = info.context.hub, info.context.actor
        narrowed, order = (where or AlertWhere()).narrowed(), order_by or AlertOrder()
        kind = "" if order.field is Order.DAY else "_text"
        name = f"alerts:{order.direction}:{order.field}{kind}"
        wanted = request_page(name, first, after, last, before)
        page = await listing.alerts(hub, actor, narrowed, wanted, order.field, order.direction)
        now = hub.clock.now()
        return connection(
            name,
            page,
            lambda one: Alert.of(one, now),
            lambda: listing.alert_count(hub, actor, narrowed),
        )

    @strawberry.field(
        description="Thresholds you may see, the oldest first, retired ones too. Not for agencies."
    )
    async def thresholds_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: ThresholdWhere | None = None,
    ) -> Connection[Threshold] | None:
        """List thresholds."""
        actor, given = info.context.actor, where or ThresholdWhere()
        about = Where(subject_id=given.subject_id, brand_id=given.brand_id)
        wanted = request_page(_THRESHOLDS, first, after, last, before)
        page = await listing.thresholds(actor, about, wanted, active=given.active)
        return connection(
            _THRESHOLDS,
            page,
            Threshold.of,
            lambda: listing.threshold_count(actor, about, active=given.active),
        )
