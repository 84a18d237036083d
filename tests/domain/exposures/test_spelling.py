"""Languages and channels count however they are spelt, and are brought into one spelling."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from tortoise.connection import get_connection

from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.database import sql, transaction
from domain.errors import Invalid
from domain.rights import reading, records, respelling, service
from domain.rights.live.model import Exposure
from domain.rights.model import Effect, Grant, Scope, Use
from domain.rights.verdicts import Standing
from domain.territories import Area
from tests.domain.exposures.scene import Scene


def scope(**named: Any) -> Scope:
    return Scope(frozenset({Use.EVERY}), Area(), include=("WORLD",), **named)


async def barred(scene: Scene, **named: Any) -> Grant:
    """Enter a prohibition that names languages or channels."""
    given = scene.grant(effect=Effect.PROHIBIT)
    entered = type(given)(
        **{
            one: getattr(given, one)
            for one in ("id", "subject", "layer", "effect", "window", "provenance")
        },
        scope=scope(**named),
    )
    return await service.add(scene.world.hub, scene.manager, entered)


async def stands(scene: Scene, exposure: Exposure) -> Standing | None:
    return (await scene.kept(exposure)).standing


async def kept_as(table: str, id_: str, **columns: object) -> None:
    """Have a row as an older version kept it."""
    for name, value in columns.items():
        async with transaction():
            await sql.execute(f"UPDATE {table} SET {name} = $1 WHERE id = $2", value, id_)


async def asked() -> sql.Row:
    """Return the job that brings all of it over."""
    (row,) = await sql.fetch("SELECT id, state FROM jobs WHERE kind = $1", respelling.KIND)
    return row


@pytest.mark.parametrize("channel", ["spotify", "rss", "distribution_api", "megaphone", "webhook"])
async def test_what_reaches_spotify_by_any_way_is_stopped_by_a_prohibition_for_it(
    scene: Scene, channel: str
) -> None:
    await scene.granted()
    live = await scene.live(channel=channel)
    await barred(scene, channels=frozenset({" Spotify"}))

    assert await stands(scene, live) is Standing.BLOCKED


async def test_a_prohibition_for_the_feed_leaves_spotify_itself_alone(scene: Scene) -> None:
    await scene.granted()
    spotify = await scene.live()
    shops = await scene.live(channel="shops", publisher="shop-radio")
    await barred(scene, channels=frozenset({"rss"}))

    assert [await stands(scene, one) for one in (spotify, shops)] == [Standing.CLEARED] * 2


async def test_what_is_no_channel_is_refused_with_those_there_are(scene: Scene) -> None:
    for ask in (
        barred(scene, channels=frozenset({"podcast"})),
        scene.live(channel="podcast"),
    ):
        with pytest.raises(Invalid, match="there are spotify, spotify-ads, rss") as raised:
            await ask
        assert (raised.value.code, raised.value.path) == ("bad_channel", ("channels",))
    with pytest.raises(Invalid, match="is no channel"):
        reading.question(Use.STREAM, scene.now, channel="podcast")
    with pytest.raises(Invalid, match="is no language"):
        reading.question(Use.STREAM, scene.now, language="!!")


async def test_what_was_kept_as_it_was_spelt_is_brought_over_once_and_judged_anew(
    scene: Scene,
) -> None:
    await scene.granted()
    live = await scene.live(language="de")
    ban = await barred(scene, languages=frozenset({"fr"}), channels=frozenset({"shops"}))
    await kept_as("rights_grants", ban.id, languages=["DE", "qqq"], channels=["Spotify"])
    await kept_as("shows", scene.show.ref, language="ENG")
    await kept_as("exposures", live.id, language="DEU")
    before = await stands(scene, live)
    step = import_module("domain.migrations.0086_spelt_alike")
    for _ in range(2):
        await step.ask(None, SimpleNamespace(client=get_connection("default")))
        await kept_as("jobs", (await asked())["id"], due_at=scene.now)
        await scene.work()
    done = await asked()
    await respelling.respell(scene.world.hub)
    after = await records.grant_by_id(ban.id)
    row = await catalog.row_of("shows", scene.show.ref)
    shown = (await scene.kept(live)).shown
    trails = await audit.trails([ban.id, scene.show.ref, live.id])

    assert done["state"] == "done"
    assert (before, await stands(scene, live)) == (Standing.CLEARED, Standing.BLOCKED)
    assert after is not None
    assert row is not None
    # What can be read as no language stays as somebody wrote it; it bars whatever it may be.
    assert (sorted(after.scope.languages), [*after.scope.channels]) == (["de", "qqq"], ["spotify"])
    assert (row["language"], shown.language) == ("en", "de")
    for subject, act in (
        (ban.id, "rights.respelled"),
        (scene.show.ref, "show.respelled"),
        (live.id, "exposure.respelled"),
    ):
        assert [one.act for one in trails[subject]].count(act) == 1
    assert await audit.verify(scene.world.hub.secrets) == []
