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
from bot.pages import page, post_form, text_field, wanted
from domain.chat import linking
from domain.chat.mailing import Mail, PostOffice, RefusedForGoodError
from domain.errors import Forbidden, HubError, Invalid, Upstream
from domain.hub import Hub
from domain.people import workspaces
from domain.people.entering import authenticate

#: The largest form, in bytes.
FORM_BYTES_MAX = 10_000

_PATH, _LETTER = "/slack/link", "/slack/link/letter"


def routes(hub: Hub, office: PostOffice | None) -> list[BaseRoute]:
    """Return the page and its two steps; without `office` a token is the only way."""

    async def ask(request: Request) -> Response:
        return await _guarded(request, _ask(hub, office, request.query_params))

    async def take(request: Request) -> Response:
        return await _guarded(request, _take(hub, office, await _form(request)))

    async def letter(request: Request) -> Response:
        return await _guarded(request, _letter(hub, request.query_params))

    async def confirmed(request: Request) -> Response:
        return await _guarded(request, _confirmed(hub, await _form(request)))

    return [
        Route(_PATH, ask, methods=["GET"]),
        Route(_PATH, take, methods=["POST"]),
        Route(_LETTER, letter, methods=["GET"]),
        Route(_LETTER, confirmed, methods=["POST"]),
    ]


async def _ask(hub: Hub, office: PostOffice | None, given: Mapping[str, str]) -> Response:
    ticket = given.get("ticket", "")
    said = await _about(hub, linking.account_of(hub, ticket))
    hidden = {"ticket": ticket}
    token = text_field("token", say("Your Greenlight token, or one of your sign-in"), "password")
    forms = post_form(_PATH, hidden, say("This account is mine"), token)
    if office is not None:
        email = text_field("email", say("Or your address in Greenlight, to get a letter"), "email")
        forms += post_form(_PATH, hidden, say("Write to me"), email)
    return page(say("Is this account yours?"), said, forms)


async def _take(hub: Hub, office: PostOffice | None, form: Mapping[str, str]) -> Response:
    ticket = form.get("ticket", "")
    account = linking.account_of(hub, ticket)
    if form.get("token"):
        actor = await authenticate(hub, form["token"].strip())
        if actor.user_id is None:
            raise Forbidden("nobody", say("This token belongs to no person."))
        await linking.confirm(hub, account, actor.user_id, "confirmed by token")
        return _linked()
    if office is None or not form.get("email"):
        raise Invalid("nothing_given", say("Give a token; go back and try again."))
    await _write(hub, office, ticket, form["email"])
    said = say(
        "If Greenlight knows this address, a letter is on its way to it. Open the link in it within"
        " half an hour."
    )
    return page(say("Look into your mail"), said)


async def _write(hub: Hub, office: PostOffice, ticket: str, email: str) -> None:
    found = await linking.letter(hub, ticket, email)
    if found is None:
        return
    person, words = found
    about = await _about(hub, linking.account_of(hub, ticket))
    address = f"{hub.public_url}{_LETTER}?ticket={words}"
    confirm = say("If it is yours, confirm it here within half an hour: {address}", address=address)
    not_asked = say("If you did not ask for this, do nothing: somebody else gave your address.")
    text = f"{about}\n\n{confirm}\n\n{not_asked}\n"
    key = f"mail:link:{words.rsplit('.', 1)[-1]}"
    try:
        await office.send(Mail(key, person.email, say("Greenlight: is this account yours?"), text))
    except (RefusedForGoodError, Upstream, OSError):
        return  # Whoever asks is not told whether the address is known.


async def _letter(hub: Hub, given: Mapping[str, str]) -> Response:
    ticket = given.get("ticket", "")
    workspace_id, chat_user_id, _ = linking.named_by_letter(hub, ticket)
    said = await _about(hub, (workspace_id, chat_user_id))
    form = post_form(_LETTER, {"ticket": ticket}, say("This account is mine"))
    return page(say("Is this account yours?"), said, form)


async def _confirmed(hub: Hub, form: Mapping[str, str]) -> Response:
    *account, user_id = linking.named_by_letter(hub, form.get("ticket", ""))
    await linking.confirm(hub, (account[0], account[1]), user_id, "confirmed by letter")
    return _linked()


async def _about(hub: Hub, account: tuple[str, str]) -> str:
    workspace_id, chat_user_id = account
    found = await workspaces.find(hub, workspace_id)
    name = found.name if found else workspace_id
    return say(
        "Somebody with the account {account} of the Slack workspace {workspace} wants to act as you"
        " in Greenlight: whatever they approve counts as approved by you. Confirm it only if that"
        " account is yours and you came here from your own Slack.",
        account=chat_user_id,
        workspace=name,
    )


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
