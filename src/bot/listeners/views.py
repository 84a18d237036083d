"""Forms that were submitted."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.gathered import choices
from bot.ids import AlertForm, CallbackId, CaseForm, ThresholdForm
from bot.incoming.deliveries import SCOPE, form_key
from bot.installing.workspaces import Clients
from bot.language import say
from bot.linking import who
from bot.listeners import alert_views, away, case_views, conditioning, seats, thresholds, waiving
from bot.listeners.click import stage_of
from bot.listeners.entries import View, at_fields, text, values
from bot.messages.campaign import about, brief_from, new_form
from bot.sending.marking import Marks, carried
from bot.trouble import SlackTrouble, sentence
from domain.actor import Actor
from domain.approvals.model import Choice
from domain.campaigns import pausing
from domain.cases.model import CommentKind
from domain.database import transaction
from domain.errors import HubError, Invalid, Upstream
from domain.handovers import attesting
from domain.handovers import service as handovers
from domain.hub import Hub
from domain.inbox import service as inbox
from domain.inbox.model import DigestWish
from domain.people.model import Act as May
from domain.people.rules import may
from domain.receipts import service as receipts
from domain.requests import submit, vote

Answer = dict[str, Any]
Act = Callable[[], Awaitable[object]]


async def submitted(hub: Hub, clients: Clients, marks: Marks, body: Mapping[str, Any]) -> Answer:
    """Do what a form asks for; what is wrong with it is said at its fields."""
    view, team = body["view"], body["team"]["id"]
    await clients.heard_from(team, body["enterprise"])
    client = await clients.of(team)
    if client is None:
        return {}
    user = body["user"]["id"]
    with await who.enters(hub, team, user):
        try:
            actor = await who.actor(hub, client, team, user)
            return await _answered(hub, actor, marks, body)
        except HubError as error:
            return {"response_action": "errors", "errors": at_fields(error, view)}
        except SlackTrouble as error:
            refused = Upstream("slack_refused", sentence(error, view["callback_id"]))
            return {"response_action": "errors", "errors": at_fields(refused, view)}


async def _answered(hub: Hub, actor: Actor, marks: Marks, body: Mapping[str, Any]) -> Answer:
    own, card = carried(body["view"]["private_metadata"])
    view = {**body["view"], "private_metadata": own}
    name = view["callback_id"]
    if name == CallbackId.CHOOSE_BRAND:  # Changes nothing, so it may be submitted again.
        return await _brand_chosen(actor, view)
    prepare = _LISTENERS.get(name)
    key = form_key(body)
    if prepare is not None and not await receipts.came(scope=SCOPE, key=key):
        act = await prepare(hub, actor, view)
        async with marks.writing(card if _marks(actor, view) else None), transaction():
            if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=key):
                await act()
    return {}


def _marks(actor: Actor, view: View) -> bool:
    """Whether a form changes the card it was opened on.

    As with clicks: whoever may not do such a thing at all does not make the card flicker.
    """
    act = _MARKING.get(view["callback_id"])
    aside = values(view).get("kind") == CommentKind.INTERNAL
    return act is not None and may(actor, act) and not aside


async def _brand_chosen(actor: Actor, view: View) -> Answer:
    entered = values(view)
    brand = await choices.brand(actor, str(entered.get("brand_id")))
    offered = await choices.of_brand(actor, brand, text(entered.get("files")))
    return {"response_action": "update", "view": new_form(offered)}


async def _reason(hub: Hub, actor: Actor, view: View) -> Act:
    about, _, choice = view["private_metadata"].rpartition(":")
    stage_id, round_ = stage_of(about)
    if choice not in set(Choice):
        raise Invalid(
            "form_out_of_date", say("This form is out of date; close it and click again.")
        )
    reason = text(values(view).get("reason"))
    return partial(vote.vote, hub, actor, stage_id, Choice(choice), reason, seen_round=round_)


async def _pause(hub: Hub, actor: Actor, view: View) -> Act:
    reason = text(values(view).get("reason"))
    return partial(pausing.pause, hub, actor, view["private_metadata"], reason)


async def _new_campaign(hub: Hub, actor: Actor, view: View) -> Act:
    brief = brief_from(about(view["private_metadata"])[0], values(view))
    considered = await submit.consider(hub, actor, "campaign", brief)
    return partial(submit.keep, hub, actor, considered)


async def _approval(hub: Hub, actor: Actor, view: View) -> Act:
    entered = values(view)
    stage_id, round_ = stage_of(text(entered.get("stage")))
    reason = text(entered.get("reason")) or None
    yes = Choice.APPROVE
    return partial(vote.vote, hub, actor, stage_id, yes, reason, seen_round=round_)


async def _settings(hub: Hub, actor: Actor, view: View) -> Act:
    entered = values(view)
    hour = text(entered.get("hour"))
    if not (hour.isascii() and hour.isdecimal()) or len(hour) > 2:  # noqa: PLR2004  Two digits.
        raise Invalid(
            "form_out_of_date", say("This form is out of date; close it and open it again.")
        )
    wish = DigestWish(entered.get("wanted") == "yes", int(hour))
    return partial(inbox.wish_for, hub, actor, wish, text(entered.get("zone")))


async def _case(hub: Hub, actor: Actor, view: View) -> Act:
    said = (view["callback_id"], view["private_metadata"], values(view))
    return await case_views.prepared(hub, actor, *said)


async def _alert(hub: Hub, actor: Actor, view: View) -> Act:
    said = (view["callback_id"], view["private_metadata"], values(view))
    return alert_views.prepared(hub, actor, *said)


async def _threshold(hub: Hub, actor: Actor, view: View) -> Act:
    return await thresholds.prepared(hub, actor, view["private_metadata"], values(view))


async def _conditions(hub: Hub, actor: Actor, view: View) -> Act:
    stage_id, round_ = stage_of(view["private_metadata"])
    entered = text(values(view).get("conditions"))
    return conditioning.approve(hub, actor, stage_id, round_, entered)


async def _meet(hub: Hub, actor: Actor, view: View) -> Act:
    return conditioning.meet(hub, actor, view["private_metadata"], values(view))


async def _doubt(hub: Hub, actor: Actor, view: View) -> Act:
    return conditioning.doubt(hub, actor, view["private_metadata"], values(view))


async def _away(hub: Hub, actor: Actor, view: View) -> Act:
    return await away.entered(hub, actor, values(view))


async def _reassign(hub: Hub, actor: Actor, view: View) -> Act:
    return seats.given(hub, actor, *stage_of(view["private_metadata"]), values(view))


async def _receipt(hub: Hub, actor: Actor, view: View) -> Act:
    said = text(values(view).get("receipt"))
    return partial(handovers.acknowledge, hub, actor, view["private_metadata"], said or "")


async def _gone(hub: Hub, actor: Actor, view: View) -> Act:
    said = text(values(view).get("seen"))
    return partial(attesting.gone, hub, actor, view["private_metadata"], said or "")


#: Forms that decide something on a card, and what somebody may who submits them.
_MARKING: Mapping[str, May] = {
    CallbackId.REASON: May.VOTE,
    CallbackId.PAUSE: May.WITHDRAW_REQUEST,
    CallbackId.WAIVE: May.WAIVE_EMBARGO,
    CallbackId.CONDITIONS: May.VOTE,
    CallbackId.MEET: May.REVISE_REQUEST,
    CallbackId.DOUBT: May.VOTE,
    **dict.fromkeys(AlertForm, May.HANDLE_ALERTS),
    CaseForm.COMMENT: May.OPEN_CASE,
    CaseForm.RESOLVE: May.HANDLE_CASE,
    CaseForm.REOPEN: May.OPEN_CASE,
}

#: What comes before the transaction, and returns what belongs into it.
_LISTENERS: Mapping[str, Callable[[Hub, Actor, View], Awaitable[Act]]] = {
    CallbackId.REASON: _reason,
    CallbackId.RECEIPT: _receipt,
    CallbackId.GONE: _gone,
    CallbackId.PAUSE: _pause,
    CallbackId.WAIVE: waiving.waived,
    CallbackId.NEW_CAMPAIGN: _new_campaign,
    CallbackId.CONFIRM_APPROVAL: _approval,
    CallbackId.HOME_SETTINGS: _settings,
    **dict.fromkeys(CaseForm, _case),
    **dict.fromkeys(AlertForm, _alert),
    ThresholdForm.KEEP: _threshold,
    CallbackId.CONDITIONS: _conditions,
    CallbackId.MEET: _meet,
    CallbackId.DOUBT: _doubt,
    CallbackId.AWAY: _away,
    CallbackId.REASSIGN: _reassign,
}
