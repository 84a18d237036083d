"""Versions of tables in chat: what a card says of one, and carrying it to the last yes and back."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from inline_snapshot import snapshot

from app.jobs.handlers import handlers_for
from bot.ids import ActionId
from bot.limits import problems
from bot.messages.brief import changes
from bot.messages.card import stage_card
from bot.messages.details import details_form
from bot.specimens.request import NOW, Specimen, Words
from bot.specimens.tables import explained, rule_brief, ruled
from connectors.jobs.inprocess import InProcessRunner
from domain.approvals.model import Choice, StageState
from domain.clock import SteppingClock
from domain.decisions import versions
from domain.decisions.model import Check, Difference, RowChange
from domain.requests.kinds.rule_version import RuleVersionBrief
from tests.api.door import Door, door
from tests.api.rules import PROPOSE, ROLL_BACK, done, drafted
from tests.bot.office import Office, text_of
from tests.bot.reading import lines
from tests.bot.shown import blocks
from tests.domain.rulebook.rules import TABLE


def test_a_card_says_what_a_version_is() -> None:
    said = lines(blocks("rule version full"))

    assert said[: said.index("Rows")] == snapshot(
        [
            "#12 Spring launch",
            "*Asked by*",
            "A reviewer",
            "*Table*",
            "campaign_stages, version 3",
            "*Made from*",
            "version 2",
            "*Takes effect*",
            "28 Nov 2026 09:00 UTC",
            "*Counts for*",
            "what is under way as well",
            "*Test cases*",
            "1,033 of 1,034 hold",
            "*Rows changed*",
            "44",
            "*Found in it*",
            "41",
            "*Revision*",
            "2",
            "• What is new: Nobody below 21",
        ]
    )


def test_a_card_says_what_a_version_brings() -> None:
    said = lines(blocks("rule version full"))

    assert said[said.index("Rows") :] == snapshot(
        [
            "Rows",
            "• minor, new at row 4: age: < 18 → < 21; age: < 18 → < 21; and 38 more cells",
            "• minor, taken out of row 3: age: < 18 → < 21; age: < 18 → < 21; and 38 more cells",
            "• minor, row 4: age: < 18 → < 21; age: < 18 → < 21; and 38 more cells",
            "• minor, moved from row 3 to 4: age: < 18 → < 21; age: < 18 → < 21; and 38 more cells",
            "• minor, row 4: age: < 18 → < 21; age: < 18 → < 21; and 38 more cells",
            "• and 39 more rows",
            "Test cases that do not hold",
            "• Line 12 (Spring launch): “age” should be < 18, but is < 21.",
            "• Line 12 (Spring launch): “age” should be < 18, but is < 21.",
            "• Line 12 (Spring launch): “age” should be < 18, but is < 21.",
            "• and 37 more results",
            "Found in the table",
            "• must be mended: No rule covers ages below 0.",
            "• known: No rule covers ages below 0.",
            "• known: No rule covers ages below 0.",
            "• and 38 more findings",
            "The past: 637 of 4,112 decisions would change",
            "• 30 x brand, readiness → brand, readiness, legal",
            "• 30 x brand, readiness → brand, readiness, legal",
            "• 30 x brand, readiness → brand, readiness, legal",
            "• 30 x brand, readiness → brand, readiness, legal",
            "• 30 x brand, readiness → brand, readiness, legal",
            "• and 487 more decisions",
            "The requester adds",
            "> The voice is cleared until June.",
            "> Please look at the claim in second 12.",
            "Brand: 0 of 1 approvals",
            "Last word",
            "> The claim <needs> a source & a date.",
            "In review · due 2026-11-22 07:00 UTC",
            "[Approve]",
            "[Approve with conditions]",
            "[Reject]",
            "[Request changes]",
            "[Details]",
        ]
    )


def test_a_version_that_nothing_is_to_be_said_of() -> None:
    said = lines(blocks("rule version with nothing to tell"))

    assert said[said.index("*Test cases*") + 1] == "34 of 34 hold"
    assert "The past: nothing was ever decided by this table" in said
    assert not {"Rows", "Found in the table"} & set(said)


def test_until_the_past_was_judged_it_says_so() -> None:
    said = lines(blocks("rule version not judged yet"))

    assert "The past: it is being judged by this version" in said


def test_a_version_that_cannot_be_read_says_so() -> None:
    said = lines(blocks("rule version unreadable"))

    assert said[said.index("*Test cases*") + 1] == Words().refusal.replace("`", "'")


def test_what_changed_about_the_table_itself_stands_at_no_row() -> None:
    drawn = Specimen()
    stage = drawn.stage(StageState.OPEN)
    dossier = ruled(drawn, stage)
    assert dossier.rules is not None
    changed = RowChange("", Difference.CHANGED, None, None, (("hit policy", "FIRST", "UNIQUE"),))
    rules = replace(dossier.rules, check=Check(34, (), (), (changed,)))

    said = lines(stage_card(replace(dossier, rules=rules), stage, 1, NOW)["blocks"])

    assert "• the table: hit policy: FIRST → UNIQUE" in said


@pytest.mark.parametrize(
    ("state", "stands"),
    [
        ("in_review", "In review"),
        ("approved", "Approved; it is released when the undo window has passed"),
        ("published", "Released; it takes effect 28 Nov 2026 09:00 UTC"),
        ("live", "Took effect 28 Nov 2026 09:00 UTC"),
        ("withdrawn", "Withdrawn and rolled back; it counts no more"),
    ],
)
def test_the_requester_sees_where_a_version_stands(state: str, stands: str) -> None:
    said = lines(blocks(f"rule version {state}"))

    assert said[1] == stands
    assert "The past: 637 of 4,112 decisions would change" in said


def test_every_field_of_a_proposal_is_told_when_it_changes() -> None:
    before = rule_brief(Specimen())
    other = RuleVersionBrief(
        table="campaign_admission",
        number=9,
        version_id="rul_9",
        change="Something else",
        effective_at=None,
        under_way=False,
        note="Another note",
    )
    rows = changes(before, other, {}, 100)
    names = set(RuleVersionBrief.model_fields)
    differing = {name for name in names if getattr(before, name) != getattr(other, name)}

    assert differing == names
    # A version's number and id are told together; so is all the rest, one row each.
    assert len(rows) == len(names) - 1


@pytest.mark.parametrize("sign", ["x", "漢", "🎧", '"'])
def test_the_most_that_can_be_said_of_a_version_fits(sign: str) -> None:
    drawn = Specimen(Words(**{field.name: sign * 3_000 for field in fields(Words)}))
    stage = drawn.stage(StageState.OPEN, quorum=20, round_=2)
    votes = [replace(vote, round=2) for vote in drawn.votes(Choice.APPROVE, 20, reasons=True)]
    earlier = rule_brief(drawn, number=2).model_copy(
        update={"change": sign, "note": f"y{sign * 999}"}
    )
    dossier = replace(ruled(drawn, stage), votes=tuple(votes), earlier={stage.id: earlier})
    card = stage_card(dossier, stage, 2, NOW)
    form = details_form(*explained(drawn, dossier))

    assert problems(card, "message") == []
    assert problems(form, "modal") == []
    assert "and 39 more rows" in str(card)


def test_details_say_what_they_leave_out() -> None:
    drawn = Specimen()
    dossier, found = explained(drawn, drawn.dossier(drawn.stage(StageState.OPEN)))
    said = lines(details_form(dossier, found)["blocks"])
    titles = [line for line in said if line.startswith("Rules campaign_stages")]
    left = [line for line in said if line.startswith("• and ") and line.endswith(" more rules")]

    assert len(titles) >= 5
    assert titles[0] == "Rules campaign_stages: decided"
    assert said.count("Did not match") == len(titles)
    assert len(left) == len(titles) - 1  # Of one it is said why its rules cannot be told.
    assert said[-1].startswith(f"And {len(found) - len(titles)} more decisions; the API shows")


def test_decisions_that_are_alike_are_told_once_and_those_of_before_say_so() -> None:
    drawn = Specimen()
    dossier, found = explained(drawn, drawn.dossier(drawn.stage(StageState.OPEN)))
    judged = [(2, found[0]), (2, found[0]), (1, found[2])]
    held = replace(dossier, judgements=tuple((n, one.judgement) for n, one in judged))
    said = lines(details_form(held, [one for _, one in judged])["blocks"])

    assert [line for line in said if line.startswith("Rules campaign_stages")] == [
        "Rules campaign_stages: decided, 2 times",
        "Rules campaign_stages: decided, of revision 1",
    ]


async def test_details_explain_the_rules_that_did_not_match(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.DETAILS)
    (view,) = desk.home.modals[desk.account("brand_one")]
    said = lines(view.blocks)

    assert "• executive_major: budget is 12,500; the rule wants at least 50,000" in said
    assert any(line.startswith("Rules that matched: readiness, brand_own") for line in said)
    assert any("Version 1, " in line for line in said)


async def test_details_tell_an_agency_reasons_and_no_cells(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    (place,) = [p for p, held in desk.home.messages.items() if p.startswith("D") and held]
    await desk.click("agent", place, ActionId.DETAILS)
    (view,) = desk.home.modals[desk.account("agent")]
    said = lines(view.blocks)

    assert "• What an agency asks for takes two of brand." in said
    assert not [line for line in said if "the rule wants" in line or line == "Did not match"]


def worker(desk: Office) -> InProcessRunner:
    """A worker that does everything, not only cards."""
    hub = desk.world.hub
    handlers = handlers_for(hub, ads=None, chat=desk.bot.sender.show)
    return InProcessRunner(hub.clock, hub.wake, handlers)


async def number_that_counts(desk: Office) -> int:
    now = desk.world.hub.clock.now()
    return (await versions.that_count([TABLE], now, now))[TABLE].number


async def proposed(desk: Office, front: Door) -> dict[str, Any]:
    version = (await drafted(front))["ruleVersion"]
    found = await done(front, PROPOSE, versionId=version["id"], note="Fewer, larger looks.")
    assert found["errors"] == []
    request: dict[str, Any] = found["request"]
    return request


def direct(desk: Office) -> str:
    """Everything that the requester's own card says."""
    (card,) = [m for p in desk.home.messages if p.startswith("D") for m in desk.shown(p)]
    return "\n".join(lines(card.blocks))


async def test_cards_in_chat_carry_a_version_to_counting_and_back(
    desk: Office, clock: SteppingClock
) -> None:
    """From a front end's mutations over two teams' cards until it decides, and back again."""
    work, front = worker(desk), await door(desk.world, "manager")
    await proposed(desk, front)
    await work.drain()
    said = lines(desk.shown("CLEGAL")[0].blocks)

    assert said[0].endswith("campaign_stages, version 2: Finance from 20,000")
    assert said[said.index("*Test cases*") + 1] == "34 of 34 hold"
    assert "The past: nothing was ever decided by this table" in said
    assert "> Fewer, larger looks." in said
    assert "• finance_major, row 8: budget: >= 10000 → >= 20000" in said
    assert len(desk.shown("CFINANCE")) == 1
    assert desk.shown("CBRAND") == []
    for who, place in (("legal_one", "CLEGAL"), ("finance_one", "CFINANCE")):
        assert (await desk.click(who, place, ActionId.APPROVE)).ok
        await work.drain()
    assert "Approved; it is released" in direct(desk)
    assert await number_that_counts(desk) == 1
    clock.advance(timedelta(seconds=31))
    await work.drain()

    assert await number_that_counts(desk) == 2
    assert "Took effect 21 Nov 2026 09:00 UTC" in direct(desk)
    assert "Took effect" in text_of(desk.shown("CLEGAL")[0])
    given = {"table": TABLE, "reason": "Finance wants to see these."}
    assert (await done(front, ROLL_BACK, **given))["errors"] == []
    await work.drain()

    assert await number_that_counts(desk) == 1
    assert "Withdrawn and rolled back; it counts no more" in direct(desk)
    assert "Finance wants to see these." in text_of(desk.shown("CLEGAL")[0])


async def test_a_card_says_what_of_the_past_would_change(desk: Office) -> None:
    await desk.asks()
    work = worker(desk)
    await proposed(desk, await door(desk.world, "manager"))
    await work.drain()
    said = lines(desk.shown("CLEGAL")[0].blocks)

    assert "The past: 1 of 1 decisions would change" in said
    assert "• 1 x brand, finance, readiness → brand, readiness" in said


async def test_until_then_the_requesters_card_says_that_the_past_is_judged(desk: Office) -> None:
    await proposed(desk, await door(desk.world, "manager"))
    await desk.work()

    assert desk.shown("CLEGAL") == []
    assert "The past: it is being judged by this version" in direct(desk)
