"""What no team can take on goes back to who asked, with what to do about it."""

from bot.language import TROUBLE, retold, speaking
from domain.clock import SteppingClock
from domain.database import sql
from domain.requests import records
from domain.requests.model import RequestState
from domain.requests.submit import submit
from tests.domain.exposures.scene import ADDRESS, set_up, voted
from tests.world import World


async def test_what_no_team_takes_on_goes_back_and_says_who_can_mend_that(
    world: World, clock: SteppingClock
) -> None:
    scene = await set_up(world, clock)
    brief = {"name": "Down", "brand_id": world.brand_id, "markets": ["DE"]}
    said = {"reason": "rights", "details": "Gone.", "address": ADDRESS}
    asked = await submit(world.hub, scene.manager, "takedown", brief | said)
    await voted(scene, asked.id)
    await sql.execute("UPDATE teams SET key = 'once_' || key WHERE key IS NOT NULL")
    await scene.undone()
    back = await records.get(asked.id)

    assert back is not None
    assert back.state is RequestState.CHANGES_REQUESTED
    assert back.note is not None
    assert back.note.endswith("have an administrator make one, then send this again.")
    with speaking("de"):
        assert "lassen Sie die Administration eines anlegen" in retold(TROUBLE, back.note)
