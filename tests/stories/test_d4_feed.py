"""D4, to its end: what the rules let out is in the feed, and what they hold is not."""

from tests.stories.house import House
from tests.stories.outlets import opened
from tests.stories.sponsors import PDF
from tests.stories.test_d4_episodes import approved, says_yes

DAY = 86_400


async def test_d4_a_transcript_replaced_before_its_day_keeps_it_out_of_the_feed(
    house: House,
) -> None:
    async with opened(house) as outlets:
        feed = await outlets.feed()
        request = await approved(house)
        handed = await outlets.look(request)
        (house.desk.files / house.files["transcript"]).write_bytes(PDF + b"another word")
        await house.desk.work(seconds=10 * DAY)
        held, out = await outlets.look(request), await outlets.items(feed)
        new = await house.sends("DOCUMENT", PDF + b"another word")
        brief = await house.release(transcriptAssetId=new, releasesOn=house.day(1))
        await house.revises("episode_release", request, brief)
        await says_yes(house, request, "script", "legal")
        await house.desk.work(seconds=DAY)
        after = await outlets.items(feed)

    assert handed["state"] == "PUBLISHED"
    assert (held["state"], out) == ("CHANGES_REQUESTED", [])
    assert "The transcript is not the file that was approved" in held["note"]
    assert len(after) == 1
