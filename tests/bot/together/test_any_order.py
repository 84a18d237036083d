"""Two who click, one at the API, a delegate and the clock, in any order: one outcome.

Whoever acts when, and however old the card is they act on: a person counts once in a stage, and a
seat once; nobody approves what they asked for; reminders keep their distance, each level is told
once; and once everything is at rest every card says what the database says.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from _pytest.mark import ParameterSet
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.ids import ActionId
from domain.approvals import rules
from domain.approvals.model import Stage, StageState
from domain.audit import service as audit
from domain.conditions.model import ConditionState
from domain.database import sql
from domain.notices import records as notices
from domain.notices.model import Audience
from domain.reminding.rules import GAP
from domain.requests import seats
from domain.requests.ledger import Ledger
from domain.requests.model import RequestState
from tests.bot.together.town import Move, Town
from tests.conftest import database_on

#: Who clicks where; nowhere is the place where the bot speaks to them. One of them has two
#: accounts, another is who asked.
CLICKS = [
    ("brand_one", "CBRAND"),
    ("twin", "CBRAND"),
    ("brand_two", "CBRAND"),
    ("legal_one", "CLEGAL"),
    ("legal_two", "CLEGAL"),
    ("requester", "CBRAND"),
    ("legal_one", ""),
    ("legal_two", ""),
    ("finance_one", ""),
]
VOTERS = [("brand_two", "brand"), ("legal_one", "legal"), ("legal_two", "brand")]
VOTERS += [("legal_two", "legal"), ("requester", "brand")]
AWAY = ["brand_one", "brand_two", "legal_one"]
STAND = ["legal_one", "legal_two", "finance_one"]
MOVES: list[Move] = [
    *(("click", (who, place, ActionId.APPROVE)) for who, place in CLICKS),
    *(("click", (who, "", ActionId.APPROVE)) for who in STAND * 3),
    *(("click", (who, place, ActionId.UNDO)) for who, place in CLICKS[:5]),
    *(("votes", (who, key, "APPROVE")) for who, key in VOTERS),
    ("votes", ("legal_two", "legal", "REJECT")),
    *(("takes_back", (who,)) for who in ("brand_two", "legal_two", "finance_one")),
    *(("leaves", (who, to, 30)) for who in AWAY for to in ("legal_two", "finance_one")),
    ("leaves", ("brand_one", "requester", 3)),
    # Who stands in leaves too, so that one stands in for one who stands in.
    *(("leaves", (who, "finance_one", 9)) for who in ("legal_two", "brand_two")),
    *(("approves_if", (who, key)) for who, key in (*VOTERS[:2], ("finance_one", "brand"))),
    *[("meets", ()), ("judges", ("brand_two", True)), ("judges", ("legal_one", True))] * 2,
    ("judges", ("brand_one", False)),
    ("judges", ("legal_two", False)),
    ("leaves", ("brand_two", None, 3)),
    ("everybody_is_back", ()),
    ("ready", ()),
    ("ready", ()),
    *(("time_goes_on", (hours,)) for hours in (0, 0, 0, 0, 1, 5, 20, 30)),
]
#: From how many requests on what is worth proving has surely happened.
OFTEN = {
    "votes for somebody": 24,
    "votes taken back": 24,
    "approved": 24,
    "reminders": 24,
    "told directly": 24,
    "replies": 24,
    "asked alone": 24,
    "escalations": 24,
    "conditions confirmed": 24,
}
OF_STAGES = {Audience.STAGE, Audience.STAND_IN, Audience.REVIEWER}
OPEN_BUTTONS = {ActionId.APPROVE, ActionId.REJECT, ActionId.REQUEST_CHANGES}


@pytest.fixture
def town(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    found = Town(database_on(engine, request, tmp_path), tmp_path)
    yield found
    found.close()


#: In how many turns several act on a request, one interleaving each.
TURNS = 3


def many(engine: str, towns: int, times: int) -> list[ParameterSet]:
    """Return as many towns with as many requests each: what is in one town stays small."""
    return [
        pytest.param(engine, times, 1 + town, id=f"{engine}-{1 + town}", marks=pytest.mark.long)
        for town in range(towns)
    ]


@pytest.mark.parametrize(
    ("engine", "times", "drawn"),
    [
        pytest.param("sqlite", 34, 0, id="sqlite"),
        pytest.param("postgres", 3, 0, id="postgres"),
        # Ten thousand interleavings, and a thousand.
        *many("sqlite", 40, 84),
        *many("postgres", 10, 34),
    ],
)
def test_whoever_acts_when_there_is_one_outcome(town: Town, times: int, drawn: int) -> None:
    run_state_machine_as_test(
        seed(drawn)(lambda: AnyOrder(town)),  # type: ignore[arg-type]  # It takes what makes one.
        settings=settings(
            max_examples=times,
            stateful_step_count=TURNS,
            deadline=None,
            # The town remembers every request before: what is left out would make it another one.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    reached = town.run(town.reached())

    seldom = {name for name, least in OFTEN.items() if times >= least and not reached[name]}

    assert seldom == set(), reached


class AnyOrder(RuleBasedStateMachine):
    """One request, from its submission to whatever becomes of it."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.town = town
        self.request = town.run(town.asks())

    @initialize(
        ready=st.booleans(),
        alone=st.booleans(),
        absent=st.sampled_from(AWAY),
        delegate=st.sampled_from(STAND),
    )
    def is_shown(self, ready: bool, alone: bool, absent: str, delegate: str) -> None:  # noqa: FBT001  Drawn.
        self.town.run(self.town.legal_has(None if alone else "CLEGAL"))
        if ready:
            self.town.run(self.town.ready(self.request))
        self.town.run(self.town.leaves(self.request, absent, delegate, 48))
        self.town.run(self.town.work())

    def teardown(self) -> None:
        self.town.run(self.town.everybody_is_back(self.request))
        self.at_rest()
        self.town.run(self.town.ends(self.request))
        self.town.run(self.town.work())

    @rule(seed=st.integers(0, 2**32), rests=st.booleans())
    def they_act(self, seed: int, rests: bool) -> None:  # noqa: FBT001  Drawn.
        """Several act, one after the other or at the very same instant, and are judged in between.

        They are drawn evenly, for what is drawn one by one seldom leads far into a request. It may
        come to rest before others act, and does after the last; no request is only looked at.
        """
        drawn = Random(seed)
        for _ in range(12):
            moves = drawn.choices(MOVES, k=drawn.choice((1, 1, 2, 3)))
            self.town.run(self.town.at_once(self.request, moves))
            self.the_rules_hold()
        if rests:
            self.at_rest()

    def at_rest(self) -> None:
        self.town.run(self.town.work(rounds=4))
        self.town.run(self._cards_agree())
        assert self.town.run(sql.fetch("SELECT * FROM jobs WHERE state = 'dead'")) == []

    @invariant()
    def the_rules_hold(self) -> None:
        held = self.town.run(self.town.look(self.request))
        for stage in held.stages:
            self._one_voice_each(held, stage)
        self._one_outcome(held)
        self.town.run(self._one_effect(held))
        self.town.run(self._told_in_measure())

    def _one_voice_each(self, held: Ledger, stage: Stage) -> None:
        counting = rules.counting(stage, held.votes)
        members = {self.town.world.people[who] for who in self.town.world.people}
        for names in ([v.voter_id for v in counting], [v.seat_id for v in counting]):
            assert max(Counter(names).values(), default=0) <= 1
        assert not {v.voter_id for v in counting} & held.authors
        assert not {v.seat_id for v in counting} & held.authors
        assert {v.seat_id for v in counting} <= members
        if stage.state not in {StageState.WAITING, StageState.DROPPED} and not stage.automatic:
            assert rules.settled(stage, held.votes) is stage.state

    def _one_outcome(self, held: Ledger) -> None:
        state = held.request.state
        assert (state is RequestState.APPROVED) == rules.all_approved(held.stages)
        refused = any(stage.state is StageState.REJECTED for stage in held.stages)
        assert (state is RequestState.REJECTED) == refused

    async def _one_effect(self, held: Ledger) -> None:
        waiting = await sql.fetch(
            "SELECT 1 FROM jobs WHERE lane = $1 AND kind = 'campaign.publish' AND state = 'open'",
            f"effect:{self.request.id}",
        )
        free = all(one.state is ConditionState.CONFIRMED for one in held.conditions)
        assert len(waiting) <= int(held.request.state is RequestState.APPROVED and free)

    async def _told_in_measure(self) -> None:
        trail = await audit.trail(self.request.id)
        reminded: dict[object, list[object]] = {}
        levels: Counter[object] = Counter()
        for event in trail:
            at = (event.details.get("stage"), event.details.get("round"))
            if event.act == "stage.reminded":
                last = reminded.setdefault(at, [])
                assert all(event.at - one >= GAP for one in last)  # type: ignore[operator]
                last.append(event.at)
            if event.act == "stage.escalated":
                levels[(*at, event.details["level"])] += 1
        assert len(levels) == sum(levels.values()) or self._opened_anew(trail)

    def _opened_anew(self, trail: object) -> bool:
        """Whether a stage waited for others in between, and so begins anew."""
        return "waiting (round" in str(trail)

    async def _cards_agree(self) -> None:
        """Every card says how far its stage is, by whom, and offers what can be done."""
        held = await self.town.look(self.request)
        world, wall = self.town.world, self.town.clients.wall
        in_review = held.request.state is RequestState.IN_REVIEW
        for one in await notices.of_subject(self.request.id):
            channel, _, ts = (one.handle or "").partition(":")
            if ts and one.audience is Audience.REQUESTER:
                self._requesters_card(held, str(wall.cards[channel][ts]["blocks"]))
            if one.audience not in OF_STAGES or not ts:
                continue
            stage, card = held.stage(one.stage_id or ""), wall.cards[channel][ts]
            said, buttons = str(card["blocks"]), _buttons(card["blocks"])
            open_ = in_review and stage.state is StageState.OPEN
            reader = one.reader_id if one.audience is Audience.STAND_IN else None
            sits = await self._sits(held, stage, reader)
            assert bool(OPEN_BUTTONS & buttons) == (open_ and sits), (stage, said)
            if not sits:
                assert "any more" in said or "asked anew" in said or not open_, said
                continue
            if reader and not in_review and stage.closed_at is None and "any more" in said:
                continue  # It was over for them before all was over; since then nothing is drawn.
            counting = rules.counting(stage, held.votes)
            wanted = _progress(held, stage)
            assert f"'text': ': {wanted}" in said, (wanted, said)
            names = {
                user_id: who.replace("_", " ").title() for who, user_id in world.people.items()
            }
            for vote in counting:
                by = names[vote.voter_id]
                for_ = f" for {names[vote.instead_of_id]}" if vote.instead_of_id else ""
                assert f"by {by}{for_} " in said

    def _requesters_card(self, held: Ledger, said: str) -> None:
        """It says how far every stage is, and what a request that was approved waits for."""
        for stage in held.stages:
            if stage.state is not StageState.DROPPED:
                assert f"'text': '{stage.title}: {_progress(held, stage)}'" in said, said
        left = [one for one in held.conditions if one.state is not ConditionState.CONFIRMED]
        waits = f"it waits for conditions to be met: {len(left)}" in said
        assert waits == (held.request.state is RequestState.APPROVED and bool(left)), said

    async def _sits(self, held: Ledger, stage: Stage, reader: str | None) -> bool:
        """Whether a stage is shown to somebody still; it is to who stood in when it was decided."""
        if reader is None:
            return True
        request, at = held.request, stage.closed_at or self.town.clock.now()
        found = await seats.seats_of(stage, request, held.authors, at)
        return reader in {seat.holder_id for seat in found} - {seat.member_id for seat in found}


def _progress(held: Ledger, stage: Stage) -> str:
    """Return what a card says of how far a stage is."""
    if stage.state is not StageState.OPEN or stage.automatic:
        return rules.said(stage.state)
    return f"{len(rules.counting(stage, held.votes))} of {stage.quorum} approvals"


def _buttons(blocks: list[dict[str, object]]) -> set[object]:
    return {
        element.get("action_id")
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]  # type: ignore[attr-defined]
    }
