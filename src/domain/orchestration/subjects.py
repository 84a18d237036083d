"""What the mirror has to know of whatever it mirrors: requests, cases."""

from collections.abc import Mapping
from typing import Protocol

from domain.actor import Actor
from domain.decision_service import Fact
from domain.hub import Hub
from domain.orchestration.model import Heard, Said, Standing
from domain.workflow_service import Remark


class Subjects(Protocol):
    """What one kind of subject (requests, cases) is to the mirror; see `app.handlers`."""

    async def standing(self, subject_id: str) -> Standing | None:
        """Return how a subject stands; None if there is none."""
        ...

    async def measured(self, hub: Hub, subject_id: str) -> Mapping[str, Fact]:
        """Return what its process is to know of how it does; a fact that is not known is null."""
        ...

    async def hear(self, hub: Hub, subject_id: str, said: Said) -> Heard:
        """Let a decision from outside count, if it can, in the running transaction."""
        ...

    async def late(self, hub: Hub, subject_id: str, said: Said, heard: Heard) -> None:
        """Record a decision from outside that did not count, in the running transaction."""
        ...

    async def commented(
        self, hub: Hub, subject_id: str, step: str, remark: Remark, who: Actor | None
    ) -> str | None:
        """Keep a comment from outside, in the running transaction; `who` made it, if known here.

        Return the id of a comment of our own that it became, if it became one.
        """
        ...


#: Subjects by the word for their kind; `app.handlers` puts them together.
AllSubjects = Mapping[str, Subjects]
