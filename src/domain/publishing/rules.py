"""What the table is asked about an episode, and what its answers mean. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from domain.approvals.model import Stage, StageState
from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import to_json
from domain.language_tags import read
from domain.publishing.model import TABLE, Look, PublishingVerdict, Task
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.rights.clearance import WORSE
from domain.rights.live.rules import SAID
from domain.rights.model import Layer
from domain.rights.verdicts import Finding, Standing, Verdict, Why
from domain.territories import spoken

#: The words of the table from best to worst; another word is for people to look at.
WORDS = ("publish", "review", "hold", "blocked")

#: What only a revision brings in; all else comes in by itself.
REVISED = frozenset({"transcript", "disclaimer", "language"})

#: What a market is closed by, whatever the layer.
_CLOSING = frozenset({Why.PROHIBITED, Why.EXCLUSIVE_ELSEWHERE})


def facts(
    brief: EpisodeReleaseBrief, *, approvals_open: int, transcript: str, language: str | None
) -> dict[str, Any]:
    """Return what the table judges alike in every market; `language` is BCP 47."""
    return {
        "approvals_open": approvals_open,
        "transcript": transcript,
        "sponsor_reads": len(brief.sponsor_reads),
        "disclaimers": len(brief.disclaimers),
        "language": spoken_in(language),
    }


def spoken_in(language: str | None) -> str | None:
    """Return the language itself of a BCP 47 tag, None where it says none."""
    found = read(language or "")
    return found.code if found else None


def approvals_open(stages: Iterable[Stage], conditions: int) -> int:
    """Return how many stages nobody decided yet, with conditions that nobody confirmed."""
    decided = {StageState.APPROVED, StageState.DROPPED}
    return conditions + sum(stage.state not in decided for stage in stages)


def comes_out(brief: EpisodeReleaseBrief, zone: str, now: datetime) -> datetime:
    """Return when it comes out in a market of a time zone, which is now at the earliest."""
    return max(now, datetime.combine(brief.releases_on, time.min, ZoneInfo(zone)))


def rights_facts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Return how a market stands by its rights; `why` is that in words, for people."""
    found = [one for verdict in verdicts for one in verdict.findings]
    shut = [one for one in found if _closes(one)]
    others = [one for one in found if not _closes(one)]
    worst = max((one.standing for one in others), default=Standing.CLEARED, key=_rank)
    named = [one for one in (*shut, *others) if one.standing is not Standing.CLEARED]
    return {
        "region": "restricted" if shut else "open",
        "rights": worst.value,
        "why": "; ".join(dict.fromkeys(map(_why, named))),
    }


def look(judgements: Mapping[str, Judgement]) -> Look:
    """Return what the judgements of all markets mean together; by market.

    A market that is blocked is left out, and if all are, the episode is held. Whatever nobody
    decided is for people, unless something is missing anyway. Only what holds it says whether a
    revision has to bring that in, not what people look at once nothing holds it any more.
    """
    blocked: dict[str, str] = {}
    missing: dict[tuple[str, str], list[str]] = {}
    words: list[str] = []
    names: set[str] = set()
    for market, judgement in judgements.items():
        rows = _rows(judgement)
        word = max((word for word, _, _ in rows), key=WORDS.index)
        if word == "blocked":
            why = judgement.facts.get("why")
            blocked[market] = why or next(said for one, _, said in rows if one == word)
            continue
        words.append(word)
        for one, task, said in rows:
            if one == "hold":
                names.add(task)
            if one != "publish":
                detail = _detail(judgement, task, said)
                missing.setdefault((task, detail), []).append(market)
    tasks = [Task(task.capitalize(), said, tuple(where)) for (task, said), where in missing.items()]
    if not words:
        tasks.append(Task("Rights", "no market is left that it may come out in", tuple(blocked)))
    worst = max(words, key=WORDS.index) if words else "hold"
    verdict = PublishingVerdict(worst)
    return Look(
        verdict=verdict,
        judgements=judgements,
        markets=tuple(sorted(set(judgements) - set(blocked))),
        blocked=blocked,
        tasks=tuple(tasks),
        by_revision=verdict is PublishingVerdict.HOLD and not names.isdisjoint(REVISED),
    )


def latest(kept: Iterable[tuple[int, Judgement]], revision: int) -> dict[str, Judgement]:
    """Return what the table said last of each market of a revision, by market.

    `kept` are all decisions of a request with their revisions, oldest first.
    """
    return {
        str(one.facts.get("market")): one
        for of, one in kept
        if of == revision and one.table == TABLE
    }


def same(kept: Mapping[str, Judgement], found: Mapping[str, Judgement]) -> bool:
    """Whether two looks said the same of the same facts, by the same version."""
    return {one: to_json(said) for one, said in kept.items()} == {
        one: to_json(said) for one, said in found.items()
    }


def told(found: Look) -> str:
    """Return what is missing, by name, as one line."""
    return " ".join(
        f"{task.name} ({spoken(task.markets)}): {task.said.rstrip('.')}." for task in found.tasks
    )


def closed(found: Look) -> list[str]:
    """Return where an episode does not come out, one line for each reason."""
    reasons: dict[str, list[str]] = {}
    for market, why in found.blocked.items():
        reasons.setdefault(why.rstrip("."), []).append(market)
    return [f"Not in {spoken(markets)}: {why}." for why, markets in reasons.items()]


def who_looks(stages: Iterable[Stage]) -> str | None:
    """Return the key of the stage that looks where the rules cannot tell: legal, or the first."""
    asked = [one for one in stages if not one.automatic and one.state is StageState.APPROVED]
    keys = [one.key for one in sorted(asked, key=lambda one: (one.step, one.key))]
    return "legal" if "legal" in keys else next(iter(keys), None)


def _rows(judgement: Judgement) -> list[tuple[str, str, str]]:
    """Return word, task and reason of every rule that matched."""
    unsure = " ".join(judgement.reasons) or "The rules could not tell."
    said = [str(row.get("outcome")) for row in judgement.rows]
    if judgement.outcome is not Outcome.DECIDED or not said or not set(said) <= set(WORDS):
        return [("review", "rules", unsure)]
    reasons = judgement.reasons if len(judgement.reasons) == len(said) else ()
    beside = zip_longest(said, judgement.rows, reasons, fillvalue=None)
    return [
        (str(word), str((row or {}).get("task") or "rules"), reason or unsure)
        for word, row, reason in beside
    ]


def _detail(judgement: Judgement, task: str, said: str) -> str:
    """Return what to do, with the rights that are missing by layer."""
    why = judgement.facts.get("why")
    return f"{said.rstrip('.')}: {why}" if task == "rights" and why else said


def _closes(finding: Finding) -> bool:
    fence = finding.need is not None and finding.need.layer is Layer.SALES_TERRITORY
    return finding.standing is Standing.BLOCKED and (fence or finding.why in _CLOSING)


def _rank(standing: Standing) -> int:
    return WORSE[standing]


def _why(finding: Finding) -> str:
    if finding.need is None:
        return SAID[finding.why]
    part = f" ({finding.need.part})" if finding.need.part else ""
    return f"{finding.need.layer.value.replace('_', ' ')}{part}, {SAID[finding.why]}"
