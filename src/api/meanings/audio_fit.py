"""The enums of audio fit: their names in the schema, and what they and theirs mean."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.audio_fit.model import By, Known, Part

NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (By, "AudioFitBy", "What is ranked."),
    (Part, "AudioFitPart", "What a fit is reckoned from."),
    (Known, "AudioFitKnown", "Whether enough is known of a part."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "AudioFitBy": {
        "TITLE": "Titles.",
        "AUTHOR": "Contributors who wrote or created titles: A01, A02, A09 of ONIX list 17.",
        "GENRE": "Subject categories of Thema, BIC and BISAC that titles are sorted by.",
        "SERIES": "Series of titles.",
    },
    "AudioFitPart": {
        "STREAMS": "Streams of a minute, a day: 40 points, half of them for 100 a day.",
        "COMPLETION": "Streams heard to the end, as a share of all: 40 points.",
        "GROWTH": "This window beside the one before: 20 points for twice, 10 for the same.",
    },
    "AudioFitKnown": {
        "KNOWN": "Enough of it: half of the days, and 100 streams.",
        "TOO_FEW": "Too few days, or too few streams, to say anything.",
        "WITHHELD": "A source keeps too many days back. It is no zero.",
        "MISSING": "Nobody told it. It is no zero.",
    },
}
