"""The fake's endpoints: tokens, drafts, publishing, reading, change history."""

import base64
import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from connectors.spotify.fake import checks, estimates, reports, standing
from connectors.spotify.fake.asked import BadInputError, json_object, page
from connectors.spotify.fake.audiences import AudienceEndpoints
from connectors.spotify.fake.history import changes
from connectors.spotify.fake.state import API, KINDS, LEVELS, Account, Thing
from connectors.spotify.fake.uploading import AssetEndpoints
from domain.clock import Clock

#: Requests per window of one client and user. Source: Ads API landing page, February 2026.
RATE_MAX = 1_500
RATE_SECONDS = 30

#: How long an access token is good.
TOKEN_SECONDS = 3_600

CLIENT = ("fake-client", "fake-secret")

Handler = Callable[[Request], Awaitable[Response]]


class ConnectionLost(Exception):
    """The answer never reached the caller."""


def create_fake(account: Account, clock: Clock) -> Starlette:
    """Return the fake: `/api/token` and `/ads/v3/...`."""
    return _Fake(account, clock).app()


class _Fake(AssetEndpoints, AudienceEndpoints):
    def app(self) -> Starlette:
        root = "/ads/v3/ad_accounts/{account}"
        table: list[tuple[str, str, Handler]] = [
            ("GET", root, self._get_account),
            ("POST", f"{root}/assets", self._create_asset),
            ("GET", f"{root}/assets", self._list_assets),
            ("GET", f"{root}/assets/{{id}}", self._get_asset),
            ("POST", f"{root}/assets/{{id}}/upload", self._upload),
            ("POST", f"{root}/assets/{{id}}/chunked_upload/start", self._start_pieces),
            ("POST", f"{root}/assets/{{id}}/chunked_upload/transfer", self._take_piece),
            ("POST", f"{root}/assets/{{id}}/chunked_upload/complete", self._complete_pieces),
            ("POST", f"{root}/drafts/campaigns/{{id}}", self._act),
            ("POST", f"{root}/drafts/{{level}}", self._create_draft),
            ("GET", f"{root}/drafts/{{level}}", self._list_drafts),
            ("GET", f"{root}/drafts/{{level}}/{{id}}", self._get_draft),
            ("PATCH", f"{root}/drafts/{{level}}/{{id}}", self._change_draft),
            ("DELETE", f"{root}/drafts/{{level}}/{{id}}", self._delete_draft),
            ("GET", f"{root}/change_history", self._changes),
            ("GET", f"{root}/aggregate_reports", self._aggregate),
            ("GET", f"{root}/insight_reports", self._insights),
            ("POST", f"{root}/async_reports", self._create_report),
            ("GET", f"{root}/async_reports/{{id}}", self._get_report),
            ("POST", f"{root}/audiences/upload_url", self._place_list),
            ("POST", f"{root}/audiences/upload_url/{{id}}", self._place_list),
            ("POST", f"{root}/audiences", self._create_audience),
            ("GET", f"{root}/audiences", self._list_audiences),
            ("GET", f"{root}/audiences/{{id}}", self._get_audience),
            ("DELETE", f"{root}/audiences/{{id}}", self._delete_audience),
            ("GET", f"{root}/{{level}}", self._list_live),
            ("POST", f"{root}/{{level}}/{{id}}/drafts", self._draft_live),
            ("GET", f"{root}/{{level}}/{{id}}", self._get_live),
            ("PATCH", f"{root}/campaigns/{{id}}", self._change_campaign),
            ("PATCH", f"{root}/ad_sets/{{id}}", self._switch_ad_set),
            ("POST", "/ads/v3/estimates/audience", self._estimate),
        ]
        routes = [
            Route(path, self._guarded(handler), methods=[method]) for method, path, handler in table
        ]
        elsewhere = [
            Route("/api/token", self._token, methods=["POST"]),
            Route("/reports/{id}.csv", self._report_file),
            Route("/lists/{ticket}", self._begin_list, methods=["POST"]),
            Route("/lists/{ticket}", self._take_list, methods=["PUT"]),
        ]
        return Starlette(routes=[*elsewhere, *routes])

    # --- tokens and what every request passes ---

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            return self._granted(request, form.get("refresh_token"))

    def _granted(self, request: Request, refresh_token: object) -> Response:
        right = "Basic " + base64.b64encode(":".join(CLIENT).encode()).decode()
        if request.headers.get("authorization") != right:
            return JSONResponse({"error": "invalid_client"}, 401)
        if not refresh_token or refresh_token not in {
            self._account.refresh_token,
            self._account.earlier_token,
        }:
            return JSONResponse({"error": "invalid_grant"}, 400)
        self._account.earlier_token = str(refresh_token)
        token = f"access-{self._account.new_id()}"
        ends = self._clock.now() + timedelta(seconds=TOKEN_SECONDS)
        self._account.access[token] = ends.isoformat()  # Those before are good until they end.
        self._account.refresh_token = f"refresh-{self._account.new_id()}"
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return JSONResponse({**answer, "refresh_token": self._account.refresh_token})

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            fault = self._account.take_fault(request.method, request.url.path)
            if fault is not None and not fault.after_success:
                return self._error(fault.status, "INTERNAL", "planned failure")
            try:
                response = self._refused(request) or await handler(request)
            except BadInputError as error:
                response = self._error(400, "INVALID", str(error))
            response.headers.update(self._rate_headers())
            if fault is not None:
                known = self._account.keys.get(request.headers.get("idempotency-key", ""))
                if known is not None and fault.indeterminate:
                    known["indeterminate"] = True
                raise ConnectionLost
            return response

        return guarded

    def _refused(self, request: Request) -> Response | None:
        now = self._clock.now()
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        ends = self._account.access.get(token)
        if ends is None or datetime.fromisoformat(ends) <= now:
            return self._error(401, "UNAUTHENTICATED", "the access token is missing or expired")
        if said := self._forbidden(request):
            return self._error(403, "PERMISSION_DENIED", said)
        window = now.timestamp() - RATE_SECONDS
        self._account.hits = [hit for hit in self._account.hits if hit > window]
        if len(self._account.hits) >= RATE_MAX:
            return self._error(429, "RATE_LIMITED", "too many requests")
        self._account.hits.append(now.timestamp())
        if "_reports" in request.url.path and (busy := self._too_many_reports(now)):
            return busy
        level = request.path_params.get("level")
        if level is not None and level not in LEVELS:
            return self._error(404, "NOT_FOUND", "no such thing")
        return None

    def _forbidden(self, request: Request) -> str | None:
        if request.path_params.get("account", self._account.id) != self._account.id:
            return "no role in this ad account"
        if request.method != "GET" and not standing.may_write(self._account):
            return "the ad account is not active"
        return None

    def _too_many_reports(self, now: datetime) -> Response | None:
        window = now.timestamp() - reports.RATE_SECONDS
        hits = [hit for hit in self._account.report_hits if hit > window]
        self._account.report_hits = hits
        if len(hits) >= reports.RATE_MAX:
            return self._error(429, "RATE_LIMITED", "too many requests of reports")
        hits.append(now.timestamp())
        return None

    def _rate_headers(self) -> dict[str, str]:
        hits = self._account.hits
        left = RATE_MAX - len(hits)
        reset = RATE_SECONDS - (self._clock.now().timestamp() - hits[0]) if hits else 0
        return {
            "X-RateLimit-Limit": str(RATE_MAX),
            "X-RateLimit-Remaining": str(max(left, 0)),
            "X-RateLimit-Reset": str(max(int(reset), 1)),
        }

    async def _get_account(self, _: Request) -> Response:
        return JSONResponse(standing.told(self._account))

    # --- drafts ---

    async def _create_draft(self, request: Request) -> Response:
        level, raw = request.path_params["level"], await request.body()
        key, digest = request.headers.get("idempotency-key"), hashlib.sha256(raw).hexdigest()
        if key is not None and (known := self._account.keys.get(key)):
            return self._repeated(known, digest)
        body = json_object(raw)
        parent = {"ad_sets": "campaign_id", "ads": "ad_set_id"}.get(level)
        above = {"ad_sets": "campaigns", "ads": "ad_sets"}.get(level, "")
        if parent and self._account.any(above, str(body.get(parent))) is None:
            return self._error(400, "INVALID", f"{parent} is required and must exist")
        if problems := checks.refused_fields(body):
            return self._error(400, "INVALID", *problems)
        draft = {**self._base(), **body}
        self._account.drafts[level][draft["id"]] = draft
        self._account.touch(level, draft)
        self._remember(level, draft, "CREATED")
        if key is not None:
            uri = f"/ads/v3/ad_accounts/{self._account.id}/drafts/{level}/{draft['id']}"
            self._account.keys[key] = {"digest": digest, "resource_uri": uri}
        return JSONResponse(self._draft(level, draft))

    def _repeated(self, known: Thing, digest: str) -> Response:
        if known["digest"] != digest:
            return self._error(409, "IDEMPOTENCY_KEY_REUSED", "this key had another body")
        if known.get("in_progress"):
            busy = self._error(409, "IDEMPOTENCY_REQUEST_IN_PROGRESS", "under way")
            busy.headers["Retry-After"] = "2"
            return busy
        if known.get("indeterminate"):
            return self._error(409, "IDEMPOTENCY_OUTCOME_INDETERMINATE", "list and look")
        body = self._problem("IDEMPOTENCY_REQUEST_ALREADY_COMPLETED", "done before")
        return JSONResponse({**body, "resource_uri": known["resource_uri"]}, 409)

    async def _list_drafts(self, request: Request) -> Response:
        level = request.path_params["level"]
        drafts = [self._draft(level, draft) for draft in self._account.drafts[level].values()]
        found = _within(request, level, drafts)
        shown, paging = page(request, found)
        return JSONResponse({"paging": paging, f"{level.removesuffix('s')}_drafts": shown})

    async def _get_draft(self, request: Request) -> Response:
        level = request.path_params["level"]
        draft = self._account.drafts[level].get(request.path_params["id"])
        if draft is None:
            return self._error(404, "NOT_FOUND", "no such draft")
        return JSONResponse(self._draft(level, draft))

    async def _change_draft(self, request: Request) -> Response:
        level = request.path_params["level"]
        draft = self._account.drafts[level].get(request.path_params["id"])
        if draft is None:
            return self._error(404, "NOT_FOUND", "no such draft")
        body = json_object(await request.body())
        if problems := checks.refused_fields(body):
            return self._error(400, "INVALID", *problems)
        draft.update(body)
        self._account.touch(level, draft)
        self._remember(level, draft, "CHANGED")
        return JSONResponse(self._draft(level, draft))

    async def _delete_draft(self, request: Request) -> Response:
        level = request.path_params["level"]
        draft = self._account.drafts[level].get(request.path_params["id"])
        if draft is not None:
            self._account.touch(level, draft)
            self._account.drop_draft(level, draft["id"])
        return Response(status_code=204)

    async def _draft_live(self, request: Request) -> Response:
        level = request.path_params["level"]
        live = self._account.live[level].get(request.path_params["id"])
        if live is None:
            return self._error(404, "NOT_FOUND", "nothing live has this id")
        draft = {k: v for k, v in live.items() if not k.startswith("reject")}
        self._account.drafts[level][draft["id"]] = draft
        self._account.touch(level, draft)
        return JSONResponse(self._draft(level, draft))

    async def _act(self, request: Request) -> Response:
        body, draft_id = json_object(await request.body()), request.path_params["id"]
        draft = self._account.drafts["campaigns"].get(draft_id)
        if draft is None:
            return self._error(404, "NOT_FOUND", "no such draft")
        if body.get("draft_hierarchy_version") != self._account.versions[draft_id]:
            return self._error(400, "DRAFT_VERSION_MISMATCH", "the draft was edited meanwhile")
        if problems := checks.invalid(self._account, draft_id, self._clock.now()):
            return JSONResponse({"campaign": None, "validation_errors": problems}, 400)
        if body.get("action", "VALIDATE") == "VALIDATE":
            return JSONResponse({"campaign": _campaign(draft), "validation_errors": []})
        live = self._account.publish(draft_id)
        return JSONResponse({"campaign": _campaign(live), "validation_errors": []})

    async def _change_campaign(self, request: Request) -> Response:
        live = self._account.live["campaigns"].get(request.path_params["id"])
        if live is None:
            return self._error(404, "NOT_FOUND", "nothing live has this id")
        body = json_object(await request.body())
        if problems := checks.refused_changes(live, body):
            return self._error(400, "INVALID", *problems)
        self._account.edit_live(self._clock, "campaigns", live["id"], API, **body)
        return JSONResponse(_campaign(live))

    async def _switch_ad_set(self, request: Request) -> Response:
        live = self._account.live["ad_sets"].get(request.path_params["id"])
        if live is None:
            return self._error(404, "NOT_FOUND", "nothing live has this id")
        body = json_object(await request.body())
        if problems := checks.refused_switch(live, body):
            return self._error(400, "INVALID", *problems)
        self._account.edit_live(self._clock, "ad_sets", live["id"], API, **body)
        return JSONResponse(live)

    # --- reading ---

    async def _get_live(self, request: Request) -> Response:
        level = request.path_params["level"]
        live = self._account.live[level].get(request.path_params["id"])
        if live is None:
            return self._error(404, "NOT_FOUND", "nothing live has this id")
        shown = standing.shown(self._account, level, live)
        return JSONResponse(shown if "objective" not in live else _campaign(live))

    async def _list_live(self, request: Request) -> Response:
        level = request.path_params["level"]
        found = _within(request, level, list(self._account.live[level].values()))
        part, paging = page(request, found)
        shown = [standing.shown(self._account, level, one) for one in part]
        return JSONResponse({"paging": paging, level: shown})

    async def _changes(self, request: Request) -> Response:
        shown, paging = page(request, changes(self._account, request, self._clock.now()))
        return JSONResponse({"paging": paging, "change_history": shown})

    async def _estimate(self, request: Request) -> Response:
        body = json_object(await request.body())
        if body.get("ad_account_id") != self._account.id:
            return self._error(403, "PERMISSION_DENIED", "no role in this ad account")
        try:
            return JSONResponse(estimates.estimate(self._account, body))
        except estimates.TooFewError:
            problem = self._problem("INVALID", estimates.REFUSED)
            return JSONResponse({**problem, "bid_suggestion": estimates.suggestion(body)}, 400)

    # --- reports ---

    async def _aggregate(self, request: Request) -> Response:
        return JSONResponse(reports.aggregate(self._account, request.query_params))

    async def _insights(self, request: Request) -> Response:
        try:
            return JSONResponse(reports.insights(self._account, request.query_params))
        except reports.WithheldError as withheld:
            code, said = f"ILLEGAL.INSIGHT_REPORT.{withheld}", reports.WITHHELD[str(withheld)]
            return self._error(422, code, said)

    async def _create_report(self, request: Request) -> Response:
        body = json_object(await request.body())
        made = reports.create_file(self._account, body, self._clock.now())
        return JSONResponse(made, 201)

    async def _get_report(self, request: Request) -> Response:
        report_id = request.path_params["id"]
        address = f"{str(request.base_url).rstrip('/')}/reports/{report_id}.csv"
        found = reports.file_state(self._account, report_id, address, self._clock.now())
        return JSONResponse(found) if found else self._error(404, "NOT_FOUND", "no such report")

    async def _report_file(self, request: Request) -> Response:
        if "authorization" in request.headers:
            return PlainTextResponse("The address is signed; no other token is taken.", 400)
        found = reports.file_of(self._account, request.path_params["id"])
        return PlainTextResponse(found or "", 200 if found else 404, media_type="text/csv")

    # --- small things ---

    def _draft(self, level: str, draft: Thing) -> Thing:
        campaign = self._account.campaign_of(level, draft)
        return {**draft, "draft_hierarchy_version": self._account.versions.get(campaign, 1)}

    def _remember(self, level: str, draft: Thing, operation: str) -> None:
        change = ("NAME", "Name", "", draft.get("name", ""))
        self._account.record(self._clock.now(), API, KINDS[level], draft, change)
        self._account.history[0]["operation"] = operation


def _within(request: Request, level: str, found: list[Thing]) -> list[Thing]:
    """Return what hangs below the parents that were asked for; all if none was."""
    parent = {"ad_sets": "campaign_id", "ads": "ad_set_id"}.get(level, "")
    wanted = set(request.query_params.getlist(f"{parent}s"))
    return [thing for thing in found if not wanted or thing.get(parent) in wanted]


def _campaign(thing: Thing) -> Thing:
    names = ("id", "name", "created_at", "updated_at", "purchase_order", "objective")
    return {n: thing[n] for n in names if n in thing} | {"status": thing.get("status", "PAUSED")}
