"""What the demo is heard by: its feed, its connected account, its player, and its days."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx2
from starlette.applications import Starlette

from app.demo import audio
from app.demo.clock import DemoClock
from app.pages.listening import player_routes
from connectors.feeds.writing import Feeds
from connectors.spotify.web.fake import Accounts, Listener
from domain.catalog import outlet_records
from domain.catalog import records as catalog
from domain.connections import reading
from domain.feeds import records as feeds
from domain.feeds import serving
from domain.hub import Hub
from tests.domain.feeds.scene import PUBLIC, Scene, set_up
from tests.world import World


async def test_the_sample_has_a_feed_that_directories_take(filled: Hub) -> None:
    (show,) = await catalog.shows()
    feed = await feeds.of_show(show.id)
    assert feed is not None
    found = await serving.inspected(filled, feed, [])

    assert [one.code for one in found if one.stops] == []
    assert [one.target for one in (await outlet_records.of_shows([show.id]))[show.id]] == ["feed"]


async def test_the_samples_brand_has_an_account_and_a_second_run_changes_nothing(
    filled: Hub, accounts: Accounts
) -> None:
    (brand,) = await catalog.brands()
    before, files = accounts.asked, len(await catalog.assets_of(brand.id, None, 100))
    await audio.fill(filled, accounts)

    assert await reading.has_account(brand.id)
    assert accounts.asked == before
    assert len(await catalog.assets_of(brand.id, None, 100)) == files


def test_the_songs_of_the_sample_have_the_same_ids_in_every_run(tmp_path: Path) -> None:
    first = audio.stock(Listener())
    made = first.make("Mornings")
    made.items = [f"spotify:track:{one}" for one in first.songs]
    first.covers[made.id] = b"\xff\xd8\xff"
    first.save(tmp_path / "listener.json")
    second = audio.stock(Listener.load(tmp_path / "listener.json"))

    assert (second.songs, second.playlists) == (first.songs, first.playlists)
    assert (second.library, second.covers) == (first.library, first.covers)
    assert second.make("Evenings").id not in first.playlists


def test_a_day_that_was_let_pass_has_passed_for_good(tmp_path: Path) -> None:
    clock = DemoClock(tmp_path / "clock")
    before = clock.now()
    clock.let_pass()
    again = DemoClock(tmp_path / "clock")

    assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, minutes=5)
    assert timedelta(days=1) <= again.now() - before < timedelta(days=1, minutes=5)


async def test_the_player_has_what_the_feed_says_and_shows_no_markup_of_it(world: World) -> None:
    scene: Scene = await set_up(world)
    hub = replace(scene.hub, feed_writer=Feeds())
    await scene.set_feed()
    await scene.published(
        episode_title="Beans & <b>beats</b>", description="All about <i>it</i>.\n\nAnd more."
    )
    app = Starlette(routes=player_routes(hub))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url=PUBLIC) as browser:
        answer = await browser.get("/listen")

    assert "It is not Spotify" in answer.text
    assert "Beans &amp; &lt;b&gt;beats&lt;/b&gt;" in answer.text
    assert "<audio controls" in answer.text
    assert "<i>" not in answer.text
    assert re.search("All about .*<br>.*And more\\.", answer.text)
    assert "script" not in answer.headers["content-security-policy"]
