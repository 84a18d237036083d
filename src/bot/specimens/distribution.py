"""What the rights desk is told of publishers, to draw without a database."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.messages.distribution import card
from bot.specimens.request import NOW, Specimen
from domain.distribution.desk import Told
from domain.distribution.model import Demand, Report, Said
from domain.distribution.rules import REF_MAX, TEXT_MAX


def distribution_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of each kind of report, open and mended."""
    words = drawn.words
    said = Said(Demand.REFUSED, words.note[:REF_MAX], words.reason[:TEXT_MAX], ("AT", "DE"), NOW)
    for kind in Demand:
        report = Report(
            "dst_1", "exp_1", "req_1", "brd_1", "podcast-host", replace(said, kind=kind), "usr_1"
        )
        told = Told(report, words.title, 12, words.person, "")
        closed = replace(report, closed_at=NOW, closer_id="usr_2", closed_why=words.reason[:500])
        mended = replace(told, report=closed, closer=words.person)
        for name, one in (("open", told), ("mended", mended)):
            shown = f"distribution {kind.replace('_', ' ')}, {name}"
            yield {"name": shown, "surface": "message", "payload": card(one)}
