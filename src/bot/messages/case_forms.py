"""Forms about cases: a new one, something to say, how it was resolved, why it is opened again."""

import json
from collections.abc import Mapping
from typing import Any

from bot.ids import CaseForm
from bot.language import later, say
from bot.messages.case_words import KINDS, SEVERITIES, TOPICS, title
from bot.messages.parts import Block, choice, fitting_view, plain, text_input, told
from domain.cases.model import Case, CaseKind, CommentKind, Severity, Source, Topic
from domain.cases.rules import COMMENT_MAX, REASON_MAX, TITLE_MAX
from domain.errors import Invalid

#: How long a text in a form may be, in characters. Source: Slack, 3,000.
INPUT_MAX = 3_000

_KINDS_OF_COMMENT = {
    CommentKind.INTERNAL: later("For those who answer for it"),
    CommentKind.REPLY: later("Told to the reporter"),
    CommentKind.INQUIRY: later("Asked of the reporter; the clocks stand still"),
}

#: How much a form may carry along, in bytes. Ours: ten times what addresses of messages are long.
METADATA_BYTES_MAX = 2_000


def new_form(
    source: Source, *, heading: str = "", text: str = "", link: str | None = None
) -> Block:
    """The form that opens a case; of a message its words and address are in it already."""
    return fitting_view(lambda room: _new_form(source, heading[:room], text[:room], link))


def _kept(source: Source, link: str | None) -> str:
    """Return what a form carries along; an address too long for that is left out."""
    for kept in (link, None):
        held = json.dumps({"source": source.value, "link": kept}, ensure_ascii=False)
        if len(held.encode()) <= METADATA_BYTES_MAX:
            break
    return held


def _new_form(source: Source, heading: str, text: str, link: str | None) -> Block:
    words: dict[str, Any] = {"initial_value": heading[:TITLE_MAX]} if heading.strip() else {}
    more: dict[str, Any] = {"initial_value": text[:INPUT_MAX]} if text.strip() else {}
    kinds = {kind.value: say(name) for kind, name in KINDS.items()}
    topics = {topic.value: say(name) for topic, name in TOPICS.items()}
    severities = {severity.value: say(name) for severity, name in SEVERITIES.items()}
    return {
        "type": "modal",
        "callback_id": CaseForm.NEW,
        "private_metadata": _kept(source, link),
        "title": plain(say("Open a case")),
        "submit": plain(say("Open")),
        "close": plain(say("Cancel")),
        "blocks": [
            text_input("title", say("In one line"), max_length=TITLE_MAX, **words),
            choice("kind", say("What is it?"), kinds, CaseKind.COMPLAINT.value),
            choice("topic", say("What is it about?"), topics, Topic.OTHER.value),
            choice("severity", say("How bad is it?"), severities, Severity.MEDIUM.value),
            text_input("text", say("What happened?"), multiline=True, max_length=INPUT_MAX, **more),
            text_input(
                "request",
                say("Which request is it about?"),
                hint=say("Its number, as in 12; leave it empty if it is about none."),
                optional=True,
                max_length=10,
            ),
            text_input(
                "market",
                say("In which market?"),
                hint=say("Two letters, such as DE; leave it empty if it is about none."),
                optional=True,
                max_length=2,
            ),
        ],
    }


def origin_of(metadata: str) -> tuple[Source, str | None]:
    """Return where a form came from, and the address of its message, as it carries them."""
    try:
        held: Mapping[str, Any] = json.loads(metadata)
        source, link = Source(held["source"]), held["link"]
    except (ValueError, KeyError, TypeError):
        raise Invalid(
            "form_out_of_date", say("This form is out of date; close it and begin again.")
        ) from None
    return source, link if isinstance(link, str) else None


def comment_form(case: Case, *, inside: bool) -> Block:
    """The form in which somebody says something; a reporter just answers."""
    field = text_input(
        "text", say("What do you want to say?"), multiline=True, max_length=INPUT_MAX
    )
    kinds = {kind.value: say(name) for kind, name in _KINDS_OF_COMMENT.items()}
    whom = choice("kind", say("Whom is it for?"), kinds, CommentKind.INTERNAL.value)
    return _form(CaseForm.COMMENT, case, say("Comment"), [field, whom] if inside else [field])


def resolve_form(case: Case) -> Block:
    """The form in which somebody says how a case was resolved."""
    field = text_input(
        "text",
        say("How was it resolved?"),
        hint=say("The reporter reads this."),
        multiline=True,
        max_length=min(INPUT_MAX, COMMENT_MAX),
    )
    return _form(CaseForm.RESOLVE, case, say("Resolve"), [field])


def reopen_form(case: Case) -> Block:
    """The form in which somebody says why a case is opened again."""
    hint = say("The clocks begin anew.")
    field = text_input("text", say("Why?"), hint=hint, multiline=True, max_length=REASON_MAX)
    return _form(CaseForm.REOPEN, case, say("Reopen"), [field])


def _form(name: CaseForm, case: Case, verb: str, blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": case.id,
        "title": plain(verb),
        "submit": plain(verb),
        "close": plain(say("Cancel")),
        "blocks": [told(title(case)), *blocks],
    }
