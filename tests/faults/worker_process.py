"""A worker in a process of its own, to be killed: each job has one effect, outside."""

import asyncio

import httpx2

from connectors.jobs.pgqueuer import Calls, PgQueuerRunner
from domain.clock import SystemClock
from domain.database import open_database
from domain.jobs.model import Job, Work


async def main(database: str, outside: str, name: str) -> None:
    await open_database(database)
    clock = SystemClock()
    async with httpx2.AsyncClient(timeout=60) as http:

        async def effect(job: Job) -> None:
            said = {"Idempotency-Key": job.key, "Worker": name}
            answer = await http.post(outside, headers=said)
            answer.raise_for_status()

        asked = Work(clock, Calls(clock), {"effect": effect}, name)
        await PgQueuerRunner(database, asked).run()


def work(database: str, outside: str, name: str) -> None:
    """Work until it is ended."""
    asyncio.run(main(database, outside, name))
