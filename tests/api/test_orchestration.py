"""Who leads which kind, and where the service is apart, over the API."""

from collections.abc import AsyncIterator

import pytest

from domain.clock import SteppingClock
from domain.orchestration import records
from tests.api.door import door
from tests.domain.orchestration.there import PROCESS, There
from tests.domain.orchestration.there import there as open_there
from tests.domain.requests.acts import asked
from tests.world import World

ORCHESTRATE = """
mutation($input: OrchestrateInput!) { orchestrate(input: $input) {
  orchestration { kind orchestrator processKey since }
  errors { __typename ... on UserError { code message path } } } }
"""
DRIFT = """{ orchestrationDrift { gap said taskId lasting foundAt request { number } } }"""


@pytest.fixture
async def there(world: World, clock: SteppingClock) -> AsyncIterator[There]:
    async with open_there(world, clock, "opentext") as found:
        yield found


async def test_an_admin_says_who_leads_a_kind(there: There) -> None:
    front = await door(there.world, "admin")
    given = {"kind": "sponsorship", "orchestrator": "OPENTEXT", "processKey": "sponsors"}
    done = (await front.data(ORCHESTRATE, input=given))["orchestrate"]
    query = "{ orchestrations { kind orchestrator processKey since bpmn } }"
    listed = {one["kind"]: one for one in (await front.data(query))["orchestrations"]}

    assert done["errors"] == []
    assert done["orchestration"]["processKey"] == "sponsors"
    assert listed["sponsorship"]["orchestrator"] == "OPENTEXT"
    assert listed["campaign"]["processKey"] == PROCESS
    assert listed["rule_version"]["since"] is None
    assert '<process id="greenlight_case"' in listed["case"]["bpmn"]
    assert '<process id="sponsors"' in listed["sponsorship"]["bpmn"]


@pytest.mark.parametrize(
    ("who", "kind", "code"),
    [
        ("manager", "campaign", "not_allowed"),
        ("requester", "campaign", "not_allowed"),
        ("admin", "nothing", "unknown_kind"),
    ],
)
async def test_nobody_else_does_and_nothing_else(
    there: There, who: str, kind: str, code: str
) -> None:
    given = {"kind": kind, "orchestrator": "OPENTEXT"}
    front = await door(there.world, who)
    (error,) = (await front.data(ORCHESTRATE, input=given))["orchestrate"]["errors"]

    assert error["code"] == code


async def test_without_a_service_nothing_is_given_to_it(world: World) -> None:
    given = {"kind": "campaign", "orchestrator": "OPENTEXT"}
    front = await door(world, "admin")
    (error,) = (await front.data(ORCHESTRATE, input=given))["orchestrate"]["errors"]

    assert error["code"] == "not_connected"
    assert "GREENLIGHT_OPENTEXT_URL" in error["message"]
    assert await records.assignments() == []


async def test_a_request_shows_its_instance_and_who_decided_there(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", "brand_one@hub.example.com")
    await there.looks()
    query = """query($id: ID!) { request(id: $id) { bpmn
      workflow { processKey instanceId revision trouble troubleSince }
      stages { key decidedElsewhere { byName at taskId approvals quorum } } } }"""
    found = (await (await door(there.world, "requester")).data(query, id=request.id))["request"]
    stages = {stage["key"]: stage["decidedElsewhere"] for stage in found["stages"]}

    assert found["workflow"]["instanceId"] == (await there.mirror(request)).instance_id
    assert stages["brand"]["byName"] == "Brand One"
    assert (stages["brand"]["approvals"], stages["brand"]["quorum"]) == (0, 1)
    assert stages["finance"] is None
    assert f'<process id="greenlight_campaign_{request.number}"' in found["bpmn"]


async def test_drift_is_listed_for_those_who_may_see_it(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    there.tenant.processes.delete((await there.instance(request)).id, "somebody did")
    await there.checks()
    (found,) = (await (await door(there.world, "auditor")).data(DRIFT))["orchestrationDrift"]
    refused = await (await door(there.world, "requester")).send(DRIFT)

    assert found["gap"] == "INSTANCE_ENDED"
    assert found["request"]["number"] == request.number
    assert refused["data"]["orchestrationDrift"] is None
    assert refused["errors"][0]["extensions"]["code"] == "not_allowed"
