"""What the answers of the table of activation mean for a campaign or a list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.activation import rules
from domain.activation.model import Activation, Word
from domain.catalog.premises import Account, Tier
from domain.consents.model import (
    AgeBand,
    Channel,
    Entry,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import judge
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.kinds.targeting import TargetingBrief
from domain.rights.verdicts import Standing
from tests.domain.decisions.tables import shipped_table

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def campaign(**changes: Any) -> CampaignBrief:
    given = {
        "name": "Spring",
        "objective": "awareness",
        "brand_id": "brd_1",
        "markets": ["DE", "NO"],
        "budget": {"amount": "100", "currency": "EUR"},
        "starts_at": NOW + timedelta(days=7),
        "ends_at": NOW + timedelta(days=14),
        "advertiser": "Sample",
        "tagline": "Coffee that sings",
        "click_url": "https://roasters.example.com",
        "audio_asset_id": "ast_1",
        "image_asset_id": "ast_2",
        "logo_asset_id": "ast_3",
    }
    return CampaignBrief.model_validate(given | changes)


def targeting(**changes: Any) -> TargetingBrief:
    given = {
        "name": "Loyal",
        "brand_id": "brd_1",
        "markets": ["DE"],
        "means": "ad_set",
        "subject_id": "req_1",
        "segment": "Who came back.",
        "audience_size": 2000,
        "youngest_age": 18,
        "special_category": False,
        "targets": "audience=loyal",
        "account_ids": ["acc_1", "acc_2"],
    }
    return TargetingBrief.model_validate(given | changes)


def line(account: str, hours: int = 0, **changes: Any) -> Entry:
    said = Said(
        Purpose.DIRECT_MARKETING,
        Channel.AD_AUDIENCE,
        State.GIVEN,
        NOW + timedelta(hours=hours),
        Source.FORM,
        "ads-2",
        "DE",
        AgeBand.ADULT,
    )
    subject = Subject(SubjectKind.ACCOUNT, account)
    return Entry(f"cns_{hours}", subject, replace(said, **changes), NOW, {})


def of(brief: TargetingBrief, *ledgers: Sequence[Entry]) -> list[rules.Facts]:
    accounts = {one: Account(one, f"c-{one}", None, Tier.STANDARD) for one in brief.account_ids}
    held = dict(zip(brief.account_ids, ledgers, strict=False))
    return rules.of_targeting(brief, None, accounts, held)


def judged(brief: CampaignBrief | TargetingBrief, facts: list[rules.Facts]) -> Activation:
    table = shipped_table("activation")
    found = rules.activation(brief, [judge(table, one) for one in facts])
    assert found is not None
    return found


def test_what_nobody_knows_of_an_account_is_the_strictest() -> None:
    (facts, never) = of(targeting(), [line("acc_1", country=None, age_band=None)])

    assert (facts["country"], facts["youngest_age"], facts["consent"]) == ("unknown", 0, "given")
    assert (never["consent"], never["source"]) == ("missing", "none")


def test_age_and_country_are_those_said_last_and_a_pending_yes_is_none() -> None:
    early = line("acc_1", country="AT", age_band=AgeBand.FROM_16_TO_17, state=State.PENDING)
    later = line("acc_1", 2, country="SE", age_band=None, state=State.PENDING)
    (facts, _) = of(targeting(), [early, later])

    assert (facts["country"], facts["youngest_age"], facts["consent"]) == ("SE", 16, "pending")


def test_consent_is_looked_up_for_the_channel_that_reaches_them() -> None:
    journey = targeting(means="journey", reached_by="email")
    (facts, _) = of(journey, [line("acc_1")])

    assert (facts["channel"], facts["consent"]) == ("journey", "missing")
    assert not rules.agreed(journey, [line("acc_1")])
    assert rules.agreed(journey, [line("acc_1", channel=Channel.EMAIL)])


def test_a_market_that_forbids_it_is_left_out_and_the_last_one_is_a_no() -> None:
    rights = {"DE": "undeclared", "NO": "undeclared"}
    both, one = campaign(category="alcohol"), campaign(category="alcohol", markets=["NO"])
    found = judged(both, rules.of_campaign(both, rights))
    nothing = judged(one, rules.of_campaign(one, rights))

    assert found.alternative is not None
    assert found.alternative.payload["markets"] == ["DE"]
    assert CampaignBrief.model_validate(found.alternative.payload).markets == ("DE",)
    assert (nothing.word, nothing.alternative) == (Word.BLOCK, None)
    assert nothing.problems[-1] == "Change what is asked for, and submit it again."


def test_a_list_is_cut_to_those_who_agreed() -> None:
    brief = targeting()
    found = judged(brief, of(brief, [line("acc_1")], [line("acc_2", state=State.WITHDRAWN)]))

    assert found.reasons == ("c-acc_2: They took their consent back.",)
    assert found.alternative is not None
    left = TargetingBrief.model_validate(found.alternative.payload)
    assert (left.account_ids, left.audience_size) == (("acc_1",), 1999)


def test_a_list_that_tells_of_health_may_run_by_context_where_there_is_a_campaign() -> None:
    agreed = [line("acc_1")], [line("acc_2")]
    brief = targeting(special_category=True, means="journey", reached_by="email")
    lines = [
        [replace(one, said=replace(one.said, channel=Channel.EMAIL)) for one in held]
        for held in agreed
    ]
    found = judged(brief, of(brief, *lines))
    alone = brief.model_copy(update={"subject_id": None})
    nothing = judged(alone, of(alone, *lines))

    assert found.alternative is not None
    assert found.alternative.contextual
    assert found.alternative.payload["account_ids"] == []
    assert found.alternative.payload["means"] == "ad_set"
    assert (nothing.word, nothing.alternative) == (Word.BLOCK, None)


def test_a_delicate_topic_in_no_class_is_one_all_the_same() -> None:
    assert rules.topic(campaign(sensitive_topic=True)) == "sensitive"
    assert rules.topic(campaign(sensitive_topic=True, category="health")) == "health"
    assert rules.topic(None) == "none"


def test_the_last_judgement_of_each_counts() -> None:
    brief = targeting(account_ids=["acc_1"])
    table = shipped_table("activation")
    before, after = (
        of(brief, [line("acc_1", state=one)])[0] for one in (State.GIVEN, State.WITHDRAWN)
    )
    found = rules.activation(brief, [judge(table, before), judge(table, after)])

    assert found is not None
    assert found.alternative is not None
    assert found.alternative.contextual  # Nobody is left on the list.
    assert rules.activation(brief, []) is None


@pytest.mark.parametrize("row", [{}, {"outcome": "perhaps", "instead": "none"}])
def test_what_nobody_decided_is_for_people(row: dict[str, Any]) -> None:
    facts = {"market": "DE", "name": "DE"}
    said = Judgement("activation", "v", Outcome.DECIDED, (row,) if row else (), (), (), (), facts)
    found = rules.activation(campaign(), [said])

    assert found is not None
    assert (found.word, found.note) == (Word.REVIEW, "People look: DE: nobody could tell.")


def test_many_names_are_counted() -> None:
    brief = targeting(account_ids=[f"acc_{n}" for n in range(20)])
    found = judged(brief, of(brief))

    assert " and 8 more: Nothing says that they agreed." in found.reasons[0]


def test_files_stand_as_their_worst_and_undeclared_where_nobody_said() -> None:
    assert rules.rights_word([]) == "undeclared"
    assert rules.rights_word([Standing.CLEARED, Standing.BLOCKED]) == "blocked"
    assert rules.rights_word([Standing.CLEARED]) == "cleared"
