"""The form in which somebody says what is watched, and tries that out before it is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.ids import ThresholdAction, ThresholdForm
from bot.language import later, say
from bot.messages import threshold_words as words
from bot.messages.menus import listed_choice
from bot.messages.parts import (
    Block,
    actions,
    button,
    choice,
    context,
    fitting_view,
    plain,
    text_input,
    told,
)
from bot.messages.words import inert
from domain.errors import Invalid
from domain.thresholds.checking import NAME_MAX
from domain.thresholds.service import TEMPLATES

#: How long a number may be, in characters.
_NUMBER_MAX = 20

#: What stands for the team, or the kind of request, that is usual; no key is written so.
USUAL = "*"

#: What a new threshold watches, as a field shows it.
CAMPAIGN, BRAND, EVERY = "campaign", "brand", "every"
_SCOPES = {
    CAMPAIGN: later("This campaign"),
    BRAND: later("Every campaign of the brand"),
    EVERY: later("Every campaign"),
}

Entered = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form carries along.

    That is a threshold and the version it was read in, or, of a new one, the campaign it was begun
    from and the template it begins with.
    """

    threshold_id: str = ""
    version: int = 0
    campaign_id: str = ""
    template: str = next(iter(TEMPLATES))

    @property
    def new(self) -> bool:
        """Whether there is no such threshold yet."""
        return not self.threshold_id

    @property
    def carried(self) -> str:
        """What the form holds of it."""
        return json.dumps([self.threshold_id, self.version, self.campaign_id, self.template])

    @classmethod
    def of(cls, metadata: str) -> "Draft":
        """Read what a form holds; raises `Invalid` for what no form of ours does."""
        try:
            threshold_id, version, campaign_id, template = json.loads(metadata)
            draft = cls(str(threshold_id), int(version), str(campaign_id), str(template))
        except (TypeError, ValueError):
            draft = cls(template="")
        if draft.template not in TEMPLATES:
            raise Invalid(
                "form_out_of_date", say("This form is out of date; close it and begin again.")
            )
        return draft


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form shows.

    `about` is what is watched, in words; entries, and what is wrong with them, are by field, teams
    by key; `tried` is what came of trying it out, in sentences.
    """

    draft: Draft
    about: str
    entered: Entered
    teams: Mapping[str, str]
    errors: Mapping[str, str]
    tried: Sequence[str] = ()


def threshold_form(sheet: Sheet) -> Block:
    """The form; where texts are too long for it they are cut, but what somebody entered is not."""
    return fitting_view(partial(_form, sheet))


def _form(sheet: Sheet, room: int) -> Block:
    new = sheet.draft.new
    fields = [*([_template(sheet), _scope(sheet)] if new else []), *_fields(sheet)]
    shown: list[Block] = [told(sheet.about)]
    for field in fields:
        shown.append(field)
        if wrong := sheet.errors.get(field["block_id"]):
            shown.append(context(inert(wrong, room)))
    look = say("Try it on the last 90 days")
    shown.append(actions("try", [button(say("Try it"), ThresholdAction.TRY, "try", label=look)]))
    if sheet.tried:
        shown.append(told(" ".join(sheet.tried)))
    return {
        "type": "modal",
        "callback_id": ThresholdForm.KEEP,
        "private_metadata": sheet.draft.carried,
        "title": plain(say("New threshold") if new else say("Threshold")),
        "submit": plain(say("Keep")),
        "close": plain(say("Cancel")),
        "blocks": shown,
    }


def _template(sheet: Sheet) -> Block:
    offered = {key: say(text) for key, text in words.TEMPLATES.items()}
    made = choice("template", say("Begin with"), offered, sheet.draft.template)
    made["element"]["action_id"] = ThresholdAction.TEMPLATE
    return made | {"dispatch_action": True}


def _scope(sheet: Sheet) -> Block:
    return _named(sheet, choice("subject_id", say("What is watched?"), *_of(sheet, _SCOPES)))


def _fields(sheet: Sheet) -> list[Block]:
    asked = {USUAL: say("The usual one")} | {key: say(text) for key, text in words.WORKS.items()}
    bound = say("20 is 20 % of a share, of what was before, or of a plan; else the metric's unit.")
    made = [
        _text(sheet, "name", say("Name"), most=NAME_MAX),
        _listed(sheet, "metric", say("Metric"), words.metrics()),
        choice("kind", say("What is it held against?"), *_of(sheet, words.KINDS, "kind")),
        choice("side", say("On which side is it bad?"), *_of(sheet, words.SIDES, "side")),
        _text(sheet, "warning", say("A warning from"), hint=bound),
        _text(sheet, "critical", say("Critical from"), optional=True),
        _text(sheet, "days", say("How many days are looked at?")),
        _text(
            sheet,
            "min_sample",
            say("The smallest sample"),
            hint=say("What a ratio is reckoned from, or a comparison begins with, at least."),
        ),
        _text(sheet, "recover_days", say("How many clear days end an alert?")),
        _text(sheet, "recover_margin", say("Better than the warning by"), hint=bound),
        _listed(sheet, "team", say("Who is told?"), sheet.teams),
        choice("quiet", say("When is nobody told?"), *_of(sheet, words.QUIETS, "quiet")),
        choice("starts", say("What does an alert start?"), *_of(sheet, words.STARTS, "starts")),
        choice("work", say("Which request?"), asked, sheet.entered.get("work")),
    ]
    return [_named(sheet, one) for one in made]


def _of(
    sheet: Sheet, offered: Mapping[str, str], field: str = "subject_id"
) -> tuple[dict[str, str], str | None]:
    """Return what a field offers in the reader's language, and what is chosen in it."""
    return {key: say(text) for key, text in offered.items()}, sheet.entered.get(field)


def _listed(sheet: Sheet, field: str, label: str, offered: Mapping[str, str]) -> Block:
    return listed_choice(field, label, offered, sheet.entered.get(field))


def _text(
    sheet: Sheet,
    field: str,
    label: str,
    *,
    hint: str = "",
    most: int = _NUMBER_MAX,
    optional: bool = False,
) -> Block:
    held = sheet.entered.get(field, "")
    made = text_input(field, label, hint=hint, max_length=most, optional=optional)
    if held:
        made["element"]["initial_value"] = held
    return made


def _named(sheet: Sheet, field: Block) -> Block:
    """Name the element of a field by the template: Slack keeps entries where names stay.

    Another template brings its own values, which only elements of another name show.
    """
    field["element"]["action_id"] = f"value:{sheet.draft.template}"
    return field
