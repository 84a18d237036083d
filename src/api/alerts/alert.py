"""Alerts in the schema: what is wrong, since when, and what people do about it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from decimal import Decimal

import strawberry
from strawberry.scalars import JSON

from api.alerts.inputs import (
    AlertInput,
    AssignAlertInput,
    ResolveAlertInput,
    SilenceAlertInput,
    SnoozeAlertInput,
)
from api.alerts.started import AlertStart
from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform
from api.conventions.names import name_of
from api.conventions.nodes import Node
from api.conventions.replaced import by
from api.conventions.trails import AuditEvent
from api.requests.tellings import Delivery
from domain.metrics.model import SubjectKind
from domain.metrics.rules import day_of
from domain.pages import PAGE_DEFAULT
from domain.thresholds import handling, lifecycle, listing, model
from domain.thresholds.model import AlertSeverity, Condition, Handling, Reason


@strawberry.type(description="One episode of figures being beyond a threshold, or a source amiss.")
class Alert(Node):
    """See `domain.thresholds.model.Alert`."""

    value: strawberry.Private[model.Alert]
    threshold_id: strawberry.ID | None = strawberry.field(
        description="By which threshold; null for a source that is late, or whose `metric` became"
        " zero of everything at once."
    )
    threshold_version: int = strawberry.field(description="By what it said when this opened.")
    judged_by_version: int = strawberry.field(
        description="By what it said when this was judged last; once it ended, what ended it."
    )
    subject_kind: SubjectKind | None = strawberry.field(description="What kind of thing it is.")
    subject_id: strawberry.ID | None = strawberry.field(
        description="What it is about; null for a source."
    )
    source: str = strawberry.field(description="Whose figures.")
    dimension: str = strawberry.field(description="Of which part; empty for the whole.")
    severity: AlertSeverity = strawberry.field(description="How bad it is.")
    condition: Condition = strawberry.field(description="What figures say.")
    handling: Handling = strawberry.field(description="What people do about it.")
    opened_day: date = strawberry.field(description="The settled day by which it opened.")
    opened_at: datetime = strawberry.field(description="When it opened.")
    unstable: bool = strawberry.field(
        description="Whether it opened too often of late; then a week of clear days ends it."
    )
    evidence: JSON = strawberry.field(
        description="What is known of it by now, or was when it ended: found `at`, `day`, `value`,"
        " `bound`, `why` nothing can be said; `first`, the value it opened with, and what that was"
        " `corrected` to; of a source the `metric` it says zero of."
    )
    acknowledged_at: datetime | None = strawberry.field(
        description="Since when somebody looks after it."
    )
    note: str = strawberry.field(description="What they said.")
    snoozed_until: datetime | None = strawberry.field(
        description="Until when it is snoozed; null also where that is until it is resolved."
    )
    snoozed_beyond: Decimal | None = strawberry.field(
        description="Beyond which value its snooze ends early; null if only by time."
    )
    hushed_until: datetime | None = strawberry.field(
        description="When the silence ends, or ended, in which it opened; null where it was none."
    )
    resolved_at: datetime | None = strawberry.field(description="When it ended; null while open.")
    reason: Reason | None = strawberry.field(description="Why it ended.")
    previous_id: strawberry.ID | None = strawberry.field(
        description="The episode before this one, of the same."
    )

    @strawberry.field(description="Who looks after it; null if nobody.")
    async def acknowledged_by(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.value.acked_by)

    @strawberry.field(description="To whom it was given; null if to nobody.")
    async def assignee_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.value.assignee_id)

    @strawberry.field(
        description="What it started; null where its threshold starts nothing, or not yet."
    )
    async def started(self, info: Info) -> AlertStart | None:
        """Look up what follows."""
        found = await info.context.loaders.started.load(self.value.id)
        return AlertStart.of(found) if found else None

    @strawberry.field(description="Who was told what of it, when, by which way, oldest first.")
    async def told(self, info: Info) -> list[Delivery]:
        """Show what was told."""
        found = await info.context.loaders.alert_tellings.load(self.value.id)
        return [Delivery.of(one) for one in found]

    @strawberry.field(description="What happened to it, first to last.")
    async def audit_trail(self, info: Info) -> list[AuditEvent] | None:
        """Show the record."""
        events = await info.context.loaders.trails.load(self.value.id)
        return [AuditEvent.of(one) for one in events]

    @classmethod
    def of(cls, value: model.Alert, now: datetime) -> "Alert":
        """Show it as of `now`."""
        return cls(
            id=identified(value.id),
            value=value,
            threshold_id=_id(value.threshold_id),
            threshold_version=value.version,
            judged_by_version=value.judged_by,
            subject_kind=value.subject_kind,
            subject_id=_id(value.subject_id),
            source=value.source,
            dimension=value.dimension,
            severity=value.severity,
            condition=value.condition,
            handling=lifecycle.handling_of(value, now),
            opened_day=day_of(value.opened_day),
            opened_at=value.opened_at,
            unstable=value.unstable,
            evidence=JSON(dict(value.evidence)),
            acknowledged_at=value.acked_at,
            note=value.note,
            snoozed_until=value.snoozed_until,
            snoozed_beyond=value.snoozed_beyond,
            hushed_until=value.hushed_until,
            resolved_at=value.resolved_at,
            reason=value.reason,
            previous_id=_id(value.previous_id),
        )


@strawberry.type(description="An alert that somebody did something about.")
class AlertPayload:
    """Answer of the mutations of alerts."""

    alert: Alert | None = strawberry.field(description="As it is now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class AlertQuery:
    """Reading alerts."""

    @strawberry.field(
        description="Alerts you may see, the newest first, up to 100 at once. Not for agencies.",
        deprecation_reason=by("alertsConnection"),
    )
    async def alerts(
        self,
        info: Info,
        first: int = PAGE_DEFAULT,
        subject_id: strawberry.ID | None = None,
        open: bool | None = None,  # noqa: A002, FBT001  The schema's name; sent by name.
        before: strawberry.ID | None = None,
    ) -> list[Alert] | None:
        """List alerts."""
        found = await listing.listed(
            info.context.actor, subject_id=subject_id, still_open=open, before=before, first=first
        )
        now = info.context.hub.clock.now()
        return [Alert.of(one, now) for one in found]

    @strawberry.field(description="An alert; null, with an error, if you may see none of that id.")
    async def alert(self, info: Info, id: strawberry.ID) -> Alert | None:  # noqa: A002  Relay's name.
        """Show one."""
        found = await handling.get(info.context.actor, id)
        return Alert.of(found, info.context.hub.clock.now())


@strawberry.type
class AlertMutation:
    """Dealing with alerts: for managers, admins, reviewers and requesters."""

    @strawberry.mutation(description="Say that you look after an alert, until it is resolved.")
    async def acknowledge_alert(self, info: Info, input: AlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """Look after it."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info,
            "acknowledgeAlert",
            input,
            lambda: handling.acknowledge(hub, actor, input.id, input.note),
        )

    @strawberry.mutation(description="Say that nobody looks after an alert, after all.")
    async def unacknowledge_alert(self, info: Info, input: AlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """Look after it no more."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info, "unacknowledgeAlert", input, lambda: handling.take_back(hub, actor, input.id)
        )

    @strawberry.mutation(description="Hear no more of an alert for some time; it is judged on.")
    async def snooze_alert(self, info: Info, input: SnoozeAlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """Hear no more of it."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info,
            "snoozeAlert",
            input,
            lambda: handling.snooze(hub, actor, input.id, input.until, input.worse_by),
        )

    @strawberry.mutation(
        description="Hear nothing of what an alert is about for some time, new alerts of the same"
        " included; it is judged on."
    )
    async def silence_alert(self, info: Info, input: SilenceAlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """Hear nothing of its kind."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info,
            "silenceAlert",
            input,
            lambda: handling.silence(hub, actor, input.id, input.until, input.note),
        )

    @strawberry.mutation(description="Give an alert to somebody.")
    async def assign_alert(self, info: Info, input: AssignAlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """Give it to somebody."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info, "assignAlert", input, lambda: handling.assign(hub, actor, input.id, input.user_id)
        )

    @strawberry.mutation(
        description="End an alert by hand; by figures of a later day it may open again."
    )
    async def resolve_alert(self, info: Info, input: ResolveAlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """End it."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info, "resolveAlert", input, lambda: handling.resolve(hub, actor, input.id, input.note)
        )


async def done_to(
    info: Info,
    name: str,
    given: object,
    act: Callable[[], Awaitable[str]],
) -> AlertPayload:
    """Carry an act on an alert out, and show the alert as it is then."""
    done, errors = await perform(info, name, given, act)
    found = await handling.get(info.context.actor, done) if done else None
    now = info.context.hub.clock.now()
    return AlertPayload(alert=Alert.of(found, now) if found else None, errors=errors)


def _id(value: str | None) -> strawberry.ID | None:
    return None if value is None else identified(value)
