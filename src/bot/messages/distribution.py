"""What the rights desk is told of what a publisher requires or refuses, and that it is mended."""

from bot.language import instant as spoken_instant
from bot.language import later, say
from bot.messages.parts import (
    Message,
    Piece,
    bold,
    bullets,
    instant,
    label,
    message,
    ours,
    paragraph,
    quote,
    rich,
    said,
)
from bot.messages.words import inert
from domain.chat.mailing import Words, one_line
from domain.distribution.desk import Told
from domain.distribution.model import Demand

#: How many characters of each text are shown.
ROOM = 500

_KINDS = {
    Demand.VALIDATION_FAILED: later("{publisher}: a check failed, {name}"),
    Demand.MARKET_BLOCKED: later("{publisher}: blocked in some countries, {name}"),
    Demand.REQUIRED: later("{publisher}: something is required, {name}"),
    Demand.REFUSED: later("{publisher}: refused, {name}"),
}


def headline(told: Told) -> str:
    """What is said of what, or that it is mended, as one line."""
    number = f"#{told.number} " if told.number else ""
    name = one_line(f"{number}{told.about}")
    if not told.report.open:
        return say("{publisher}: mended, {name}", publisher=told.report.publisher, name=name)
    return say(_KINDS[told.report.said.kind], publisher=told.report.publisher, name=name)


def card(told: Told) -> Message:
    """The message about one report, as it stands."""
    report, text = told.report, headline(told)
    rows: list[list[Piece]] = [[label(name), says(words)] for name, words in _facts(told) if words]
    rows.append([label(say("Since")), instant(report.said.since)])
    parts = [paragraph(bold(text, ROOM)), quote(report.said.text, ROOM), bullets(rows)]
    if report.open:
        parts.append(paragraph(ours(_to_do())))
    else:
        parts.append(quote(report.closed_why, ROOM))
    return message(inert(text), [rich(*parts)])


def letter(told: Told) -> Words:
    """The same as a mail."""
    report = told.report
    facts = [f"{name}: {one_line(words)}" for name, words in _facts(told) if words]
    facts.append(say("Since {at}", at=spoken_instant(report.said.since)))
    end = _to_do() if report.open else report.closed_why
    why = say("Greenlight writes to you because you belong to the team that answers for rights.")
    text = "\n\n".join([headline(told), report.said.text, "\n".join(facts), end, why]) + "\n"
    return Words(say("Greenlight: {sentence}", sentence=headline(told)), text)


def says(words: str) -> Piece:
    """A fact, as long as it is shown."""
    return said(words, ROOM)


def _to_do() -> str:
    return say(
        "Give the publisher what it wants, or have it taken down there; then write that it is"
        " mended (closeDistribution)."
    )


def _facts(told: Told) -> list[tuple[str, str]]:
    report = told.report
    return [
        (say("Where"), ", ".join(report.said.territories) or say("everywhere")),
        (say("Reported by"), told.reporter or say("the publisher")),
        (say("Mended by"), told.closer),
        (say("Reference"), report.said.ref),
        (say("Id"), report.id),
    ]
