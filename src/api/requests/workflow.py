"""What a workflow service has to do with a request: that it mirrors it, and what it decided."""

from datetime import datetime

import strawberry

from api.context import Info
from domain.orchestration import model


@strawberry.type(description="That a stage was decided in the workflow service.")
class OutsideDecision:
    """See `domain.orchestration.model.Mirrored`."""

    at: datetime | None = strawberry.field(description="When it was completed there.")
    task_id: str = strawberry.field(description="The service's id of the task.")
    approvals: int = strawberry.field(description="How many had voted here by then.")
    quorum: int = strawberry.field(
        description="How many it would have taken here; that was not asked for."
    )
    by_id: strawberry.Private[str | None]
    by: strawberry.Private[str | None]

    @strawberry.field(
        description="Who decided: a person here, or the name the service gives; null if it says"
        " nobody."
    )
    async def by_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.by_id is None:
            return self.by
        return await info.context.loaders.names.load(self.by_id) or "somebody"

    @classmethod
    def of(cls, task: model.Mirrored) -> "OutsideDecision":
        """Show a decision."""
        return cls(
            at=task.closed_at,
            task_id=task.id,
            approvals=task.approvals,
            quorum=task.quorum,
            by_id=task.by_id,
            by=task.by_name,
        )


@strawberry.type(description="The process instance that mirrors a request.")
class WorkflowMirror:
    """See `domain.orchestration.model.Mirror`."""

    process_key: str = strawberry.field(description="What the service calls the process.")
    instance_id: str | None = strawberry.field(
        description="The service's id of the instance; null until it is started."
    )
    revision: int = strawberry.field(description="The revision the instance knows; 0 for none.")
    trouble: str | None = strawberry.field(
        description="What keeps the two from following one another; it is tried again."
    )
    trouble_since: datetime | None = strawberry.field(description="Since when.")

    @classmethod
    def of(cls, mirror: model.Mirror) -> "WorkflowMirror":
        """Show a mirror."""
        return cls(
            process_key=mirror.process_key,
            instance_id=mirror.instance_id,
            revision=mirror.revision,
            trouble=mirror.trouble,
            trouble_since=mirror.since,
        )
