"""Hearing of alerts again in the schema: what ends a snooze and a silence, and what is silenced."""

from datetime import datetime

import strawberry

from api.alerts.alert import Alert, AlertPayload, done_to
from api.alerts.inputs import HearAlertInput
from api.context import Info
from api.conventions.names import name_of
from api.conventions.pages import Connection, connection, request_page
from domain.thresholds import handling, listing, model

#: The order of the list of silences, as cursors name it.
_SILENCES = "silences:desc:id_text"


@strawberry.type(description="Something that nobody wants to hear of for now.")
class AlertSilence:
    """See `domain.thresholds.model.Silence`."""

    value: strawberry.Private[model.Silence]
    alert: Alert = strawberry.field(description="The last alert about it, open or over.")
    until: datetime = strawberry.field(description="Until when.")
    note: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When somebody said so.")

    @strawberry.field(description="Who said so.")
    async def said_by(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.value.user_id)

    @classmethod
    def of(cls, value: model.Silence, now: datetime) -> "AlertSilence":
        """Show it as of `now`."""
        shown = Alert.of(value.alert, now)
        return cls(value=value, alert=shown, until=value.until, note=value.note, at=value.at)


@strawberry.type
class HearingQuery:
    """Reading what is silenced."""

    @strawberry.field(
        description="What is silenced now, the newest alert first: `unsilenceAlert` ends it. Not"
        " for agencies."
    )
    async def alert_silences(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[AlertSilence] | None:
        """List silences."""
        hub, actor = info.context.hub, info.context.actor
        wanted = request_page(_SILENCES, first, after, last, before)
        page = await listing.silences(hub, actor, wanted)
        now = hub.clock.now()
        return connection(
            _SILENCES,
            page,
            lambda one: AlertSilence.of(one, now),
            lambda: listing.silence_count(hub, actor),
        )


@strawberry.type
class HearingMutation:
    """Ending a snooze or a silence: for managers, admins, reviewers and requesters."""

    @strawberry.mutation(description="End a snooze now, and hear of the alert again.")
    async def unsnooze_alert(self, info: Info, input: HearAlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """End a snooze."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info, "unsnoozeAlert", input, lambda: handling.unsnooze(hub, actor, input.id)
        )

    @strawberry.mutation(
        description="End the silence of what an alert is about now; what is open is told of then."
    )
    async def unsilence_alert(self, info: Info, input: HearAlertInput) -> AlertPayload:  # noqa: A002  The convention's name.
        """End a silence."""
        hub, actor = info.context.hub, info.context.actor
        return await done_to(
            info, "unsilenceAlert", input, lambda: handling.unsilence(hub, actor, input.id)
        )
