"""The form that asks for a campaign, and what was entered in it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.choices import Choices
from bot.ids import CallbackId
from bot.limits import SELECT_OPTIONS_MAX
from bot.messages.parts import Block, choice, menu, plain, text_input, told
from domain.catalog.model import Brand, Category, Market
from domain.errors import Invalid
from domain.money import MINOR_DIGITS
from domain.requests.kinds.campaign import CallToAction, Objective


def brand_form(brands: Sequence[Brand]) -> Block:
    """The form before it, where there is more than one brand or more files than a menu holds."""
    chosen = brands[0].id if len(brands) == 1 else None
    return {
        "type": "modal",
        "callback_id": CallbackId.CHOOSE_BRAND,
        "title": plain("New campaign"),
        "submit": plain("Next"),
        "close": plain("Cancel"),
        "blocks": [
            choice("brand_id", "Brand", {brand.id: brand.name for brand in brands}, chosen),
            text_input(
                "files",
                "Only files with this in their name",
                hint=f"Narrows kinds of which there are more than {SELECT_OPTIONS_MAX}; else the"
                " newest of them are offered.",
                max_length=120,
                optional=True,
            ),
        ],
    }


def new_form(choices: Choices) -> Block:
    """The form; block ids are the brief's field names, so that problems find their field."""
    audio = {file.id: file.name for file in choices.audio}
    images = {file.id: f"{file.name} ({file.width} x {file.height})" for file in choices.images}
    currencies = {code: code for code in ("EUR", "USD", "GBP", *sorted(MINOR_DIGITS))}
    return {
        "type": "modal",
        "callback_id": CallbackId.NEW_CAMPAIGN,
        "private_metadata": choices.brand.id,
        "title": plain("New campaign"),
        "submit": plain("Ask for it"),
        "close": plain("Cancel"),
        "blocks": [
            told(f"For {choices.brand.name}"),
            text_input("name", "Name", max_length=150),
            choice("objective", "Objective", _words(Objective), Objective.AWARENESS),
            _markets(choices.markets),
            text_input("amount", "Budget for the whole flight", hint="Such as 12500.00"),
            choice("currency", "Currency", currencies, "EUR"),
            _date("starts_at", "First day"),
            _date("ends_at", "Last day"),
            text_input("advertiser", "Advertiser", max_length=25),
            text_input("tagline", "Tagline", max_length=40),
            choice("call_to_action", "Button", _words(CallToAction), CallToAction.LEARN_MORE),
            text_input("click_url", "Where the button leads", hint="Begins with https://"),
            choice("audio_asset_id", "Audio", audio),
            choice("image_asset_id", "Companion image", images),
            choice("logo_asset_id", "Logo", images),
            choice("category", "Regulated category", _words(Category), Category.NONE),
        ],
    }


def brief_from(brand_id: str, entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the brief that was entered for a brand, as the core takes it."""
    same = (
        "name objective markets advertiser tagline call_to_action click_url"
        " audio_asset_id image_asset_id logo_asset_id category"
    )
    brief = {name: entered.get(name) for name in same.split()}
    try:
        amount = Decimal(str(entered.get("amount") or "").replace(",", ""))
    except InvalidOperation as error:
        raise Invalid("no_amount", "Write an amount such as 12500.00.", ("amount",)) from error
    return brief | {
        "brand_id": brand_id,
        "budget": {"amount": amount, "currency": entered.get("currency")},
        "starts_at": f"{entered.get('starts_at')}T00:00:00+00:00",
        "ends_at": f"{entered.get('ends_at')}T23:59:59+00:00",
    }


def _words(choices: type[Objective | Category | CallToAction]) -> dict[str, str]:
    return {item.value: item.value.replace("_", " ").capitalize() for item in choices}


def _markets(markets: Sequence[Market]) -> Block:
    offered = menu({market.code: f"{market.code} {market.name}" for market in markets})
    element = {"type": "multi_static_select", "action_id": "value", **offered}
    return {
        "type": "input",
        "block_id": "markets",
        "label": plain("Markets"),
        "element": {**element, "max_selected_items": 30},
    }


def _date(block_id: str, label: str) -> Block:
    element = {"type": "datepicker", "action_id": "value"}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
