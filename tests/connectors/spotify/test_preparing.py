"""Making a campaign ready: what is refused, what is found again, what is made anew."""

from datetime import timedelta

import pytest

from connectors.files.disk import DiskStore
from connectors.spotify.fake.state import LEVELS, Fault
from tests.api.door import brief
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import REVISE, approved


async def asked(desk: OneProcess) -> dict[str, str]:
    request: dict[str, str] = (await (await desk.front("requester")).submit(desk.world))["request"]
    return request


async def revised(desk: OneProcess, request: dict[str, str], **changes: object) -> None:
    given = {"requestId": request["id"], "brief": brief(desk.world, **changes), "seenRevision": 1}
    data = await (await desk.front("requester")).data(REVISE, input=given)
    assert data["reviseCampaign"]["errors"] == []


def counts(desk: OneProcess) -> list[int]:
    return [len(desk.account.drafts[level]) for level in LEVELS]


async def test_a_budget_in_another_currency_is_never_drafted(desk: OneProcess) -> None:
    desk.account.currency = "USD"
    request = await asked(desk)
    await desk.work()
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert "Currency: the budget is in EUR, the ad account in USD." in str(found["note"])
    assert counts(desk) == [0, 0, 0]


async def test_an_account_that_does_not_say_its_currency_is_not_trusted(desk: OneProcess) -> None:
    desk.account.currency = ""
    request = await asked(desk)
    await desk.work()

    assert "does not say its currency" in str((await desk.look(request))["note"])


@pytest.mark.parametrize("status", [400, 502])
@pytest.mark.parametrize("level", ["ad_sets", "ads"])
async def test_a_half_made_draft_is_taken_up_by_the_next_revision(
    desk: OneProcess, level: str, status: int
) -> None:
    desk.account.faults = [Fault("POST", f"/drafts/{level}", status)]
    request = await asked(desk)
    while desk.account.faults:
        desk.clock.advance(timedelta(seconds=1))
        await desk.runner.drain()
    (campaign,) = desk.account.drafts["campaigns"]
    await revised(desk, request, name="Another name", markets=["DE", "FR"])
    await desk.work(rounds=30)
    found = await desk.look(request)

    assert all(check["holds"] for check in found["readiness"])  # type: ignore[attr-defined]
    assert list(desk.account.drafts["campaigns"]) == [campaign]
    assert counts(desk) == [1, 2, 2]


@pytest.mark.parametrize("level", LEVELS)
async def test_what_was_deleted_at_spotify_is_drafted_anew(desk: OneProcess, level: str) -> None:
    request = await asked(desk)
    await desk.work()
    for _ in range(2):
        desk.account.drop_draft(level, next(iter(desk.account.drafts[level])))
        note = f"Draft {counts(desk)}"
        data = await (await desk.front("requester")).data(
            REVISE, input={"requestId": request["id"], "brief": brief(desk.world, note=note)}
        )
        assert data["reviseCampaign"]["errors"] == []
        await desk.work(rounds=20)
    found = await desk.look(request)

    assert counts(desk) == [1, 2, 2]
    assert all(check["holds"] for check in found["readiness"])  # type: ignore[attr-defined]


async def test_a_draft_that_was_deleted_after_approval_is_prepared_and_asked_for_again(
    desk: OneProcess,
) -> None:
    request = await approved(desk)
    for _ in range(2):
        desk.account.drop_draft("campaigns", next(iter(desk.account.drafts["campaigns"])))
        await desk.work(seconds=31, rounds=20)
        found = await desk.look(request)
        assert found["state"] == "IN_REVIEW"
        assert "no longer at Spotify" in str(found["note"])
        await desk.says("brand_one", request, "brand")
        await desk.says("finance_one", request, "finance")
    await desk.work(seconds=31)

    assert (await desk.look(request))["state"] == "PUBLISHED"
    assert [len(desk.account.live[level]) for level in LEVELS] == [1, 2, 2]
    assert counts(desk) == [0, 0, 0]


async def test_a_file_that_is_not_the_one_that_was_checked_is_not_uploaded(
    desk: OneProcess,
) -> None:
    files, audio = desk.world.hub.files, desk.world.assets["audio"]
    assert isinstance(files, DiskStore)
    files._path(audio).write_bytes(b"something else")
    request = await asked(desk)
    await desk.work()
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert "`sample.wav` is not the file that was checked" in str(found["note"])
    assert {a["status"] for a in desk.account.assets.values()} == {"WAITING_UPLOAD"}


async def test_a_file_that_is_lost_is_asked_for_again(desk: OneProcess) -> None:
    files = desk.world.hub.files
    assert isinstance(files, DiskStore)
    files._path(desk.world.assets["audio"]).unlink()
    request = await asked(desk)
    await desk.work()

    assert "the file of `sample.wav` is lost" in str((await desk.look(request))["note"])


@pytest.mark.parametrize(
    ("method", "part"),
    [("GET", ""), ("POST", "/assets"), ("POST", "/drafts/ads"), ("POST", "/drafts/campaigns/")],
)
@pytest.mark.parametrize("status", [400, 422])
async def test_a_final_refusal_while_preparing_comes_back_in_spotifys_words(
    desk: OneProcess, method: str, part: str, status: int
) -> None:
    desk.account.faults = [Fault(method, part, status)]
    request = await asked(desk)
    await desk.work()
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert "planned failure" in str(found["note"])


@pytest.mark.parametrize("status", [400, 422])
async def test_a_final_refusal_while_publishing_comes_back_in_spotifys_words(
    desk: OneProcess, status: int
) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", status)]
    await desk.work(seconds=31)
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert found["note"] == "Spotify did not publish it: planned failure."
    assert desk.account.live["campaigns"] == {}


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500])
async def test_what_may_pass_is_tried_again(desk: OneProcess, status: int) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", status)]
    await desk.work(seconds=31)
    await desk.work(seconds=60)

    assert (await desk.look(request))["state"] == "PUBLISHED"


async def test_a_flight_that_began_before_it_was_drafted_comes_back(desk: OneProcess) -> None:
    request = await asked(desk)
    await desk.work(seconds=timedelta(days=8).total_seconds())
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert "start_time is in the past" in str(found["note"])


async def test_a_market_that_is_no_longer_ordered_ends_with_the_next_publishing(
    desk: OneProcess,
) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=False, reason="A price.")
    await desk.work(seconds=40)
    await revised(desk, request, markets=["DE"])
    await desk.work(rounds=20)
    await desk.says("brand_one", request, "brand")
    await desk.says("finance_one", request, "finance")
    await desk.work(seconds=31)
    states = {
        ad_set["targets"]["geo_targets"]["country_code"]: ad_set["status"]
        for ad_set in desk.account.live["ad_sets"].values()
    }

    assert states == {"DE": "PENDING_APPROVAL", "AT": "ARCHIVED"}
