"""W6: figures above or below their bounds open one request, with the evidence; corrected ones
take back what nobody touched.
"""

from typing import Any

from bot.ids import ActionId, AlertAction
from domain.audit import service as audit
from domain.thresholds.desk import TEAM
from tests.bot.office import text_of
from tests.bot.reading import lines
from tests.stories.elsewhere import led_elsewhere
from tests.stories.figures import PLACE, TRY, Figures, released, running, told_in_chat
from tests.stories.house import House
from tests.stories.sponsors import ERRORS

LOW = {5: 90, 4: 92, 3: 91, 2: 90}
SUBMIT = f"""mutation($input: SubmitRevisionDraftInput!) {{
  done: submitRevisionDraft(input: $input) {{
    request {{ id kind title revisionDraft {{ subjectId nextId open }} }} {ERRORS} }} }}"""
RECORD = f"""mutation($input: RecordExposureInput!) {{
  done: recordExposure(input: $input) {{ exposure {{ id }} {ERRORS} }} }}"""
LIVE = "query($id: ID!) { exposures(kind: EPISODE, id: $id) { liveTo } }"
SILENCE = f"""mutation($input: SilenceTeamInput!) {{
  done: silenceTeam(input: $input) {{ silences {{ note }} {ERRORS} }} }}"""
DRAFTS = "{ revisionDrafts { requestId subjectId open } }"


async def low(house: House, subject: str, **said: Any) -> tuple[Figures, dict[str, Any]]:
    """Have a thing do badly; return its figures, and what was asked for."""
    figures = Figures(house, subject)
    await figures.watched("BELOW", 100, **said)
    await figures.come(LOW)
    (alert,) = await figures.alerts()
    return figures, alert["started"]["request"]


async def test_w6_what_does_well_is_used_again_with_its_evidence_and_an_asset_pack(
    house: House,
) -> None:
    release = await released(house)
    figures = Figures(house, house.episode)
    async with house.desk.chat() as chat:
        await figures.watched("ABOVE", 1_000)
        await figures.come({4: 1_500, 3: 1_800, 2: 2_100})
        await figures.come({4: 1_500, 3: 1_800, 2: 2_100})
        (alert,) = await figures.alerts()
        card = lines(chat.shown("CMARKETING")[-1].blocks)
        await chat.click("marketer", "CMARKETING", ActionId.APPROVE)
    request = alert["started"]["request"]
    asked = await figures.asked(request)
    await house.desk.says("rights_one", request, "rights")
    await house.desk.work(seconds=31)
    (handed,) = await house.handed("marketer", "WAITING")
    evidence = asked["startedBy"][0]["evidence"]

    assert (request["kind"], request["requesterName"]) == ("repurpose", "Manager")
    assert asked["startedBy"][0]["alertId"] == alert["id"]
    assert asked["brief"]["subjectId"] == release["id"]
    assert alert["id"] in asked["brief"]["evidence"]
    assert any(alert["id"] in line for line in card)
    assert [one["value"] for one in evidence["days"]] == ["1500", "1800", "2100"]
    assert (evidence["bound"], evidence["version"]) == ("1000", 1)
    assert evidence["chart"]["metric"] == "plays"
    assert [one["deliverable"] for one in handed["materials"]] == ["Audio", "Artwork", "Transcript"]
    assert [one.split(",")[0] for one in handed["instructions"][1:]] == ["Social", "Newsletter"]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w6_what_does_badly_is_revised_from_a_draft_of_its_owner(house: House) -> None:
    campaign = await running(house)
    figures, request = await low(house, campaign["id"])
    for who, stage in (("marketer", "marketing"), ("legal_one", "legal"), ("brand_two", "brand")):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    owner, stranger = [await house.desk.front(one) for one in ("requester", "other_requester")]
    (draft,) = (await owner.data(DRAFTS))["revisionDrafts"]
    days = {"starts_at": f"{house.day(5)}T00:00:00Z", "ends_at": f"{house.day(35)}T00:00:00Z"}
    given = {"requestId": request["id"], "values": days | {"tagline": "Another cup"}}
    refused = (await stranger.data(SUBMIT, input=given))["done"]
    done = (await owner.data(SUBMIT, input=given))["done"]
    again = (await owner.data(SUBMIT, input=given))["done"]
    asked = await figures.asked(request)

    assert request["kind"] == "revision"
    assert draft == {"requestId": request["id"], "subjectId": campaign["id"], "open": True}
    assert refused["errors"][0]["code"] == "no_such_draft"
    assert done["errors"] == []
    assert done["request"]["kind"] == "campaign"
    assert done["request"]["revisionDraft"] == {
        "subjectId": campaign["id"],
        "nextId": done["request"]["id"],
        "open": False,
    }
    assert again["errors"][0]["code"] == "no_draft"
    assert asked["revisionDraft"]["nextId"] == done["request"]["id"]


async def test_w6_a_retirement_pauses_the_campaign_on_its_day(house: House) -> None:
    campaign = await running(house)
    _, request = await low(house, campaign["id"], work="RETIREMENT")
    for who, stage in (("marketer", "marketing"), ("finance_one", "finance")):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    (live,) = house.desk.account.live["campaigns"].values()
    before = live["status"]
    await house.desk.work(seconds=86_400)
    (after,) = house.desk.account.live["campaigns"].values()
    found = await house.look(campaign)

    assert (request["kind"], before) == ("retirement", "ACTIVE")
    assert (after["status"], found["state"]) == ("ARCHIVED", "WITHDRAWN")
    assert f"#{request['number']}" in found["note"]


async def test_w6_what_a_team_took_down_is_live_no_more(house: House) -> None:
    await released(house)
    manager = await house.desk.front("manager")
    shown = {"kind": "EPISODE", "subjectId": house.episode, "use": "STREAM", "include": ["DE"]}
    where = {"channel": "spotify", "publisher": "host", "address": "https://pods.example.com/cup"}
    await manager.data(RECORD, input=shown | where)
    _, request = await low(house, house.episode, work="RETIREMENT")
    for who, stage in (("marketer", "marketing"), ("finance_one", "finance")):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    before = (await manager.data(LIVE, id=house.episode))["exposures"]
    await house.acknowledges("publisher", request, "Gone from the feed.")
    await house.desk.work(seconds=86_400)
    manager = await house.desk.front("manager")
    after = (await manager.data(LIVE, id=house.episode))["exposures"]

    assert [one["liveTo"] for one in before] == [None]
    assert all(one["liveTo"] for one in after)


async def test_w6_two_thresholds_on_one_thing_open_one_request(house: House) -> None:
    campaign = await running(house)
    figures, request = await low(house, campaign["id"])
    await figures.watched("BELOW", 95, work="RETIREMENT")
    await figures.come({2: 89})
    found = await figures.alerts()
    asked = await figures.asked(request)
    trial = await (await house.desk.front("manager")).data(TRY, terms=figures.terms("BELOW", 95))

    assert {one["started"]["request"]["id"] for one in found} == {request["id"]}
    assert len(found) == len(asked["startedBy"]) == 2
    assert "request.figures_again" in [one["act"] for one in asked["auditTrail"]]
    assert trial["tryThreshold"] == {"alerts": 1, "started": 1}


async def test_w6_corrected_figures_withdraw_what_nobody_touched(house: House) -> None:
    campaign = await running(house)
    figures, request = await low(house, campaign["id"])
    await figures.come({4: 190, 3: 191, 2: 190})
    (alert,) = await figures.alerts()
    asked = await figures.asked(request)

    assert (alert["condition"], alert["reason"]) == ("RESOLVED", "RESTATED")
    assert asked["state"] == "WITHDRAWN"
    assert asked["note"] == (
        "The figures that opened this were corrected: 90 became 190. Nobody has to act."
    )
    assert alert["started"]["known"]["endedAt"] is not None


async def test_w6_its_alert_is_one_card_that_is_edited_where_it_stands(house: House) -> None:
    campaign = await running(house)
    await told_in_chat(house)
    async with house.desk.chat() as chat:
        figures, request = await low(house, campaign["id"])
        (card,) = chat.shown(PLACE)
        first = str(card.blocks)
        await chat.click("marketer", PLACE, AlertAction.ACKNOWLEDGE)
        await house.desk.work()
        await chat.click("brand_one", PLACE, AlertAction.ACKNOWLEDGE)
        await house.desk.work(seconds=86_400)
        await figures.come({2: 88})
        still = str(chat.shown(PLACE)[0].blocks)
        await figures.come({5: 190, 4: 191, 3: 190, 2: 190})
        await house.desk.work(seconds=5)
        (last,) = chat.shown(PLACE)
        below = [lines(one.blocks)[0] for one in chat.thread(PLACE)]
        whispers = chat.whispers("marketer")
    called = f"#{request['number']} {request['title']}"

    assert "'text': '90'" in first
    assert "'text': '88'" in still
    assert "Brand One looks after it" in still
    assert "you may not see it" in whispers[0]
    assert last.ts == card.ts
    assert "was 90, corrected to 190" in str(last.blocks)
    assert AlertAction.ACKNOWLEDGE not in str(last.blocks)
    assert below == [
        f"It started a request: {called}.",
        "Brand One looks after it.",
        "Resolved: was 90, corrected to 190.",
        f"What it started was withdrawn: {called}.",
    ]


async def test_w6_a_team_that_silences_its_alerts_hears_at_the_end_what_they_started(
    house: House,
) -> None:
    campaign = await running(house)
    await told_in_chat(house)
    member = await house.desk.front("brand_one")
    given = {"teamId": house.world.teams[TEAM], "until": f"{house.day(3)}T00:00:00Z"}
    async with house.desk.chat() as chat:
        done = (await member.data(SILENCE, input=given | {"note": "Nobody is in."}))["done"]
        _, request = await low(house, campaign["id"])
        silently = chat.shown(PLACE)
        await house.desk.work(seconds=4 * 86_400)
        await house.desk.work(seconds=5)
        digest, card = [text_of(one) for one in chat.shown(PLACE)]
        below = [lines(one.blocks)[0] for one in chat.thread(PLACE)]
    stranger = await house.desk.front("requester")
    refused = (await stranger.data(SILENCE, input=given | {"note": "Not mine."}))["done"]

    assert (done["errors"], [one["note"] for one in done["silences"]]) == ([], ["Nobody is in."])
    assert (request["kind"], silently) == ("revision", [])
    assert "1 alert while nobody was told" in digest
    assert "at least 100" in card
    assert below == [f"It started a request: #{request['number']} {request['title']}."]
    assert [one["code"] for one in refused["errors"]] == ["no_such_team"]


async def test_w6_what_somebody_ends_by_its_card_takes_nothing_back(house: House) -> None:
    campaign = await running(house)
    await told_in_chat(house)
    async with house.desk.chat() as chat:
        figures, request = await low(house, campaign["id"])
        await chat.click("brand_one", PLACE, AlertAction.RESOLVE)
        await chat.submit("brand_one", note="The player counted twice.")
        await house.desk.work()
        await figures.come({1: 500})
        (card,) = chat.shown(PLACE)
    (alert,) = await figures.alerts()
    asked = await figures.asked(request)

    assert "Resolved by hand" in str(card.blocks)
    assert alert["reason"] == "MANUAL"
    assert asked["state"] == "IN_REVIEW"
    assert "request.figures_ended" in [one["act"] for one in asked["auditTrail"]]


async def test_w6_figures_of_earlier_days_that_were_corrected_are_named_as_such(
    house: House,
) -> None:
    campaign = await running(house)
    figures, request = await low(house, campaign["id"])
    await figures.come({4: 190})
    (alert,) = await figures.alerts()
    asked = await figures.asked(request)

    assert alert["reason"] == "RESTATED"
    assert asked["note"] == (
        "Figures of days before the one of 90 were corrected. Nobody has to act."
    )


async def test_w6_what_figures_that_were_right_asked_for_stays(house: House) -> None:
    campaign = await running(house)
    figures, request = await low(house, campaign["id"])
    others = Figures(house, campaign["id"], "downloads")
    await others.watched("BELOW", 100)
    await others.come(LOW)
    await house.desk.work(seconds=2 * 86_400)
    await figures.come({3: 190, 2: 191})
    await others.come({6: 190, 5: 190, 4: 190, 3: 190, 2: 190})
    found = await figures.alerts()
    asked = await figures.asked(request)

    assert {one["started"]["request"]["id"] for one in found} == {request["id"]}
    assert sorted(one["reason"] for one in found) == ["RECOVERED", "RESTATED"]
    assert asked["state"] == "IN_REVIEW"
    assert "request.figures_corrected" in [one["act"] for one in asked["auditTrail"]]


async def test_w6_corrected_figures_are_told_where_somebody_looked(house: House) -> None:
    campaign = await running(house)
    figures, request = await low(house, campaign["id"])
    async with house.desk.chat() as chat:
        await house.desk.work()
        await house.desk.says("marketer", request, "marketing")
        await figures.come({4: 190, 3: 191, 2: 190})
        told = chat.told("manager")
    asked = await figures.asked(request)

    assert asked["state"] == "IN_REVIEW"
    assert "request.figures_corrected" in [one["act"] for one in asked["auditTrail"]]
    assert told


async def test_w6_figures_that_got_better_withdraw_nothing(house: House) -> None:
    campaign = await running(house)
    figures, request = await low(house, campaign["id"])
    await house.desk.work(seconds=2 * 86_400)
    await figures.come({3: 190, 2: 191})
    (alert,) = await figures.alerts()
    asked = await figures.asked(request)

    assert alert["reason"] == "RECOVERED"
    assert asked["state"] == "IN_REVIEW"
    assert "request.figures_ended" in [one["act"] for one in asked["auditTrail"]]


async def test_w6_a_threshold_may_open_a_case_instead(house: House) -> None:
    await released(house)
    figures = Figures(house, house.episode)
    await figures.watched("BELOW", 100, starts="CASE")
    await figures.watched("BELOW", 95, starts="CASE")
    await figures.come(LOW)
    found = await figures.alerts()
    cases = {one["started"]["case"]["id"] for one in found}

    assert len(found) == 2
    assert len(cases) == 1
    assert {one["started"]["request"] for one in found} == {None}
    assert found[0]["started"]["case"]["queue"]


async def test_w6_a_case_says_in_greenlights_own_name_that_its_figures_were_corrected(
    house: House,
) -> None:
    await released(house)
    figures = Figures(house, house.episode)
    await figures.watched("BELOW", 100, starts="CASE")
    await figures.come(LOW)
    (alert,) = await figures.alerts()
    await figures.come({4: 190, 3: 191, 2: 190})
    await house.desk.work()
    query = "query($id: ID!) { case(id: $id) { comments { kind text byHub authorName } } }"
    manager = await house.desk.front("manager")
    found = await manager.data(query, id=alert["started"]["case"]["id"])

    assert found["case"]["comments"] == [
        {
            "kind": "INTERNAL",
            "text": "The figures that opened this were corrected: 90 became 190.",
            "byHub": True,
            "authorName": None,
        }
    ]


async def test_w6_what_is_led_elsewhere_is_led_there_too(house: House) -> None:
    await released(house)
    figures = Figures(house, house.episode)
    async with led_elsewhere(house, "revision") as service:
        await figures.watched("BELOW", 100)
        await figures.come(LOW)
        (alert,) = await figures.alerts()
        tasks = await service.tasks(alert["started"]["request"])

    assert [task.name for task in tasks] == ["Marketing"]


async def test_w6_what_nobody_asked_for_opens_nothing_and_says_why(house: House) -> None:
    figures = Figures(house, house.show)
    await figures.watched("BELOW", 100)
    await figures.come(LOW)
    (alert,) = await figures.alerts()

    assert alert["started"]["request"] is None
    assert alert["started"]["trouble"] == (
        "No request brought this about that is out, so none can follow from it."
    )
    assert "alert.started_nothing" in [one["act"] for one in alert["auditTrail"]]
