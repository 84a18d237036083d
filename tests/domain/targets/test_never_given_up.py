"""What a target keeps from being done is tried again, and said for as long as it is so."""

import pytest

from domain.jobs.model import GiveUp
from domain.targets.model import BegunStopped, BegunUnheard, NotLetIn, Report, Standing, Undecided
from tests.domain.targets.scene import HOUR, Scene
from tests.domain.targets.stand import Stand
from tests.domain.targets.test_following import CASES, acts, published

NO = NotLetIn("feed_not_let_in", "The feed does not let the hub in; check THE_SETTING.")
WAITS = f"It waits for feed: {NO.message} It is tried again by itself."
STILL = (
    "It was to be taken down by feed since 2026-12-01, and is not gone: {}."
    " Have it taken down there by hand; it is tried again now and then."
)


async def hours(scene: Scene, many: int) -> None:
    for _ in range(many):
        await scene.desk.work(seconds=HOUR, rounds=1)


async def test_who_is_not_let_in_says_so_once_and_publishes_as_soon_as_they_are(
    scene: Scene, stand: Stand
) -> None:
    stand.next_answers = [NO] * 4
    request = await published(scene)
    during = (await scene.look(request))["trouble"]
    await hours(scene, 4)
    after = await scene.look(request)

    assert during == WAITS
    assert (after["state"], after["trouble"]) == ("LIVE", None)
    assert stand.tries == [False] * 5  # Nothing was begun by any of them.
    assert (await acts(scene, request)).count("request.not_let_in") == 1


async def test_who_is_not_let_in_to_look_hears_that_it_stands_once_they_are(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [NO]
    await hours(scene, 1)
    during = (await scene.look(request))["trouble"]
    await hours(scene, 1)
    after = await scene.look(request)

    assert during == WAITS
    assert (after["state"], after["trouble"]) == ("LIVE", None)


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        (NO, "The feed does not let the hub in; check THE_SETTING"),
        (GiveUp("the account is suspended"), "the account is suspended"),
        (ConnectionError("no answer"), "ConnectionError"),
    ],
)
async def test_a_removal_is_never_given_up_and_says_what_keeps_it(
    scene: Scene, stand: Stand, stop: Exception, said: str
) -> None:
    request = await published(scene)
    stand.next_answers = [stop] * 200
    await scene.house.withdraws(request, "The guest is ill.")
    await hours(scene, 34)
    before = len(stand.next_answers)
    await hours(scene, 3)
    during, tries = await scene.look(request), before - len(stand.next_answers)
    stand.next_answers = []
    await hours(scene, 2)
    after = await scene.look(request)

    assert (during["trouble"], tries) == (STILL.format(said), 3)
    assert (after["publication"]["standing"], after["trouble"]) == ("GONE", None)
    assert stand.there == {}


async def test_what_nobody_can_find_is_asked_of_people_once_and_looked_for_every_hour(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [Undecided("two may be it")] * 3
    await scene.house.withdraws(request, "The guest is ill.")
    await hours(scene, 3)
    during = await scene.look(request)
    cases = (await (await scene.desk.front("manager")).data(CASES))["cases"]["edges"]
    await hours(scene, 1)
    after = await scene.look(request)

    assert during["trouble"] == (
        "Nobody can tell whether it stands at feed still: two may be it. Look there, and take it"
        " down by hand if it does; it is looked for again every hour."
    )
    assert [(one["node"]["queue"], one["node"]["title"]) for one in cases] == [
        ("publishing", "#1: nobody can tell whether feed has it still")
    ]
    assert (after["publication"]["standing"], after["trouble"]) == ("GONE", None)


async def test_what_people_were_asked_stays_said_though_its_target_removes_what_stood(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [Undecided("it may have made another")]
    await scene.republishes(request)
    await scene.desk.work(rounds=1)
    stand.said = Report(Standing.REMOVED, problems=("it breaks rule 7",))
    await hours(scene, 1)
    trouble = (await scene.look(request))["trouble"]

    assert trouble.startswith("Nobody can tell whether it was published by feed: it may have made")
    assert trouble.endswith("It is live by feed no more: feed took it down: it breaks rule 7.")


async def test_a_look_at_what_stands_answers_no_try_to_publish(scene: Scene, stand: Stand) -> None:
    request = await published(scene)
    stand.next_answers = [BegunStopped("no answer")]
    await scene.republishes(request)
    await hours(scene, 2)
    await scene.republishes(request)
    await hours(scene, 1)

    assert "look" in stand.calls
    assert stand.tries == [False, False, True]


async def test_what_was_made_in_part_is_found_by_what_its_target_calls_it(
    scene: Scene, stand: Stand
) -> None:
    part = BegunUnheard("no_answer", "The feed did not answer.")
    part.outside = {"episode": "ep-1"}
    stand.next_answers = [part]
    await published(scene)
    await hours(scene, 1)

    assert stand.calls[:2] == ["publish new", "publish known"]
