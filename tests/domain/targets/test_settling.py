"""Every try to publish comes to one end: nothing is begun twice, nothing is undecided for good."""

from dataclasses import replace

import pytest

from domain.jobs import records as jobs
from domain.jobs.model import GiveUp, Job, JobState, RetryLater
from domain.targets import handing, publishing
from domain.targets.connected import Targets
from domain.targets.model import BegunLater, BegunStopped, Refused, Report, Standing, Undecided
from tests.domain.targets.scene import HOUR, Scene
from tests.domain.targets.stand import Stand

UNKNOWN = Undecided("it answered neither yes nor no")


async def last_job() -> Job:
    """Return the job that published something, as a worker takes it anew that lost its answer."""
    done = await jobs.with_state(JobState.DONE, 1_000)
    return next(one for one in done if one.kind == handing.PUBLISH)


@pytest.mark.parametrize(
    ("stop", "looked_up"),
    [
        (RetryLater(60, "too many"), False),
        (GiveUp("the token was taken back"), False),
        (BegunLater(60, "no answer"), True),
        (BegunStopped("no answer"), True),
    ],
)
async def test_the_next_try_looks_up_what_was_begun_and_nothing_else(
    scene: Scene, stand: Stand, stop: Exception, *, looked_up: bool
) -> None:
    request = await scene.approved()
    stand.next_answers = [stop]
    await scene.opens()
    await scene.republishes(request)
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert stand.tries == [False, looked_up]
    assert (await scene.look(request))["state"] == "LIVE"


async def test_patience_forgets_no_earlier_try_whose_answer_nobody_has(
    scene: Scene, stand: Stand
) -> None:
    await scene.approved()
    stand.next_answers = [ConnectionError("the answer was lost"), RetryLater(60, "too many")]
    await scene.opens()
    for _ in range(4):  # Whoever may be at the first try still is waited for as well.
        await scene.desk.work(seconds=HOUR, rounds=1)

    assert stand.tries == [False, True, True]


async def test_what_could_not_be_begun_is_taken_back_without_a_call(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.next_answers = [GiveUp("the token was taken back")]
    await scene.opens()
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)

    assert stand.calls == ["publish new"]
    assert (await scene.look(request))["publication"]["closedAt"] is not None


async def test_who_looked_and_asks_again_has_it_published_as_new(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.next_answers = [UNKNOWN]
    await scene.opens()
    done = await scene.republishes(request)
    await scene.desk.work(seconds=HOUR, rounds=1)
    found = await scene.look(request)

    assert done["errors"] == []
    assert stand.tries == [False, False]
    assert (found["state"], found["trouble"]) == ("LIVE", None)


async def test_who_asks_again_before_anybody_was_to_look_begins_nothing_twice(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.lost = 1
    await scene.desk.work(seconds=10 * 24 * HOUR, rounds=1)
    await scene.republishes(request)
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert stand.tries == [False, True]
    assert stand.calls[:2] == ["publish new", "publish found"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("FEED", Standing.LIVE),
        ("WEBHOOK", Standing.PROCESSING),
        ("MEGAPHONE", Standing.PROCESSING),
        ("DISTRIBUTION_API", UNKNOWN),
    ],
)
async def test_a_worker_that_dies_after_the_answer_was_kept_publishes_nothing_more(
    scene: Scene, stand: Stand, target: str, said: Standing | Exception
) -> None:
    stand.name, stand.next_answers = target.lower(), [said]
    await scene.sets(target, "beans")
    request = await scene.approved(target=target)
    await scene.opens()
    before, calls = await scene.look(request), stand.calls.count("publish new")
    await publishing.publish(scene.house.world.hub, Targets((stand,)), await last_job())
    after = await scene.look(request)

    assert (len(stand.tries), calls) == (1, 1)
    assert after == before


async def test_a_refusal_of_what_stands_is_said_once_though_its_worker_dies(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    await scene.opens()
    stand.next_answers = [Refused(("too many changes",))]
    await scene.republishes(request)
    await scene.desk.work(rounds=1)
    job = await last_job()
    newest = replace(job, details={**job.details, "version": 2})
    await publishing.publish(scene.house.world.hub, Targets((stand,)), newest)
    acts = [one["act"] for one in (await scene.look(request))["auditTrail"]]

    assert stand.calls == ["publish new", "publish known"]
    assert acts.count("request.not_published_again") == 1


async def test_what_is_on_its_way_out_is_not_published_again(scene: Scene, stand: Stand) -> None:
    stand.said = Report(Standing.LIVE)
    request = await scene.approved()
    await scene.opens()
    stand.next_answers = [Standing.LIVE]
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)
    done = await scene.republishes(request)

    assert done["errors"][0]["code"] == "not_followed"


async def test_what_a_target_works_on_is_looked_at_though_it_could_not_be_published_again(
    scene: Scene, stand: Stand
) -> None:
    stand.said = Report(Standing.PROCESSING)
    request = await scene.approved()
    await scene.opens()
    stand.next_answers = [GiveUp("the token was taken back")]
    await scene.republishes(request)
    await scene.desk.work(rounds=1)
    stand.said = Report(Standing.LIVE)
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert (await scene.look(request))["state"] == "LIVE"


async def test_what_its_target_refused_is_revised_and_not_just_published_again(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.next_answers = [Refused(("the title is too long",))]
    await scene.opens()
    done = await scene.republishes(request)

    assert done["errors"][0]["code"] == "being_revised"
    assert stand.calls == ["publish new"]
