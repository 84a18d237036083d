"""Asking a decision service, in both dialects: what is given, what comes back, what goes wrong."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.opentext.errors import NoDecision
from connectors.opentext.fake.server import TOKEN_SECONDS
from domain.clock import SteppingClock
from domain.decision_service import Fact, Reach
from tests.connectors.opentext.conftest import Site
from tests.connectors.opentext.judge import Judged, needs_document
from tests.connectors.opentext.tables import advice

FACTS = {
    "amount": Fact("number", Decimal("12500.50")),
    "region": Fact("string", "DE"),
    "day": Fact("date", date(2026, 12, 24)),
    "urgent": Fact("boolean", True),
}
LARGE = {"who": "chief", "hours": 48, "rate": "1.25", "again": True}
LATE = {"who": "desk", "hours": 4, "rate": "-0.5", "again": False}


def facts(**changes: object) -> dict[str, Fact]:
    changed = {name: Fact(FACTS[name].kind, value) for name, value in changes.items()}
    return FACTS | changed


@pytest.fixture(params=["opentext", "flowable"])
def service(request: pytest.FixtureRequest, site: Site) -> Any:
    site.tenant.deploy(advice(), "advice")
    return getattr(site, request.param)()


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, [LARGE, LATE]),
        ({"amount": Decimal("12500.49")}, [LATE]),
        ({"day": date(2026, 12, 1)}, [LARGE]),
        ({"amount": 3, "urgent": False}, []),
        ({"amount": 10**12, "region": "FR"}, [LARGE]),
        ({"amount": None, "urgent": None}, []),
    ],
)
async def test_every_rule_that_matches_gives_a_row(
    service: Any, changes: dict[str, object], rows: list[dict[str, object]]
) -> None:
    assert await service.decide("advice", facts(**changes)) == rows


@needs_document
async def test_every_question_is_judged_by_the_document(site: Site) -> None:
    site.tenant.deploy(advice(), "advice")
    await site.flowable().decide("advice", FACTS)
    transport = site.http._transport

    assert isinstance(transport, Judged)
    assert transport.judged == 1


@needs_document
@pytest.mark.parametrize(
    "body",
    [
        {"decisionKey": 1, "inputVariables": []},
        {"decisionKey": "advice", "variables": []},
        {"decisionKey": "advice", "inputVariables": [{"name": "a", "type": 1, "value": 1}]},
        {"decisionKey": "advice", "inputVariables": [{"name": "a", "kind": "x", "value": 1}]},
    ],
)
async def test_the_judge_refuses_what_the_document_does_not_know(
    site: Site, body: dict[str, Any]
) -> None:
    with pytest.raises(AssertionError, match=r" at \$"):
        await site.http.post(
            f"{site.url}/flowable-rest/dmn-api/dmn-rule/execute",
            json=body,
            headers={"Authorization": "Basic x"},
        )


async def test_types_are_those_of_the_wire(site: Site) -> None:
    site.tenant.deploy(advice(), "advice")
    await site.opentext().decide("advice", facts(amount=10**12))

    sent = {one["name"]: (one["type"], one["value"]) for one in _variables(site)}
    assert sent == {
        "amount": ("long", 10**12),
        "region": ("string", "DE"),
        "day": ("date", "2026-12-24T00:00:00Z"),
        "urgent": ("boolean", True),
    }


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Fact("number", Decimal("0.1234567890123456789")), "more digits than a double holds"),
        (Fact("number", Decimal("NaN")), "no number"),
        (Fact("number", True), "no number"),
        (Fact("string", 5), "no text"),
        (Fact("duration", timedelta(days=1)), "for which there is no type"),
    ],
)
async def test_a_fact_that_cannot_be_given_exactly_is_not_given(
    site: Site, fact: Fact, said: str
) -> None:
    with pytest.raises(NoDecision, match=said) as caught:
        await site.opentext().decide("advice", facts() | {"amount": fact})

    assert "`amount`" in caught.value.message
    assert site.tenant.asked == []


async def test_a_token_is_fetched_once_and_again_shortly_before_its_end(
    site: Site, clock: SteppingClock
) -> None:
    site.tenant.deploy(advice(), "advice")
    service = site.opentext()
    await asyncio.gather(*(service.decide("advice", FACTS) for _ in range(5)))
    clock.advance(timedelta(seconds=TOKEN_SECONDS - 61))
    await service.decide("advice", FACTS)
    assert site.tenant.fetched == 1
    clock.advance(timedelta(seconds=2))
    await service.decide("advice", FACTS)

    assert site.tenant.fetched == 2


async def test_a_token_that_ended_early_is_replaced_once(site: Site) -> None:
    site.tenant.deploy(advice(), "advice")
    service = site.opentext()
    await service.decide("advice", FACTS)
    site.tenant.expire()

    assert await service.decide("advice", FACTS) == [LARGE, LATE]
    assert (site.tenant.fetched, len(site.tenant.asked)) == (2, 2)


async def test_nobody_is_let_in_with_another_secret(site: Site) -> None:
    for service in (
        site.opentext(secret="wrong-secret"),
        site.opentext(tenant="other"),
        site.flowable(password="wrong-secret"),
    ):
        with pytest.raises(NoDecision, match="does not let this hub in") as caught:
            await service.decide("advice", FACTS)

        assert "wrong-secret" not in caught.value.message
        assert caught.value.message.endswith("people look.")


async def test_an_unknown_decision_is_said_so(service: Any) -> None:
    with pytest.raises(NoDecision, match="knows no such decision"):
        await service.decide("nope", FACTS)


async def test_a_violated_hit_policy_is_no_answer(site: Site) -> None:
    site.tenant.deploy(advice("UNIQUE"), "advice")

    assert await site.opentext().decide("advice", facts(urgent=False)) == [LARGE]
    with pytest.raises(NoDecision, match="could not decide") as caught:
        await site.opentext().decide("advice", FACTS)
    assert caught.value.code == "status_500"


@pytest.mark.parametrize("status", [302, 400, 403, 429, 500, 503])
async def test_a_refusal_is_not_asked_for_again(site: Site, status: int) -> None:
    site.tenant.deploy(advice(), "advice")
    site.tenant.statuses = [status, status]
    with pytest.raises(NoDecision) as caught:
        await site.opentext().decide("advice", FACTS)

    assert caught.value.code == f"status_{status}"
    assert site.tenant.statuses == [status]


async def test_a_token_that_is_refused_twice_ends_it(site: Site) -> None:
    site.tenant.statuses = [401, 401, 401]
    with pytest.raises(NoDecision, match="does not let this hub in"):
        await site.opentext().decide("advice", FACTS)

    assert site.tenant.statuses == [401]


async def test_what_takes_too_long_is_given_up_in_plain_words(site: Site) -> None:
    site.tenant.deploy(advice(), "advice")
    site.tenant.held = asyncio.Event()
    with pytest.raises(NoDecision) as caught:
        await site.opentext(seconds=0.2).decide("advice", FACTS)

    assert caught.value.message == (
        "OpenText Decision Service did not answer within 0.2 s; people look."
    )


async def test_whether_it_can_be_reached_is_said(site: Site, service: Any) -> None:
    assert await service.reach() == Reach(service.name, None)
    gone = Site(site.tenant, site.clock, "http://127.0.0.1:1", site.http).opentext()
    reach = await gone.reach()

    assert reach.problem == "cannot be reached (ConnectError)"


def _variables(site: Site) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.tenant.asked[-1]["inputVariables"]
    return found
