"""What a webhook is told, with whose rights, in which order, and how often."""

import pytest

from domain.actor import Role
from domain.audit import service as audit
from domain.people import service as people
from domain.webhooks import delivery_records
from tests.api.door import door
from tests.domain.webhooks.scene import Scene
from tests.world import ROOT

CASE = "query($id: ID!) { case(id: $id) { number state } }"
OPEN = """mutation($input: OpenCaseInput!) { done: openCase(input: $input) {
  case { id } errors { ... on UserError { code message path } } } }"""


async def test_a_change_is_told_as_its_query_selects_it(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    request_id = await scene.submits()
    await scene.works()
    (first, *_) = scene.heard
    (delivery, *_) = reversed(await scene.sent(webhook_id))

    assert (first["type"], first["version"], first["webhook"]) == ("request.changed", 1, webhook_id)
    assert (first["subject"], first["sequence"]) == (request_id, delivery["sequence"])
    assert first["data"]["request"]["id"] == request_id
    assert first["data"]["request"]["requesterName"] == "Requester"
    assert (delivery["state"], delivery["attempts"][0]["code"]) == ("DELIVERED", 200)
    assert delivery["id"] == scene.sending.ids[0]
    assert await audit.verify(scene.world.hub.secrets) == []


async def test_a_burst_of_changes_is_one_message_of_how_it_stands(scene: Scene) -> None:
    await scene.registers("requester")
    request_id = await scene.submits()
    await scene.withdraws(request_id)
    before = len(scene.heard)
    await scene.works()
    told = [one for one in scene.heard[before:] if one["subject"] == request_id]

    assert told[0]["data"]["request"]["state"] == "WITHDRAWN"
    assert told[0]["sequence"] == 2


async def test_a_later_change_has_a_later_number(scene: Scene) -> None:
    await scene.registers("requester")
    request_id = await scene.submits()
    await scene.works()
    await scene.withdraws(request_id)
    await scene.works()
    numbers = [one["sequence"] for one in scene.heard]

    assert len(numbers) > 1
    assert numbers == sorted(set(numbers))
    assert scene.heard[-1]["data"]["request"]["state"] == "WITHDRAWN"


async def test_what_was_overtaken_is_not_sent_behind_the_later(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    scene.answers(500, 200)
    request_id = await scene.submits()
    await scene.works()
    await scene.withdraws(request_id)
    await scene.works()
    await scene.works(seconds=60)
    sent = await scene.sent(webhook_id)
    dropped = [one for one in sent if one["state"] == "DROPPED"]

    assert [one["trouble"] for one in dropped] == ["A later change was delivered already."]
    assert scene.sending.ids.count(dropped[0]["id"]) == 1
    assert scene.heard[-1]["sequence"] == max(one["sequence"] for one in sent)


async def test_nobody_is_told_of_what_they_may_not_see(scene: Scene) -> None:
    rival, _ = await scene.registers("rival")
    agent, _ = await scene.registers("agent")
    request_id = await scene.submits("agent")
    hidden = await scene.log(rival, "rival", where={"subjectId": request_id})
    await scene.works()
    kept = await delivery_records.waiting(rival)

    assert {one["webhook"] for one in scene.heard} == {agent}
    assert hidden["deliveries"]["totalCount"] == 0
    assert await scene.sent(rival, "rival") == []
    assert kept == []


async def test_rights_are_those_of_the_moment_it_is_sent(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("manager")
    await scene.submits()
    manager = scene.world.people["manager"]
    await people.revoke_role(
        scene.world.hub, ROOT, manager, Role.MANAGER, brand_id=None, market=None
    )
    await scene.works()

    assert scene.heard == []
    assert await delivery_records.waiting(webhook_id) == []


async def test_a_case_is_told_to_those_who_chose_cases(scene: Scene) -> None:
    await scene.registers("manager", ["CASE_CHANGED"], CASE)
    front = await door(scene.world, "requester")
    given = {"kind": "COMPLAINT", "title": "Too loud", "text": "It is too loud."}
    done = (await front.data(OPEN, input=given))["done"]
    await scene.submits()
    await scene.works()

    assert done["errors"] == []
    assert {one["type"] for one in scene.heard} == {"case.changed"}
    assert scene.heard[0]["subject"] == done["case"]["id"]


async def test_a_change_that_did_not_happen_is_told_to_nobody(scene: Scene) -> None:
    webhook_id, _ = await scene.registers("requester")
    request_id = await scene.submits()
    await scene.works()
    before = len(scene.heard)
    with pytest.raises(AssertionError, match="MissingError"):
        await scene.withdraws(request_id, "rival")
    await scene.works()

    assert len(scene.heard) == before
    assert await delivery_records.waiting(webhook_id) == []
