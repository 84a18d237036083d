"""What one run of a mirror goes by."""

from dataclasses import dataclass

from domain.hub import Hub
from domain.orchestration import records
from domain.orchestration.model import Mirror, Standing
from domain.orchestration.subjects import Subjects
from domain.workflow_service import WorkflowService


@dataclass(slots=True)
class Following:
    """One run: what is mirrored, as it stands, and where; `moved` if the instance was let go on."""

    hub: Hub
    out: WorkflowService
    subjects: Subjects
    mirror: Mirror
    standing: Standing
    moved: bool = False

    async def keep(self, mirror: Mirror) -> None:
        """Write what is known of the instance."""
        await records.change_mirror(mirror)
        self.mirror = mirror
