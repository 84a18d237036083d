"""Forms about alerts: why nobody wants to hear of one for some time, why one is over."""

from bot.gathered.alert import AlertFile
from bot.ids import AlertForm
from bot.language import later, say
from bot.messages import alert_words as words
from bot.messages.parts import Block, choice, plain, text_input, told
from bot.messages.words import one_line
from domain.people.model import Team
from domain.thresholds.handling import NOTE_MAX

#: How much of a team's name an option shows, in characters.
TEAM_MAX = 50

#: For how many days something can be silenced by a form.
DAYS = {
    1: later("One day"),
    7: later("One week"),
    28: later("Four weeks"),
    90: later("Three months"),
}


def silence_form(file: AlertFile, team: Team | None = None) -> Block:
    """The form in which somebody says for how long nobody is to hear of something, and why.

    Whoever is of its `team` may have that hear of nothing instead.
    """
    offered = {str(days): say(text) for days, text in DAYS.items()}
    hint = say("New alerts of the same are not heard of either; figures are judged all the same.")
    return _form(
        AlertForm.SILENCE,
        file,
        say("Silence"),
        [
            *_whose(file, team),
            choice("days", say("For how long?"), offered, "7"),
            _why("note", hint),
        ],
    )


def _whose(file: AlertFile, team: Team | None) -> list[Block]:
    if team is None:
        return []
    this = say("What this alert is about")
    every = say("All alerts of {team}", team=one_line(team.name, TEAM_MAX))
    return [choice("whose", say("What?"), {file.alert.id: this, team.id: every}, file.alert.id)]


def resolve_form(file: AlertFile) -> Block:
    """The form in which somebody says why an alert is over."""
    hint = say("By figures of a later day it may open again.")
    return _form(AlertForm.RESOLVE, file, say("Resolve"), [_why("note", hint)])


def _why(block_id: str, hint: str) -> Block:
    return text_input(block_id, say("Why?"), hint=hint, multiline=True, max_length=NOTE_MAX)


def _form(form: AlertForm, file: AlertFile, verb: str, blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": file.alert.id,
        "title": plain(verb),
        "submit": plain(verb),
        "close": plain(say("Cancel")),
        "blocks": [told(words.name(file)), *blocks],
    }
