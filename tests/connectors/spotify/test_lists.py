"""An approved list is an audience at Spotify, and whoever takes their consent back comes off."""

import hashlib
from typing import Any

import pytest

from connectors.spotify.client import AdsClient
from connectors.spotify.errors import OutcomeUnknown
from connectors.spotify.fake.state import Fault
from domain.audit import service as audit
from domain.campaigns.lists.uploading import WAIT_SECONDS
from tests.connectors.spotify.test_pausing import live
from tests.connectors.spotify.test_targets import targeting, targets
from tests.stories.desk import OneProcess
from tests.stories.house import House, house
from tests.stories.test_d7_activation import (
    CASES,
    ERRORS,
    account,
    does,
    recorded_off,
    takes_back,
)

BRING = f"""mutation($input: BringMatchingKeysInput!) {{ done: bringMatchingKeys(input: $input) {{
  imported {{ new changed known setAside {{ line reason }} }} {ERRORS} }} }}"""
LOOK = """query($id: ID!) { request(id: $id) { state trouble handOver { state receipt }
  customerList { accounts matchable state uploaded sizeFrom byPeople endedAt }
  listedAccounts { accountId hasMatchingKey removalAskedAt removedAt removedByName receipt } } }"""
LEDGER = """query($id: ID!) { consents(subjectKind: ACCOUNT, subjectId: $id) {
  listedAccounts { removedAt receipt } } }"""
NAMES = ("cust-1", "cust-2", "cust-3")


@pytest.fixture
async def opened(desk: OneProcess) -> House:
    return await house(desk)


def key(name: str) -> str:
    return hashlib.sha256(f"{name}@example.com".encode()).hexdigest()


async def bring(opened: House, *names: str, **changes: str) -> dict[str, Any]:
    """Bring the keys of accounts, or what `changes` says in their place."""
    given = [{"account": one, "key": changes.get("key", key(one))} for one in names]
    return await does(opened, "manager", BRING, brandId=opened.world.brand_id, keys=given)


async def accounts(opened: House, *names: str) -> list[str]:
    """Return accounts of the brand that agreed to be on a list for advertising."""
    return [await account(opened, one, brandId=opened.world.brand_id) for one in names]


async def listed(opened: House, campaign: dict[str, str], account_ids: list[str]) -> dict[str, Any]:
    """Ask for a list of accounts in a campaign's ad sets, and have everybody say yes."""
    changes = {"adTargets": None, "accountIds": account_ids, "youngestAge": 18}
    return await targeting(opened, campaign, **changes)


async def look(opened: House, request: dict[str, Any]) -> dict[str, Any]:
    front = await opened.desk.front("manager")
    found: dict[str, Any] = (await front.data(LOOK, id=request["id"]))["request"]
    return found


async def uploaded(desk: OneProcess, opened: House, *keyed: str) -> tuple[Any, list[str]]:
    """Return a targeting whose list is at Spotify and set there, and its three accounts."""
    campaign = await live(desk)
    people = await accounts(opened, *NAMES)
    await bring(opened, *(keyed or NAMES))
    request = await listed(opened, campaign, people)
    await desk.work(seconds=WAIT_SECONDS)
    return request, people


async def test_those_with_a_key_are_uploaded_and_their_audience_is_set(
    desk: OneProcess, opened: House
) -> None:
    request, _ = await uploaded(desk, opened, "cust-1", "cust-2")
    found = await look(opened, request)

    ((audience, keys),) = desk.account.lists.items()
    assert keys == sorted([key("cust-1"), key("cust-2")])
    assert targets(desk)["audience_ids"] == [audience]
    assert (found["state"], found["handOver"]["state"]) == ("LIVE", "ACKNOWLEDGED")
    assert found["customerList"] == {
        "accounts": 3,
        "matchable": 2,
        "state": "BOOKABLE",
        "uploaded": 2,
        "sizeFrom": 2,
        "byPeople": False,
        "endedAt": None,
    }
    assert sorted(one["hasMatchingKey"] for one in found["listedAccounts"]) == [False, True, True]
    assert await audit.verify(desk.world.hub.secrets) == []


async def test_who_takes_it_back_is_taken_off_by_the_hub_at_once_and_by_no_case(
    desk: OneProcess, opened: House
) -> None:
    request, people = await uploaded(desk, opened)
    (audience,) = desk.account.lists
    await takes_back(opened, people[0])
    await desk.work()
    found = await look(opened, request)
    front = await opened.desk.front("manager")
    ledger = (await front.data(LEDGER, id=people[0]))["consents"]["listedAccounts"]
    cases = (await front.data(CASES))["cases"]["edges"]

    assert desk.account.lists == {audience: sorted([key("cust-2"), key("cust-3")])}
    (off,) = [one for one in found["listedAccounts"] if one["removedAt"]]
    assert (off["accountId"], off["removedByName"]) == (people[0], None)
    assert off["receipt"].startswith("Taken off at 2026-")
    assert off["hasMatchingKey"] is False
    assert await recorded_off(request) == {people[0]: off["receipt"]}
    assert ledger == [{"removedAt": off["removedAt"], "receipt": off["receipt"]}]
    assert cases == []


async def test_an_upload_that_is_lost_is_made_anew_and_makes_no_second_audience(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    people = await accounts(opened, *NAMES)
    await bring(opened, *NAMES)
    desk.account.faults = [Fault("POST", "/audiences", after_success=True)] * 2
    await listed(opened, campaign, people)
    await desk.work(seconds=WAIT_SECONDS, rounds=10)
    await desk.work(seconds=WAIT_SECONDS, rounds=10)

    assert desk.account.faults == []
    (audience,) = desk.account.audiences
    assert targets(desk)["audience_ids"] == [audience]
    assert desk.account.lists[audience] == sorted(key(one) for one in NAMES)


async def test_withdrawn_its_ad_sets_go_without_it_and_then_it_is_deleted(
    desk: OneProcess, opened: House
) -> None:
    request, people = await uploaded(desk, opened)
    await opened.withdraws(request, "The spring is over.")
    await desk.work(seconds=60, rounds=10)
    await desk.work(seconds=60, rounds=10)
    found = await look(opened, request)

    assert "audience_ids" not in targets(desk)
    assert (desk.account.audiences, desk.account.lists) == ({}, {})
    assert found["customerList"]["state"] == "DELETED"
    assert found["customerList"]["endedAt"] is not None
    await takes_back(opened, people[0])
    await desk.work()
    (off,) = [one for one in (await look(opened, request))["listedAccounts"] if one["removedAt"]]
    assert "deleted the audience" in off["receipt"]
    assert await recorded_off(request) == {people[0]: off["receipt"]}


async def test_where_nobody_can_be_matched_it_says_so_and_keys_bring_it_on(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    people = await accounts(opened, *NAMES)
    request = await listed(opened, campaign, people)
    before = await look(opened, request)
    await bring(opened, *NAMES)
    await desk.work()
    await desk.work(seconds=WAIT_SECONDS)
    after = await look(opened, request)

    assert "bring the keys of more of its accounts" in before["trouble"]
    assert (before["state"], before["customerList"]["byPeople"]) == ("PUBLISHED", True)
    assert (after["state"], after["customerList"]["byPeople"]) == ("LIVE", False)


async def test_a_list_of_which_spotify_knows_too_few_is_trouble_and_sets_nothing(
    desk: OneProcess, opened: House
) -> None:
    desk.account.audience_least = 20
    request, people = await uploaded(desk, opened)
    found = await look(opened, request)
    await takes_back(opened, people[0])
    await desk.work()
    cases = (await (await opened.desk.front("manager")).data(CASES))["cases"]["edges"]

    assert "EMPTY" in found["trouble"]
    assert (found["state"], found["customerList"]["state"]) == ("PUBLISHED", "EMPTY")
    assert "audience_ids" not in targets(desk)
    assert [one["node"]["queue"] for one in cases] == ["marketing"]


async def test_the_last_one_who_takes_it_back_ends_the_audience(
    desk: OneProcess, opened: House
) -> None:
    request, people = await uploaded(desk, opened)
    for one in people:
        await takes_back(opened, one)
    await desk.work(seconds=60, rounds=10)
    await desk.work(seconds=60, rounds=10)
    found = await look(opened, request)

    assert (desk.account.audiences, desk.account.lists) == ({}, {})
    assert "audience_ids" not in targets(desk)
    assert all(one["removedAt"] for one in found["listedAccounts"])


async def test_an_audience_in_use_is_deleted_once_nothing_uses_it(
    desk: OneProcess, opened: House
) -> None:
    request, _ = await uploaded(desk, opened)
    desk.account.faults = [Fault("DELETE", "/audiences", status=409)]
    await opened.withdraws(request, "The spring is over.")
    await desk.work(seconds=60, rounds=10)
    await desk.work(seconds=60)
    before = len(desk.account.audiences)
    await desk.work(seconds=3_600)

    assert (before, desk.account.audiences) == (1, {})


async def test_a_clear_address_is_refused_whole_and_never_said_again(
    desk: OneProcess, opened: House
) -> None:
    del desk
    await accounts(opened, *NAMES)
    clear = await bring(opened, "cust-1", key="somebody@example.com")
    others = await bring(opened, "cust-1", "cust-9", key="ABC")
    known = await bring(opened, "cust-2")
    again = await bring(opened, "cust-2")

    assert [one["code"] for one in clear["errors"]] == ["clear_address"]
    assert "somebody" not in str(clear)
    assert "ABC" not in str(others["imported"])
    assert [one["line"] for one in others["imported"]["setAside"]] == [1, 2]
    assert (known["imported"]["new"], again["imported"]["known"]) == (1, 1)


async def test_a_key_without_a_consent_is_not_kept(desk: OneProcess, opened: House) -> None:
    del desk
    await account(opened, "cust-7", brandId=opened.world.brand_id, agreed=False)
    done = await bring(opened, "cust-7", "cust-8")

    reasons = [one["reason"] for one in done["imported"]["setAside"]]
    assert reasons[0].startswith("They do not agree to be on a list")
    assert reasons[1].startswith("No account of this brand")
    assert done["imported"]["new"] == 0


async def test_a_list_is_sent_to_no_address_inside_the_house(ads: AdsClient) -> None:
    for address in ("https://10.0.0.1/list", "http://storage.example.com/list", "file:///list"):
        with pytest.raises(OutcomeUnknown, match="Spotify named an address for the file"):
            await ads.upload_list(address, b"email\r\n")
