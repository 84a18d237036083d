"""What is written to a content system, and what it may say. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from domain import text
from domain.activation.journeys.rules import LATER
from domain.audience.guarding import TARGET_MAX, host_of
from domain.content_systems.model import Said, Turn, Verb
from domain.errors import Invalid
from domain.targets.model import Publication, Report, Standing
from domain.territories import TERRITORIES

#: The version of the form; it changes where a receiver would have to read it differently.
VERSION = 1

#: The most bytes of a report, its problems, and characters of an id and of a problem. Ours.
REPORT_BYTES_MAX, PROBLEMS_MAX, ID_MAX, PROBLEM_MAX = 16_384, 20, 200, 300

#: The highest revision that a column holds.
REVISION_MAX = 2**31 - 1

#: What an id of a report may be; the specification wants no full stop in it. And what an answer is
#: kept under behind the id of its message, as no report can be.
MESSAGE_ID, ANSWER = re.compile(r"[A-Za-z0-9_-]{1,64}"), "/answer"

#: What says that something is not taken as it is, and what that it will be later: besides what the
#: specification names, a time-out there, and a server that is in trouble.
REFUSES, UNREADY, TROUBLE = frozenset({409, 422}), LATER | {408, 425}, 500


def _honest(given: str) -> str:
    if problem := text.one_line(given):
        raise ValueError(problem.message)
    return given


def _public(given: str) -> str:
    if given and host_of(given) is None:
        raise ValueError("it is no https address of a public host")
    return given


def _country(given: str) -> str:
    if given not in TERRITORIES:
        raise ValueError("it is no country of ISO 3166-1")
    return given


class Form(BaseModel):
    """What a system says, in JSON."""

    model_config = ConfigDict(extra="forbid", strict=True)

    standing: Annotated[Standing, Field(strict=False)]
    id: Annotated[str, Field(max_length=ID_MAX), AfterValidator(_honest)] = ""
    address: Annotated[str, Field(max_length=TARGET_MAX), AfterValidator(_public)] = ""
    problems: Annotated[
        list[Annotated[str, Field(max_length=PROBLEM_MAX), AfterValidator(_honest)]],
        Field(max_length=PROBLEMS_MAX),
    ] = []
    blocked: Annotated[
        list[Annotated[str, AfterValidator(_country)]], Field(max_length=len(TERRITORIES))
    ] = []
    request: Annotated[str | None, Field(max_length=ID_MAX)] = None
    revision: Annotated[int | None, Field(ge=1, le=REVISION_MAX)] = None


def read(body: bytes) -> Said:
    """Return what a system says; raises `Invalid` with everything that is wrong with it."""
    try:
        form = Form.model_validate_json(body)
    except ValidationError as error:
        problems = [_problem(one) for one in error.errors(include_url=False, include_input=False)]
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others) from error
    return Said(
        standing=form.standing,
        id=form.id,
        address=form.address,
        problems=tuple(one.rstrip(".") for one in form.problems if one.strip()),
        blocked=tuple(sorted(set(form.blocked))),
        request=form.request,
        revision=form.revision,
    )


def refusal(body: bytes, code: int) -> tuple[str, ...]:
    """Return why something is not taken: what the answer says, or that it says nothing."""
    try:
        told = json.loads(body)["problems"]
        given = [one for one in told[:PROBLEMS_MAX] if isinstance(one, str) and one.strip()]
    except (ValueError, TypeError, KeyError, RecursionError):
        given = []
    told = tuple(one[:PROBLEM_MAX].rstrip(".") for one in given if text.one_line(one) is None)
    return told or (f"The content system answered {code} and did not say why",)


def told_of(what: Publication, verb: Verb) -> dict[str, Any]:
    """Return what a system is told of a publication; for a removal only which it is."""
    named = {
        "request": what.request_id,
        "revision": what.revision,
        "name": what.name,
        "kind": what.kind,
        "title": what.title,
    }
    if verb is Verb.REMOVE:
        return named
    return named | {
        "opens_at": _instant(what.opens_at),
        "ends_at": _instant(what.ends_at) if what.ends_at else None,
        "markets": list(what.markets),
        "content": what.content,
        "files": {
            field: {
                "address": one.address,
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
                "duration_ms": one.duration_ms,
            }
            for field, one in what.files.items()
        },
    }


def digest_of(told: Mapping[str, Any]) -> str:
    """Return the digest of what a system is told: another one is another message."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def next_turn(before: Turn | None, wanted: Turn, *, again: bool) -> Turn:
    """Return the turn that the next attempt belongs to: the one before if the same is wanted.

    What was taken and is wanted anew, not `again`, is a turn of its own: a receiver would take the
    same message for one that it knows.
    """
    if before is None:
        return replace(wanted, attempts=1)
    same = replace(wanted, number=before.number, attempts=before.attempts) == before
    if same and (again or before.attempts):
        return replace(before, attempts=before.attempts + 1)
    return replace(wanted, number=before.number + 1, attempts=1)


def written(
    turn: Turn, told: Mapping[str, Any], outside: Mapping[str, str], report_to: str, now: datetime
) -> bytes:
    """Return the body of one attempt: `type`, `version`, `timestamp` and `data`.

    `timestamp` is the attempt's. `data` is what the system is told, its own ids of it as far as
    they are known, and where it reports what becomes of it.
    """
    said = {
        "type": turn.verb.value,
        "version": VERSION,
        "timestamp": _instant(now),
        "data": {**told, "outside": dict(outside), "report_to": report_to},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def report_of(turn: Turn, said: Said, outside: Mapping[str, str], proof: str) -> Report:
    """Return what something that was said means in its turn; `proof` is by what that is known.

    What is gone after it was to be removed is gone since we asked, what is gone of itself was
    removed there.
    """
    standing = said.standing
    if standing in {Standing.REMOVED, Standing.GONE}:
        standing = Standing.GONE if turn.verb is Verb.REMOVE else Standing.REMOVED
    return Report(
        standing=standing,
        outside={**outside, **({"publication": said.id} if said.id else {})},
        address=said.address,
        blocked=frozenset(said.blocked),
        problems=said.problems,
        evidence=(proof,) if standing in {Standing.REMOVED, Standing.GONE} else (),
    )


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _problem(error: Any) -> Invalid:  # noqa: ANN401  pydantic's own form of an error.
    path = tuple(str(one) for one in error["loc"])
    where = ".".join(path) or "the report"
    return Invalid("bad_report", f"`{where[:60]}`: {error['msg']}.", path)
