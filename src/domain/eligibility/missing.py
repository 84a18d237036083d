"""Asking for the judging of sites that nobody looks at: older ones, and those whose job died.

It is asked for when a worker starts, and every hour. Sites with an open job are left alone, so it
is done as often as one likes, by as many as one likes.
"""

from domain.catalog.sites import ask_judgement
from domain.database import transaction
from domain.eligibility import records
from domain.hub import Hub
from domain.jobs.model import Job

#: What has it done.
KIND = "site.judge_missing"


async def judge_missing(hub: Hub, _: Job | None = None) -> None:
    """Ask that the sites are judged that no job looks at; the handler of `KIND`."""
    async with transaction():
        for site_id in await records.unjudged():
            await ask_judgement(hub, site_id)
