"""W5: feedback becomes a case; its queue answers in time, or the next level hears of it."""

from typing import Any

from bot.ids import CaseAction, Shortcut
from domain.audit.service import verify
from domain.cases.docket import SHOW
from domain.database import sql
from tests.bot.reading import lines
from tests.stories.cases import HOUR, QUEUE, Bureau, cards, thread
from tests.stories.elsewhere import LOOK, led_elsewhere


async def test_w5_a_case_comes_in_by_every_door(bureau: Bureau) -> None:
    await bureau.opens()
    form = await bureau.form()
    notice = await bureau.form(kind="TAKEDOWN_NOTICE", title="Take it down")
    sent = await bureau.fills_in(form)
    demanded = await bureau.fills_in(
        notice,
        what="The song in the second spot",
        where="https://shop.example.com/spot",
        claimant="Label Ltd",
        contact="rights@label.example.com",
        statement="We own it, and this is true.",
    )
    async with bureau.desk.chat() as chat:
        await bureau.opens()
        await bureau.desk.work()
        await chat.command("requester", QUEUE, "/case new Too loud")
        await chat.submit("requester", text="It hurts.", severity="low", topic="quality")
        await chat.says("brand_one", QUEUE, "Somebody says that the spot is wrong.")
        await chat.shortcut("agent_one", QUEUE, Shortcut.CASE_FROM_MESSAGE)
        await chat.submit("agent_one", kind="content_issue", topic="wrong_claim")
        await chat.anywhere("requester", Shortcut.OPEN_CASE)
        await chat.submit("requester", title="Anything", text="A question.", kind="inquiry")
    found = {number: await by_number(bureau, number) for number in range(1, 8)}

    assert (sent.status_code, demanded.status_code) == (201, 201)
    assert [found[n]["source"] for n in sorted(found)] == [
        "API", "FORM", "NOTICE", "API", "COMMAND", "SHORTCUT", "SHORTCUT",
    ]  # fmt: skip
    assert found[3]["kind"] == "TAKEDOWN_NOTICE"
    assert (found[3]["queue"], found[3]["priority"]) == ("legal", "P2")
    assert found[5]["title"] == "Too loud"
    assert found[6]["text"] == "Somebody says that the spot is wrong."
    assert found[6]["link"].startswith(f"https://tests.slack.com/archives/{QUEUE}/p")
    assert found[7]["kind"] == "INQUIRY"


async def by_number(bureau: Bureau, number: int, who: str = "manager") -> dict[str, Any]:
    front = await bureau.desk.front(who)
    query = "query($number: Int!) { caseByNumber(number: $number) { id } }"
    found = (await front.data(query, number=number))["caseByNumber"]
    return await bureau.look(found, who)


async def test_w5_the_right_team_gets_a_card_with_the_reasons(bureau: Bureau) -> None:
    async with bureau.desk.chat() as chat:
        request = {"kind": "BRAND", "ref": bureau.world.brand_id}
        await bureau.opens(subjects=[request], market="DE")
        await bureau.opens(facts={"topic": "RIGHTS"}, title="Our song")
        await bureau.opens(kind="CONTENT_ISSUE", title="It crackles", facts={"topic": "QUALITY"})
        await bureau.desk.work()
        (service,), (legal,), (marketing,) = (
            cards(chat, place) for place in (QUEUE, "CLEGAL", "CMARKETING")
        )
        said = lines(service.blocks)

    assert said[0] == "Case 1: Charged twice"
    for expected in (
        "P3",
        "Complaint",
        "Customer_Service",
        "> The invoice of November stands there twice.",
        "• Brand Sample Roasters",
        "• Complaints and inquiries go to customer service.",
        "[Acknowledge]",
        "[Assign to me]",
        "[Comment]",
        "[Resolve]",
    ):
        assert expected in said
    assert any(line.startswith("Answer by 2026-11-21 13:00 UTC") for line in said)
    assert lines(legal.blocks)[0] == "Case 2: Our song"
    assert lines(marketing.blocks)[0] == "Case 3: It crackles"


async def test_w5_it_is_acknowledged_assigned_commented_resolved_and_reopened(
    bureau: Bureau,
) -> None:
    case = await bureau.opens()
    steps = [await bureau.did("agent_one", "acknowledgeCase", caseId=case["id"])]
    lead = {"userId": bureau.world.people["agent_one"]}
    steps.append(await bureau.did("manager", "assignCase", caseId=case["id"], **lead))
    said = {"text": "Which invoice is it?", "kind": "INQUIRY"}
    steps.append(await bureau.did("agent_one", "commentCase", caseId=case["id"], **said))
    answer = {"text": "Number 17."}
    steps.append(await bureau.did("requester", "commentCase", caseId=case["id"], **answer))
    solved = {"text": "Taken off the invoice."}
    steps.append(await bureau.did("agent_one", "resolveCase", caseId=case["id"], **solved))
    again = {"reason": "It stands there still."}
    steps.append(await bureau.did("requester", "reopenCase", caseId=case["id"], **again))
    late = await bureau.does("agent_one", "changeCaseState", caseId=case["id"], state="CLOSED")
    found = await bureau.look(case)

    assert [step["state"] for step in steps] == [
        "ACKNOWLEDGED", "ACKNOWLEDGED", "WAITING", "IN_PROGRESS", "RESOLVED", "NEW",
    ]  # fmt: skip
    assert late["errors"][0]["code"] == "illegal_move"
    assert (found["round"], found["respondedAt"], found["resolvedAt"]) == (2, None, None)
    assert found["note"] == "It stands there still."
    assert [(c["kind"], c["authorName"]) for c in found["comments"]] == [
        ("INQUIRY", "Agent One"),
        ("REPLY", "Requester"),
    ]
    assert [event["act"] for event in found["auditTrail"]] == [
        "case.opened",
        "case.acknowledged",
        "case.assigned",
        "case.commented",
        "case.commented",
        "case.resolved",
        "case.reopened",
    ]


async def test_w5_the_card_carries_it_and_the_thread_tells_it(bureau: Bureau) -> None:
    async with bureau.desk.chat() as chat:
        case = await bureau.opens()
        await bureau.desk.work()
        await chat.click("agent_one", QUEUE, CaseAction.ACKNOWLEDGE, 0)
        await bureau.desk.work()  # A card that was clicked offers nothing until it is drawn anew.
        await chat.click("agent_one", QUEUE, CaseAction.TAKE, 0)
        await bureau.desk.work()
        await chat.click("agent_one", QUEUE, CaseAction.COMMENT, 0)
        await chat.submit("agent_one", text="Sorry! <!channel>", kind="reply")
        await bureau.desk.work()
        await chat.click("marketer", QUEUE, CaseAction.COMMENT, 0)
        await chat.click("agent_one", QUEUE, CaseAction.RESOLVE, 0)
        await chat.submit("agent_one", text="Taken off the invoice.")
        await bureau.desk.work(seconds=30, rounds=12)
        (card,) = cards(chat, QUEUE)
        told = thread(chat, QUEUE)
        whispered = chat.whispers("marketer")
    found = await bureau.look(case)

    assert found["state"] == "RESOLVED"
    assert "[Reopen]" in lines(card.blocks)
    assert "[Resolve]" not in lines(card.blocks)
    assert [line.partition("\n")[0] for line in told] == [
        "Agent One acknowledged it.",
        "Agent One took it on.",
        "Agent One said, for the reporter or as the reporter:",
        "Agent One resolved it:",
    ]
    assert "> Sorry! <!channel>" in told[2]
    assert "you may not see it" in whispered[0]  # For who is not of the queue there is none.


async def test_w5_commands_in_chat_handle_it(bureau: Bureau) -> None:
    async with bureau.desk.chat() as chat:
        case = await bureau.opens()
        for text in (
            "/case list",
            "/case show 1",
            "/case assign 1",
            "/case comment 1 I look at it.",
            "/case resolve 1 It is mended.",
            "/case reopen 1 It is not.",
            "/case dance",
            "/case show x",
        ):
            await chat.command("agent_one", QUEUE, text)
        whispered = chat.whispers("agent_one")
        await chat.command("other_requester", QUEUE, "/case show 1")
        strange = chat.whispers("other_requester")
    found = await bureau.look(case)

    assert whispered[0].startswith("#1 Charged twice: P3, new, Customer_Service")
    assert whispered[1].startswith("Case 1: Charged twice: P3, new")
    assert whispered[2:6] == [
        "Case 1 is with Agent One now.",
        "That stands in case 1 now.",
        "Case 1 is resolved.",
        "Case 1 is open again.",
    ]
    assert "There is no command" in whispered[6]
    assert whispered[7] == "Say which: “/case show 12”."
    assert "There is no case" in strange[0]
    assert (found["state"], found["round"], found["assigneeName"]) == ("NEW", 2, "Agent One")


async def test_w5_a_duplicate_is_merged_into_its_main_case(bureau: Bureau) -> None:
    main = await bureau.opens(subjects=[{"kind": "ACCOUNT", "ref": "A-17"}])
    double = await bureau.opens(subjects=[{"kind": "SITE", "ref": "shop-3"}])
    said = {"text": "The same again.", "kind": "INTERNAL"}
    await bureau.did("agent_one", "commentCase", caseId=double["id"], **said)
    pair = {"duplicateId": double["id"], "mainId": main["id"]}
    before = await bureau.look(main)
    await bureau.did("agent_one", "mergeCases", **pair)
    again = await bureau.does("agent_one", "mergeCases", **pair)
    back = {"duplicateId": main["id"], "mainId": double["id"]}
    crosswise = await bureau.does("agent_one", "mergeCases", **back)
    dead = await bureau.does("agent_one", "reopenCase", caseId=double["id"], reason="No.")
    kept, gone = await bureau.look(main), await bureau.look(double)

    assert (gone["state"], gone["mergedInto"]) == ("MERGED", {"number": main["number"]})
    assert (gone["comments"], gone["subjects"]) == ([], [])
    assert [comment["text"] for comment in kept["comments"]] == ["The same again."]
    assert [one["ref"] for one in kept["subjects"]] == ["A-17", "shop-3"]
    assert kept["resolutionDueAt"] == before["resolutionDueAt"]
    codes = [one["errors"][0]["code"] for one in (again, crosswise, dead)]
    assert codes == ["illegal_move", "not_open", "illegal_move"]


async def test_w5_who_reported_a_duplicate_sees_how_its_main_case_stands(bureau: Bureau) -> None:
    main, double = await bureau.opens(), await bureau.opens("marketer")
    pair = {"duplicateId": double["id"], "mainId": main["id"]}
    await bureau.did("agent_one", "mergeCases", **pair)
    await bureau.desk.work()
    await bureau.did("agent_one", "resolveCase", caseId=main["id"], text="Paid back.")
    asked = await sql.fetch(
        "SELECT id FROM jobs WHERE lane = $1 AND state = 'open'", f"{SHOW}:{double['id']}"
    )
    query = "query($id: ID!) { case(id: $id) { state mainState mergedInto { number } } }"
    front = await bureau.desk.front("marketer")
    found = (await front.data(query, id=double["id"]))["case"]

    assert (found["state"], found["mainState"], found["mergedInto"]) == ("MERGED", "RESOLVED", None)
    assert len(asked) == 1


async def test_w5_it_is_mirrored_both_ways_with_the_workflow_service(bureau: Bureau) -> None:
    async with led_elsewhere(bureau) as service, bureau.desk.chat() as chat:
        first, second = await bureau.opens(), await bureau.opens(title="Charged thrice")
        await bureau.desk.work()
        await bureau.did("agent_one", "assignCase", caseId=first["id"])
        words = {"text": "The bank was asked.", "kind": "INTERNAL"}
        await bureau.did("agent_one", "commentCase", caseId=first["id"], **words)
        await bureau.did("agent_one", "acknowledgeCase", caseId=second["id"])
        await bureau.desk.work()
        ((mine,), (theirs,)) = [await service.tasks(case) for case in (first, second)]
        mine.remark("The bank confirmed it.", "agentone@hub.example.com")
        await bureau.desk.work(seconds=LOOK, rounds=2)
        told, facts = str(mine.comments), (await service.instance(first)).values
        await service.completes(first, "agent_one", "Paid back.")
        await bureau.did("agent_one", "resolveCase", caseId=second["id"], text="Here first.")
        await service.completes(second, "agent_one", "There second.")
        await bureau.desk.work(seconds=LOOK, rounds=16)
        left = [await service.tasks(case) for case in (first, second)]
        said = [message.text for message in chat.thread(QUEUE, 0)]
    there, here = await bureau.look(first), await bureau.look(second)
    acts = [[event["act"] for event in found["auditTrail"]] for found in (there, here)]

    assert (mine.key, theirs.key) == ("resolve", "resolve")
    assert [(one["text"], one["authorName"]) for one in there["comments"]] == [
        ("The bank was asked.", "Agent One"),
        ("The bank confirmed it.", "Agent One"),
    ]
    assert told.count("The bank confirmed it.") == 1  # It is not told there again.
    assert "Agent One has it in Greenlight." in told
    assert "Agent One wrote in Greenlight: The bank was asked." in told
    assert "It was acknowledged in Greenlight." in str(theirs.comments)
    assert (facts["number"], facts["priority"]) == (first["number"], "P3")
    assert (there["state"], there["note"]) == ("RESOLVED", "Paid back.")
    assert (here["state"], here["note"]) == ("RESOLVED", "Here first.")
    assert acts[0][-1] == "case.resolved_elsewhere"
    assert acts[1].count("case.resolved") == 1
    assert "case.decided_elsewhere_in_vain" in acts[1]
    assert left == [[], []]
    assert "Agent One resolved it in the workflow service:" in str(said)


async def test_w5_everybody_sees_only_what_is_theirs(bureau: Bureau) -> None:
    mine = await bureau.opens()
    theirs = await bureau.opens("agent", title="Of the agency")
    for kind in ("INTERNAL", "REPLY"):
        words = {"text": f"{kind} words", "kind": kind}
        await bureau.did("agent_one", "commentCase", caseId=theirs["id"], **words)
    seen = {
        who: await bureau.numbers(who)
        for who in ("manager", "auditor", "agent_one", "requester", "agent", "rival", "marketer")
    }
    as_auditor = await bureau.look(theirs, "auditor")
    front = await bureau.desk.front("agent")
    query = "query($id: ID!) { case(id: $id) { comments { text } compensations { id } } }"
    read = (await front.data(query, id=theirs["id"]))["case"]
    refused = await bureau.does("rival", "commentCase", caseId=theirs["id"], text="Hm.")
    not_handled = await bureau.does("agent", "resolveCase", caseId=theirs["id"], text="Hm.")

    both = [theirs["number"], mine["number"]]
    assert seen == {
        "manager": both,
        "auditor": both,
        "agent_one": both,
        "requester": [mine["number"]],
        "agent": [theirs["number"]],
        "rival": [],
        "marketer": [],
    }
    assert [comment["text"] for comment in read["comments"]] == ["REPLY words"]
    assert read["compensations"] == []
    assert len(as_auditor["comments"]) == 2
    assert refused["errors"][0]["code"] == "no_such_case"
    assert not_handled["errors"][0]["code"] == "not_allowed"


async def test_w5_every_step_is_recorded_and_the_record_holds(bureau: Bureau) -> None:
    case = await bureau.opens(subjects=[{"kind": "ACCOUNT", "ref": "A-17"}])
    await bureau.fills_in(await bureau.form())
    await bureau.desk.work(seconds=5 * HOUR)
    await bureau.did("agent_one", "assignCase", caseId=case["id"])
    account = {"kind": "ACCOUNT", "ref": "A-17"}
    await bureau.did("agent_one", "linkCase", caseId=case["id"], subjects=[account])
    await bureau.did("agent_one", "resolveCase", caseId=case["id"], text="Done.")
    found = await bureau.look(case)
    outside = await by_number(bureau, 2, "agent_one")
    told = str(found["auditTrail"]) + str(outside["auditTrail"])

    assert [(event["act"], event["door"]) for event in found["auditTrail"]] == [
        ("case.opened", "API"),
        ("case.escalated", "SCHEDULE"),
        ("case.assigned", "API"),
        ("case.linked", "API"),
        ("case.resolved", "API"),
    ]
    assert outside["contact"] == {"name": "Pat Outside", "email": "pat@elsewhere.example.com"}
    assert "Pat" not in told
    assert await verify(bureau.world.hub.secrets) == []
    assert found["auditTrail"][1]["details"]["due_at"] == found["responseDueAt"]
