"""D6: which priority, queue and clocks a case gets, and what may be given to make it good."""

import asyncio
import json
from typing import Any

import pytest

from domain.database import sql
from domain.errors import Invalid
from domain.people import membership
from domain.requests import ledger
from domain.requests.revise import revise
from tests.api.door import VOTE
from tests.bot.reading import lines
from tests.stories.cases import ERRORS, Bureau
from tests.stories.sponsors import WITHDRAW
from tests.world import ROOT

CREATE_ACCOUNT = f"""mutation($input: CreateAccountInput!) {{
  done: createAccount(input: $input) {{ account {{ id }} {ERRORS} }} }}"""
WORDS = ("state", "tier", "amount", "currency")


async def registered(bureau: Bureau, pseudonym: str) -> str:
    """Have the hub keep an account, once; return its id."""
    kept = await sql.fetch_one("SELECT id FROM accounts WHERE pseudonym = $1", pseudonym)
    if kept is not None:
        return str(kept["id"])
    manager = await bureau.desk.front("manager")
    given = {"pseudonym": pseudonym, "tier": "STANDARD"}
    made = (await manager.data(CREATE_ACCOUNT, input=given))["done"]
    assert made["errors"] == [], made
    return str(made["account"]["id"])


async def owned(bureau: Bureau, **changes: Any) -> dict[str, Any]:
    """Open a case about an account, and have somebody of customer service own it."""
    account = changes.pop("account", None) or await registered(bureau, "cust-0017")
    case = await bureau.opens(
        changes.pop("who", "requester"), subjects=[{"kind": "ACCOUNT", "ref": account}], **changes
    )
    return await bureau.did("agent_one", "assignCase", caseId=case["id"])


async def proposes(
    bureau: Bureau, case: dict[str, Any], amount: str | None, **more: Any
) -> dict[str, Any]:
    given = {"fault": "OURS", "why": "It was our mistake."} | more
    if amount is not None:
        given = {"amount": amount, "currency": "EUR"} | given
    return await bureau.does("agent_one", "proposeCompensation", caseId=case["id"], **given)


async def test_d6_priority_queue_and_clocks_follow_from_the_facts(bureau: Bureau) -> None:
    small = await bureau.opens(facts={"severity": "LOW"})
    valued = await bureau.opens(facts={"severity": "LOW", "customerValue": "HIGH"})
    british = await bureau.look(await bureau.opens(facts={"severity": "LOW"}, market="DE"))
    critical = await bureau.opens(kind="CONTENT_ISSUE", facts={"severity": "CRITICAL"})
    found = await bureau.look(small)

    assert (small["priority"], small["queue"]) == ("P4", "customer_service")
    assert valued["priority"] == "P3"
    assert british["priority"] == "P4"
    assert (critical["priority"], critical["queue"]) == ("P1", "marketing")
    assert found["reasons"] == ["A small complaint or inquiry."]
    assert found["decisions"][0]["matchedRules"] == ["small"]


async def test_d6_what_the_law_watches_goes_to_legal_as_p2_at_least(bureau: Bureau) -> None:
    for topic in ("RIGHTS", "CHILD_SAFETY", "LEGAL"):
        case = await bureau.opens(kind="INQUIRY", facts={"severity": "LOW", "topic": topic})
        assert (case["priority"] in {"P1", "P2"}, case["queue"]) == (True, "legal")
    case = await bureau.opens(facts={"severity": "LOW", "topic": "RIGHTS"})
    sent = await bureau.does("legal_one", "triageCase", caseId=case["id"], queue="marketing")

    assert [error["code"] for error in sent["errors"]] == ["legal_only"]


async def test_d6_a_wrong_claim_that_is_live_is_p1(bureau: Bureau) -> None:
    facts = {"severity": "LOW", "topic": "WRONG_CLAIM"}
    live = await bureau.opens(kind="CONTENT_ISSUE", facts=facts | {"live": True})
    not_live = await bureau.opens(kind="CONTENT_ISSUE", facts=facts | {"live": False})

    assert (live["priority"], not_live["priority"]) == ("P1", "P2")


async def test_d6_a_missing_fact_is_for_people_as_p2_and_said_so(bureau: Bureau) -> None:
    case = await bureau.opens(facts={"severity": None})
    found = await bureau.look(case)
    again = await bureau.did("triager", "triageCase", caseId=case["id"], facts={"severity": "LOW"})

    assert (case["priority"], case["queue"]) == ("P2", "triage")
    assert found["reasons"] == [
        "The rules need to know: severity.",
        "Nobody could tell by rules: people decide, as P2.",
    ]
    assert found["decisions"][0]["outcome"] == "REVIEW"
    assert (again["priority"], again["queue"]) == ("P4", "customer_service")


async def test_d6_where_nothing_matches_people_decide(bureau: Bureau) -> None:
    facts = {"kind": "complaint", "severity": "low", "topic": "weather"}
    query = """query($table: String!, $facts: JSON!) { simulate(table: $table, facts: $facts) {
      outcome results matchedRules reasons missCount } }"""
    front = await bureau.desk.front("manager")
    said = (await front.data(query, table="case_triage", facts=facts))["simulate"]

    assert said["matchedRules"] == ["unknown_topic"]
    assert (said["results"][0]["outcome"], said["results"][0]["queue"]) == ("review", "triage")
    assert said["reasons"] == ["No rule knows this topic; people decide."]


async def test_d6_where_the_executor_is_away_a_second_pair_of_eyes_looks(bureau: Bureau) -> None:
    await bureau.desk.gives_away("case_compensation")
    case = await owned(bureau)
    done = await proposes(bureau, case, "10.00")
    (waits,) = (await bureau.look(case))["compensations"]

    assert done["errors"] == []
    assert waits["state"] == "WAITING"
    assert "second pair of eyes" in waits["reasons"][-1]


async def test_d6_where_the_executor_is_away_people_triage(bureau: Bureau) -> None:
    await bureau.desk.gives_away("case_triage")
    found = await bureau.look(await bureau.opens())

    assert (found["priority"], found["queue"], found["state"]) == ("P2", "triage", "NEW")
    assert "OpenText Decision Service" in found["reasons"][0]
    assert found["decisions"][0]["outcome"] == "REVIEW"


async def test_d6_a_compensation_within_the_limits_is_done_at_once(bureau: Bureau) -> None:
    case = await owned(bureau)
    await proposes(bureau, case, "20.00")
    await proposes(bureau, case, None, why="We are sorry.")
    found = (await bureau.look(case))["compensations"]

    assert [[one[word] for word in WORDS] for one in found] == [
        ["DONE", "GOODWILL", "20.00", "EUR"],
        ["DONE", "APOLOGY", None, None],
    ]


async def test_d6_above_the_limit_it_waits_for_the_second_pair_of_eyes_once(
    bureau: Bureau,
) -> None:
    case = await owned(bureau)
    await proposes(bureau, case, "120.00")
    (waits,) = (await bureau.look(case))["compensations"]
    word = {"compensationId": waits["id"], "approve": True}
    own = await bureau.does("agent_one", "decideCompensation", **word)
    passer_by = await bureau.does("marketer", "decideCompensation", **word)
    twice = await proposes(bureau, case, "130.00")
    both = await asyncio.gather(
        bureau.does("lead", "decideCompensation", **word),
        bureau.does("manager", "decideCompensation", **word),
    )
    late = await bureau.does("head", "decideCompensation", **word)
    found = await bureau.look(case)
    (done,) = found["compensations"]
    acts = [event["act"] for event in found["auditTrail"]]

    assert waits["state"] == "WAITING"
    assert own["errors"][0]["code"] == "four_eyes"
    assert passer_by["errors"][0]["code"] == "no_such_compensation"
    assert twice["errors"][0]["code"] == "one_waits"
    assert sorted(bool(one["errors"]) for one in both) == [False, True]
    assert late["errors"][0]["code"] in {"decided_already", "no_such_compensation"}
    assert (done["state"], done["tier"], done["proposerName"]) == ("DONE", "MAKE_GOOD", "Agent One")
    assert done["deciderName"] in {"Lead", "Manager"}
    assert acts.count("case.compensated") == 1


async def test_d6_the_second_pair_of_eyes_sees_what_it_decides(bureau: Bureau) -> None:
    case, small = await owned(bureau), await owned(bureau)
    unasked = [await bureau.numbers(who) for who in ("lead", "head")]
    await proposes(bureau, small, "20.00")
    await proposes(bureau, case, "120.00")
    (waits,) = (await bureau.look(case, "lead"))["compensations"]
    asked = [await bureau.numbers(who) for who in ("lead", "head", "marketer")]
    word = {"compensationId": waits["id"], "approve": True}
    done = await bureau.does("lead", "decideCompensation", **word)
    (given,) = (await bureau.look(case, "lead"))["compensations"]

    assert unasked == [[], []]
    assert asked == [[case["number"]], [case["number"]], []]
    assert done["errors"] == []
    assert (given["state"], given["deciderName"]) == ("DONE", "Lead")


async def test_d6_the_second_pair_of_eyes_is_shown_the_card(bureau: Bureau) -> None:
    async with bureau.desk.chat() as chat:
        case = await owned(bureau)
        await bureau.desk.work()
        places = ("CCUSTOMERSERVICELEAD", "CCASEMANAGERS")
        before = [len(chat.shown(place)) for place in places]
        await proposes(bureau, case, "120.00")
        await bureau.desk.work()
        after = [lines(card.blocks) for place in places for card in chat.shown(place)]

    assert before == [0, 0]
    assert len(after) == len(places)
    assert all(any("waits for a second pair of eyes" in line for line in one) for one in after)


async def test_d6_what_an_account_was_given_within_a_year_adds_up(bureau: Bureau) -> None:
    for _ in range(4):
        case = await owned(bureau)
        assert (await proposes(bureau, case, "50.00"))["errors"] == []
    case = await owned(bureau)
    await proposes(bureau, case, "0.01")
    other = await owned(bureau, account=await registered(bureau, "cust-0018"))
    await proposes(bureau, other, "50.00")
    (waits,) = (await bureau.look(case))["compensations"]
    (at_once,) = (await bureau.look(other))["compensations"]

    assert (waits["state"], at_once["state"]) == ("WAITING", "DONE")


async def test_d6_a_name_made_up_or_a_case_of_ones_own_takes_a_second_pair_of_eyes(
    bureau: Bureau,
) -> None:
    made_up, own = await owned(bureau, account="A-17"), await owned(bureau, who="agent_one")
    for case in (made_up, own):
        await proposes(bureau, case, "20.00")
    await proposes(bureau, own, None, why="We are sorry.")
    found = [(await bureau.look(case))["compensations"] for case in (made_up, own)]

    assert [[one["state"] for one in each] for each in found] == [["WAITING"], ["WAITING", "DONE"]]
    assert "reported it as well" in found[1][0]["reasons"][-1]


async def test_d6_several_currencies_take_a_second_pair_of_eyes(bureau: Bureau) -> None:
    first, second = await owned(bureau), await owned(bureau)
    await proposes(bureau, first, "10.00", currency="GBP")
    await proposes(bureau, second, "10.00")
    (waits,) = (await bureau.look(second))["compensations"]

    assert waits["state"] == "WAITING"
    assert "another currency" in waits["reasons"][0]


async def test_d6_beyond_the_cap_it_is_refused_with_the_reason(bureau: Bureau) -> None:
    case = await owned(bureau)
    done = await proposes(bureau, case, "25000.01")
    customers = await proposes(bureau, case, "1.00", fault="CUSTOMER")

    assert done["errors"][0]["code"] == "refused_by_rules"
    assert "more than 25,000" in done["errors"][0]["message"]
    assert customers["errors"][0]["code"] == "refused_by_rules"
    assert (await bureau.look(case))["compensations"] == []


REQUEST = """query($id: ID!) { request(id: $id) {
  number state compensation { caseId state amount } brief { __typename } } }"""
LINKED = """query($id: ID!) { case(id: $id) { compensationRequests { id number state }
  compensations { id state amount requestId reason } auditTrail { act } } }"""


async def asked_as_request(bureau: Bureau) -> tuple[dict[str, Any], dict[str, Any]]:
    """Have a compensation of EUR 120 wait, and its manager ask for it as a request."""
    world = bureau.world
    account = await registered(bureau, "cust-0001")
    customer_service = world.teams["customerservice"]
    await membership.add_member(world.hub, ROOT, customer_service, world.people["triager"])
    case = await owned(bureau, account=account, market="DE")
    await proposes(bureau, case, "120.00")
    (waits,) = (await bureau.look(case))["compensations"]
    given = {"compensationId": waits["id"], "remedy": "REFUND", "brandId": world.brand_id}
    await bureau.did("manager", "requestCompensation", **given)
    return case, waits


async def linked(bureau: Bureau, case: dict[str, Any], who: str = "manager") -> dict[str, Any]:
    found = (await (await bureau.desk.front(who)).data(LINKED, id=case["id"]))["case"]
    return dict(found)


async def test_d6_asked_for_as_a_request_its_stages_are_the_second_pair_of_eyes(
    bureau: Bureau,
) -> None:
    case, waits = await asked_as_request(bureau)
    word = {"compensationId": waits["id"], "approve": True}
    beside = await bureau.does("admin", "decideCompensation", **word)
    twice = await bureau.does("manager", "requestCompensation", **_again(bureau, waits))
    (request,) = (await linked(bureau, case))["compensationRequests"]
    await bureau.desk.work()
    own = await vote(bureau, "agent_one", request)
    assert await vote(bureau, "triager", request) == []
    await bureau.desk.work(seconds=31)
    found = await linked(bureau, case)
    manager, passer_by = [await bureau.desk.front(who) for who in ("manager", "marketer")]
    seen = (await manager.data(REQUEST, id=request["id"]))["request"]
    hidden = (await passer_by.data(REQUEST, id=request["id"]))["request"]
    (given,) = found["compensations"]
    acts = [event["act"] for event in found["auditTrail"]]

    assert beside["errors"][0]["code"] == "decided_by_request"
    assert twice["errors"][0]["code"] == "not_waiting"
    assert own != []
    assert (given["state"], given["requestId"]) == ("DONE", request["id"])
    assert seen["state"] == "PUBLISHED"
    assert seen["compensation"] == {"caseId": case["id"], "state": "DONE", "amount": "120.00"}
    assert hidden is None or hidden["compensation"] is None
    assert acts[-2:] == ["case.compensation_requested", "case.compensated"]


async def test_d6_whom_a_case_bars_from_approving_no_revision_lets_in(bureau: Bureau) -> None:
    case, _ = await asked_as_request(bureau)
    (request,) = (await linked(bureau, case))["compensationRequests"]
    manager, people = await bureau.world.actor("manager"), bureau.world.people
    found = await ledger.look(request["id"])
    brief = dict(found.request.payload)
    with pytest.raises(Invalid) as refused:
        await revise(bureau.world.hub, manager, request["id"], brief | {"case_ref": "by phone"})
    revised = await revise(bureau.world.hub, manager, request["id"], brief | {"reason": "Ours."})
    payload = json.dumps(brief | {"case_ref": ""})  # As it may have been revised before.
    await sql.execute("UPDATE requests SET payload = $1 WHERE id = $2", payload, request["id"])
    after = await ledger.look(request["id"])

    assert (refused.value.code, refused.value.path) == ("case_fixed", ("case_ref",))
    assert revised.revision == found.request.revision + 1
    assert after.request.payload["case_ref"] == ""
    assert {people["requester"], people["agent_one"]} <= found.authors
    assert after.authors == found.authors


async def test_d6_a_request_that_is_withdrawn_declines_the_compensation(bureau: Bureau) -> None:
    case, _ = await asked_as_request(bureau)
    (request,) = (await linked(bureau, case))["compensationRequests"]
    gone = {"requestId": request["id"], "reason": "They were paid elsewhere."}
    done = await (await bureau.desk.front("manager")).data(WITHDRAW, input=gone)
    await bureau.desk.work()
    found = await linked(bureau, case)
    (declined,) = found["compensations"]
    anew = await proposes(bureau, case, "90.00")

    assert done["done"]["errors"] == []
    assert (declined["state"], declined["reason"]) == ("DECLINED", "They were paid elsewhere.")
    assert found["auditTrail"][-1]["act"] == "case.compensation_declined"
    assert anew["errors"] == []


async def test_d6_what_the_case_does_not_say_a_request_cannot_ask(bureau: Bureau) -> None:
    case = await owned(bureau, account="A-17")
    await proposes(bureau, case, "120.00")
    (waits,) = (await bureau.look(case))["compensations"]
    given = {"compensationId": waits["id"], "remedy": "REFUND"}
    done = await bureau.does("manager", "requestCompensation", **given)
    passer_by = await bureau.does("marketer", "requestCompensation", **given)
    fields = [error["path"][-1] for error in done["errors"]]

    assert fields == ["account", "brandId", "markets"]
    assert passer_by["errors"][0]["code"] == "no_such_compensation"


def _again(bureau: Bureau, waits: dict[str, Any]) -> dict[str, Any]:
    brand = bureau.world.brand_id
    return {"compensationId": waits["id"], "remedy": "REFUND", "brandId": brand}


async def vote(bureau: Bureau, who: str, request: dict[str, Any]) -> list[dict[str, Any]]:
    """Say yes to the one stage of a request; return what was wrong with it."""
    query = "query($id: ID!) { request(id: $id) { stages { id } } }"
    manager = await bureau.desk.front("manager")
    (stage,) = (await manager.data(query, id=request["id"]))["request"]["stages"]
    choice = {"stageId": stage["id"], "choice": "APPROVE"}
    front = await bureau.desk.front(who)
    errors: list[dict[str, Any]] = (await front.data(VOTE, input=choice))["castVote"]["errors"]
    return errors
