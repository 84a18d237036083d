"""An alert as a mail."""

from collections.abc import Sequence
from datetime import datetime

from bot.gathered.alert import AlertFile
from bot.language import day, say, say_n
from bot.messages import alert_words as words
from bot.messages.alert_card import TOGETHER
from domain.chat.mailing import Words, one_line


def letter(file: AlertFile, now: datetime) -> Words:
    """What a mail says of an alert as it stands."""
    held, name = file.alert.evidence, one_line(words.name(file))
    said = say("{name}. {standing}.", name=name, standing=words.standing(file))
    facts = [say("Since {day}.", day=day(file.since))]
    if file.terms is not None:
        measured = say(
            "{metric}: {measured}, target {target}",
            metric=words.metric(file),
            measured=words.measured(file, held["value"]),
            target=words.target(file, held["bound"]),
        )
        facts.insert(0, f"{measured}.")
    handled = words.handled(file, now)
    facts += [f"{one_line(handled)}."] if handled else []
    return _written(name, [said, "\n".join(facts)])


def letter_of_many(files: Sequence[AlertFile]) -> Words:
    """What one mail says of several that opened together."""
    text = say_n(*TOGETHER, len(files))
    rows = [
        say("{name}. {standing}.", name=one_line(words.name(one)), standing=words.standing(one))
        for one in files
    ]
    return _written(text, [f"{text}.", "\n".join(rows)])


def _written(name: str, parts: Sequence[str]) -> Words:
    why = say(
        "Greenlight writes to you because it could not tell you in chat. An administrator of"
        " Greenlight can mend that."
    )
    text = "\n\n".join([*parts, why]) + "\n"
    return Words(say("Greenlight: {sentence}", sentence=name), text)
