"""W8, to its end: what was produced is released, and stands in the feed."""

import hashlib

from app.demo.audio import mpeg
from tests.stories.house import House
from tests.stories.outlets import opened, said
from tests.stories.sponsors import PDF
from tests.stories.test_c1_records import says_yes
from tests.stories.test_w8_production import FORM
from tests.world import square

DAY = 86_400


async def test_w8_what_was_produced_ends_in_the_feed(house: House) -> None:
    async with opened(house) as outlets:
        feed = await outlets.feed()
        production = await house.produces()
        for who, stage, files in (
            ("marketer", "topic", {FORM: PDF, "Script": PDF}),
            ("editor", "script", {}),
            ("legal_one", "legal", {"Edited audio": mpeg(4)}),
            ("brand_one", "sign_off", {"Transcript": PDF, "Artwork": square(1400)}),
        ):
            await house.desk.says(who, production, stage)
            for name, content in files.items():
                await house.delivers(production, name, content)
            await house.desk.work()
        await house.desk.work(seconds=31)
        made = await house.look(production)
        came = {one["name"]: one["asset"]["id"] for one in made["deliverables"]}
        brief = await house.release(
            audioAssetId=came["Edited audio"],
            artworkAssetId=came["Artwork"],
            transcriptAssetId=came["Transcript"],
        )
        request = (await house.asks("episode_release", brief))["request"]
        await says_yes(house, request)
        await house.desk.work(seconds=31)
        await house.desk.work(seconds=10 * DAY)
        (item,), out = await outlets.items(feed), await outlets.look(request)
        async with house.desk.browser() as listener:
            heard = await listener.get(said(item, "enclosure", "url"))

    assert made["state"] == "PUBLISHED"
    assert out["state"] == "LIVE"
    assert hashlib.sha256(heard.content).digest() == hashlib.sha256(mpeg(4)).digest()
