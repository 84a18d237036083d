"""What is done, when it is looked again, and how it is said: without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.rights.live import rules
from domain.rights.live.model import Exposure, Mode, Policy, Shown, Source
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Need,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.rights.verdicts import Standing, Why
from domain.territories import TERRITORIES, Area

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SUBJECT = Subject(SubjectKind.EPISODE, "eps_1")
SHOWN = Shown(SUBJECT, Use.STREAM, "spotify", "host", "https://host.example.com/1", ("DE", "FR"))
EXPIRED = (Layer.NARRATOR, Why.EXPIRED)
UNSAID = (None, Why.NOT_DECLARED)


def grant(
    days: int, last: int | None, effect: Effect = Effect.PERMIT, where: str = "DE FR"
) -> Grant:
    ends = None if last is None else NOW + timedelta(days=last)
    return Grant(
        "grt_1",
        SUBJECT,
        Layer.NARRATOR,
        effect,
        Scope(frozenset({Use.EVERY}), Area(frozenset(where.split()))),
        Window(NOW + timedelta(days=days), ends, End.PERPETUAL if ends is None else End.DATED),
        Provenance("Her"),
    )


@pytest.mark.parametrize(
    ("policies", "reasons", "mode"),
    [
        ([], {EXPIRED}, Mode.PROPOSE),
        ([], {UNSAID}, Mode.LIST),
        ([], {(Layer.NARRATOR, Why.NO_EVIDENCE)}, Mode.LIST),
        ([], {UNSAID, EXPIRED}, Mode.PROPOSE),
        ([], set(), Mode.LIST),
        ([Policy("1", Mode.AUTOMATIC)], {UNSAID}, Mode.AUTOMATIC),
        ([Policy("1", Mode.AUTOMATIC, "other")], {EXPIRED}, Mode.PROPOSE),
        ([Policy("1", Mode.AUTOMATIC, layer=Layer.TEXT_AUDIO_ADAPTATION)], {EXPIRED}, Mode.PROPOSE),
        ([Policy("1", Mode.AUTOMATIC, reason=Why.EXPIRED)], {EXPIRED}, Mode.AUTOMATIC),
        # The brand is closer than the layer, and that than the reason.
        (
            [
                Policy("1", Mode.AUTOMATIC, layer=Layer.NARRATOR, reason=Why.EXPIRED),
                Policy("2", Mode.LIST, "brd"),
            ],
            {EXPIRED},
            Mode.LIST,
        ),
        (
            [
                Policy("1", Mode.AUTOMATIC, layer=Layer.NARRATOR),
                Policy("2", Mode.LIST, reason=Why.EXPIRED),
            ],
            {EXPIRED},
            Mode.AUTOMATIC,
        ),
        # The strongest of all reasons.
        (
            [Policy("1", Mode.LIST), Policy("2", Mode.AUTOMATIC, reason=Why.PROHIBITED)],
            {EXPIRED, (Layer.COVER_ART, Why.PROHIBITED)},
            Mode.AUTOMATIC,
        ),
    ],
)
def test_the_closest_policy_counts_and_then_the_strongest(
    policies: list[Policy], reasons: set[tuple[Layer | None, Why]], mode: Mode
) -> None:
    assert rules.mode_of(policies, "brd", reasons) is mode
    assert rules.mode_of(policies[::-1], "brd", reasons) is mode


def test_it_is_looked_again_when_the_next_window_opens_or_ends() -> None:
    needs = [Need(Layer.NARRATOR)]
    held = [grant(-5, 9), grant(3, None), grant(-9, -1, Effect.PROHIBIT)]
    now = rules.judge(needs, held, SHOWN, NOW)
    later = rules.judge(needs, held, SHOWN, NOW + timedelta(days=9))

    assert (now.standing, now.uncleared, now.due_at) == (
        Standing.CLEARED,
        frozenset(),
        NOW + timedelta(days=3),
    )
    assert (later.standing, later.due_at) == (Standing.CLEARED, None)


def test_one_territory_that_is_not_cleared_is_named_with_its_reason() -> None:
    held = [grant(-5, None), grant(-1, 1, Effect.PROHIBIT, "FR US")]
    found = rules.judge([Need(Layer.NARRATOR)], held, SHOWN, NOW)
    exposure = Exposure("exp_1", SHOWN, "brd", Source.POLL, NOW)

    assert (found.standing, sorted(found.uncleared)) == (Standing.BLOCKED, ["FR"])
    assert found.reasons == {(Layer.NARRATOR, Why.PROHIBITED)}
    assert rules.evidence(exposure, found) == (
        "Not cleared in FR. Narrator: it is prohibited. Live at host (spotify, stream) since"
        " 2026-11-21 09:00 UTC, known by poll, there as https://host.example.com/1."
    )


def test_evidence_and_name_fit_into_a_takedown() -> None:
    parts = [Need(layer) for layer in Layer if layer is not Layer.SALES_TERRITORY]
    half = frozenset(sorted(TERRITORIES)[:120])
    held = [replace(grant(-5, None), layer=need.layer) for need in parts[:5]]
    held += [replace(one, scope=Scope(one.scope.uses, Area(half))) for one in held]
    shown = replace(SHOWN, include=("WORLD",))
    exposure = Exposure("exp_1", shown, "brd", Source.POLL, NOW)
    said = rules.evidence(exposure, rules.judge(parts, held, shown, NOW))

    assert 200 < len(said) <= rules.EVIDENCE_MAX
    assert len(rules.called(exposure, "Title " * 60)) <= rules.NAME_MAX
