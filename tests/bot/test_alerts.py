"""Alerts in chat: one message each, edited as it changes, handled by clicks."""

from datetime import timedelta
from decimal import Decimal

from bot.gathered.alert import AlertFile
from bot.messages import alert_words
from domain.actor import Role
from domain.catalog import service as catalog
from domain.database import sql
from domain.metrics import catalogue
from domain.people import service as people
from domain.thresholds import sources
from domain.thresholds.lifecycle import Step
from domain.thresholds.model import (
    AlertMove,
    AlertSeverity,
    Condition,
    Finding,
    Side,
    Terms,
    ThresholdKind,
    Verdict,
)
from tests.api.door import door
from tests.bot.alerted import (
    BAD,
    PLACE,
    alerts,
    below,
    opened,
    said,
    settled,
    shows,
    staffed,
    used,
    watched,
)
from tests.bot.days import to
from tests.bot.office import Office, text_of
from tests.bot.shown import blocks
from tests.conftest import START
from tests.world import ROOT

UNSILENCE = """mutation($input: HearAlertInput!) {
  unsilenceAlert(input: $input) { errors { __typename } } }"""


async def test_an_alert_is_one_message_that_is_edited_and_says_below_what_happened(
    desk: Office,
) -> None:
    show = await opened(desk)
    (first,) = desk.shown(PLACE)
    words = text_of(first)
    await desk.click("brand_one", PLACE, "alert.acknowledge")
    await desk.work()
    (second,) = desk.shown(PLACE)
    held = text_of(second)
    await said(desk, {3: "130", 2: "130"}, show)
    (last,) = desk.shown(PLACE)

    for part in ("Beans & *Beats*: Plays fell", "Warning: figures are bad", "at least 100"):
        assert part in words
    assert "as of 21 Nov 2026, data complete to 19 Nov 2026" in words
    assert "nobody yet" in words
    assert "Brand One looks after it" in held
    assert "'alert.acknowledge'" not in held
    assert first.ts == second.ts == last.ts
    assert "was 80, corrected to 130" in text_of(last)
    assert below(desk) == ["Brand One looks after it.", "Resolved: was 80, corrected to 130."]
    (alert,) = await alerts(desk)
    assert (alert["handling"], alert["reason"]) == ("ACKNOWLEDGED", "RESTATED")
    assert [(one["what"], one["outcome"], one["place"]) for one in alert["told"]] == [
        ("CARD", "DELIVERED", PLACE),
        ("REPLY", "DELIVERED", PLACE),
        ("REPLY", "DELIVERED", PLACE),
    ]


async def test_a_figure_that_was_corrected_and_is_bad_still_is_shown_as_such(desk: Office) -> None:
    show = await opened(desk)
    before = text_of(*desk.shown(PLACE))
    await said(desk, {3: "90", 2: "90"}, show)
    after = text_of(*desk.shown(PLACE))

    assert "when it opened" not in before
    assert "80 when it opened, 90 for the same days by now" in after
    assert below(desk) == []


async def test_what_was_corrected_of_earlier_days_alone_is_said_as_such(desk: Office) -> None:
    show = await opened(desk)
    await said(desk, {3: "130"}, show)
    (card,) = desk.shown(PLACE)

    assert below(desk) == ["Resolved: figures of days before were corrected."]
    assert "figures of days before were corrected" in text_of(card)


async def test_a_card_whose_posting_was_not_written_down_says_what_happens_next(
    desk: Office,
) -> None:
    show = await opened(desk)
    await sql.execute("DELETE FROM tellings")
    await desk.click("brand_one", PLACE, "alert.acknowledge")
    await desk.work()
    await said(desk, {3: "130", 2: "130"}, show)
    (alert,) = await alerts(desk)

    assert below(desk) == ["Resolved: was 80, corrected to 130."]
    assert [one["what"] for one in alert["told"]] == ["CARD", "REPLY"]


def test_a_small_share_is_told_from_the_bound_it_is_below() -> None:
    found = Finding(Verdict.BAD, 20_000, value=Decimal("0.00084"), bound=Decimal("0.001"))
    step = Step(AlertMove.OPENED, Condition.FIRING, AlertSeverity.WARNING)
    alert = sources.alert_of("k", "other", found.day, step, START)
    terms = Terms("Few clicks", "ctr", ThresholdKind.TARGET, Side.BELOW, Decimal("0.001"))
    file = AlertFile(alert, terms)

    assert alert_words.measured(file, found.value) == "0.08 %"
    assert alert_words.target(file, found.bound) == "at least 0.1 %"


async def test_an_alert_is_snoozed_given_silenced_and_resolved_where_it_stands(
    desk: Office,
) -> None:
    await opened(desk)
    (alert,) = await alerts(desk)
    await used(desk, "brand_one", "alert.snooze", f"{alert['id']}:tomorrow")
    await used(desk, "brand_one", "alert.assign", desk.account("brand_two"))
    await desk.work()
    snoozed = text_of(desk.shown(PLACE)[0])
    (kept,) = await alerts(desk)
    to(desk, START + timedelta(days=1))
    await desk.work()
    await desk.click("brand_two", PLACE, "alert.silence")
    await desk.submit("brand_two", days="28", note="It is *known*.")
    await desk.work()
    await desk.click("brand_two", PLACE, "alert.resolve")
    empty = await desk.submit("brand_two", note=" ")
    await desk.submit("brand_two", note="The feed was moved.")
    await settled(desk)
    (last,) = desk.shown(PLACE)

    assert kept["snoozedUntil"] == "2026-11-22T09:00:00+00:00"
    assert "Snoozed until 22 Nov 2026 09:00 UTC" in snoozed
    assert empty.entry_errors
    assert "Resolved by hand" in text_of(last)
    assert not [one for one in last.blocks if one["type"] == "actions"]
    assert below(desk) == [
        "Brand One snoozed it until 2026-11-22 09:00 UTC.",
        "Brand One gave the alert to Brand Two.",
        "The snooze is over, and it is not resolved.",
        "Brand Two silenced it until 2026-12-20 09:00 UTC:",
        "Brand Two resolved the alert:",
    ]
    (over,) = await alerts(desk)
    assert (over["reason"], over["assigneeName"]) == ("MANUAL", "Brand Two")


async def test_who_may_not_handle_an_alert_or_is_nobody_here_is_told_so_alone(
    desk: Office,
) -> None:
    await opened(desk)
    (alert,) = await alerts(desk)
    await desk.click("auditor", PLACE, "alert.acknowledge")
    await desk.click("stranger", PLACE, "alert.acknowledge")
    await used(desk, "brand_one", "alert.assign", "USTRANGER")
    await desk.work()
    (after,) = await alerts(desk)

    assert (after["handling"], after["assigneeName"]) == ("NONE", None)
    assert len(desk.whispers("auditor")) == 1
    assert "not linked to anybody" in desk.whispers("stranger")[0]
    assert "give it to somebody else" in desk.whispers("brand_one")[0]
    assert alert["told"] == after["told"]


async def test_a_card_is_not_marked_by_somebody_who_may_not_handle_its_alert(
    desk: Office,
) -> None:
    await opened(desk)
    reader, elsewhere = (
        desk.world.people["auditor"],
        await catalog.add_brand(desk.world.hub, ROOT, "Elsewhere"),
    )
    await people.grant_role(desk.world.hub, ROOT, reader, Role.REVIEWER, brand_id=elsewhere.id)
    told = []
    for action in ("alert.acknowledge", "alert.silence"):
        await desk.click("auditor", PLACE, action)
        told.append(text_of(desk.shown(PLACE)[0]))
    await desk.click("brand_one", PLACE, "alert.acknowledge")
    marked = text_of(desk.shown(PLACE)[0])

    assert [one for one in told if "Processing" in one] == []
    assert "Processing" in marked
    assert len(desk.whispers("auditor")) == 2
    assert desk.form("auditor") is None


async def test_what_gets_worse_calls_who_has_it_below_and_is_no_second_message(
    desk: Office,
) -> None:
    await staffed(desk)
    (show,) = await shows(desk, "Beans")
    await watched(desk, critical="50")
    await said(desk, BAD, show)
    await used(desk, "brand_one", "alert.assign", desk.account("brand_two"))
    await said(desk, {3: "40", 2: "40"}, show)

    (card,) = desk.shown(PLACE)
    assert "Critical: figures are bad" in text_of(card)
    worse = desk.thread(PLACE)[-1]
    assert "It is critical now: 40, target at least 50." in text_of(worse)
    assert f"'user_id': '{desk.account('brand_two')}'" in text_of(worse)


async def test_what_is_silenced_is_not_posted_until_that_is_over(desk: Office) -> None:
    show = await opened(desk)
    (alert,) = await alerts(desk)
    await desk.click("brand_one", PLACE, "alert.silence")
    await desk.submit("brand_one", days="7", note="A holiday.")
    await said(desk, {3: "130", 2: "130"}, show)
    await said(desk, {3: "80", 2: "80"}, show)
    quiet = desk.shown(PLACE)
    to(desk, START + timedelta(days=7, minutes=1))
    await desk.work()
    first, second = desk.shown(PLACE)

    assert [one.ts for one in quiet] == [first.ts]
    assert "Warning: figures are bad" in text_of(second)
    assert below(desk, 0) == ["Brand One silenced it until 2026-11-28 09:00 UTC:"]
    new, old = await alerts(desk)
    assert old["id"] == alert["id"]
    assert [one["outcome"] for one in old["told"]] == ["DELIVERED", "DELIVERED", "SUPPRESSED"]
    assert [one["outcome"] for one in new["told"]] == ["DELIVERED"]


async def test_a_snooze_and_a_silence_end_by_a_click_on_the_card(desk: Office) -> None:
    await opened(desk)
    (alert,) = await alerts(desk)
    await used(desk, "brand_one", "alert.snooze", f"{alert['id']}:week")
    await desk.work()
    await desk.click("brand_two", PLACE, "alert.unsnooze")
    await settled(desk)
    (awake,) = await alerts(desk)
    await desk.click("brand_one", PLACE, "alert.silence")
    await desk.submit("brand_one", days="7", note="A holiday.")
    await settled(desk)
    silenced = text_of(desk.shown(PLACE)[0])
    await desk.click("brand_two", PLACE, "alert.unsilence")
    await settled(desk)
    (heard,) = await alerts(desk)
    card = text_of(desk.shown(PLACE)[0])

    assert (awake["handling"], heard["handling"]) == ("NONE", "NONE")
    assert "Silenced until" in silenced
    assert "End the" not in card
    told = below(desk)
    assert told[1] == "Brand Two ended the snooze."
    assert told[-1] == "Brand Two ended the silence."


async def test_what_opened_in_a_silence_is_posted_when_somebody_ends_that(desk: Office) -> None:
    show = await opened(desk)
    await desk.click("brand_one", PLACE, "alert.silence")
    await desk.submit("brand_one", days="7", note="A holiday.")
    await said(desk, {3: "130", 2: "130"}, show)
    await said(desk, {3: "80", 2: "80"}, show)
    quiet = len(desk.shown(PLACE))
    new, _ = await alerts(desk)
    brand = await door(desk.world, "brand_two")
    done = await brand.data(UNSILENCE, input={"id": new["id"]})
    await desk.work()

    assert done["unsilenceAlert"]["errors"] == []
    assert (quiet, len(desk.shown(PLACE))) == (1, 2)


def test_every_metric_has_a_name_in_chat() -> None:
    assert alert_words.METRICS.keys() == catalogue.METRICS.keys()


def test_why_an_alert_started_nothing_is_said_in_the_language_of_its_thread() -> None:
    said = str(blocks("thread of an alert, alert.started_nothing, de"))

    assert "Es konnte nichts ausgelöst werden: " in said
    assert "No request brought this about" not in said
