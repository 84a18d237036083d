"""The door for people outside: a signed form, shown and taken in. Nobody is signed in here.

Nothing that anybody sent is ever shown again, and nobody is sent elsewhere: the answer is a page
of ours with the case's number, or the same as JSON.
"""

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api.doors.outside import HEADERS, later, page, refused, require_origin, values_of, wants_json
from domain.case_forms import service
from domain.case_forms.model import Form, Sheet
from domain.case_forms.rules import TRAP
from domain.cases.model import Severity, Topic
from domain.errors import HubError
from domain.hub import Hub
from domain.jobs.model import RetryLater


def case_routes(hub: Hub) -> list[BaseRoute]:
    """Return the routes of forms and of takedown notices."""

    async def form(request: Request) -> Response:
        return await _answer(hub, request, notice=False)

    async def takedown(request: Request) -> Response:
        return await _answer(hub, request, notice=True)

    return [
        Route("/cases/form/{form_id}", form, methods=["GET", "POST"]),
        Route("/cases/takedown/{form_id}", takedown, methods=["GET", "POST"]),
    ]


async def _answer(hub: Hub, request: Request, *, notice: bool) -> Response:
    form: Form | None = None
    form_id = request.path_params["form_id"]
    try:
        if request.method == "POST":
            values = await values_of(request)
            form = await service.ticketed(hub, form_id, values.get("ticket", ""), notice=notice)
            require_origin(request, form.origins if form else ())
            response = await _received(hub, request, form, values)
        else:
            token = request.query_params.get("token", "")
            form = await service.linked(hub, form_id, token, notice=notice)
            require_origin(request, form.origins if form else ())
            response = _shown(request, service.opened(hub, form, token))
    except HubError as error:
        response = refused(request, error)
    except RetryLater as wait:
        response = later(request, wait)
    _let_in(request, form, response)
    return response


async def _received(
    hub: Hub, request: Request, found: Form | None, values: Mapping[str, str]
) -> Response:
    # Whoever has no ticket of ours takes nothing from those who have one.
    form = service.require_ticket(hub, found, values)
    await service.take_turn(hub, form, request.client.host if request.client else "")
    number = await service.receive(hub, form, values)
    said = "Thank you." if number is None else f"Thank you. Your case has the number {number}."
    if wants_json(request):
        return JSONResponse({"case": number, "message": said}, 201, HEADERS)
    return page("Thank you", f"<h1>Thank you</h1><p>{escape(said)}</p>", 201)


def _let_in(request: Request, form: Form | None, response: Response) -> None:
    """Have a browser hand the answer to the site that asked, where it is one of the form's."""
    origin = request.headers.get("origin")
    if form is not None and origin is not None and origin in form.origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Vary"] = "Origin"


def _shown(request: Request, sheet: Sheet) -> Response:
    if wants_json(request):
        fields = [{"name": name, "label": label} for name, label in sheet.fields.items()]
        return JSONResponse(
            {"title": sheet.form.title, "fields": fields, "ticket": sheet.ticket}, 200, HEADERS
        )
    asked = "".join(_field(name, label) for name, label in sheet.fields.items())
    form = sheet.form
    if form.topic is None and "title" in sheet.fields:
        asked += _choice("topic", "What is it about?", {t: t.replace("_", " ") for t in Topic})
    if form.severity is None and "title" in sheet.fields:
        asked += _choice("severity", "How bad is it?", {s: s.value for s in Severity})
    trap = f'<p hidden><label>Leave empty <input name="{TRAP}" autocomplete="off"></label></p>'
    ticket = f'<input type="hidden" name="ticket" value="{escape(sheet.ticket)}">'
    sent = '<p><button type="submit">Send</button></p>'
    action = escape(request.url.path)
    body = f'<form method="post" action="{action}">{asked}{trap}{ticket}{sent}</form>'
    return page(form.title, f"<h1>{escape(form.title)}</h1>{body}", 200)


def _field(name: str, label: str) -> str:
    long = name in {"text", "what", "statement"}
    kind = "email" if name in {"email", "contact"} else "text"
    made = (
        f'<textarea name="{name}" rows="6" required></textarea>'
        if long
        else f'<input type="{kind}" name="{name}" required>'
    )
    return f"<p><label>{escape(label)}<br>{made}</label></p>"


def _choice(name: str, label: str, options: Mapping[str, str]) -> str:
    listed = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>'
        for value, text in options.items()
    )
    return f'<p><label>{escape(label)}<br><select name="{name}">{listed}</select></label></p>'
