"""Who looks at what is left to people, and what counts as seen by a yes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.activation import looking, rules
from domain.approvals.model import Stage, StageState
from domain.decisions.model import Judgement, Kept
from domain.decisions.rules import judge
from domain.requests.kinds.targeting import TargetingBrief
from tests.domain.decisions.tables import shipped_table

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
BRIEF = TargetingBrief.model_validate(
    {
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
        "account_ids": ["acc_1"],
    }
)


def judged(source: str) -> Judgement:
    """Return what the table says of an adult who agreed, as `source` has it."""
    asked: dict[str, Any] = {"channel": "custom_audience", "consent": "given", "source": source}
    asked |= {"youngest_age": 18, "country": "DE", "topic": "none", "special": False}
    asked |= {"rights": "not_needed", "account": "acc_1", "name": "cust-1"}
    return judge(shipped_table("activation"), asked)


def kept(hours: int, revision: int, source: str) -> Kept:
    return Kept(NOW + timedelta(hours=hours), revision, judged(source))


def stage(
    key: str, step: int, hours: int | None = 0, state: StageState = StageState.APPROVED
) -> Stage:
    closed = None if hours is None else NOW + timedelta(hours=hours)
    return Stage(f"stg_{key}", "req_1", key, key, step, "tem_1", 1, 24, state, 1, None, closed)


def reasons() -> tuple[str, ...]:
    found = rules.activation(BRIEF, [judged("import")])
    assert found is not None
    return found.reasons


@pytest.mark.parametrize(
    ("keys", "who"),
    [
        (("marketing", "privacy", "legal"), ["privacy", "legal"]),
        (("marketing", "privacy"), ["privacy"]),
        (("marketing", "brand"), ["marketing"]),
        ((), []),
    ],
)
def test_legal_and_privacy_look_or_else_the_first(keys: tuple[str, ...], who: list[str]) -> None:
    own = Stage("stg_0", "req_1", "compliance", "", 0, None, 1, 0, StageState.OPEN, 1, None, None)
    dropped = stage("legal", 0, None, StageState.DROPPED)
    stages = [own, dropped, *(stage(key, at) for at, key in enumerate(keys, 1))]

    assert [one.key for one in looking.lookers(stages)] == who


@pytest.mark.parametrize(
    ("found", "seen"),
    [
        ([kept(-1, 1, "import")], True),
        ([kept(-1, 1, "form")], False),
        ([kept(-1, 1, "form"), kept(1, 1, "import")], False),
        ([kept(-1, 1, "form"), kept(1, 2, "import")], False),
        ([kept(-2, 1, "import"), kept(-1, 2, "form"), kept(1, 3, "import")], False),
        ([kept(-1, 1, "import"), kept(1, 2, "import")], True),
        ([], False),
    ],
)
def test_a_yes_saw_what_was_there_as_it_was_said(found: list[Kept], *, seen: bool) -> None:
    unseen = looking.unseen(BRIEF, reasons(), [stage("privacy", 1)], found)

    assert unseen == ({} if seen else {"privacy": [*reasons()]})


def test_who_has_yet_to_look_is_not_asked_twice() -> None:
    found = [kept(-1, 1, "form"), kept(1, 2, "import")]
    stages = [stage("privacy", 1, None, StageState.OPEN), stage("legal", 2), stage("brand", 3)]

    assert list(looking.unseen(BRIEF, reasons(), stages, found)) == ["legal"]
