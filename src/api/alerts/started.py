"""What alerts started, in the schema."""

import strawberry

from api.cases.case import Case
from api.context import Info
from api.requests.evidence import AlertEvidence
from api.requests.request import Request
from domain.cases import reading as cases
from domain.errors import Missing
from domain.followups import model
from domain.requests import reading as requests


@strawberry.type(description="What an alert started: a request, a case, or why it could not.")
class AlertStart:
    """See `domain.followups.model.Started`."""

    value: strawberry.Private[model.Started]
    known: AlertEvidence = strawberry.field(description="What was known when it did.")
    trouble: str | None = strawberry.field(description="Why nothing could be opened.")

    @strawberry.field(description="The request; null if there is none that you may see.")
    async def request(self, info: Info) -> Request | None:
        """Look it up, as anybody would who has its id."""
        follow_up = self.value.follow_up
        if follow_up is None or follow_up.request_id is None:
            return None
        try:
            return Request.of(await requests.get(info.context.actor, follow_up.request_id))
        except Missing:
            return None

    @strawberry.field(description="The case; null if there is none that you may see.")
    async def case(self, info: Info) -> Case | None:
        """Look it up, likewise."""
        follow_up = self.value.follow_up
        if follow_up is None or follow_up.case_id is None:
            return None
        try:
            return Case.of(await cases.get(info.context.actor, follow_up.case_id))
        except Missing:
            return None

    @classmethod
    def of(cls, value: model.Started) -> "AlertStart":
        """Show it."""
        return cls(value=value, known=AlertEvidence.of(value), trouble=value.trouble or None)
