"""The look-alike account as a page: what is in it, and what somebody else does to it."""

import httpx2
from starlette.applications import Starlette

from connectors.spotify.web.fake import Listener
from connectors.spotify.web.fake.page import playlist_routes


def browser(listener: Listener) -> httpx2.AsyncClient:
    app = Starlette(routes=playlist_routes(listener))
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="https://demo.example.com"
    )


async def test_it_shows_playlists_with_tracks_in_order_and_says_what_it_is(
    listener: Listener,
) -> None:
    made = listener.make("Tea & <b>rain</b>")
    songs = [listener.release(f"Song {at}", "Band", "DE") for at in (2, 1)]
    made.items = [f"spotify:track:{one.id}" for one in songs]
    listener.covers[made.id], made.cover = b"\xff\xd8\xff", 1
    async with browser(listener) as there:
        page = (await there.get("/playlists")).text
        cover = await there.get(f"/playlists/{made.id}.jpg")
        none = await there.get("/playlists/nothing.jpg")

    assert "It is not Spotify" in page
    assert "Tea &amp; &lt;b&gt;rain&lt;/b&gt;" in page
    assert page.index("<td>1<td>Song 2") < page.index("<td>2<td>Song 1")
    assert (cover.content, cover.headers["content-type"]) == (b"\xff\xd8\xff", "image/jpeg")
    assert none.status_code == 404


async def test_somebody_takes_a_track_out_by_this_page_and_by_no_other(listener: Listener) -> None:
    made = listener.make("Tea")
    made.items = ["spotify:track:a", "spotify:track:b"]
    before = made.snapshot
    async with browser(listener) as there:
        given = {"playlist": made.id}
        foreign = {"sec-fetch-site": "cross-site"}
        refused = await there.post("/playlists", data=given, headers=foreign)
        untouched = list(made.items)
        done = await there.post("/playlists", data=given)

    assert (refused.status_code, len(untouched)) == (403, 2)
    assert done.status_code == 303
    assert made.items == ["spotify:track:a"]
    assert made.snapshot != before


async def test_somebody_calls_an_episode_something_else_by_this_page(listener: Listener) -> None:
    podcast = listener.podcast("Beans & Beats")
    aired = podcast.air("The <b>first</b> cup", "", "2026-12-01")
    async with browser(listener) as there:
        page = (await there.get("/playlists")).text
        await there.post("/playlists", data={"episode": aired.id})

    assert "Beans &amp; Beats" in page
    assert "The &lt;b&gt;first&lt;/b&gt; cup" in page
    assert aired.name == "The <b>first</b> cup (anew)"
