"""The door by which interest is captured: links that lead elsewhere, and forms that ask first.

A link leads only to an address that somebody of ours set, at a host that an admin allowed; what a
visitor sends is no part of it. Nobody is signed in here.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from api.doors.outside import HEADERS, later, page, refused, require_origin, values_of, wants_json
from api.doors.visitors import is_program
from domain.audience import forms, guarding, visiting
from domain.audience.model import CapturePoint
from domain.case_forms.rules import TRAP
from domain.errors import HubError
from domain.hub import Hub
from domain.jobs.model import RetryLater

#: How long a browser keeps the mark, in seconds: 90 days, as the form says.
MARK_SECONDS = 90 * 86_400

#: What is said with a redirection: where it came from stays here, and nothing is kept of it.
LEADING = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def capture_routes(hub: Hub) -> list[BaseRoute]:
    """Return the routes of links and of forms."""

    async def link(request: Request) -> Response:
        return await _followed(hub, request)

    async def form(request: Request) -> Response:
        return await _answer(hub, request)

    return [
        Route("/r/{code}", link, methods=["GET"]),  # Starlette adds HEAD.
        Route("/join/{code}", form, methods=["GET", "POST"]),
    ]


async def _followed(hub: Hub, request: Request) -> Response:
    sender = request.client.host if request.client else ""
    mark = request.cookies.get(guarding.MARK, "")
    code = request.path_params["code"]
    try:
        person = not is_program(request.method, request.headers)
        target = await visiting.follow(hub, code, sender, mark, person=person)
    except HubError as error:
        return refused(request, error, "This link leads nowhere now")
    return RedirectResponse(target, 302, LEADING)


async def _answer(hub: Hub, request: Request) -> Response:
    try:
        point = await forms.find(hub, request.path_params["code"])
        require_origin(request, ())
        if request.method == "POST":
            return await _received(hub, request, point)
        return _shown(hub, request, point)
    except HubError as error:
        return refused(request, error)
    except RetryLater as wait:
        return later(request, wait)


async def _received(hub: Hub, request: Request, point: CapturePoint) -> Response:
    values = await values_of(request)
    # Whoever has no ticket of ours takes nothing from those who have one.
    forms.require_ticket(hub, point, values)
    await forms.take_turn(hub, point, request.client.host if request.client else "")
    taken = await forms.receive(hub, point, values)
    said = "Thank you. You may take your yes back at any time."
    response = (
        JSONResponse({"message": said}, 201, HEADERS)
        if wants_json(request)
        else page("Thank you", f"<h1>Thank you</h1><p>{escape(said)}</p>", 201)
    )
    if taken.mark is not None:
        response.set_cookie(
            guarding.MARK,
            taken.mark,
            max_age=MARK_SECONDS,
            path="/r/",
            secure=True,
            httponly=True,
            samesite="lax",
        )
    return response


def _shown(hub: Hub, request: Request, point: CapturePoint) -> Response:
    ticket = forms.ticket(hub, point)
    agree = f"{point.consent_text} {forms.MARKED}"
    if wants_json(request):
        fields = [{"name": name, "label": label} for name, label in forms.FIELDS.items()]
        fields += [{"name": "agree", "label": agree}, {"name": "adult", "label": forms.ADULT}]
        told = {"title": point.title, "textVersion": point.text_version}
        return JSONResponse({**told, "fields": fields, "ticket": ticket}, 200, HEADERS)
    asked = "".join(_field(name, label) for name, label in forms.FIELDS.items())
    asked += _tick("agree", agree) + _tick("adult", forms.ADULT)
    trap = f'<p hidden><label>Leave empty <input name="{TRAP}" autocomplete="off"></label></p>'
    held = f'<input type="hidden" name="ticket" value="{escape(ticket)}">'
    sent = '<p><button type="submit">Send</button></p>'
    action = escape(request.url.path)
    body = f'<form method="post" action="{action}">{asked}{trap}{held}{sent}</form>'
    return page(point.title, f"<h1>{escape(point.title)}</h1>{body}", 200)


def _field(name: str, label: str) -> str:
    kind = "email" if name == "email" else "text"
    needed = " required" if name in {"name", "email"} else ""
    made = f'<input type="{kind}" name="{name}" maxlength="{forms.FIELD_MAX}"{needed}>'
    return f"<p><label>{escape(label)}<br>{made}</label></p>"


def _tick(name: str, label: str) -> str:
    made = f'<input type="checkbox" name="{name}" value="yes" style="width:auto" required>'
    return f"<p><label>{made} {escape(label)}</label></p>"
