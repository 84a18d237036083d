"""Thresholds in Slack: listed, tried out in a form, kept by version, and refused as by the API."""

from typing import Any

import pytest

from bot.fake import Fault, Outcome
from bot.fake.model import Message, View
from domain.actor import Door as By
from domain.clock import SteppingClock
from domain.database import sql
from domain.thresholds import handling, service
from domain.thresholds.model import Starts, Threshold, Work
from domain.thresholds.service import TEMPLATES
from tests.bot.alerted import PLACE, shows, staffed, watched
from tests.bot.alerted import said as brought
from tests.bot.office import TEAM, Office
from tests.bot.test_commands import given
from tests.bot.test_figures import running
from tests.world import ROOT

FALLEN = {7: "120", 6: "120", 5: "80", 4: "80", 3: "80", 2: "80"}


def listed(desk: Office, who: str) -> Message:
    """Return what only one person was shown last."""
    held = [one for some in desk.home.messages.values() for one in some]
    return [one for one in held if one.only_for == desk.account(who)][-1]


async def pressed(desk: Office, who: str, action: str) -> None:
    """Use the first button of an action in what somebody was shown last."""
    shown = listed(desk, who)
    await desk.clicks.act_on_message(TEAM, desk.account(who), shown.channel, shown.ts, action)


def form(desk: Office, who: str) -> View:
    found = desk.form(who)
    assert found is not None, desk.told(who)
    return found


def entries(view: View, said: dict[str, Any]) -> dict[str, Any]:
    """Return what is entered by block, each in the element that stands there now."""
    names = {one["block_id"]: one["element"]["action_id"] for one in inputs(view)}
    return {block: {names[block]: value} for block, value in said.items()}


def inputs(view: View) -> list[dict[str, Any]]:
    return [one for one in view.blocks if one["type"] == "input"]


async def used(desk: Office, who: str, action: str, value: object = None, **said: Any) -> str:
    """Use an element of the form with something entered; return what the form says then."""
    view = form(desk, who)
    at = (TEAM, desk.account(who), view.id, action)
    await desk.clicks.act_on_view(*at, value=value, entries=entries(view, said))
    return str(form(desk, who).blocks)


async def submitted(desk: Office, who: str, **said: Any) -> Outcome:
    return await desk.clicks.submit(TEAM, desk.account(who), entries(form(desk, who), said))


async def kept() -> list[Threshold]:
    return await handling.thresholds(ROOT)


async def begun(desk: Office, clock: SteppingClock, who: str = "manager") -> str:
    """Open the form of a new threshold for a campaign that spends too little; return its id."""
    request = await running(desk, clock)
    await given(desk, who, f"alerts {request.number}")
    await pressed(desk, who, "threshold.new")
    return request.id


async def test_a_new_threshold_is_tried_out_in_the_form_and_kept_as_it_was_tried(
    desk: Office, clock: SteppingClock
) -> None:
    request_id = await begun(desk, clock)
    before = str(listed(desk, "manager").blocks)
    tried = await used(desk, "manager", "threshold.try", starts="request")
    none = await kept()
    outcome = await submitted(desk, "manager", warning="25", critical="")
    again = await desk.clicks.repeat(desk.clicks.sent[-1])
    (threshold,) = await kept()

    assert "No threshold watches" in before
    assert "1 alert in the last 90 days; the longest 6 days; as of 6 Dec 2026." in tried
    assert "1 would be open now. It would have started 1 request." in tried
    assert none == []
    assert (outcome.ok, again.ok, desk.form("manager")) == (True, True, None)
    terms = threshold.terms
    assert (threshold.version, terms.name, terms.kind) == (1, "Spend behind its plan", "pacing")
    assert (str(terms.warning), terms.critical) == ("0.25", None)
    assert (terms.subject_id, terms.brand_id) == (request_id, desk.world.brand_id)
    assert (terms.starts, terms.work, terms.team) == (Starts.REQUEST, None, None)


async def test_another_template_brings_its_own_values_and_keeps_what_is_watched(
    desk: Office, clock: SteppingClock
) -> None:
    await begun(desk, clock)
    await used(desk, "manager", "threshold.try", subject_id="every", warning="33")
    await used(desk, "manager", "threshold.template", "few_clicks")
    await submitted(desk, "manager")
    (threshold,) = await kept()
    terms = threshold.terms

    assert (terms.name, terms.metric, str(terms.warning)) == (
        "Few who heard it clicked",
        "ctr",
        "0.001",
    )
    assert (terms.subject_id, terms.brand_id, terms.min_sample) == (None, None, 10_000)


async def test_what_is_wrong_stands_at_its_field_with_the_words_of_the_core(
    desk: Office, clock: SteppingClock
) -> None:
    await begun(desk, clock)
    tried = await used(desk, "manager", "threshold.try", days="3.5", warning="many", critical="1")
    shown: list[Any] = list(form(desk, "manager").blocks)
    after = [
        shown[n + 1]["elements"][0]["text"]
        for n, one in enumerate(shown)
        if one.get("block_id") in ("days", "warning")
    ]
    unread = await submitted(desk, "manager")
    refused = await submitted(desk, "manager", days="3", warning="20", critical="10")

    assert "in the last" not in tried
    assert after == ["Write a number, such as 12.5.", "Write a whole number, such as 3."]
    assert set(unread.entry_errors) == {"days", "warning"}
    assert refused.entry_errors == {
        "critical": "What is critical has to be at least as bad as what warns."
    }
    assert await kept() == []


async def test_what_no_field_holds_stays_when_a_threshold_is_edited(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    await service.save(desk.world.hub, ROOT, TEMPLATES["stalled"].terms)
    await given(desk, "manager", f"alerts {request.number}")
    await pressed(desk, "manager", "threshold.edit")
    tried = await used(desk, "manager", "threshold.try", warning="2,000", critical="")
    await submitted(desk, "manager", starts="request", work="retirement")
    (threshold,) = await kept()
    terms = threshold.terms

    assert "Ad impressions below 1 (1 day)" in str(listed(desk, "manager").blocks)
    assert "1 alert in the last 90 days; the longest" in tried
    assert (threshold.version, str(terms.warning), terms.settle_days) == (2, "2000", 1)
    assert (terms.starts, terms.work) == (Starts.REQUEST, Work.RETIREMENT)


async def test_a_form_that_is_older_than_its_threshold_is_refused_and_says_so(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    terms = TEMPLATES["fatigue"].terms
    threshold_id = await service.save(desk.world.hub, ROOT, terms)
    await given(desk, "manager", f"alerts {request.number}")
    await pressed(desk, "manager", "threshold.edit")
    await service.save(desk.world.hub, ROOT, terms, threshold_id, 1)
    tried = await used(desk, "manager", "threshold.try", warning="5")
    outcome = await submitted(desk, "manager", warning="5")
    (threshold,) = await kept()

    told = "Somebody changed this threshold meanwhile; read it again."
    assert told in tried
    assert list(outcome.entry_errors.values()) == [told]
    assert (threshold.version, str(threshold.terms.warning)) == (2, "3")


async def test_who_may_not_edit_hears_so_before_a_form_opens(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    await service.save(desk.world.hub, ROOT, TEMPLATES["fatigue"].terms)
    await given(desk, "auditor", f"alerts {request.number}")
    shown = listed(desk, "auditor")
    for action in ("threshold.edit", "threshold.new"):
        at = (TEAM, desk.account("auditor"), shown.channel, shown.ts)
        await desk.clicks.act_on_message(*at, action)
        assert desk.form("auditor") is None

    refused = [one for one in desk.whispers("auditor") if "may not" in one]
    assert len(refused) == 2


async def test_who_may_not_see_a_campaign_hears_what_they_hear_of_none(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    await given(desk, "rival", f"alerts {request.number}")
    await given(desk, "rival", "alerts 999")

    hidden, none = desk.whispers("rival")
    assert hidden.replace(f"#{request.number}", "#999") == none


async def test_a_retired_threshold_is_listed_no_more_and_not_edited_from_an_old_list(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    threshold_id = await service.save(desk.world.hub, ROOT, TEMPLATES["fatigue"].terms)
    await given(desk, "manager", f"alerts {request.number}")
    await service.retire(desk.world.hub, ROOT, threshold_id, 1)
    await pressed(desk, "manager", "threshold.edit")
    told = desk.whispers("manager")[-1]
    await given(desk, "manager", f"alerts {request.number}")

    assert desk.form("manager") is None
    assert "was retired" in told
    assert "No threshold watches" in desk.whispers("manager")[-1]


async def test_the_form_speaks_the_language_of_its_reader_and_reads_their_numbers(
    desk: Office, clock: SteppingClock
) -> None:
    await sql.execute(
        "UPDATE users SET locale = 'de-AT' WHERE id = $1", desk.world.people["manager"]
    )
    await begun(desk, clock)
    tried = await used(desk, "manager", "threshold.try", warning="22,5")
    await submitted(desk, "manager")
    (threshold,) = await kept()

    assert "1 Alarm in den letzten 90 Tagen" in tried
    assert str(threshold.terms.warning) == "0.225"


async def test_long_menus_offer_metrics_and_the_usual_team_first(
    desk: Office, clock: SteppingClock
) -> None:
    await begun(desk, clock)
    view = form(desk, "manager")
    names = {one["block_id"]: one["element"]["action_id"] for one in inputs(view)}
    found = await desk.clicks.suggest(
        TEAM, desk.account("manager"), view.id, "metric", names["metric"], "click-through"
    )
    await used(desk, "manager", "threshold.template", "few_clicks")
    await submitted(desk, "manager", team="brand")
    (threshold,) = await kept()

    assert [one["value"] for one in found.options] == ["ctr"]
    assert threshold.terms.team == "brand"


@pytest.mark.parametrize(("fault", "told"), [("hash_conflict", 0), ("view_not_found", 1)])
async def test_a_form_that_was_drawn_anew_meanwhile_is_left_and_other_trouble_is_told(
    desk: Office, clock: SteppingClock, fault: str, told: int
) -> None:
    await begun(desk, clock)
    desk.clicks.fake.faults.add("views.update", Fault.refused(fault))
    await used(desk, "manager", "threshold.try")

    assert len(desk.told("manager")) == told


async def test_a_form_that_carries_what_ours_never_do_is_refused(
    desk: Office, clock: SteppingClock
) -> None:
    await begun(desk, clock)
    form(desk, "manager").payload["private_metadata"] = '["", 0, "", "unheard of"]'
    outcome = await submitted(desk, "manager")

    assert "out of date" in str(outcome.entry_errors)
    assert await kept() == []


async def test_what_is_watched_is_edited_from_the_card_of_an_alert(desk: Office) -> None:
    await staffed(desk)
    (show,) = await shows(desk, "Beans & Beats")
    await watched(desk)
    await brought(desk, FALLEN, show)
    await desk.click("manager", PLACE, "threshold.edit")
    tried = await used(desk, "manager", "threshold.try", warning="50")
    await submitted(desk, "manager")
    (threshold,) = await kept()

    assert "No alert in the last 90 days; as of 19 Nov 2026." in tried
    assert (threshold.version, str(threshold.terms.warning)) == (2, "50")
    assert (await sql.fetch("SELECT door FROM audit_events WHERE act = 'threshold.saved'"))[-1][
        "door"
    ] == By.CHAT
