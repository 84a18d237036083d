"""What earlier episodes of a production's show did, for those who look at its next topic."""

from collections.abc import Sequence

from bot.gathered.dossier import Dossier
from bot.language import day, later, number, say
from bot.messages.parts import Block, Piece, bold, bullets, label, ours, paragraph, rich
from bot.messages.words import one_line
from domain.charted.figures import first_of
from domain.metrics.model import State, Sum, Unit

#: What each metric is called on a card; the others stand in the API.
_NAMES = {
    "plays": later("Plays"),
    "streams_60s": later("Streams of a minute"),
    "downloads": later("Downloads"),
    "play_completion_rate": later("Heard to the end"),
}


def earlier_episodes(dossier: Dossier, room: int) -> list[Block]:
    """Return a row for each earlier episode; nothing where there is none."""
    if not dossier.earlier_episodes:
        return []
    rows: list[list[Piece]] = []
    for one in dossier.earlier_episodes:
        known = _by_one_source(one.heard)
        told = [_figure(held) for held in known]
        days = [held.as_of for held in known if held.as_of is not None]
        if days:
            told.append(say("as of {day}", day=day(min(days))))
        row = ", ".join(told) or say("nobody said yet what listeners did")
        rows.append([label(one_line(one.out.title, room)), ours(row)])
    return [rich(paragraph(bold(say("Earlier episodes of the show"))), bullets(rows))]


def _by_one_source(heard: Sequence[Sum]) -> list[Sum]:
    """Return what is shown of an episode: by the source that is believed, for others say it too."""
    known = [one for one in heard if one.metric.key in _NAMES]
    source = first_of(one.source for one in known) if known else ""
    return [one for one in known if one.source == source]


def _figure(held: Sum) -> str:
    name = say(_NAMES[held.metric.key])
    if held.state is State.SUPPRESSED:
        return say("{name}: withheld, too few people", name=name)
    if held.value is None:
        return say("{name}: not known", name=name)
    share = held.metric.unit is Unit.SHARE
    shown = f"{number(round(held.value * 100, 1))} %" if share else number(held.value)
    return say("{name}: {value}", name=name, value=shown)
