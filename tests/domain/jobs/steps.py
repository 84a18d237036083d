"""What the tests of jobs do: ask for one, run the next one due, fail in it."""

from datetime import timedelta

from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import Handler, Job, Work


async def ask(hub: Hub, key: str = "k", lane: str = "l", seconds: float = 0) -> None:
    await service.ask(
        hub.wake,
        hub.clock.now(),
        key=key,
        kind="work",
        lane=lane,
        details={},
        after=timedelta(seconds=seconds),
    )


async def run(hub: Hub, handler: Handler) -> bool:
    return await service.run_next(Work(hub.clock, hub.wake, {"work": handler}))


async def raises(error: Exception) -> Handler:
    async def handler(_: Job) -> None:
        raise error

    return handler


async def done(_: Job) -> None:
    return
