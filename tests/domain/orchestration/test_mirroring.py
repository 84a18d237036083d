"""What is asked for here is mirrored there: started once, told of every word, completed once."""

import pytest

from domain.requests.model import RequestState
from tests.domain.orchestration.there import LATER, There
from tests.domain.requests.acts import asked, ready, says

BOTH = pytest.mark.parametrize("there", ["opentext", "flowable"], indirect=True)


@BOTH
async def test_a_request_goes_its_way_in_both(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    instance = await there.instance(request)

    assert await there.asked(request) == ["brand"]
    assert instance.business_key == request.id
    assert instance.values["number"] == request.number
    assert instance.values["markets"] == ["AT", "DE"]
    assert [one["key"] for one in instance.values["stages"]] == ["brand", "readiness", "finance"]
    assert instance.values["outcome_legal"] == "not_asked"

    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await there.works()
    assert await there.asked(request) == ["brand"]  # The vote can be taken back still.

    await there.works(after=LATER)
    assert await there.asked(request) == ["finance"]

    await says(there.world, "finance_one", request, "finance")
    await there.works(after=LATER)
    await there.looks()

    assert (await there.instance(request)).ended_at is not None
    assert (await there.instance(request)).values["outcome_finance"] == "approved"
    assert (await there.now(request)).state is RequestState.APPROVED
    assert (await there.mirror(request)).ended_at is not None
    assert await there.checks() == []
