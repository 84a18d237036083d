"""What a promotion pack holds of what it goes with."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.clock import SteppingClock
from domain.contributors.packs import DayKind
from domain.packages import packing
from tests.domain.requests.acts import asked
from tests.world import World


@pytest.mark.parametrize("zone", ["+02:00", "+00:00"])
async def test_the_days_of_a_campaign_are_those_of_utc_wherever_it_was_asked_for(
    world: World, clock: SteppingClock, zone: str
) -> None:
    today = clock.now().date()
    first, last = (f"{today + timedelta(days=at)}T00:30:00{zone}" for at in (7, 21))
    campaign = await asked(world, starts_at=first, ends_at=last)
    brief = {
        "name": "An evening",
        "brand_id": world.brand_id,
        "markets": ["DE"],
        "occasion": "interview",
        "about": "The launch.",
        "appears_on": str(today + timedelta(days=9)),
        "campaign_id": campaign.id,
    }
    promotion = replace(campaign, kind="promotion", payload=brief)
    found = await packing.preview(promotion, clock.now())

    assert found is not None
    days: dict[str, date] = {one.kind: one.day for one in found.days}
    before = timedelta(days=zone != "+00:00")
    assert days[DayKind.CAMPAIGN_STARTS] == today + timedelta(days=7) - before
    assert days[DayKind.CAMPAIGN_ENDS] == today + timedelta(days=21) - before
