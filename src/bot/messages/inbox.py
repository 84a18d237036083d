"""The Home tab: one person's inbox, by tabs, narrowed, a few rows at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.ids import ActionId
from bot.language import later, number, say
from bot.messages.kind_words import kind_word
from bot.messages.parts import (
    Block,
    Piece,
    actions,
    bold,
    button,
    context,
    details_button,
    header,
    instant,
    ours,
    overflow,
    paragraph,
    rich,
    said,
    section,
    select,
    woven,
)
from bot.messages.terms import request_state
from domain.inbox.model import Inbox, Row, Snooze, Tab

#: What stands for "all of them" in a menu: no kind, brand or market is called so.
ALL = "*"

_TABS: Mapping[Tab, tuple[ActionId, str]] = {
    Tab.WAITING: (ActionId.HOME_WAITING, later("Waiting for me ({count})")),
    Tab.MINE: (ActionId.HOME_MINE, later("Asked for by me ({count})")),
    Tab.DECIDED: (ActionId.HOME_DECIDED, later("Decided by me ({count})")),
    Tab.SNOOZED: (ActionId.HOME_SNOOZED, later("Snoozed ({count})")),
}
_TITLES: Mapping[Tab, str] = {
    Tab.WAITING: later("Waiting for you: {count}"),
    Tab.MINE: later("Asked for by you: {count}"),
    Tab.DECIDED: later("Decided by you: {count}"),
    Tab.SNOOZED: later("Snoozed by you: {count}"),
}
_EMPTY: Mapping[Tab, str] = {
    Tab.WAITING: later("Nothing. Well done."),
    Tab.MINE: later("Nothing yet. `/campaign new` asks for a campaign."),
    Tab.DECIDED: later("You have decided nothing yet."),
    Tab.SNOOZED: later("You have put nothing off."),
}
#: What a row's menu offers besides details.
DETAILS, WAKE = "details", "wake"
_MENU: Mapping[str, str] = {
    Snooze.HOUR: later("Snooze for an hour"),
    Snooze.MORNING: later("Snooze until tomorrow morning"),
    Snooze.DUE: later("Snooze until it is due"),
}

#: How many characters of a title a row shows.
_TITLE = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """An inbox with the addresses of cards by request id, where there are any.

    `extra` are rows of others, such as who decides for somebody who is away.
    """

    inbox: Inbox
    cards: Mapping[str, str] = field(default_factory=dict)
    extra: Sequence[Block] = ()


def inbox_home(shown: Shown) -> Block:
    """The Home tab of somebody who is known."""
    inbox = shown.inbox
    tab = inbox.looks.tab
    blocks = [_tabs(inbox), *_filters(inbox), *shown.extra]
    blocks.append(header(say(_TITLES[tab], count=number(inbox.counts[tab]))))
    for row in inbox.rows:
        blocks += _row(row, shown, tab)
    if not inbox.rows:
        blocks.append(section(_empty(inbox)))
    if inbox.more:
        more = button(say("Show more"), ActionId.HOME_MORE, "more", label=say("Show more rows"))
        blocks.append(actions("more", [more]))
    if inbox.cut:
        blocks.append(context(say("Only the oldest of what waits for you were looked through.")))
    return {"type": "home", "blocks": blocks}


def _empty(inbox: Inbox) -> str:
    narrowed = inbox.looks.kind or inbox.looks.brand_id or inbox.looks.market
    if narrowed:
        return say("Nothing of this kind, brand and market.")
    return say(_EMPTY[inbox.looks.tab])


def _tabs(inbox: Inbox) -> Block:
    made = []
    for tab, (action, text) in _TABS.items():
        named = say(text, count=number(inbox.counts[tab]))
        style = "primary" if tab is inbox.looks.tab else None
        made.append(button(named, action, tab, label=named, style=style))
    settings = say("Settings")
    made.append(button(settings, ActionId.HOME_SETTINGS, "settings", label=settings))
    return actions("tabs", made)


def _filters(inbox: Inbox) -> list[Block]:
    """Menus to narrow by, where there is something to choose."""
    looks = inbox.looks
    kinds = {kind: kind_word(kind) for kind in inbox.kinds}
    markets = {code: code for code in inbox.markets}
    menus = [
        _menu(ActionId.HOME_KIND, say("Kind"), say("All kinds"), kinds, looks.kind),
        _menu(ActionId.HOME_BRAND, say("Brand"), say("All brands"), inbox.brands, looks.brand_id),
        _menu(ActionId.HOME_MARKET, say("Market"), say("All markets"), markets, looks.market),
    ]
    shown = [menu for menu in menus if menu is not None]
    return [actions("filters", shown)] if shown else []


def _menu(
    action: ActionId, label: str, every: str, options: Mapping[str, str], chosen: str | None
) -> Block | None:
    if len(options) < 2 and chosen is None:  # noqa: PLR2004  One is no choice.
        return None
    held = {ALL: every, **options, **({chosen: options.get(chosen, chosen)} if chosen else {})}
    return select(action, label, held, chosen or ALL)


def _row(row: Row, shown: Shown, tab: Tab) -> list[Block]:
    request = row.request
    brand = shown.inbox.brands.get(request.brand_id or "", "")
    pieces: list[Piece] = [bold(f"#{request.number} {request.title}", _TITLE), ours("\n")]
    pieces.append(ours(f"{kind_word(request.kind)} · "))
    if brand:
        pieces += [said(brand, 60), ours(" · ")]
    pieces += _standing(row, tab)
    if address := shown.cards.get(request.id):
        pieces += [ours(" · "), {"type": "link", "url": address, "text": say("Open the card")}]
    made = [details_button(request.id, request.title)]
    if tab is Tab.WAITING:
        options = {f"{how}:{request.id}": say(text) for how, text in _MENU.items()}
        if row.due_at is None or row.overdue:
            options.pop(f"{Snooze.DUE}:{request.id}")
        made.append(overflow(ActionId.ROW_MENU, options))
    if tab is Tab.SNOOZED:
        options = {f"{WAKE}:{request.id}": say("Bring it back now")}
        made.append(overflow(ActionId.ROW_MENU, options))
    return [rich(paragraph(*pieces)), actions(f"row:{request.id}", made)]


def _standing(row: Row, tab: Tab) -> list[Piece]:
    if tab is Tab.SNOOZED and row.snoozed_until is not None:
        return woven(later("comes back {at}"), at=instant(row.snoozed_until))
    if row.due_at is not None and row.overdue:
        late = woven(later("overdue since {at}"), at=instant(row.due_at))
        return [piece | ({"style": {"bold": True}} if "text" in piece else {}) for piece in late]
    if row.due_at is not None:
        return woven(later("due {at}"), at=instant(row.due_at))
    return [ours(request_state(row.request.state))]
