"""C4, to its end: parts of a series stand in the feed in their order."""

from tests.stories.clearing_episodes import rights_of
from tests.stories.house import House
from tests.stories.outlets import opened, texts
from tests.stories.test_c1_records import told
from tests.stories.test_c4_master import goes_out, stands

DAY = 86_400


async def test_c4_parts_of_a_series_stand_in_the_feed_in_their_order(house: House) -> None:
    first, second = await told(house), await told(house, 2, "Day Train")
    given = {"showId": house.show, "title": "The second cup", "number": 2}
    later = await house.created("createEpisode", "episode", given)
    await rights_of(house.world, later)
    async with opened(house) as outlets:
        feed = await outlets.feed()
        ahead = await goes_out(house, titleId=second, episodeId=later, releasesOn=house.day(2))
        stood = await stands(house, ahead)
        before = await goes_out(house, titleId=first, releasesOn=house.day(1))
        await house.desk.work(seconds=61)
        await house.desk.work(seconds=DAY)
        alone = await outlets.items(feed)
        await house.desk.work(seconds=DAY)
        both = await outlets.items(feed)
        states = [(await outlets.look(one))["state"] for one in (before, ahead)]

    assert (stood["state"], "number 1 of `Trains` is not out" in stood["trouble"]) == (
        "APPROVED",
        True,
    )
    assert [texts(one, "title", "itunes:episode") for one in alone] == [["Night Train", "1"]]
    assert [texts(one, "title", "itunes:episode") for one in both] == [
        ["Day Train", "2"],
        ["Night Train", "1"],
    ]
    assert states == ["LIVE", "LIVE"]
