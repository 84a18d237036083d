"""Which jobs a restore holds: all that act outside, and any that nobody has thought about."""

from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest

from app.jobs.handlers import handlers_for
from app.jobs.inward import INWARD
from app.jobs.speaking import talking
from app.settings import Settings
from domain.hub import Hub

OUTWARD = {
    *("alerts.digest_say", "alerts.remind", "alerts.show", "alerts.weekly", "campaign.list"),
    *("campaign.narrow", "campaign.pause", "campaign.prepare", "campaign.publish"),
    *("campaign.retire", "campaign.targets", "campaign.watch", "campaigns.review_process"),
    *("cards.edit", "cards.show", "cases.show", "digest.send", "distribution.tell"),
    *("figures.post", "figures.show", "handover.make", "handover.take_back", "home.show"),
    *("journey.send", "launches.tell", "mail.send", "notice.tell", "retirement.end"),
    *("rights.tell", "sponsorship.hand_over", "sponsorship.take_back", "target.narrow"),
    *("target.publish", "target.remove", "titles.tell", "webhook.send", "workflow.mirror"),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_kind_of_job_acts_outside_or_does_not(hub: Hub) -> None:
    other: Any = Mock()
    talk = talking(hub, other, other, Settings(), None)
    made = partial(handlers_for, hub, ads=other, chat=other, tell=other, talk=talk)
    kinds = set(made(running=other, reports=other, history=other, lists=other))

    assert kinds - INWARD == OUTWARD
    assert kinds >= INWARD
