"""W1, once the hub publishes by itself: the show's feed, and a content system of the house."""

import hashlib

from bot.ids import ActionId
from domain.audit import service as audit
from tests.bot.reading import lines
from tests.stories.house import House
from tests.stories.outlets import opened, said, texts
from tests.stories.test_w1_review import approved
from tests.world import square

DAY = 86_400

TRANSCRIPT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n"
CHAPTERS = "00:00 Start\n00:01 Middle\n00:02 End"

#: Who says yes to an episode, and where their card is.
APPROVING = (("editor", "CEDITORIAL"), ("legal_one", "CLEGAL"), ("brand_one", "CBRAND"))


async def test_w1_the_feed_takes_the_package_by_itself(house: House) -> None:
    async with opened(house) as outlets, house.desk.chat() as chat:
        feed = await outlets.feed()
        request = (await house.asks("episode_release", await house.release()))["request"]
        await house.desk.work()
        for who, place in APPROVING:
            await chat.click(who, place, ActionId.APPROVE)
            await house.desk.work()
        await house.desk.work(seconds=31)
        early, waiting = await outlets.items(feed), await outlets.look(request)
        await house.desk.work(seconds=10 * DAY)
        (item,), out = await outlets.items(feed), await outlets.look(request)
        card = lines(chat.shown("CPUBLISHING")[0].blocks)
        address = said(item, "enclosure", "url")
        async with house.desk.browser() as listener:
            heard = await listener.get(address)
            part = await listener.get(address, headers={"range": "bytes=0-3"})
            picture = await listener.get(said(item, "itunes:image", "href"))
        await house.withdraws(request, "The guest is ill.")
        at_once = await outlets.items(feed)
        await house.desk.work()
        gone = await outlets.look(request)
        async with house.desk.browser() as listener:
            closed = await listener.get(address)

    assert (early, waiting["state"]) == ([], "PUBLISHED")
    assert (out["state"], out["publication"]["standing"]) == ("LIVE", "LIVE")
    assert out["handOver"]["receipt"].startswith(f"Live by feed at https://hub.example.com{feed}")
    assert "[Acknowledge]" not in card
    assert card[-2].startswith("Published by Greenlight itself ")
    assert card[-1].startswith("> Live by feed at ")
    assert texts(item, "title", "guid", "itunes:episode") == ["The first cup", house.episode, "1"]
    assert "Paid for by Sample Tea." in item.findtext("description", "")
    assert said(item, "enclosure", "type") == "audio/mpeg"
    assert said(item, "enclosure", "length") == str(len(heard.content))
    assert hashlib.sha256(heard.content).hexdigest() == await digest(house, request)
    assert (part.status_code, picture.content) == (206, square(1400))
    assert at_once == []
    assert (gone["state"], gone["publication"]["standing"]) == ("WITHDRAWN", "GONE")
    assert closed.status_code == 410
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w1_what_is_withdrawn_is_given_out_no_more_before_any_job_has_run(
    house: House,
) -> None:
    async with opened(house) as outlets:
        feed = await outlets.feed()
        transcript = await house.sends("DOCUMENT", TRANSCRIPT)
        said_of_it = {"transcriptAssetId": transcript, "description": CHAPTERS}
        request = await approved(house, **said_of_it)
        await house.desk.work(seconds=31)
        await house.desk.work(seconds=10 * DAY)
        (item,) = await outlets.items(feed)
        addresses = [
            said(item, "enclosure", "url"),
            said(item, "itunes:image", "href"),
            *(said(item, f"podcast:{what}", "url") for what in ("transcript", "chapters")),
        ]
        async with house.desk.browser() as listener:
            before = [(await listener.get(one)).status_code for one in addresses]
            await house.withdraws(request, "The guest is ill.")
            after = [(await listener.get(one)).status_code for one in addresses]

    assert before == [200] * 4
    assert after == [410, 410, 410, 404]


async def digest(house: House, request: dict[str, str]) -> str:
    """Return what the audio that everybody said yes to was, by its digest."""
    found = await house.look(request)
    digests = {one["deliverable"]: one["sha256"] for one in found["handOver"]["materials"]}
    return str(digests["Audio"])


async def test_w1_a_content_system_takes_the_package_and_reports(house: House) -> None:
    async with opened(house) as outlets:
        await outlets.content_system()
        request = await approved(house, target="WEBHOOK")
        await house.desk.work(seconds=31)
        sent, taken = list(outlets.system.taken.values()), await outlets.look(request)
        async with house.desk.browser() as system:
            fetched = await system.get(sent[0]["data"]["files"]["audio_asset_id"]["address"])
        await house.desk.work(seconds=10 * DAY)
        live = "https://listen.example.com/first-cup"
        told = await outlets.reports(request, standing="live", id="c-12", address=live)
        await house.desk.work(seconds=1_800)
        out = await outlets.look(request)

    assert [one["type"] for one in sent] == ["publication.publish"]
    assert sent[0]["data"]["markets"] == ["AT", "DE"]
    assert hashlib.sha256(fetched.content).hexdigest() == await digest(house, request)
    assert (taken["state"], taken["publication"]["standing"]) == ("PUBLISHED", "PROCESSING")
    assert told.status_code == 204
    assert (out["state"], out["publication"]["standing"]) == ("LIVE", "LIVE")
    assert (out["publication"]["address"], out["publication"]["outsideIds"]) == (
        live,
        [{"name": "publication", "value": "c-12"}],
    )
    assert out["handOver"]["receipt"].startswith(f"Live by webhook at {live}")


async def test_w1_the_hub_publishes_what_was_approved_and_takes_it_down_again(
    house: House,
) -> None:
    async with opened(house) as outlets:
        await outlets.content_system()
        request = await approved(house, target="WEBHOOK")
        await house.desk.work(seconds=31)
        await house.desk.work(seconds=10 * DAY)
        await outlets.reports(request, standing="live", id="c-12")
        await house.desk.work(seconds=1_800)
        out = await outlets.look(request)
        await house.withdraws(request, "The guest is ill.")
        await house.desk.work()
        asked, going = list(outlets.system.taken.values()), await outlets.look(request)
        told = await outlets.reports(request, standing="gone")
        await house.desk.work(seconds=1_800)
        gone = await outlets.look(request)

    assert (out["state"], out["publication"]["standing"]) == ("LIVE", "LIVE")
    assert [one["type"] for one in asked] == ["publication.publish", "publication.remove"]
    assert (going["state"], going["publication"]["standing"]) == ("WITHDRAWN", "PROCESSING")
    assert (told.status_code, gone["publication"]["standing"]) == (204, "GONE")
    assert "of the content system, received at " in gone["publication"]["evidence"][0]
    assert await audit.verify(house.world.hub.secrets) == []
