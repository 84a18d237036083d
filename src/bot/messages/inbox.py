"""The Home tab: one person's inbox, by tabs, narrowed, a few rows at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.ids import ActionId
from bot.language import later, number, say
from bot.messages.kind_words import kind_word
from bot.messages.menus import select
from bot.messages.parts import (
    Block,
    Piece,
    actions,
    bold,
    button,
    context,
    details_button,
    fitted,
    header,
    instant,
    ours,
    overflow,
    paragraph,
    rich,
    said,
    section,
    woven,
)
from bot.messages.terms import request_state
from bot.messages.words import one_line
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

#: How many characters of a title a row shows: the first that fits all rows.
_TITLES_ROOM = (120, 60, 30, 12)


@dataclass(frozen=True, slots=True)
class Shown:
    """An inbox with the addresses of cards by request id, where there are any.

    `extra` are rows of others, such as who decides for somebody who is away; `paused` are the ids
    of live requests that stand still.
    """

    inbox: Inbox
    cards: Mapping[str, str] = field(default_factory=dict)
    extra: Sequence[Block] = ()
    paused: Collection[str] = ()


def inbox_home(shown: Shown) -> Block:
    """The Home tab of somebody who is known."""
    return fitted(lambda room: _inbox_home(shown, room), _TITLES_ROOM)


def _inbox_home(shown: Shown, room: int) -> Block:
    inbox = shown.inbox
    tab = inbox.looks.tab
    blocks = [_tabs(inbox), *_filters(inbox), *shown.extra]
    blocks.append(header(say(_TITLES[tab], count=number(inbox.counts[tab]))))
    for row in inbox.rows:
        blocks += _row(row, shown, tab, room)
    if not inbox.rows:
        blocks.append(section(_empty(inbox)))
    blocks += _pages(inbox)
    if inbox.cut:
        blocks.append(context(say("Only the oldest of what waits for you were looked through.")))
    return {"type": "home", "blocks": blocks}


def _pages(inbox: Inbox) -> list[Block]:
    """Buttons that lead to the pages before and after this one, where there are any."""
    page, made = inbox.looks.page, []
    if page > 1:
        before = say("Page {number}", number=number(page - 1))
        made.append(button(say("Back"), ActionId.HOME_BACK, str(page - 1), label=before))
    if inbox.more:
        after = say("Page {number}", number=number(page + 1))
        made.append(button(say("Show more"), ActionId.HOME_MORE, str(page + 1), label=after))
    return [actions("pages", made)] if made else []


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
    looks, labels = inbox.looks, (say("Kind"), say("Brand"), say("Market"))
    chosen = (looks.kind, looks.brand_id, looks.market)
    shown = [
        select(action, label, options, one or ALL)
        for (action, options), label, one in zip(
            narrowing(inbox).items(), labels, chosen, strict=True
        )
        if len(options) > 2 or one is not None  # noqa: PLR2004  All and one are no choice.
    ]
    return [actions("filters", shown)] if shown else []


def narrowing(inbox: Inbox) -> dict[ActionId, dict[str, str]]:
    """Return what each menu of the Home offers to narrow by, what is chosen already included."""
    looks = inbox.looks
    kinds = {kind: kind_word(kind) for kind in _with(inbox.kinds, looks.kind)}
    brands = {one: inbox.brands.get(one, one) for one in _with(inbox.brands, looks.brand_id)}
    markets = {code: code for code in _with(inbox.markets, looks.market)}
    return {
        ActionId.HOME_KIND: {ALL: say("All kinds"), **kinds},
        ActionId.HOME_BRAND: {ALL: say("All brands"), **brands},
        ActionId.HOME_MARKET: {ALL: say("All markets"), **markets},
    }


def _with(offered: Iterable[str], chosen: str | None) -> list[str]:
    return [*offered, *([chosen] if chosen and chosen not in set(offered) else [])]


def _row(row: Row, shown: Shown, tab: Tab, room: int) -> list[Block]:
    request = row.request
    brand = shown.inbox.brands.get(request.brand_id or "", "")
    pieces: list[Piece] = [bold(f"#{request.number} {request.title}", room), ours("\n")]
    pieces.append(ours(f"{kind_word(request.kind)} · "))
    if brand:
        pieces += [said(brand, min(room, 60)), ours(" · ")]
    pieces += _standing(row, shown, tab)
    if address := shown.cards.get(request.id):
        pieces += [ours(" · "), {"type": "link", "url": address, "text": say("Open the card")}]
    made = [details_button(request.id, one_line(request.title, room))]
    if tab is Tab.WAITING:
        options = {f"{how}:{request.id}": say(text) for how, text in _MENU.items()}
        if row.due_at is None or row.overdue:
            options.pop(f"{Snooze.DUE}:{request.id}")
        made.append(overflow(ActionId.ROW_MENU, options))
    if tab is Tab.SNOOZED:
        options = {f"{WAKE}:{request.id}": say("Bring it back now")}
        made.append(overflow(ActionId.ROW_MENU, options))
    return [rich(paragraph(*pieces)), actions(f"row:{request.id}", made)]


def _standing(row: Row, shown: Shown, tab: Tab) -> list[Piece]:
    if tab is Tab.SNOOZED and row.snoozed_until is not None:
        return woven(later("comes back {at}"), at=instant(row.snoozed_until))
    if row.due_at is not None and row.overdue:
        late = woven(later("overdue since {at}"), at=instant(row.due_at))
        return [piece | ({"style": {"bold": True}} if "text" in piece else {}) for piece in late]
    if row.due_at is not None:
        return woven(later("due {at}"), at=instant(row.due_at))
    paused = row.request.id in shown.paused
    return [ours(request_state(row.request.state, paused=paused))]
