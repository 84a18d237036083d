"""What the table is asked about an episode, and what its answers mean. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.approvals.model import Stage, StageState
from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import to_json
from domain.language_tags import read
from domain.publishing.model import TABLE, Look, PublishingVerdict, Task
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.kinds.translated import field_of
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


@dataclass(frozen=True, slots=True)
class _Row:
    """What a rule said: its word, what is missing, why, and in which languages that is missing."""

    word: str
    task: str
    said: str
    languages: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What is missing, as a task is called; one for each language."""
        task = self.task.capitalize()
        return tuple(f"{task} in {one}" for one in self.languages) or (task,)


def facts(
    brief: EpisodeReleaseBrief,
    *,
    approvals_open: int,
    transcripts: Mapping[str, str],
    language: str | None,
) -> dict[str, Any]:
    """Return what the table judges alike in every market.

    `transcripts` says how each file is, by the field that names it; `language` is that of what is
    spoken, in which the first transcript and the first disclaimers are, as BCP 47 writes it.
    """
    files = {"transcript_asset_id": language} | {
        field_of(one.tag): one.tag for one in brief.translations
    }
    approved = [tag for field, tag in files.items() if transcripts.get(field) == "approved"]
    disclaimed = [one.tag for one in brief.translations if one.disclaimers]
    return {
        "approvals_open": approvals_open,
        "transcript": transcripts["transcript_asset_id"],
        "sponsor_reads": len(brief.sponsor_reads),
        "disclaimers": len(brief.disclaimers),
        "language": spoken_in(language),
        "transcript_languages": _codes(approved),
        "disclaimer_languages": _codes([*disclaimed, language if brief.disclaimers else None]),
    }


def spoken_in(language: str | None) -> str | None:
    """Return the language itself of a BCP 47 tag, None where it says none."""
    found = read(language or "")
    return found.code if found else None


def _codes(tags: Iterable[str | None]) -> str:
    """Return languages as the table reads them: each once, in order, parted by blanks."""
    return " ".join(sorted({code for tag in tags if (code := spoken_in(tag))}))


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
        word = max((one.word for one in rows), key=WORDS.index)
        if word == "blocked":
            why = judgement.facts.get("why")
            blocked[market] = why or next(one.said for one in rows if one.word == word)
            continue
        words.append(word)
        for one in rows:
            if one.word == "hold":
                names.add(one.task)
            if one.word != "publish":
                detail = _detail(judgement, one)
                for name in one.names:
                    missing.setdefault((name, detail), []).append(market)
    tasks = [Task(name, said, tuple(where)) for (name, said), where in missing.items()]
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


def _rows(judgement: Judgement) -> list[_Row]:
    """Return what every rule that matched said."""
    unsure = " ".join(judgement.reasons) or "The rules could not tell."
    words = [str(row.get("outcome")) for row in judgement.rows]
    if judgement.outcome is not Outcome.DECIDED or not words or not set(words) <= set(WORDS):
        return [_Row("review", "rules", unsure)]
    reasons = judgement.reasons if len(judgement.reasons) == len(words) else [unsure] * len(words)
    return [
        _Row(word, str(row.get("task") or "rules"), reason, _wanted(row))
        for word, row, reason in zip(words, judgement.rows, reasons, strict=True)
    ]


def _wanted(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages in which something is missing; versions of old do not say so."""
    said = str(row.get("wanted") or "none")
    return () if said == "none" else tuple(said.split())


def _detail(judgement: Judgement, row: _Row) -> str:
    """Return what to do, with the rights that are missing by layer."""
    why = judgement.facts.get("why")
    return f"{row.said.rstrip('.')}: {why}" if row.task == "rights" and why else row.said


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
