"""`/slack/link`: the page on which somebody says that an account in chat is theirs.

Two ways: a token of theirs proves who they are, or a letter to their address does. The page says
which account it is about, for whoever follows a link that somebody else was given would let that
person act in their name.
"""

from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.language import refusal, say, speaking
from bot.linking.invitations import LETTER, PAGE, about
from bot.pages.page import page, post_form, text_field, wanted
from domain.chat import linking
from domain.errors import Forbidden, HubError, Invalid
from domain.hub import Hub
from domain.people.entering import authenticate

#: The largest form, in bytes.
FORM_BYTES_MAX = 10_000


def routes(hub: Hub, *, mails: bool) -> list[BaseRoute]:
    """Return the page and its two steps; where no mail is sent a token is the only way."""

    async def ask(request: Request) -> Response:
        return await _guarded(request, _ask(hub, request.query_params, mails=mails))

    async def take(request: Request) -> Response:
        return await _guarded(request, _take(hub, await _form(request), mails=mails))

    async def letter(request: Request) -> Response:
        return await _guarded(request, _letter(hub, request.query_params))

    async def confirmed(request: Request) -> Response:
        return await _guarded(request, _confirmed(hub, await _form(request)))

    return [
        Route(PAGE, ask, methods=["GET"]),
        Route(PAGE, take, methods=["POST"]),
        Route(LETTER, letter, methods=["GET"]),
        Route(LETTER, confirmed, methods=["POST"]),
    ]


async def _ask(hub: Hub, given: Mapping[str, str], *, mails: bool) -> Response:
    ticket = given.get("ticket", "")
    said = await about(hub, linking.account_of(hub, ticket))
    hidden = {"ticket": ticket}
    token = text_field("token", say("Your Greenlight token, or one of your sign-in"), "password")
    forms = post_form(PAGE, hidden, say("This account is mine"), token)
    if mails:
        email = text_field("email", say("Or your address in Greenlight, to get a letter"), "email")
        forms += post_form(PAGE, hidden, say("Write to me"), email)
    return page(say("Is this account yours?"), said, forms)


async def _take(hub: Hub, form: Mapping[str, str], *, mails: bool) -> Response:
    ticket = form.get("ticket", "")
    account = linking.account_of(hub, ticket)
    if form.get("token"):
        actor = await authenticate(hub, form["token"].strip())
        if actor.user_id is None:
            raise Forbidden("nobody", say("This token belongs to no person."))
        if not linking.is_whole(actor):
            # Whoever clicks in chat may do all that the person may; so must the token.
            said = say(
                "This token may do less than you may, and a linked account may do everything you"
                " may. Give one with every scope, or have a letter sent to you."
            )
            raise Forbidden("narrow_token", said)
        await linking.confirm(hub, account, actor.user_id, "confirmed by token")
        return _linked()
    if not mails or not form.get("email"):
        raise Invalid("nothing_given", say("Give a token; go back and try again."))
    await linking.ask_letter(hub, ticket, form["email"])
    said = say(
        "If Greenlight knows this address, a letter is on its way to it. Open the link in it within"
        " half an hour."
    )
    return page(say("Look into your mail"), said)


async def _letter(hub: Hub, given: Mapping[str, str]) -> Response:
    ticket = given.get("ticket", "")
    workspace_id, chat_user_id, _ = linking.named_by_letter(hub, ticket)
    said = await about(hub, (workspace_id, chat_user_id))
    form = post_form(LETTER, {"ticket": ticket}, say("This account is mine"))
    return page(say("Is this account yours?"), said, form)


async def _confirmed(hub: Hub, form: Mapping[str, str]) -> Response:
    *account, user_id = linking.named_by_letter(hub, form.get("ticket", ""))
    await linking.confirm(hub, (account[0], account[1]), user_id, "confirmed by letter")
    return _linked()


def _linked() -> Response:
    said = say("Your Slack account is linked. Go back to Slack and click again.")
    return page(say("Linked"), said)


async def _guarded(request: Request, answer: Awaitable[Response]) -> Response:
    """Return the answer, or a page that says why there is none, as the browser reads."""
    with speaking(wanted(request.headers.get("accept-language", ""))):
        try:
            return await answer
        except HubError as error:
            return page(say("Not linked"), refusal(error), status=HTTPStatus.FORBIDDEN)


async def _form(request: Request) -> dict[str, str]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES_MAX:
            return {}
    held = parse_qs(body.decode(errors="replace"))
    return {name: values[0] for name, values in held.items()}
