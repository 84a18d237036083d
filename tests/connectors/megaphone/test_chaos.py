"""Every call to Megaphone is carried out and its answer lost; then it is tried again."""

import itertools
from collections.abc import Mapping

import pytest

from connectors.hosting.channel import Unheard
from connectors.megaphone.target import MegaphoneTarget
from domain.targets.model import Report, Standing
from tests.connectors.hosting.releases import ENDS, Breaking, Killed, release
from tests.connectors.megaphone.conftest import PLACE, Studio

WHAT = release(place=PLACE)

#: The calls of each verb where nothing goes wrong: two lists and a create; a write; a deletion, a
#: look and two lists.
CREATE, WRITE, REMOVE = 3, 1, 4


async def broken(
    studio: Studio, at: int, end: BaseException, verb: str, outside: Mapping[str, str]
) -> bool:
    """Have a process do `verb`, whose call number `at` ends so; return whether it came that far."""
    way = Breaking(at, end)
    async with studio.by(way) as target:
        try:
            await done(target, verb, outside, tried=False)
        except (Unheard, Killed):
            return True
    return False


async def done(
    target: MegaphoneTarget, verb: str, outside: Mapping[str, str], *, tried: bool
) -> Report:
    if verb == "publish":
        return await target.publish(WHAT, outside, tried=tried)
    return await target.remove(WHAT, outside)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
async def test_a_create_cut_off_anywhere_ends_in_one_episode(
    studio: Studio, end: BaseException
) -> None:
    for at in itertools.count(1):
        studio.network.episodes.clear()
        if not await broken(studio, at, end, "publish", {}):
            break
        again = await done(studio.target, "publish", {}, tried=True)
        (one,) = studio.network.episodes.values()
        assert (one.id, one.said["title"]) == (again.outside["episode"], "One & all")

    assert at == CREATE + 1


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
async def test_a_write_cut_off_ends_in_the_one_episode_as_it_is_wanted(
    studio: Studio, end: BaseException
) -> None:
    made = await done(studio.target, "publish", {}, tried=False)
    for at in itertools.count(1):
        studio.network.episodes[made.outside["episode"]].said["title"] = "Earlier"
        if not await broken(studio, at, end, "publish", made.outside):
            break
        await done(studio.target, "publish", made.outside, tried=True)
        (one,) = studio.network.episodes.values()
        assert one.said["title"] == "One & all"

    assert at == WRITE + 1


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
async def test_a_removal_cut_off_anywhere_ends_with_nothing_there(
    studio: Studio, end: BaseException
) -> None:
    for at in itertools.count(1):
        made = await done(studio.target, "publish", {}, tried=False)
        cut = await broken(studio, at, end, "remove", made.outside)
        gone = await done(studio.target, "remove", made.outside, tried=True)
        assert (gone.standing, studio.network.episodes) == (Standing.GONE, {})
        if not cut:
            break
        studio.network.hits.clear()  # These are minutes apart.

    assert at == REMOVE + 1
