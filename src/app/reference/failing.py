"""docs/reference/errors.md: every code, its sentences, where it arises, what to do next."""

from collections.abc import Mapping

from app.reference.errors import Code, collected
from app.reference.markdown import page, row, table
from app.reference.next_steps import STEPS
from app.reference.values import HOLE

#: What to do next about an error of a kind, for codes that are handed on.
NEXT: Mapping[str, str] = {
    "Invalid": "Mend the field that `path` names and send it again; nothing of it was kept.",
    "Missing": "Look at the id, and whether you may see it: what you may not see is as one that"
    " is not there. The lists name what there is.",
    "Forbidden": "Ask somebody who may, or for a role or scope that may; nothing was changed.",
    "Conflict": "Read it again and decide again: it was changed, or done, meanwhile. Where it"
    " stands as you wanted it, nothing is left to do.",
    "Busy": "Send the same again in a moment, with the same idempotency key.",
    "Upstream": "Nothing is lost. Jobs are tried again by themselves; where one was given up,"
    " `greenlight doctor` names it and `greenlight retry KEY` goes on.",
    "Unavailable": "Send the same again after `Retry-After`, with the same idempotency key.",
    "door": "Change the request as the sentence says and send it again.",
}

#: How each kind is shown: by GraphQL, and over plain addresses and the command line.
SHOWN: Mapping[str, str] = {
    "Invalid": "`InvalidError`",
    "Missing": "`MissingError`",
    "Forbidden": "`ForbiddenError`",
    "Conflict": "`ConflictError`",
    "Busy": "`BusyError`",
    "Upstream": "`UpstreamError`",
    "Unavailable": "status 503",
    "door": "`errors[].extensions`, or a body with `error`",
}

#: What is composed of what only the moment knows: codes with a hole, and whose words those are.
FAMILIES: Mapping[str, str] = {
    "bad_{field}": "a web address in the named field of a brief: `bad_landing_url` and the like",
    "consonance_status_{status}": "the status that Consonance answered with",
    "status_{status_code}": "the status that Spotify answered with",
    "status_{status}": "the status that a service outside answered with",
    "{code}_not_let_in": "`distribution` or `megaphone` refuses the hub's account",
    "{code}_unheard": "`distribution` or `megaphone` did not answer, or nothing to be understood",
}

#: Codes that are somebody else's: the file that hands them on, and whose they are.
OTHERS: Mapping[str, str] = {
    "src/api/operations/masking.py": "those of this page, as an operation's errors",
    "src/api/endpoint/responses.py": "those of this page, as the door's answer",
    "src/api/webhooks/queries.py": "what validation says of a webhook's query: `invalid_operation`,"
    " `syntax_error` and `too_complex`",
    "src/connectors/spotify/errors.py": "Spotify's own code of an error, in lower case",
    "src/connectors/opentext/errors.py": "why a decision service gave no answer that can be used:"
    " `no_answer_in_time`, `unreachable`, `not_let_in`, `unreadable`",
    "src/domain/workflow_service.py": "why a workflow service gave none: as a decision service",
    "src/domain/requests/kinds/kind.py": "a field that is not of its form: the types of Pydantic's"
    " validation, such as `missing`, `extra_forbidden`, `string_too_long`, `enum`",
}

_INTRO = """
Every error has a `code` that stays, a sentence for people, and the `path` of the input field \
it belongs to. Programs go by the code; the sentence may be worded better any day.

- A mutation answers with `errors { ... on UserError { code message path } }`; the type says \
the kind.
- A query, a subscription and a refused operation answer with `errors[].extensions.code`.
- Plain addresses (files, feeds, forms, reports) answer with `{"error": code, "message": ...}`.
- In Slack the sentence is said to whoever clicked, in their language.
- The command line prints `greenlight: ` and the sentence, and ends with 2.

In the sentences `{...}` is filled in. What is not known when the code is read stands as `…`.
"""


def errors() -> str:
    """Return the page."""
    found = collected()
    whole = [one for code, one in found.items() if "{" not in code and HOLE not in code]
    return page(
        "Errors",
        _INTRO,
        "## By kind",
        table(("kind", "shown as", "what to do next"), [_kind(kind) for kind in NEXT]),
        "## Composed",
        table(("code", "what it holds"), [row(f"`{k}`", v) for k, v in FAMILIES.items()]),
        "## Handed on",
        table(("where", "whose code"), [row(f"`{k}`", v) for k, v in OTHERS.items()]),
        "## By code",
        table(
            ("code", "kind", "what is said", "what to do next", "where it arises"),
            [_line(one) for one in sorted(whole, key=lambda one: one.code)],
        ),
    )


def _kind(kind: str) -> str:
    name = "answer of a door" if kind == "door" else kind
    return row(name, SHOWN[kind], NEXT[kind])


def _line(one: Code) -> str:
    said = [text for text in sorted(one.sentences) if text and text != HOLE]
    kinds = ", ".join(sorted(one.kinds))
    places = ", ".join(f"`{place.removeprefix('src/')}`" for place in sorted(one.places))
    sentence = " / ".join(said) or "what the service said"
    return row(f"`{one.code}`", kinds, sentence, STEPS[one.code], places)
