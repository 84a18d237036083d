"""C4: what Spotify shows is looked at by the hub itself, and compared."""

from typing import Any

from domain.audit import service as audit
from tests.stories.house import House
from tests.stories.outlets import Publishing, opened
from tests.stories.sponsors import ERRORS
from tests.stories.test_c1_records import told
from tests.stories.test_c4_master import MEND, asks, goes_out, stands
from tests.stories.test_d4_episodes import alike

HOUR, DAY = 3_600, 86_400

SPOTIFY = f"""mutation($input: SetSpotifyShowInput!) {{ done: setSpotifyShow(input: $input) {{
  spotifyShow {{ place address said lookedAt nextLook trouble }} {ERRORS} }} }}"""
SHOWN = """query($showId: ID!) { drift(showId: $showId) {
    field seenAt seenByHub seenById sayings { place text right } }
  shows { id spotifyShow { lookedAt trouble }
    episodes { id atSpotify { address awaitedSince shownSince lookedAt market goneSince unplayed
      shownIn notShownIn notAskedIn }
  } } }"""

REVISIONS = """{ requests(first: 9, where: { kinds: ["revision"] }) { edges { node { number
  brief { ... on RevisionBrief { change } } } } } }"""

ABOUT = "<p>A train, a night,&nbsp;and</p><p>nobody who sleeps.</p><p>Paid for by Sample Tea.</p>"


async def looks(house: House) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return what the show's page says, what it says of the episode at Spotify, and the drift."""
    data = await (await house.desk.front("manager")).data(SHOWN, showId=house.show)
    (show,) = (one for one in data["shows"] if one["id"] == house.show)
    (episode,) = (one for one in show["episodes"] if one["id"] == house.episode)
    return show["spotifyShow"], episode["atSpotify"] or {}, {d["field"]: d for d in data["drift"]}


def wrong_there(drift: dict[str, dict[str, Any]]) -> list[str]:
    """Return the fields in which what is live is not right."""
    return [
        field
        for field, one in drift.items()
        if any(said["place"] == "LIVE" and not said["right"] for said in one["sayings"])
    ]


async def airs(house: House, outlets: Publishing) -> tuple[dict[str, str], Any]:
    """Have an episode out by the show's feed, and its show known at Spotify, which reads that."""
    await outlets.connect()
    await outlets.feed()
    podcast = outlets.listener.podcast("Beans and Beats")
    link = f"https://open.spotify.com/show/{podcast.id}?si=abc"
    done = await asks(house, SPOTIFY, showId=house.show, spotifyShow=link)
    assert done["errors"] == [], done
    request = await goes_out(house, titleId=await told(house), releasesOn=house.day(2))
    await house.desk.work(seconds=2 * DAY)
    return request, podcast


@alike
async def test_c4_what_spotify_shows_is_compared_by_itself(house: House) -> None:
    async with opened(house) as outlets:
        request, podcast = await airs(house, outlets)
        await house.desk.work(seconds=HOUR)
        _, early, _ = await looks(house)
        aired = podcast.air("Night Train", ABOUT, house.day(0))
        await house.desk.work(seconds=2 * HOUR)
        show, there, same = await looks(house)
        aired.name = "Nite Train"
        await house.desk.work(seconds=DAY)
        _, _, differs = await looks(house)
        wrong = await stands(house, request)
        mend = {"requestId": request["id"], "field": "EPISODE_TITLE"}
        mended = await asks(house, MEND, **mend)
        aired.name = "Night Train"
        await house.desk.work(seconds=DAY)
        _, _, after = await looks(house)
        right = await stands(house, request)

    assert (early["address"], early["shownSince"]) == ("", None)
    assert (show["trouble"], there["unplayed"], there["goneSince"]) == ("", "", None)
    assert there["address"] == f"https://open.spotify.com/episode/{aired.id}"
    assert wrong_there(same) == []
    title = differs["EPISODE_TITLE"]
    assert {s["place"]: (s["text"], s["right"]) for s in title["sayings"]}["LIVE"] == (
        "Nite Train",
        False,
    )
    assert (title["seenByHub"], title["seenById"]) == (True, None)
    assert "“Nite Train” and not “Night Train”" in wrong["trouble"]
    assert mended["request"]["brief"]["change"] == "Title: Night Train"
    assert (wrong_there(differs), wrong_there(after)) == (["EPISODE_TITLE"], [])
    assert right["trouble"] is None
    acts = [one["act"] for one in right["auditTrail"]]
    assert acts.count("request.shown_otherwise") == acts.count("request.shown_as_approved") == 1
    assert await audit.verify(house.world.hub.secrets) == []


async def test_c4_what_spotify_shows_otherwise_is_mended_by_a_button(house: House) -> None:
    async with opened(house) as outlets, house.desk.chat() as chat:
        _, podcast = await airs(house, outlets)
        podcast.air("Night Train", "<p>Another night.</p>", house.day(0))
        await house.desk.work(seconds=2 * HOUR, rounds=2)
        place = chat.direct("requester")
        told = str(chat.shown(place)[-1].blocks)
        await chat.click("requester", place, "drift.mend")
        await chat.click("manager", place, "drift.mend")
        await house.desk.work(rounds=1)
        await chat.click("manager", place, "drift.mend")
        front = await house.desk.front("manager")
        found = await front.data(REVISIONS)
        refused = " ".join(chat.whispers("requester"))

    assert "Have it mended" in told
    asked = [one["node"]["brief"]["change"] for one in found["requests"]["edges"]]
    assert [one for one in asked if one] == [
        "Description: A train, a night, and nobody who sleeps."
    ]
    assert "manager" in refused.lower()
