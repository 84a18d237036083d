"""Versions of tables that nobody proposed, for the gallery: as much in them as there may be."""

from dataclasses import replace
from datetime import timedelta

from bot.gathered.dossier import Dossier
from bot.specimens.request import NOW, Specimen, Words
from domain.approvals.model import Stage
from domain.decisions.model import (
    Check,
    Difference,
    Failure,
    Finding,
    Flaw,
    Judgement,
    Outcome,
    Release,
    Replay,
    RowChange,
    RuleVersion,
    Turn,
)
from domain.requests.kinds.rule_version import NAME, RuleVersionBrief
from domain.requests.model import RequestState
from domain.rulebook.explaining import Explained, Missed
from domain.rulebook.reading import VersionFile

#: States in which a version was released already.
_RELEASED = frozenset({RequestState.PUBLISHED, RequestState.LIVE, RequestState.WITHDRAWN})

#: How much of everything a full version has: more than any card shows.
MANY = 40


def rule_brief(drawn: Specimen, **changes: object) -> RuleVersionBrief:
    """Return what a proposal asks for; words of people are taken as they are."""
    sound = RuleVersionBrief.model_validate(
        {
            "table": "campaign_stages",
            "number": 3,
            "version_id": "rul_3",
            "change": "Nobody below 21",
            "effective_at": NOW + timedelta(days=7),
            "under_way": True,
        }
        | changes
    )
    told = {"change": drawn.words.change, "note": drawn.words.note}
    return sound.model_copy(update={k: v for k, v in told.items() if k not in changes})


def ruled(
    drawn: Specimen,
    stage: Stage,
    *,
    full: bool = True,
    judged: bool = True,
    request_state: RequestState = RequestState.IN_REVIEW,
) -> Dossier:
    """Return a proposed version with one stage, with as much to tell of it as there may be.

    Or, unless `full`, with nothing; the past is `judged` by it or not.
    """
    plain = drawn.dossier(stage, state=request_state, note=drawn.words.reason)
    return replace(
        plain,
        request=replace(plain.request, kind=NAME, brand_id=None, markets=()),
        brief=rule_brief(drawn),
        checks=(),
        files={},
        brand="",
        rules=VersionFile(
            version=_version(drawn),
            base=2,
            check=_check(drawn) if full else Check(34, (), (), ()),
            problem=None,
            replay=(NOW, _replay(drawn) if full else Replay(0, 0, (), ())) if judged else None,
            release=_release() if request_state in _RELEASED else None,
        ),
    )


def unreadable(drawn: Specimen, stage: Stage) -> Dossier:
    """Return a proposed version that cannot be read any more."""
    dossier = ruled(drawn, stage)
    assert dossier.rules is not None  # noqa: S101  It was made two lines above.
    return replace(dossier, rules=replace(dossier.rules, check=None, problem=drawn.words.refusal))


def explained(drawn: Specimen, dossier: Dossier) -> tuple[Dossier, list[Explained]]:
    """Return a request with more decisions than a form shows, each explained at length."""
    words = drawn.words
    found = [
        Explained(
            Judgement(
                "campaign_stages", f"{n:064}", Outcome.DECIDED, (), (words.rule,) * MANY,
                (words.ruled,) * MANY, (), {},
            ),
            n,
            _misses(words) * MANY,
            words.refusal if n == 1 else None,
        )
        for n in range(MANY)
    ]  # fmt: skip
    judgements = tuple((1 + n % 2, one.judgement) for n, one in enumerate(found))
    return replace(dossier, judgements=judgements), found


def _misses(words: Words) -> tuple[Missed, ...]:
    """Return a miss of every kind there are words for."""
    cells = (
        (words.was, words.cell),
        ("null", "< 0"),
        ("true", "false"),
        ("null", "not(null)"),
        ("2026-12-01", '> date("2026-12-24")'),
        ('["EUR"]', '"JPY", "USD"'),
        ("[]", 'not("JPY")'),
    )
    return tuple(Missed(words.rule, words.column, cell, value) for value, cell in cells)


def _version(drawn: Specimen) -> RuleVersion:
    return RuleVersion(
        "rul_3", "campaign_stages", 3, "0" * 64, "", "", drawn.words.change, "rul_2", "usr_1", NOW
    )


def _check(drawn: Specimen) -> Check:
    words = drawn.words
    cell = (words.column, words.was, words.cell)
    rows = [
        RowChange(words.rule, kind, 3, 4, (cell,) * MANY)
        for kind in (*Difference, *[Difference.CHANGED] * MANY)
    ]
    failure = Failure(12, words.title, words.column, words.was, words.cell)
    finding = Finding(Flaw.GAP, (words.rule,), {words.column: words.cell}, words.flaw, False)
    findings = (replace(finding, refused=True), *[finding] * MANY)
    return Check(1_034, (failure,) * MANY, findings, tuple(rows))


def _replay(drawn: Specimen) -> Replay:
    turn = Turn(drawn.words.turned, f"{drawn.words.turned}, legal", 30)
    return Replay(4_112, 637, (turn,) * 20, ())


def _release() -> Release:
    effective = NOW + timedelta(days=7)
    return Release("campaign_stages", 2, "rul_3", "req_1", effective, NOW, True, None)
