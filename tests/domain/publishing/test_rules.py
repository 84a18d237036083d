"""What is asked about an episode, and what the answers of its markets mean together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.approvals.model import Stage, StageState
from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import judge
from domain.publishing import rules
from domain.publishing.model import Look, PublishingVerdict
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.rights.model import Layer, Need
from domain.rights.verdicts import MEANS, Finding, Standing, Verdict, Why
from tests.domain.decisions.tables import shipped_table

FACTS: Mapping[str, Any] = {
    "region": "open",
    "rights": "cleared",
    "why": "",
    "approvals_open": 0,
    "transcript": "approved",
    "sponsor_reads": 0,
    "disclaimers": 0,
    "language": "de",
}
GUEST, SALES = Need(Layer.GUEST_RELEASE), Need(Layer.SALES_TERRITORY)


def judged(market: str, **changes: Any) -> Judgement:
    return judge(shipped_table("episode_publishing"), {"market": market, **FACTS, **changes})


def looked(**changes: Mapping[str, Any]) -> Look:
    """Return the look at some markets, each with what is changed there."""
    return rules.look({market: judged(market, **more) for market, more in changes.items()})


def rights(*findings: tuple[Need | None, Why]) -> dict[str, Any]:
    found = tuple(Finding(need, why) for need, why in findings)
    worst = max((MEANS[why] for _, why in findings), key=[*Standing].index)
    return rules.rights_facts([Verdict(frozenset({"DE"}), worst, found, None)])


def brief(**changes: Any) -> EpisodeReleaseBrief:
    plain = {"name": "The first cup", "brand_id": "brd_1", "markets": ["DE"], "show_id": "shw_1"}
    more = {"episode_id": "epi_1", "target": "feed", "releases_on": "2026-12-01", "script": "Hm."}
    files = {"audio_asset_id": "ast_1", "artwork_asset_id": "ast_2"}
    return EpisodeReleaseBrief.model_validate(plain | more | files | changes)


def stage(key: str, step: int, state: StageState = StageState.APPROVED) -> Stage:
    return Stage(f"stg_{key}", "req_1", key, key, step, "tem_1", 1, 24, state, 1, None, None)


@pytest.mark.parametrize(
    ("findings", "region", "standing", "why"),
    [
        ([(GUEST, Why.GRANTED)], "open", "cleared", ""),
        ([(None, Why.NOT_DECLARED)], "open", "unknown", "nobody said what it contains"),
        (
            [(GUEST, Why.EXPIRED)],
            "open",
            "blocked",
            "guest release, the permission is over",
        ),
        (
            [(GUEST, Why.DUTIES_OPEN)],
            "open",
            "conditional",
            "guest release, something is still to be done for the permission",
        ),
        ([(GUEST, Why.PROHIBITED)], "restricted", "cleared", "guest release, it is prohibited"),
        (
            [(SALES, Why.OUT_OF_SCOPE), (GUEST, Why.NO_EVIDENCE)],
            "restricted",
            "unknown",
            "sales territory, the permissions leave this out; guest release, nothing is known",
        ),
        ([(SALES, Why.NO_EVIDENCE)], "open", "unknown", "sales territory, nothing is known"),
    ],
)
def test_rights_say_whether_a_market_is_closed_and_what_is_missing(
    findings: list[tuple[Need | None, Why]], region: str, standing: str, why: str
) -> None:
    assert rights(*findings) == {"region": region, "rights": standing, "why": why}


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de", "de"), ("en-GB", "en"), ("PT-br", "pt"), ("und", None), ("mul", None), (None, None)],
)
def test_a_language_is_its_first_part(tag: str | None, language: str | None) -> None:
    assert rules.spoken_in(tag) == language


def test_it_comes_out_at_midnight_of_the_market_and_never_before_now() -> None:
    early, late = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 5, tzinfo=UTC)

    assert rules.comes_out(brief(), "Europe/Berlin", early) == datetime(
        2026, 11, 30, 23, tzinfo=UTC
    )
    assert rules.comes_out(brief(), "Europe/Berlin", late) == late


def test_what_is_dropped_is_not_waited_for() -> None:
    stages = [
        stage("script", 1),
        stage("legal", 2, StageState.OPEN),
        stage("brand", 2, StageState.WAITING),
        stage("executive", 3, StageState.DROPPED),
    ]

    assert rules.approvals_open(stages, 1) == 3


def test_a_blocked_market_is_left_out_and_holds_nothing() -> None:
    found = looked(DE={}, AT={"region": "restricted", "why": "it is prohibited"})

    assert found.verdict is PublishingVerdict.PUBLISH
    assert (found.markets, found.blocked) == (("DE",), {"AT": "it is prohibited"})
    assert rules.closed(found) == ["Not in AT: it is prohibited."]


def test_what_is_missing_anywhere_holds_it_everywhere() -> None:
    found = looked(DE={}, GB={}, BR={})

    assert found.verdict is PublishingVerdict.HOLD
    assert [(task.name, task.markets) for task in found.tasks] == [
        ("Language", ("GB",)),
        ("Language", ("BR",)),
    ]
    assert found.by_revision


def test_it_waits_for_what_comes_in_by_itself() -> None:
    found = looked(DE={"rights": "unknown", "why": "nothing is known"}, AT={"approvals_open": 1})

    assert (found.verdict, found.by_revision) == (PublishingVerdict.HOLD, False)
    assert rules.told(found) == (
        "Rights (DE): Nobody knows whether it may be published there; enter its rights: nothing is"
        " known. Approvals (AT): Not everybody who is asked has said yes."
    )


def test_what_people_look_at_later_does_not_have_it_revised_now() -> None:
    found = looked(DE={"rights": "unknown"}, BR={"rights": "unknown"})
    worse = looked(DE={"rights": "unknown", "transcript": "missing"}, BR={})

    assert [task.name for task in found.tasks if "BR" in task.markets] == ["Rights", "Language"]
    assert (found.verdict, found.by_revision) == (PublishingVerdict.HOLD, False)
    assert (worse.verdict, worse.by_revision) == (PublishingVerdict.HOLD, True)


def test_what_a_market_asks_for_in_its_language_is_a_task_for_each() -> None:
    bare = looked(DE={"sponsor_reads": 1, "disclaimers": 1}, FR={"sponsor_reads": 1})
    there = {"transcript_languages": "de fr", "disclaimer_languages": "fr"}
    done = looked(FR={"sponsor_reads": 1, "disclaimers": 1, **there})

    assert [(task.name, task.markets) for task in bare.tasks] == [
        ("Disclaimer", ("FR",)),
        ("Transcript in fr", ("FR",)),
        ("Disclaimer in fr", ("FR",)),
        ("Language", ("FR",)),
    ]
    assert (bare.verdict, bare.by_revision) == (PublishingVerdict.HOLD, True)
    assert [task.name for task in done.tasks] == ["Language"]


def test_what_is_there_in_a_language_is_what_was_approved_in_it() -> None:
    french = {"language": "fr-FR", "disclaimers": ["Payé."], "transcript_asset_id": "ast_3"}
    more = [french, {"language": "sv", "transcript_asset_id": "ast_4"}]
    given = brief(translations=more, transcript_asset_id="ast_5", disclaimers=["Paid."])
    files = {"transcript_asset_id": "approved", "transcript_fr-FR_asset_id": "approved"}
    found = rules.facts(
        given,
        approvals_open=0,
        transcripts={**files, "transcript_sv_asset_id": "replaced"},
        language="en-GB",
    )

    assert found["transcript"] == "approved"
    assert found["transcript_languages"] == "en fr"
    assert found["disclaimer_languages"] == "en fr"


def test_where_every_market_is_blocked_it_is_held() -> None:
    found = looked(DE={"rights": "blocked", "why": "over"}, AT={"rights": "blocked"})

    assert (found.verdict, found.markets) == (PublishingVerdict.HOLD, ())
    assert found.blocked["AT"] == "Its rights do not reach this market on the day it comes out."
    assert rules.told(found) == "Rights (AT, DE): no market is left that it may come out in."


@pytest.mark.parametrize(
    "changes", [{"language": None}, {"rights": "promised"}, {"transcript": "draft"}]
)
def test_what_the_rules_cannot_tell_is_for_people(changes: dict[str, Any]) -> None:
    found = looked(DE=changes, AT={})

    assert found.verdict is PublishingVerdict.REVIEW
    assert [(task.name, task.markets) for task in found.tasks] == [("Rules", ("DE",))]


def test_a_word_that_no_table_of_ours_says_is_for_people() -> None:
    odd = replace(judged("DE"), rows=({"outcome": "perhaps"},))

    assert rules.look({"DE": odd}).verdict is PublishingVerdict.REVIEW


def test_two_looks_are_the_same_where_facts_and_version_are() -> None:
    one, other = {"DE": judged("DE")}, {"DE": judged("DE", disclaimers=1)}

    assert rules.same(one, {"DE": judged("DE")})
    assert not rules.same(one, other)
    assert not rules.same(one, {"DE": replace(one["DE"], version="another")})
    assert not rules.same(one, {**one, "AT": judged("AT")})


def test_the_latest_is_of_the_revision_and_of_the_table() -> None:
    old, new, other = judged("DE", disclaimers=3), judged("DE"), judged("AT")
    foreign = replace(judged("AT", disclaimers=2), table="another")
    kept = [(1, other), (2, old), (2, new), (2, foreign)]

    assert rules.latest(kept, 2) == {"DE": new}


def test_legal_looks_again_or_else_the_first_who_said_yes() -> None:
    own = replace(stage("replay", 1), team_id=None)

    assert rules.who_looks([stage("script", 1), stage("legal", 2)]) == "legal"
    assert rules.who_looks([own, stage("brand", 2), stage("script", 1)]) == "script"
    assert rules.who_looks([own, stage("legal", 2, StageState.DROPPED)]) is None


def test_a_service_that_gives_no_reasons_is_told_all_the_same() -> None:
    silent = replace(judged("DE", transcript="missing"), reasons=(), by="elsewhere")

    assert rules.look({"DE": silent}).tasks[0].said == "The rules could not tell."
    assert silent.outcome is Outcome.DECIDED
