"""The form that asks for a campaign, and what was entered in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.gathered.choices import Choices
from bot.ids import CallbackId
from bot.language import amount_example, amount_in, number, say
from bot.limits import SELECT_OPTIONS_MAX
from bot.messages.menus import listed_choice, listed_choices
from bot.messages.parts import Block, choice, plain, text_input, told
from bot.messages.terms import word
from domain.catalog.model import Asset, AssetKind, Brand, Category, Market
from domain.errors import Invalid
from domain.money import MINOR_DIGITS
from domain.requests.kinds.campaign import CallToAction, Objective

#: How long what narrows files may be, in characters.
WORDS_MAX = 120

#: How many markets a campaign is asked for at once.
MARKETS_MAX = 30


def files(assets: Sequence[Asset]) -> dict[str, str]:
    """Return what files are called in a menu, by id; images with their size."""
    return {
        file.id: f"{file.name} ({file.width} x {file.height})"
        if file.kind is AssetKind.IMAGE
        else file.name
        for file in assets
    }


def currencies() -> dict[str, str]:
    """Return the currencies a budget may be in, by code; those asked for most come first."""
    return {code: code for code in ("EUR", "USD", "GBP", *sorted(MINOR_DIGITS))}


def markets(offered: Sequence[Market]) -> dict[str, str]:
    """Return what markets are called in a menu, by code."""
    return {market.code: f"{market.code} {market.name}" for market in offered}


def brand_form(brands: Sequence[Brand]) -> Block:
    """The form before it, where there is more than one brand or more files than a menu holds."""
    chosen = brands[0].id if len(brands) == 1 else None
    return {
        "type": "modal",
        "callback_id": CallbackId.CHOOSE_BRAND,
        "title": plain(say("New campaign")),
        "submit": plain(say("Next")),
        "close": plain(say("Cancel")),
        "blocks": [
            listed_choice("brand_id", say("Brand"), {one.id: one.name for one in brands}, chosen),
            text_input(
                "files",
                say("Only files with this in their name"),
                hint=say(
                    "Narrows kinds of which there are more than {count}; else the newest of them"
                    " are offered.",
                    count=number(SELECT_OPTIONS_MAX),
                ),
                max_length=WORDS_MAX,
                optional=True,
            ),
        ],
    }


def new_form(choices: Choices) -> Block:
    """The form; block ids are the brief's field names, so that problems find their field."""
    audio, images = files(choices.audio), files(choices.images)
    places = markets(choices.markets)
    return {
        "type": "modal",
        "callback_id": CallbackId.NEW_CAMPAIGN,
        "private_metadata": f"{choices.brand.id}:{choices.words[:WORDS_MAX]}",
        "title": plain(say("New campaign")),
        "submit": plain(say("Ask for it")),
        "close": plain(say("Cancel")),
        "blocks": [
            told(say("For {brand}", brand=choices.brand.name)),
            text_input("name", say("Name"), max_length=150),
            choice("objective", say("Objective"), _words(Objective), Objective.AWARENESS),
            listed_choices("markets", say("Markets"), places, MARKETS_MAX),
            _amount(),
            listed_choice("currency", say("Currency"), currencies(), "EUR"),
            _date("starts_at", say("First day")),
            _date("ends_at", say("Last day")),
            text_input("advertiser", say("Advertiser"), max_length=25),
            text_input("tagline", say("Tagline"), max_length=40),
            choice("call_to_action", say("Button"), _words(CallToAction), CallToAction.LEARN_MORE),
            text_input("click_url", say("Where the button leads"), hint=_https()),
            listed_choice("audio_asset_id", say("Audio"), audio),
            listed_choice("image_asset_id", say("Companion image"), images),
            listed_choice("logo_asset_id", say("Logo"), images),
            choice("category", say("Regulated category"), _words(Category), Category.NONE),
        ],
    }


def about(carried: str) -> tuple[str, str]:
    """Return which brand a form is about, and what narrows its files, as it carries them."""
    brand_id, _, words = carried.partition(":")
    return brand_id, words


def brief_from(brand_id: str, entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the brief that was entered for a brand, as the core takes it."""
    same = (
        "name objective markets advertiser tagline call_to_action click_url"
        " audio_asset_id image_asset_id logo_asset_id category"
    )
    brief = {name: entered.get(name) for name in same.split()}
    try:
        amount = amount_in(str(entered.get("amount") or ""))
    except ValueError as error:
        said = say("Write an amount such as {example}.", example=amount_example())
        raise Invalid("no_amount", said, ("amount",)) from error
    return brief | {
        "brand_id": brand_id,
        "budget": {"amount": amount, "currency": entered.get("currency")},
        "starts_at": f"{entered.get('starts_at')}T00:00:00+00:00",
        "ends_at": f"{entered.get('ends_at')}T23:59:59+00:00",
    }


def _amount() -> Block:
    hint = say("Such as {example}", example=amount_example())
    return text_input("amount", say("Budget for the whole flight"), hint=hint)


def _https() -> str:
    return say("Begins with https://")


def _words(choices: type[Objective | Category | CallToAction]) -> dict[str, str]:
    return {item.value: word(item) for item in choices}


def _date(block_id: str, label: str) -> Block:
    element = {"type": "datepicker", "action_id": "value"}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
