"""What is done about ads where the ad account does not let the hub do it: it waits, and says so."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from domain.campaigns.halts import telling
from domain.campaigns.model import Barred
from domain.hub import Hub
from domain.jobs.model import Job

Publisher = TypeVar("Publisher")


def patient(
    step: Callable[[Hub, Publisher, Job], Awaitable[None]],
) -> Callable[[Hub, Publisher, Job], Awaitable[None]]:
    """Return a step that says for whom it waits where it is barred, and that it waits no more."""

    async def taken(hub: Hub, publisher: Publisher, job: Job) -> None:
        request_id = job.details["request_id"]
        try:
            await step(hub, publisher, job)
        except Barred as no:
            await telling.barred(hub, request_id, str(no), job)
            raise
        await telling.let_in(hub, request_id, job)

    return taken
