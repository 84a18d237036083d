"""C2: what a prohibition reaches is taken out of the hub's own feed by the hub, and proved."""

import re

from domain.audit import service as audit
from tests.stories.feeding import feeding
from tests.stories.house import House
from tests.stories.test_c2_clearance import banned


async def test_c2_a_prohibition_takes_an_episode_out_of_the_feed_where_it_counts(
    house: House,
) -> None:
    desk = await feeding(house)
    await desk.out()
    before = (await desk.reads()).text
    await banned(house, "DE")
    await house.desk.work()
    (live,) = await desk.live()
    takedown = {"id": live["takedownId"]}
    await house.desk.says("rights_one", takedown, "rights")
    await house.desk.work(seconds=31)
    feed, (left,), found = (
        (await desk.reads()).text,
        await desk.live(),
        await desk.proof(takedown["id"]),
    )
    (gone,) = found["removals"]

    assert house.episode in before
    assert re.findall(r"<media:restriction[^>]*>([^<]*)<", before) == ["at de"]
    assert re.findall(r"<media:restriction[^>]*>([^<]*)<", feed) == ["at"]
    assert left["include"] == ["AT"]
    assert (found["state"], found["handOver"]["state"]) == ("LIVE", "ACKNOWLEDGED")
    assert (gone["target"], gone["how"], gone["places"]) == ("feed", "PLACES", ["DE"])
    assert gone["evidence"][0].startswith("looked at again, it stands in AT only")
    assert await audit.verify(house.world.hub.secrets) == []
