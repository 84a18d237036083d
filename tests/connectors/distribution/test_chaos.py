"""Every call to the Distribution API is carried out and its answer lost; then it is tried again.

As the hub does it: a try is forgotten only where it was said that nothing was begun.
"""

import itertools
from collections.abc import Mapping
from datetime import timedelta

import pytest

from connectors.distribution.target import DistributionTarget
from connectors.hosting.channel import Unheard
from connectors.hosting.trouble import Fault
from domain.errors import Upstream
from domain.jobs.model import RetryLater
from domain.targets.model import Report, Standing, Undecided
from tests.connectors.distribution.conftest import Site
from tests.connectors.hosting.releases import ENDS, Breaking, Killed, release

#: Which call creates: the one before it asks for a token.
CREATE = 2


async def broken(
    site: Site, at: int, end: BaseException, verb: str, outside: Mapping[str, str]
) -> tuple[int, bool]:
    """Have a process do `verb`, whose call number `at` ends so.

    Returns how many calls it made, and whether a try is left whose answer nobody has.
    """
    way, tried = Breaking(at, end), False
    async with site.by(way) as target:
        try:
            await done(target, verb, outside, tried=False)
        except (Unheard, Killed):
            tried = True
        except RetryLater:
            assert site.partner.asked == []
    return way.calls, tried


async def done(
    target: DistributionTarget, verb: str, outside: Mapping[str, str], *, tried: bool
) -> Report:
    if verb == "publish":
        return await target.publish(release(), outside, tried=tried)
    return await target.remove(release(), outside)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
async def test_a_create_cut_off_anywhere_ends_in_one_episode_or_with_a_person(
    site: Site, end: BaseException
) -> None:
    for at in itertools.count(1):
        site.partner.episodes.clear()
        site.partner.asked.clear()
        calls, tried = await broken(site, at, end, "publish", {})
        if calls < at:
            break
        if tried:
            with pytest.raises(Undecided):
                await done(site.target, "publish", {}, tried=True)
        else:
            await done(site.target, "publish", {}, tried=False)
        assert len(site.partner.standing()) == (at == CREATE or not tried)

    assert at > CREATE


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
async def test_a_write_cut_off_anywhere_ends_in_the_one_episode_as_it_is_wanted(
    site: Site, end: BaseException
) -> None:
    made = await site.target.publish(release(), {}, tried=False)
    for at in itertools.count(1):
        site.partner.episodes[made.outside["episode"]].said["title"] = "Earlier"
        site.partner.asked.clear()
        calls, tried = await broken(site, at, end, "publish", made.outside)
        if calls < at:
            break
        again = await done(site.target, "publish", made.outside, tried=tried)
        (one,) = site.partner.standing()
        assert (one.id, one.said["title"]) == (again.outside["episode"], "One & all")

    assert at > 2  # A token and a write.


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
async def test_a_removal_cut_off_anywhere_ends_with_nothing_there(
    site: Site, end: BaseException
) -> None:
    for at in itertools.count(1):
        made = await site.target.publish(release(), {}, tried=False)
        site.partner.asked.clear()
        calls, tried = await broken(site, at, end, "remove", made.outside)
        gone = await done(site.target, "remove", made.outside, tried=tried)
        assert (gone.standing, site.partner.standing()) == (Standing.GONE, [])
        if calls < at:
            break

    assert at > 3  # A token, a deletion and a look.


async def test_a_deleted_episode_whose_new_one_was_lost_is_not_made_twice(site: Site) -> None:
    made = await site.target.publish(release(), {}, tried=False)
    await site.target.remove(release(), made.outside)
    site.clock.advance(timedelta(minutes=1))
    _, tried = await broken(site, 3, ENDS[0], "publish", made.outside)

    assert tried
    with pytest.raises(Undecided):
        await done(site.target, "publish", made.outside, tried=True)

    assert len(site.partner.standing()) == 1


async def test_a_deleted_episode_is_not_taken_for_the_new_one_that_was_lost(site: Site) -> None:
    made = await site.target.publish(release(), {}, tried=False)
    await site.target.remove(release(), made.outside)
    known = dict(made.outside)

    async def noted(outside: Mapping[str, str]) -> None:
        known.update(outside)

    site.partner.faults.append(Fault("POST", "/episodes"))
    with pytest.raises(Upstream):
        await site.target.publish(release(), known, tried=False, noted=noted)
    with pytest.raises(Undecided):
        await site.target.remove(release(), known)

    assert len(site.partner.standing()) == 1
    assert known["earlier_episodes"] == made.outside["episode"]
