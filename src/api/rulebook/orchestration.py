"""Who leads which kind through its stages, and where the workflow service is apart from here."""

from datetime import datetime

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.pages import size_of
from api.requests.request import Request
from domain.campaigns.reviews import processes
from domain.cases import mirrored
from domain.errors import Missing
from domain.orchestration import drifts, model, records
from domain.orchestration.bpmn import bpmn
from domain.orchestration.model import Gap, Orchestrator
from domain.pages import PAGE_DEFAULT
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import orchestrating, reading
from domain.requests.routing import bpmn_of_kind

#: The ways of what is no kind of request.
_OWN_ROUTES = {orchestrating.CASE: mirrored.ROUTE, orchestrating.REVIEW: processes.ROUTE}


@strawberry.type(description="Who leads a kind of request, or cases, through its stages.")
class Orchestration:
    """See `domain.orchestration.model.Assignment`."""

    kind: str = strawberry.field(
        description="The kind; `case` for cases, `campaign_review` for reviews."
    )
    orchestrator: Orchestrator = strawberry.field(description="Who leads it from now on.")
    process_key: str = strawberry.field(description="What the service calls its process.")
    since: datetime | None = strawberry.field(
        description="Since when; null if it was always led in here."
    )

    @strawberry.field(description="Its stages as a process: BPMN 2.0, as XML.")
    async def bpmn(self, info: Info) -> str:
        """Write the process."""
        if self.kind in _OWN_ROUTES:
            return bpmn(_OWN_ROUTES[self.kind], self.process_key)
        return await bpmn_of_kind(self.kind, self.process_key, info.context.hub.clock.now())

    @classmethod
    def of(cls, held: model.Assignment | str) -> "Orchestration":
        """Show who leads a kind."""
        if isinstance(held, str):
            called = orchestrating.process_named(held)
            return cls(
                kind=held, orchestrator=Orchestrator.EMBEDDED, process_key=called, since=None
            )
        return cls(
            kind=held.kind,
            orchestrator=held.orchestrator,
            process_key=held.process_key,
            since=held.at,
        )


@strawberry.type(description="One way in which the workflow service and the hub are apart.")
class OrchestrationDrift:
    """See `domain.orchestration.model.Drift`."""

    gap: Gap = strawberry.field(description="Which way.")
    said: str = strawberry.field(description="What it is about, and what to do.")
    task_id: str | None = strawberry.field(description="The service's id of the task, if one is.")
    found_at: datetime = strawberry.field(description="When it was found.")
    lasting: bool = strawberry.field(
        description="Whether it lasts until it is mended, and is no event that is over."
    )
    subject_id: strawberry.Private[str | None]

    @strawberry.field(description="The request; null if none is, or you may not see it.")
    async def request(self, info: Info) -> Request | None:
        """Look the request up."""
        if self.subject_id is None:
            return None
        try:
            return Request.of(await reading.get(info.context.actor, self.subject_id))
        except Missing:
            return None

    @classmethod
    def of(cls, drift: model.Drift) -> "OrchestrationDrift":
        """Show a way of being apart."""
        return cls(
            gap=drift.gap,
            said=drift.said,
            task_id=drift.task_id,
            found_at=drift.found_at,
            lasting=drift.lasting,
            subject_id=drift.subject_id,
        )


@strawberry.input(description="A kind to be led by somebody else.")
class OrchestrateInput:
    """For `orchestrate`."""

    kind: str = strawberry.field(
        description="The kind of request; `case` for cases, `campaign_review` for what a review of"
        " a campaign starts that no process leads."
    )
    orchestrator: Orchestrator = strawberry.field(description="Who leads it from now on.")
    process_key: str | None = strawberry.field(
        default=None,
        description="What the service calls the process; `greenlight_` and the kind if left out.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `orchestrate` did.")
class OrchestratePayload:
    """Answer of `orchestrate`."""

    orchestration: Orchestration | None = strawberry.field(description="Who leads the kind now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class OrchestrationQuery:
    """Reading who leads what; for admins, managers and auditors."""

    @strawberry.field(description="Who leads each kind. For admins, managers and auditors.")
    async def orchestrations(self, info: Info) -> list[Orchestration] | None:
        """Show every kind."""
        require(info.context.actor, Act.SEE_ORCHESTRATION, everywhere=True)
        return [Orchestration.of(held) for held in await orchestrating.everything()]

    @strawberry.field(
        description="Where the workflow service and the hub are apart, newest first, as of the"
        " last comparison, which is made every hour. For admins, managers and auditors."
    )
    async def orchestration_drift(
        self, info: Info, first: int = PAGE_DEFAULT
    ) -> list[OrchestrationDrift] | None:
        """Show the newest ways of being apart."""
        require(info.context.actor, Act.SEE_ORCHESTRATION, everywhere=True)
        return [OrchestrationDrift.of(one) for one in await drifts.newest(size_of(first))]


@strawberry.type
class OrchestrationMutation:
    """Saying who leads what; for admins."""

    @strawberry.mutation(
        description="Have a kind led in here, or by a process of the workflow service that is"
        " mirrored. It counts for what is asked for from now on. For admins."
    )
    async def orchestrate(self, info: Info, input: OrchestrateInput) -> OrchestratePayload:  # noqa: A002  The convention's name.
        """Give a kind to an orchestrator."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            held = await orchestrating.assign(
                hub, actor, input.kind, input.orchestrator, input.process_key
            )
            return held.kind

        done, errors = await perform(info, "orchestrate", input, act)
        found = await records.assignment(done) if done else None
        return OrchestratePayload(
            orchestration=Orchestration.of(found) if found else None, errors=errors
        )
