"""What the rules of activation say of a request, and who is on a list that went out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Word(StrEnum):
    """What becomes of a request, best first."""

    ACTIVATE = "activate"
    REVIEW = "review"
    ALTERNATIVE = "alternative"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may be asked for in place of a request: what is left out of it, and its brief then.

    `contextual` if nobody is named any more. `payload` is the whole brief, in the form of its kind.
    """

    markets: tuple[str, ...]
    account_ids: tuple[str, ...]
    contextual: bool
    said: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Activation:
    """What the rules say of a request; `reasons` are those that decided, each with whom it is of.

    There is an `alternative` where the word is that, and nowhere else.
    """

    word: Word
    reasons: tuple[str, ...]
    alternative: Alternative | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it may not be activated as it is, and what to do instead; empty if it may."""
        if self.word is Word.ALTERNATIVE and self.alternative is not None:
            return (*self.reasons, f"It may be asked for otherwise: {self.alternative.said}.")
        if self.word is Word.BLOCK:
            return (*self.reasons, "Change what is asked for, and submit it again.")
        return ()

    @property
    def note(self) -> str:
        """What people have to look at; empty where there is nothing."""
        return f"People look: {' '.join(self.reasons)}" if self.word is Word.REVIEW else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An account that was on a list which was handed over, and whether it has to come off.

    `asked_at` is when it was found that it has to, `removed_at` when somebody of the receiver said
    that it is off, in the words of `receipt`.
    """

    id: str
    request_id: str
    account_id: str
    receiver: str
    went_at: datetime
    asked_at: datetime | None = None
    removed_at: datetime | None = None
    removed_by: str | None = None
    receipt: str = ""


def worst(words: Sequence[Word]) -> Word:
    """Return the worst of some words; where nothing was said people look."""
    return max(words, key=list(Word).index, default=Word.REVIEW)
