"""What is about an episode waits until the episode is out where it is asked for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.publishing import following
from domain.publishing.model import Look
from domain.requests.model import Request, RequestState
from domain.territories import Area, area
from tests.domain.publishing.test_rules import looked

NOW = datetime(2027, 1, 10, tzinfo=UTC)
S = RequestState
CLEAR = looked(AT={}, DE={})
SHUT = looked(AT={"region": "restricted", "why": "it is prohibited"}, DE={})
HELD = looked(AT={"approvals_open": 1}, DE={})
UNSURE = looked(AT={"language": None}, DE={})
LINE = "This waits: number 1 of `Trains` is not out yet."


def release(state: S, trouble: str | None = None, note: str | None = None) -> Request:
    return Request(
        id="req_1",
        number=7,
        kind="episode_release",
        title="The second cup",
        brand_id="brd_1",
        agency_id=None,
        markets=("AT", "DE"),
        state=state,
        version=3,
        revision=1,
        requester_id="usr_1",
        payload={},
        note=note,
        trouble=trouble,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("stands", "more"),
    [
        (release(S.APPROVED), ", which is not out yet."),
        (release(S.APPROVED, note="Lovely."), ", which is not out yet."),
        (release(S.APPROVED, LINE), f", which is not out yet: {LINE}"),
        (release(S.CHANGES_REQUESTED, note="Its day is over."), " yet: Its day is over."),
    ],
)
def test_what_the_rules_let_go_is_not_out_before_it_is_handed_over(
    stands: Request, more: str
) -> None:
    markets = ("AT", "DE")
    ours = following.waits_for(stands, CLEAR, markets, ["DE"], clear=True, theirs=True)
    outside = following.waits_for(stands, CLEAR, markets, ["DE"], clear=True, theirs=False)

    assert ours is not None
    assert ours.startswith("It waits for its episode (#7)")
    assert ours.endswith(more)
    assert outside == "It waits for its episode, which is not out yet."


@pytest.mark.parametrize("state", [S.PUBLISHED, S.LIVE])
def test_what_is_out_lets_go_where_it_was_handed_over_for_and_may_be_still(state: S) -> None:
    out = release(state)

    def waits(found: Look, handed: list[str], *wanted: str) -> str | None:
        return following.waits_for(out, found, handed, wanted, clear=False, theirs=True)

    cut = "It waits for its episode (#7), which does not come out in AT."
    assert waits(CLEAR, ["AT", "DE"], "AT", "DE") is None
    assert waits(CLEAR, ["DE"], "AT", "DE") == cut
    assert waits(SHUT, ["AT", "DE"], "AT") == cut
    assert waits(SHUT, ["AT", "DE"], "DE") is None
    # People looked at it before it was handed over, whatever version of the rules asks now.
    assert waits(UNSURE, ["AT", "DE"], "DE") is None
    assert "which is held: Approvals (AT)" in (waits(HELD, ["AT", "DE"], "DE") or "")


def test_what_nobody_looked_at_is_held() -> None:
    found = following.waits_for(
        release(S.APPROVED), UNSURE, ["AT", "DE"], ["DE"], clear=False, theirs=False
    )

    assert found == "It waits for its episode, which is held: the brand knows what is missing."


@pytest.mark.parametrize(
    ("live", "wanted", "said"),
    [
        ([], ["DE"], "whose release nobody asked for"),
        ([area(["SE"])], ["DE"], "not known to be live in DE"),
        ([area(["SE"]), area(["WORLD"], ["AT"])], ["AT", "DE", "SE"], "live in AT:"),
        ([area(["CA-QC"])], ["CA"], "live in CA:"),
        ([area(["SE"]), area(["DE", "AT"])], ["AT", "DE", "SE"], None),
    ],
)
def test_an_episode_nobody_released_is_out_where_it_is_live(
    live: list[Area], wanted: list[str], said: str | None
) -> None:
    found = following.waits_to_be_live(live, wanted)

    assert (found is None) if said is None else (found is not None and said in found)


def test_where_it_was_sent_back_counts_what_keeps_it_first() -> None:
    back = replace(release(S.CHANGES_REQUESTED, note="Its day is over."), trouble="A job stopped.")
    found = following.waits_for(back, CLEAR, ["DE"], ["DE"], clear=True, theirs=True)

    assert found == "It waits for its episode (#7), which is not out yet: A job stopped."
