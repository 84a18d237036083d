"""Which stages a revision opens anew."""

from dataclasses import replace

from domain.approvals.model import Stage, StageState
from domain.requests import rules
from domain.requests.kinds import kind_named

RELEASE, CAMPAIGN = kind_named("episode_release"), kind_named("campaign")
YES, AGAIN = StageState.APPROVED, StageState.CHANGES_REQUESTED


def stage(key: str, step: int, state: StageState = YES, team: str | None = "tem_1") -> Stage:
    return Stage(f"stg_{key}", "req_1", key, key, step, team, 1, 24, state, 1, None, None)


def test_what_is_asked_again_as_it_is_goes_to_the_hub_or_else_to_the_first_of_the_people() -> None:
    own = stage("readiness", 1, team=None)
    people = [stage("legal", 2), stage("script", 1), stage("brand", 0, StageState.DROPPED)]

    assert rules.touched(CAMPAIGN, [own, *people], frozenset()) == {"readiness"}
    assert rules.touched(RELEASE, people, frozenset()) == {"script"}


def test_where_somebody_is_asked_anyway_what_is_unchanged_opens_nothing_more() -> None:
    for state in (AGAIN, StageState.WAITING, StageState.OPEN):
        stages = [stage("script", 1), stage("legal", 2, state)]

        assert rules.touched(RELEASE, stages, frozenset()) == frozenset()


def test_a_field_opens_who_watches_it_or_else_the_first() -> None:
    stages = [stage("script", 1), stage("legal", 2)]

    assert rules.touched(RELEASE, stages, frozenset({"markets"})) == {"legal"}
    assert rules.touched(RELEASE, stages, frozenset({"artwork_asset_id"})) == {"script"}


def test_a_yes_of_too_few_or_of_others_than_the_rules_ask_for_by_now_is_asked_anew() -> None:
    script, legal, brand = stage("script", 1), stage("legal", 2), stage("brand", 2, AGAIN)
    stricter = [
        replace(script, quorum=2),
        replace(legal, team_id="tem_2"),
        replace(brand, quorum=2),
    ]

    assert rules.asked_more([script, legal, brand], stricter) == {"script", "legal"}
    assert rules.asked_more(stricter, [replace(one, quorum=1) for one in stricter]) == frozenset()
