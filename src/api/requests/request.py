"""Requests in the schema: what was asked for, and everything that hangs on it.

One type, in steps: where it stands (`standing`), what it asks for (`content`), whom it reaches
(`reach`), and here what is left of it elsewhere, and its record.
"""

import strawberry

from api.context import Context, Info, identified
from api.conventions.trails import AuditEvent
from api.publishing.placements import Placement
from api.requests.reach import RequestReach
from api.requests.workflow import WorkflowMirror
from domain.audit.model import Event
from domain.requests import model, rules
from domain.requests.projection import Listed
from domain.requests.routing import bpmn_of_request


async def record_of(context: Context, request: model.Request) -> list[Event]:
    """Return what may be seen of the record of `request`; `Forbidden` if nothing may."""
    rules.require_trail(context.actor, request)
    events = await context.loaders.trails.load(request.id)
    return [event for event in events if rules.told_to(context.actor, event.act)]


@strawberry.type(description="Something asked for that needs a yes.")
class Request(RequestReach):
    """See `domain.requests.model.Request`."""

    @strawberry.field(description="What of it stands where.")
    async def placements(self, info: Info) -> list[Placement]:
        """Show the placements."""
        placements = await info.context.loaders.placements.load(self.value.id)
        return [Placement.of(placement) for placement in placements]

    @strawberry.field(description="The process instance that mirrors it, if it is mirrored.")
    async def workflow(self, info: Info) -> WorkflowMirror | None:
        """Look the mirror up."""
        mirror = await info.context.loaders.mirrors.load(self.value.id)
        return WorkflowMirror.of(mirror) if mirror else None

    @strawberry.field(description="Its stages as a process of its own: BPMN 2.0, as XML.")
    async def bpmn(self) -> str:
        """Write the process."""
        return await bpmn_of_request(self.value)

    @strawberry.field(
        description="Its record; null, with an error, but for the requester, managers and auditors."
    )
    async def audit_trail(self, info: Info) -> list[AuditEvent] | None:
        """Show the record."""
        return [AuditEvent.of(one) for one in await record_of(info.context, self.value)]

    @classmethod
    def of(cls, request: model.Request) -> "Request":
        """Show a request."""
        return cls.listed(Listed.of(request))

    @classmethod
    def listed(cls, read: Listed) -> "Request":
        """Show a request with what was read of it already."""
        request = read.request
        return cls(
            id=identified(request.id),
            value=request,
            read=read,
            number=request.number,
            kind=request.kind,
            title=request.title,
            state=request.state,
            revision=request.revision,
            markets=list(request.markets),
            note=request.note,
            trouble=request.trouble,
            created_at=request.created_at,
            updated_at=request.updated_at,
        )
