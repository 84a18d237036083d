"""What is live stands by the titles and works it is made from, and follows what becomes of them."""

from dataclasses import replace

import pytest

from domain.catalog.works.model import Publishing, SalesRights
from domain.database import sql
from domain.errors import Invalid
from domain.rights import linking
from domain.rights.live import standing
from domain.rights.live.model import Exposure
from domain.rights.model import Subject, SubjectKind
from domain.rights.verdicts import Standing
from tests.domain.catalog.works.test_importing import origin, product, run, told
from tests.domain.exposures.scene import Scene


async def sold(scene: Scene, days: int, **kinds: tuple[str, ...]) -> None:
    """Have its publisher say where the title is sold; `kinds` are those of list 46."""
    sales = SalesRights(tuple((kind.removeprefix("as_"), codes) for kind, codes in kinds.items()))
    told_of = replace(product(), publishing=Publishing(status="04", sales=sales))
    await run(scene.world.hub, told(told_of), origin("b", days))


async def stands(scene: Scene, exposure: Exposure) -> tuple[Standing | None, set[str]]:
    kept = await scene.kept(exposure)
    return kept.standing, set(kept.uncleared)


@pytest.mark.parametrize("by_show", [False, True])
async def test_what_becomes_of_a_title_and_its_work_reaches_what_is_live(
    scene: Scene, *, by_show: bool
) -> None:
    hub, manager = scene.world.hub, scene.manager
    await scene.granted()
    live = await scene.live("DE", "AT")
    await sold(scene, 1, as_01=("DE",), as_06=("AT",))
    (row,) = await sql.fetch("SELECT id, work_id FROM titles")
    title, work = Subject(SubjectKind.TITLE, row["id"]), Subject(SubjectKind.WORK, row["work_id"])
    made = scene.show if by_show else scene.episode
    found = [await stands(scene, live)]
    await linking.link(hub, manager, made, title)
    found.append(await stands(scene, live))
    await sold(scene, 2, as_01=("DE", "AT"))
    await scene.work()
    found.append(await stands(scene, live))
    await scene.prohibited("DE", subject=work)
    found.append(await stands(scene, live))
    await linking.unlink(hub, manager, made, title)
    found.append(await stands(scene, live))

    assert found == [
        (Standing.CLEARED, set()),
        (Standing.BLOCKED, {"AT"}),
        (Standing.CLEARED, set()),
        (Standing.BLOCKED, {"DE"}),
        (Standing.CLEARED, set()),
    ]


async def test_where_much_is_made_from_a_work_a_job_judges_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.granted()
    await sold(scene, 1, as_01=("DE", "AT"))
    (row,) = await sql.fetch("SELECT id, work_id FROM titles")
    title, work = Subject(SubjectKind.TITLE, row["id"]), Subject(SubjectKind.WORK, row["work_id"])
    await linking.link(scene.world.hub, scene.manager, scene.show, title)
    live = [
        await scene.live(outside_id=f"https://podcasts.example.com/{number}") for number in range(3)
    ]
    monkeypatch.setattr(standing, "AT_ONCE", 2)
    await scene.prohibited("DE", subject=work)
    before = {(await scene.kept(one)).standing for one in live}
    await scene.work()
    after = {(await scene.kept(one)).standing for one in live}

    assert (before, after) == ({Standing.CLEARED}, {Standing.BLOCKED})


async def test_a_recording_is_not_live_itself(scene: Scene) -> None:
    song = Subject(SubjectKind.RECORDING, "DEABC2600001")
    with pytest.raises(Invalid, match="say which episode"):
        await scene.live("DE", subject=song)
    with pytest.raises(Invalid, match="Link an asset"):
        await linking.link(scene.world.hub, scene.manager, song, song)
