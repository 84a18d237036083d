"""Episodes in a show's feed: put there, shown only as they may be, and taken out."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.audit import service as audit
from domain.database import sql, transaction
from domain.exposures import service as exposures
from domain.feeds import records, rules, serving
from domain.feeds.kept import KeptItem
from domain.jobs.model import GiveUp, RetryLater
from domain.requests.model import RequestState
from domain.rights.live import records as live
from domain.rights.live.model import Exposure, Shown, Source
from domain.rights.model import Subject, SubjectKind, Use
from domain.targets.model import File, Refused, Standing
from tests.domain.feeds.scene import PUBLIC, Scene, set_up
from tests.world import World


@pytest.fixture
async def scene(world: World) -> Scene:
    return await set_up(world)


async def test_an_approved_episode_is_in_the_feed_as_it_was_approved(scene: Scene) -> None:
    feed = await scene.set_feed()
    request = await scene.request(
        episode_title="Beans & us", description="One.\n\nTwo.", disclaimers=["Ad."]
    )
    what = scene.publication(request)
    report = await scene.target.publish(what, {}, tried=False)
    (item,) = await serving.shown(scene.hub, feed)

    assert (report.standing, report.outside) == (Standing.LIVE, {"episode": what.name})
    assert report.address == f"{PUBLIC}/feeds/{feed.token}/good-beans.xml#{what.name}"
    assert (item.guid, item.title, item.number) == (what.name, "Beans & us", 1)
    assert item.description == "<p>One.</p><p>Two.</p><p>Ad.</p>"
    assert (item.allowed, item.published_at) == (("AT", "DE"), what.opens_at)
    assert item.enclosure.address == what.files["audio_asset_id"].address


async def test_what_was_put_there_twice_is_there_once(scene: Scene) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    once = await records.of_show(scene.show_id)
    await scene.target.publish(what, {}, tried=True)
    twice = await records.of_show(scene.show_id)
    acts = [one.act for one in await audit.trail(scene.show_id)]

    assert once == twice
    assert once is not None
    assert once.version == feed.version + 1
    assert acts.count("feed.item_put") == 1


async def test_a_revision_keeps_its_guid_and_the_day_it_came_out(scene: Scene) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    scene.later(days=3)
    told = what.content["metadata"] | {"episode_title": "Renamed"}
    revised = replace(what, revision=2, content={"metadata": told}, opens_at=scene.now)
    await scene.target.publish(revised, {"episode": what.name}, tried=False)
    (item,) = await serving.shown(scene.hub, feed)

    assert (item.guid, item.title, item.published_at) == (what.name, "Renamed", what.opens_at)


async def test_a_title_changed_after_the_approval_is_not_in_the_feed(scene: Scene) -> None:
    feed = await scene.set_feed()
    await sql.execute("UPDATE episodes SET title = 'Other' WHERE show_id = $1", scene.show_id)
    await scene.published(episode_title="As approved")

    assert "As approved" in await scene.text(feed)
    assert "Other" not in await scene.text(feed)


async def test_what_was_removed_is_gone_and_says_by_what_that_is_seen(
    scene: Scene,
) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    before = await scene.served(feed)
    report = await scene.target.remove(what, {})
    again = await scene.target.remove(what, {})
    after = await scene.served(feed)

    assert what.name in before.content.decode()
    assert what.name not in after.content.decode()
    assert report.standing is Standing.GONE
    assert report.evidence == (f'version 3 of the feed without it, ETag "{after.tag}"',)
    assert again == report
    assert (await scene.target.look(what, {})).standing is Standing.GONE


@pytest.mark.parametrize(
    "state",
    [RequestState.WITHDRAWN, RequestState.REJECTED, RequestState.IN_REVIEW],
)
async def test_nothing_of_a_request_that_is_not_approved_any_more_is_shown(
    scene: Scene, state: RequestState
) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    before = await scene.served(feed)
    scene.later(minutes=5)
    await scene.moved(what.request_id, state)
    after = await scene.served(feed)

    assert what.name in before.content.decode()
    assert what.name not in after.content.decode()
    assert (after.modified, after.tag != before.tag) == (scene.now, True)
    assert (await scene.target.look(what, {})).standing is Standing.GONE


async def _only(feed_id: str) -> KeptItem:
    (kept,) = (await records.items(feed_id)).values()
    return kept


def _item_of(kept: KeptItem) -> dict[str, Any]:
    found: dict[str, Any] = rules.ITEM.dump_python(kept.item, mode="json")
    return found


async def exposed(scene: Scene, request_id: str, episode_id: str) -> Exposure:
    """Say that an episode is live by the feed, as what follows publications does."""
    shown = Shown(
        subject=Subject(SubjectKind.EPISODE, episode_id),
        use=Use.STREAM,
        channel="rss",
        publisher="feed",
        outside_id=episode_id,
        include=("DE", "AT"),
    )
    made = Exposure(
        id=f"exp_{scene.now.timestamp():.0f}",
        shown=shown,
        brand_id=scene.world.brand_id,
        source=Source.HUB,
        live_from=scene.now,
        request_id=request_id,
    )
    async with transaction():
        await live.add(made)
    return made


async def test_what_ended_where_it_is_live_is_not_shown_until_it_is_published_anew(
    scene: Scene,
) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    exposure = await exposed(scene, what.request_id, what.name)
    during = await scene.text(feed)
    scene.later(hours=1)
    async with transaction():
        await exposures.finish(scene.hub, scene.manager, exposure, scene.now, "ended")
    after = await scene.text(feed)
    scene.later(hours=1)
    report = await scene.target.publish(what, {}, tried=False)

    assert what.name in during
    assert what.name not in after
    assert report.standing is Standing.LIVE
    assert what.name in await scene.text(feed)


async def test_what_opens_later_is_shown_from_that_instant_until_it_ends(scene: Scene) -> None:
    feed = await scene.set_feed()
    opens, ends = scene.now + timedelta(hours=1), scene.now + timedelta(hours=2)
    what = scene.publication(await scene.request(), opens_at=opens, ends_at=ends)
    report = await scene.target.publish(what, {}, tried=False)
    before = await scene.text(feed)
    scene.later(hours=1)
    during, (item,) = await scene.served(feed), await serving.shown(scene.hub, feed)
    scene.later(hours=1)
    after = await scene.served(feed)

    assert item.ends_at == ends
    assert (report.standing, what.name in before) == (Standing.PROCESSING, False)
    assert (what.name in during.content.decode(), during.modified) == (True, opens)
    assert (what.name in after.content.decode(), after.modified) == (False, ends)


async def test_what_directories_would_not_take_is_refused_and_nothing_is_changed(
    scene: Scene,
) -> None:
    await scene.set_feed()
    what = scene.publication(await scene.request(episode_title="A bad one"))
    with pytest.raises(Refused) as found:
        await scene.target.publish(what, {}, tried=False)

    assert found.value.problems == ("Its title is bad: Write another",)
    assert (await scene.target.look(what, {})).standing is Standing.GONE


async def test_a_bad_item_does_not_keep_another_one_out(scene: Scene) -> None:
    feed = await scene.set_feed()
    await scene.published()
    await sql.execute(
        "UPDATE show_feed_items SET item = $1 WHERE feed_id = $2",
        {**_item_of(await _only(feed.id)), "title": "A bad one"},
        feed.id,
    )
    what = await scene.published(1)

    assert (await scene.target.look(what, {})).standing is Standing.LIVE


async def test_what_somebody_changed_behind_the_hubs_back_is_told(scene: Scene) -> None:
    feed = await scene.set_feed()
    what = await scene.published()
    kept = await _only(feed.id)
    changed = {**_item_of(kept), "title": "Other"}
    await sql.execute("UPDATE show_feed_items SET item = $1 WHERE id = $2", changed, kept.id)

    assert (await scene.target.look(what, {})).drift == ("its title is not what was approved",)


async def test_what_its_show_says_of_itself_by_now_is_no_change_behind_anybodys_back(
    scene: Scene,
) -> None:
    await scene.set_feed()
    what = await scene.published()
    await scene.set_feed(explicit=True)
    await sql.execute("UPDATE episodes SET number = 7 WHERE id = $1", scene.episode_ids[0])

    assert (await scene.target.look(what, {})).drift == ()


async def test_a_transcript_that_players_read_is_in_the_feed_and_a_printed_one_is_not(
    scene: Scene,
) -> None:
    feed = await scene.set_feed()
    kinds = ("text/vtt", "application/pdf")
    for at, kind in enumerate(kinds):
        what = scene.publication(await scene.request(at))
        file = File("t", f"{PUBLIC}/media/two/document.x", kind, 10, "e" * 64)
        files = {**what.files, "transcript_asset_id": file}
        await scene.target.publish(replace(what, files=files), {}, tried=False)
    items = {one.number: one for one in await serving.shown(scene.hub, feed)}

    assert [[one.media_type for one in items[at].transcripts] for at in (1, 2)] == [
        ["text/vtt"],
        [],
    ]


async def test_what_there_is_in_other_languages_stands_in_the_feed_with_its_language(
    scene: Scene,
) -> None:
    feed = await scene.set_feed()
    what = scene.publication(await scene.request(1))
    french = {"language": "fr", "disclaimers": ["Payé."], "transcript_asset_id": "ast_3"}
    metadata = what.content["metadata"] | {"disclaimers": ["Paid."], "translations": [french]}
    file = File("t", f"{PUBLIC}/media/two/document.vtt", "text/vtt", 10, "e" * 64)
    files = {**what.files, "transcript_fr_asset_id": file}
    told = replace(what, content={**what.content, "metadata": metadata}, files=files)
    await scene.target.publish(told, {}, tried=False)
    (item,) = await serving.shown(scene.hub, feed)

    assert [(one.language, one.captions) for one in item.transcripts] == [("fr", True)]
    assert item.description.index("Paid.") < item.description.index("Payé.")


async def test_without_a_feed_a_person_has_to_make_one(scene: Scene) -> None:
    what = scene.publication(await scene.request())
    with pytest.raises(GiveUp, match="no feed"):
        await scene.target.publish(what, {}, tried=False)


async def test_what_is_put_there_while_somebody_changes_the_feed_waits_for_its_turn(
    scene: Scene,
) -> None:
    await scene.set_feed()
    what = scene.publication(await scene.request())
    loop = asyncio.get_running_loop()

    def change() -> None:
        asyncio.run_coroutine_threadsafe(scene.set_feed(explicit=True), loop).result(10)

    scene.writer.meanwhile = change
    with pytest.raises(RetryLater, match="in this very moment"):
        await scene.target.publish(what, {}, tried=False)
    scene.writer.meanwhile = lambda: None
    report = await scene.target.publish(what, {}, tried=True)
    (item,) = await serving.shown(scene.hub, await scene.set_feed(explicit=True))

    assert (report.standing, item.explicit) == (Standing.LIVE, True)
