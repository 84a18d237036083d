"""How an account that belongs to nobody becomes somebody's."""

from bot.ids import ActionId
from bot.language import say
from bot.messages.parts import Block, Message, actions, context, link_button, message, told
from bot.messages.words import inert


def how_to_become_known(why: str, address: str | None) -> Message:
    """What is said to such an account, by itself; without an `address` an admin has to link it."""
    return message(inert(why, 1_000), _blocks(why, address))


def how_to_become_known_here(why: str, address: str | None) -> Block:
    """The Home of such an account."""
    return {"type": "home", "blocks": [*_blocks(why, address), context("Greenlight")]}


def _blocks(why: str, address: str | None) -> list[Block]:
    if address is None:
        return [told(why)]
    hint = say("Or say yourself who you are: the link is for you alone and good for half an hour.")
    button = link_button(
        say("This is me"), ActionId.LINK_ME, address, label=say("Link my Slack account")
    )
    return [told(why), told(hint), actions("link", [button])]
