"""The fake's endpoints: tokens, judging, the list of decisions, processes, in both dialects."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.opentext import wire
from connectors.opentext.errors import Unsuitable
from connectors.opentext.fake.state import Tenant
from connectors.opentext.fake.trouble import Refused
from connectors.opentext.fake.workflow import FakeWorkflow
from connectors.opentext.workflow_dialects import FLOWABLE, OPENTEXT, WorkflowDialect
from domain.clock import Clock
from domain.decision_service import Fact
from domain.decisions.model import Table

#: What opens the fake: a client's id and secret, a user's name and password.
CLIENT = ("fake-client", "fake-secret")

#: How long a token is good, in seconds. Ours: the tutorial does not say.
TOKEN_SECONDS = 1_800

#: Where Flowable's interface stands. Source: `basePath` of its Swagger document.
FLOWABLE_BASE = "/flowable-rest/dmn-api"
PROCESS_BASE = "/flowable-rest/service"

Handler = Callable[[Request], Awaitable[Response]]


def create_fake(tenant: Tenant, clock: Clock) -> Starlette:
    """Return the fake: OpenText's paths at the root, Flowable's below `FLOWABLE_BASE`."""
    fake = _Fake(tenant, clock)
    tenant.processes.clock = clock
    opentext, flowable = fake.by_token, fake.by_password
    return Starlette(
        routes=[
            Route("/tenants/{tenant}/oauth2/token", fake.token, methods=["POST"]),
            _route("POST", "/decision/v1/execute", opentext, fake.execute(200)),
            _route("GET", "/decision/v1/runtime/decision-models", opentext, fake.models),
            _route("POST", f"{FLOWABLE_BASE}/dmn-rule/execute", flowable, fake.execute(201)),
            _route("GET", f"{FLOWABLE_BASE}/dmn-repository/decision-tables", flowable, fake.tables),
            *_workflow(tenant, OPENTEXT, "", opentext),
            *_workflow(tenant, FLOWABLE, PROCESS_BASE, flowable),
        ]
    )


def _workflow(
    tenant: Tenant, dialect: WorkflowDialect, base: str, let_in: Callable[[Request], None]
) -> list[Route]:
    """Return what answers questions about processes in one dialect."""
    fake = FakeWorkflow(tenant.processes, tenant.trouble, dialect)

    def troubled(handler: Handler) -> Handler:
        async def answer(request: Request) -> Response:
            return await fake.trouble(request, handler)

        return answer

    return [
        _route(method, base + path, let_in, troubled(handler))
        for method, path, handler in fake.routes()
    ]


def _route(method: str, path: str, let_in: Callable[[Request], None], handler: Handler) -> Route:
    async def guarded(request: Request) -> Response:
        try:
            let_in(request)
            return await handler(request)
        except Refused as refusal:
            body = {"message": refusal.message, "exception": refusal.message}
            return JSONResponse(body, refusal.status, refusal.headers)

    return Route(path, guarded, methods=[method])


class _Fake:
    def __init__(self, tenant: Tenant, clock: Clock) -> None:
        self._tenant = tenant
        self._clock = clock

    # --- who may ask ---

    async def token(self, request: Request) -> Response:
        grant = _object(await request.body())
        if request.path_params["tenant"] != self._tenant.id:
            return JSONResponse({"error": "invalid_tenant"}, 400)
        if grant.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        if (grant.get("client_id"), grant.get("client_secret")) != CLIENT:
            return JSONResponse({"error": "invalid_client"}, 401)
        self._tenant.fetched += 1
        token = f"token-{self._tenant.fetched}"
        self._tenant.access[token] = self._clock.now() + timedelta(seconds=TOKEN_SECONDS)
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return JSONResponse(answer)

    def by_token(self, request: Request) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        ends = self._tenant.access.get(token)
        if ends is None or ends <= self._clock.now():
            raise Refused(401, "The token is missing or expired.")

    def by_password(self, request: Request) -> None:
        right = "Basic " + base64.b64encode(":".join(CLIENT).encode()).decode()
        if request.headers.get("authorization") != right:
            raise Refused(401, "Full authentication is required to access this resource")

    # --- judging ---

    def execute(self, status: int) -> Handler:
        async def execute(request: Request) -> Response:
            body = _object(await request.body())
            if self._tenant.held is not None:
                await self._tenant.held.wait()
            if self._tenant.statuses:
                raise Refused(self._tenant.statuses.pop(0), "planned trouble")
            self._tenant.asked.append(body)
            return JSONResponse(wire.answer(self._judged(body)), status)

        return execute

    def _judged(self, body: Mapping[str, Any]) -> list[list[wire.Variable]]:
        key = body.get("decisionKey")
        table = self._tenant.tables.get(str(key))
        if table is None:
            raise Refused(404, f"No decision found for key: {key}")
        decided = table.model.evaluate(table.key, _facts(table, body.get("inputVariables")))
        if decided.violation is not None:
            raise Refused(500, f"HIT POLICY VIOLATION: {decided.violation}")
        return [[_result(*item) for item in row.items()] for row in decided.rows]

    async def models(self, request: Request) -> Response:
        wanted = request.query_params.get("key")
        found = [{"key": key} for key in self._tenant.tables if wanted in {None, key}]
        return JSONResponse({"_embedded": {"decision-models": found}})

    async def tables(self, request: Request) -> Response:
        wanted = request.query_params.get("key")
        found = [{"key": key} for key in self._tenant.tables if wanted in {None, key}]
        page = {"total": len(found), "start": 0, "sort": "name", "order": "asc"}
        return JSONResponse({"data": found, **page, "size": len(found)})


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "The body is no JSON object.")
    return body


def _facts(table: Table, variables: object) -> dict[str, object]:
    """Return the facts that variables stand for; one the table asks for must be among them."""
    found: dict[str, object] = {}
    for one in variables if isinstance(variables, list) else ():
        name, kind = str(one.get("name")), one.get("type")
        try:
            found[name] = _revived(table, name, kind, wire.value_of(name, kind, one.get("value")))
        except (Unsuitable, ValueError, ArithmeticError) as error:
            raise Refused(400, f"The variable {name} is none: {error}") from error
    unknown = set(table.model.inputs) - set(found)
    if unknown:
        raise Refused(500, f"Unknown property used in expression: {', '.join(sorted(unknown))}")
    return found


def _revived(table: Table, name: str, kind: object, value: Any) -> object:  # noqa: ANN401  JSON.
    if value is None:
        return None
    if kind == "double":
        return Decimal(value)
    if kind != "date":
        return value
    at = datetime.fromisoformat(value)
    wanted = table.model.inputs.get(name)
    return at.date() if wanted is not None and wanted.kind == "date" else at


def _result(name: str, value: object) -> wire.Variable:
    if isinstance(value, bool):
        return wire.variable(name, Fact("boolean", value))
    if isinstance(value, Decimal):
        return wire.variable(name, Fact("number", value))
    if value is None or isinstance(value, str):
        return wire.variable(name, Fact("string", value))
    return {"name": name, "type": "json", "value": json.loads(json.dumps(value, default=str))}
