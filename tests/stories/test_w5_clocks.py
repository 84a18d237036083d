"""W5: the clocks of a case run out, stand still and begin anew; the next level hears of it."""

from tests.bot.reading import lines
from tests.stories.cases import HOUR, QUEUE, Bureau, cards, thread


async def test_w5_the_response_clock_runs_out_and_escalates_once(bureau: Bureau) -> None:
    async with bureau.desk.chat() as chat:
        case = await bureau.opens()
        await bureau.desk.work()
        await bureau.desk.work(seconds=4 * HOUR, rounds=12)
        first = await bureau.look(case)
        told = thread(chat, QUEUE)
        (lead,) = cards(chat, "CCUSTOMERSERVICELEAD")
        late = lines(cards(chat, QUEUE)[0].blocks)
        await bureau.desk.work(seconds=4 * HOUR, rounds=12)
        second = await bureau.look(case)
        managers = cards(chat, "CCASEMANAGERS")
        await bureau.did("lead", "acknowledgeCase", caseId=case["id"])
        await bureau.desk.work(seconds=8 * HOUR, rounds=12)
        last = await bureau.look(case)

    assert first["overdue"] == ["RESPONSE"]
    assert told == [
        (
            "The response clock ran out 2026-11-21 13:00 UTC."
            " Escalated to level 1, the team Customer_Service_Lead."
        )
    ]
    assert any(line.startswith("Was to be answered by 2026-11-21 13:00 UTC") for line in late)
    assert lines(lead.blocks)[0] == "Case 1: Charged twice"
    assert [(e["clock"], e["level"], e["told"]) for e in second["escalations"]] == [
        ("RESPONSE", 1, True),
        ("RESPONSE", 2, True),
    ]
    assert len(managers) == 1
    assert len(last["escalations"]) == 2
    acts = [event["act"] for event in last["auditTrail"]]
    assert acts.count("case.escalated") == 2


async def test_w5_an_acknowledged_case_does_not_escalate_its_response(bureau: Bureau) -> None:
    case = await bureau.opens()
    await bureau.did("agent_one", "acknowledgeCase", caseId=case["id"])
    await bureau.desk.work(seconds=9 * HOUR)
    quiet = await bureau.look(case)
    await bureau.desk.work(seconds=16 * HOUR)
    found = await bureau.look(case)

    assert quiet["escalations"] == []
    assert [(e["clock"], e["level"]) for e in found["escalations"]] == [("RESOLUTION", 1)]


async def test_w5_the_clocks_stand_still_while_the_customer_has_to_answer(
    bureau: Bureau,
) -> None:
    case = await bureau.opens()
    said = {"text": "Which invoice is it?", "kind": "INQUIRY"}
    await bureau.did("agent_one", "commentCase", caseId=case["id"], **said)
    before = await bureau.look(case)
    await bureau.desk.work(seconds=48 * HOUR)
    waiting = await bureau.look(case)
    await bureau.did("requester", "commentCase", caseId=case["id"], text="Number 17.")
    after = await bureau.look(case)
    await bureau.desk.work(seconds=25 * HOUR)
    late = await bureau.look(case)

    assert (waiting["state"], waiting["escalations"], waiting["overdue"]) == ("WAITING", [], [])
    assert after["resolutionDueAt"] > before["resolutionDueAt"]
    assert after["waitingSince"] is None
    assert [(e["clock"], e["level"]) for e in late["escalations"]] == [("RESOLUTION", 1)]


async def test_w5_reopened_it_escalates_anew_in_its_round(bureau: Bureau) -> None:
    case = await bureau.opens()
    await bureau.desk.work(seconds=4 * HOUR)
    await bureau.did("agent_one", "resolveCase", caseId=case["id"], text="Done.")
    await bureau.did("requester", "reopenCase", caseId=case["id"], reason="It is not.")
    await bureau.desk.work(seconds=4 * HOUR)
    found = await bureau.look(case)

    assert [(e["round"], e["clock"], e["level"]) for e in found["escalations"]] == [
        (1, "RESPONSE", 1),
        (2, "RESPONSE", 1),
    ]
