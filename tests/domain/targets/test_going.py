"""What is to go: its files are given out no more at once, and people hear of what stays."""

from functools import partial

import pytest

from domain.jobs.model import GiveUp, RetryLater
from domain.targets.connected import Targets
from domain.targets.model import Refused, Report, Standing, Undecided
from tests.domain.targets.addresses import Addresses
from tests.domain.targets.scene import DAY, HOUR, Scene
from tests.domain.targets.stand import Stand
from tests.world import square

STILL = (
    "It was to be taken down by feed since 2026-12-01, and is not gone: it stands at feed still."
    " Have it taken down there by hand; it is tried again now and then."
)


@pytest.mark.parametrize("answer", [Standing.LIVE, RetryLater(30, "it stands at feed still")])
async def test_what_is_not_gone_after_a_day_is_told_once_and_tried_more_seldom(
    scene: Scene, stand: Stand, answer: Standing | Exception
) -> None:
    request = await scene.approved()
    await scene.opens()
    stand.next_answers = [answer] * 100
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(seconds=HOUR, rounds=2)
    early = (await scene.look(request))["trouble"]
    await scene.desk.work(seconds=DAY, rounds=1)
    late, before = await scene.look(request), stand.calls.count("remove")
    for _ in range(24):
        await scene.desk.work(seconds=HOUR, rounds=1)
    during = stand.calls.count("remove") - before
    stand.next_answers = []
    await scene.desk.work(seconds=DAY, rounds=1)
    found = await scene.look(request)
    acts = [one["act"] for one in found["auditTrail"]]

    assert (early, late["trouble"]) == (None, STILL)
    assert 2 <= during <= 5
    assert acts.count("request.not_gone") == 1
    assert found["publication"]["standing"] == "GONE"


async def test_what_nobody_can_find_to_take_it_down_is_told_at_once(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.lost = 1
    await scene.desk.work(seconds=10 * DAY, rounds=1)
    stand.next_answers = [Undecided("it may have made the episode")] * 2
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=3)
    found = await scene.look(request)

    assert stand.calls.count("remove") == 1
    assert found["trouble"].startswith(
        "Nobody can tell whether it stands at feed still: it may have made the episode. Look there"
    )


async def test_its_files_are_given_out_no_more_once_it_is_to_go(
    scene: Scene, stand: Stand, addresses: Addresses
) -> None:
    request = await scene.approved()
    await scene.opens()
    during = set(addresses.open)
    stand.next_answers = [Standing.LIVE]
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)

    assert len(during) == 3
    assert (len(stand.there), addresses.open) == (1, set())


async def test_files_of_what_was_never_begun_are_given_out_no_more(
    scene: Scene, stand: Stand, addresses: Addresses
) -> None:
    request = await scene.approved()
    stand.next_answers = [GiveUp("the token was taken back")]
    await scene.opens()
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)

    assert (addresses.opened, addresses.open) == (1, set())


async def test_what_is_withdrawn_during_the_call_leaves_no_file_open(
    scene: Scene, stand: Stand, addresses: Addresses
) -> None:
    request = await scene.approved()
    stand.during = partial(scene.house.withdraws, request, "The guest is ill.")
    await scene.opens()

    assert (stand.there, addresses.open) == ({}, set())


async def test_looks_open_nothing(scene: Scene, stand: Stand, addresses: Addresses) -> None:
    await scene.approved()
    await scene.opens()
    for _ in range(3):
        await scene.desk.work(seconds=HOUR, rounds=1)

    assert (stand.calls.count("look") >= 3, addresses.opened) == (True, 1)


async def test_a_revision_that_stands_closes_the_files_of_the_one_before(
    scene: Scene, stand: Stand, addresses: Addresses
) -> None:
    request = await scene.approved()
    stand.next_answers = [Refused(("the artwork is another one's",))]
    await scene.opens()
    refused = set(addresses.open)
    front = await scene.desk.front("requester")
    another = await scene.house.sent(front, "IMAGE", square(1_500))
    brief = await scene.house.release(artworkAssetId=another, cleared=False)
    done = await scene.house.revises("episode_release", request, brief)
    stages = await scene.house.stages(request)
    await scene.says_yes(request, *(one for one, (how, _) in stages.items() if how != "APPROVED"))
    await scene.opens()

    assert done["errors"] == []
    assert (await scene.look(request))["state"] == "LIVE", await scene.look(request)
    assert refused - addresses.open == {scene.house.files["artwork"]}
    assert addresses.open - refused == {another}


async def test_what_goes_from_one_target_stays_open_for_the_other(
    scene: Scene, stand: Stand, addresses: Addresses
) -> None:
    other = Stand("webhook")
    scene.desk.publishes_to(Targets((stand, other), media=addresses))
    await scene.sets("WEBHOOK", "enp_1")
    first = await scene.approved()
    await scene.approved(name="The first cup, elsewhere", target="WEBHOOK")
    await scene.opens()
    await scene.house.withdraws(first, "It is elsewhere.")
    await scene.desk.work(rounds=2)

    assert (stand.there, len(other.there), len(addresses.open)) == ({}, 1, 3)


async def test_what_another_request_put_in_its_place_is_not_taken_down_with_it(
    scene: Scene, stand: Stand, addresses: Addresses
) -> None:
    first = await scene.approved()
    await scene.opens()
    stand.said = Report(Standing.PROCESSING)
    second = await scene.approved(name="The first cup, again")
    await scene.opens()
    await scene.house.withdraws(first, "It is out again.")
    await scene.desk.work(rounds=2)
    stand.said = Report(Standing.LIVE)
    await scene.desk.work(seconds=HOUR, rounds=1)
    (exposure,) = await scene.live()

    assert ("remove" in stand.calls, len(stand.there), len(addresses.open)) == (False, 1, 3)
    assert exposure.request_id == second["id"]


async def test_what_its_target_took_down_stays_closed_when_it_is_withdrawn(
    scene: Scene, stand: Stand, addresses: Addresses
) -> None:
    request = await scene.approved()
    await scene.opens()
    stand.said = Report(Standing.REMOVED, problems=("it breaks rule 7.",))
    await scene.desk.work(seconds=HOUR, rounds=1)
    await scene.house.withdraws(request, "It breaks rule 7.")
    await scene.desk.work(rounds=2)

    assert addresses.open == set()
    assert (await scene.look(request))["publication"]["standing"] == "GONE"
