"""The demo's look-alike of Spotify shows what came out, and the hub looks there."""

from datetime import timedelta
from pathlib import Path

from app.demo import shown
from connectors.spotify.web.fake import Listener
from domain.clock import SteppingClock
from tests.domain.shown.window import Window, scene_of
from tests.domain.targets.test_taking_down import published, taken_down
from tests.world import ROOT, World


async def test_what_came_out_is_shown_an_hour_later_until_it_is_taken_down(
    world: World, clock: SteppingClock, files: Path
) -> None:
    scene = await scene_of(world, clock, files, Window())
    hub, listener = scene.desk.world.hub, Listener()
    await shown.known(hub, ROOT, listener)
    await shown.mirror(hub, listener)
    (podcast,) = listener.podcasts.values()
    early = list(podcast.episodes)
    request = await published(scene)
    for _ in range(2):
        await shown.mirror(hub, listener)
    (aired,) = podcast.episodes
    at_once = aired.is_in("DE", clock.now())
    clock.advance(timedelta(hours=1))
    podcast.rename(aired.id)
    soon = aired.is_in("DE", clock.now())
    await taken_down(scene, request)
    await shown.mirror(hub, listener)

    assert (early, at_once, soon) == ([], False, True)
    assert (podcast.name, aired.name) == ("Beans and Beats", "The first cup (anew)")
    assert podcast.episodes == []
