"""C1, to its end: what the title's record says stands in the feed, whole and as it was approved."""

from typing import Any

from tests.bot.reading import lines
from tests.stories.house import House
from tests.stories.outlets import NAMES, opened, said, texts
from tests.stories.test_c1_records import says_yes, told
from tests.stories.test_d4_episodes import alike

DAY = 86_400
ABOUT = "A train, a night.\n\n00:00 Departure\n00:01 The tunnel\n00:02 Arrival"


async def handed_over(house: House, title: str, **brief: Any) -> dict[str, Any]:
    """Have a release told by a title approved, and handed over ahead of its day."""
    given = await house.release(titleId=title, **brief)
    request: dict[str, Any] = (await house.asks("episode_release", given))["request"]
    await says_yes(house, request)
    await house.desk.work(seconds=31)
    return request


async def test_c1_the_feed_takes_the_package_by_itself(house: House) -> None:
    title = await told(house)
    async with opened(house) as outlets:
        feed = await outlets.feed()
        request = await handed_over(house, title, description=ABOUT, season=2)
        await house.desk.work(seconds=10 * DAY)
        (item,), out = await outlets.items(feed), await outlets.look(request)
        async with house.desk.browser() as listener:
            chapters = await listener.get(said(item, "podcast:chapters", "url"))

    assert (out["state"], out["publication"]["standing"]) == ("LIVE", "LIVE")
    assert texts(item, "title", "guid") == ["Night Train", house.episode]
    assert "A train, a night." in item.findtext("description", "")
    assert [(one.text, one.get("role")) for one in item.findall("podcast:person", NAMES)] == [
        ("Ben Writer", "author"),
        ("Ada Reader", "narrator"),
    ]
    assert texts(item, "itunes:season") == ["2"]
    assert said(item, "media:restriction", "relationship") == "allow"
    assert texts(item, "media:restriction") == ["at de"]
    assert said(item, "itunes:image", "href").endswith(".png")
    assert [one["title"] for one in chapters.json()["chapters"]] == [
        "Departure",
        "The tunnel",
        "Arrival",
    ]


async def test_c1_a_file_that_changed_before_its_day_is_never_in_the_feed(house: House) -> None:
    title = await told(house)
    async with opened(house) as outlets:
        feed = await outlets.feed()
        request = await handed_over(house, title)
        (house.desk.files / house.files["audio"]).write_bytes(b"something else")
        await house.desk.work(seconds=10 * DAY)
        items, found = await outlets.items(feed), await outlets.look(request)

    assert items == []
    assert found["state"] == "CHANGES_REQUESTED"
    assert "the file of `Audio` is not what was approved" in found["note"]


async def test_c1_a_title_renamed_before_its_day_is_asked_for_anew(house: House) -> None:
    title = await told(house)
    async with opened(house) as outlets:
        feed = await outlets.feed()
        request = await handed_over(house, title)
        assert await told(house, title="Night Express") == title
        await house.desk.work()
        await house.desk.work(seconds=10 * DAY)
        items, back = await outlets.items(feed), await outlets.look(request)
        brief = await house.release(titleId=title, releasesOn=house.day(1))
        await house.revises("episode_release", request, brief)
        await house.desk.says("editor", request, "script")
        await house.desk.says("brand_one", request, "brand")
        await house.desk.work(seconds=31)
        await house.desk.work(seconds=DAY)
        after, out = await outlets.items(feed), await outlets.look(request)

    assert (items, back["state"]) == ([], "IN_REVIEW")
    assert "Title: Night Train → Night Express." in back["note"]
    assert out["state"] == "LIVE"
    assert [texts(one, "title", "guid") for one in after] == [["Night Express", house.episode]]


@alike
async def test_c1_a_trailer_stands_in_the_feed_as_one_and_waits_for_no_number(
    house: House,
) -> None:
    await told(house)
    title = await told(house, 2, "Day Train")
    async with opened(house) as outlets, house.desk.chat() as chat:
        feed = await outlets.feed()
        marks: dict[str, Any] = {"season": 2, "episodeType": "TRAILER", "explicit": True}
        brief = await house.release(titleId=title, **marks)
        request = (await house.asks("episode_release", brief))["request"]
        await house.desk.work()
        card = lines(chat.shown("CEDITORIAL")[0].blocks)
        await says_yes(house, request)
        await house.desk.work(seconds=31)
        await house.desk.work(seconds=10 * DAY)
        (item,), out = await outlets.items(feed), await outlets.look(request)

    assert out["state"] == "LIVE"
    assert texts(item, "itunes:episodeType", "itunes:season") == ["trailer", "2"]
    assert texts(item, "itunes:explicit") == ["true"]
    assert item.find("itunes:episode", NAMES) is None
    assert "• Type: Trailer, For adults" in card
