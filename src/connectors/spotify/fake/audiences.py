"""The fake's endpoints of audiences: a list uploaded to a signed address, made, looked at, deleted.

How large an audience has to be to be used Spotify does not publish; `Account.audience_least` says.
"""

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.spotify.fake.answering import Answering
from connectors.spotify.fake.asked import json_object, page
from connectors.spotify.fake.state import Thing

_HASH = re.compile(r"[0-9a-f]{64}")

#: Between how many characters a name has. Source: Ads API v3, `AudienceName`.
_NAME = range(2, 81)


class AudienceEndpoints(Answering):
    """What is asked of `/audiences`, and of the addresses that lists are uploaded to."""

    async def _place_list(self, request: Request) -> Response:
        audience_id = request.path_params.get("id")
        if audience_id is not None and audience_id not in self._account.audiences:
            return self._error(404, "NOT_FOUND", "no such audience")
        made = audience_id or self._account.new_id()
        ticket = self._account.new_id()
        self._account.tickets[ticket] = made
        base = str(request.base_url).rstrip("/")
        return JSONResponse({"id": made, "upload_url": f"{base}/lists/{ticket}?signature=sample"})

    async def _begin_list(self, request: Request) -> Response:
        ticket = request.path_params["ticket"]
        begins = request.headers.get("x-goog-resumable") == "start"
        signed = request.query_params.get("signature") == "sample"
        if "authorization" in request.headers or not (begins and signed):
            return Response("The address is signed; no other token is taken.", 400)
        if ticket not in self._account.tickets:
            return Response(status_code=404)
        return Response(status_code=201, headers={"Location": str(request.url) + "&upload_id=1"})

    async def _take_list(self, request: Request) -> Response:
        audience_id = self._account.tickets.pop(request.path_params["ticket"], None)
        if audience_id is None or "upload_id" not in request.query_params:
            return Response(status_code=404)
        lines = (await request.body()).decode().split("\r\n")
        self._account.lists[audience_id] = [one for one in lines if _HASH.fullmatch(one)]
        held = self._account.audiences.get(audience_id)
        if held is not None:
            held |= {"status": "PROCESSING", "_looks": 0}
        return Response(status_code=200)

    async def _create_audience(self, request: Request) -> Response:
        body = json_object(await request.body())
        audience_id, name = str(body.get("audience_id")), str(body.get("name", ""))
        if body.get("subtype") != "CUSTOMER_LIST" or audience_id not in self._account.lists:
            return self._error(400, "INVALID", "a list has to be uploaded under this id first")
        if len(name) not in _NAME or audience_id in self._account.audiences:
            return self._error(400, "INVALID", "a name of 2 to 80 characters, once for an id")
        told = {"name": name, "type": "CUSTOM", "subtype": "CUSTOMER_LIST"}
        made = {**self._base(), "id": audience_id, **told, "status": "PROCESSING", "_looks": 0}
        self._account.audiences[audience_id] = made
        return JSONResponse(_shown(made), 201)

    async def _list_audiences(self, request: Request) -> Response:
        words = request.query_params.get("q", "").lower()
        found = [one for one in self._account.audiences.values() if words in one["name"].lower()]
        shown, paging = page(request, found)
        return JSONResponse({"paging": paging, "audiences": [_shown(one) for one in shown]})

    async def _get_audience(self, request: Request) -> Response:
        held = self._account.audiences.get(request.path_params["id"])
        if held is None:
            return self._error(404, "NOT_FOUND", "no such audience")
        self._ripen(held)
        return JSONResponse(_shown(held))

    async def _delete_audience(self, request: Request) -> Response:
        audience_id = request.path_params["id"]
        if audience_id not in self._account.audiences:
            return self._error(404, "NOT_FOUND", "no such audience")
        if self._used(audience_id):
            return self._error(409, "CONFLICT", "the audience is used by an ad set")
        del self._account.audiences[audience_id]
        self._account.lists.pop(audience_id, None)
        return JSONResponse({"deletion_count": 1})

    def _ripen(self, held: Thing) -> None:
        """Have an audience be what it is after so many looks: too small to be used, or bookable."""
        held["_looks"] += 1
        if held["status"] != "PROCESSING" or held["_looks"] <= self._account.audience_looks:
            return
        matched = len(self._account.lists[held["id"]])
        held["size"] = {"min": matched, "max": matched}
        enough = matched and matched >= self._account.audience_least
        held["status"] = "BOOKABLE" if enough else "EMPTY"

    def _used(self, audience_id: str) -> bool:
        return any(
            audience_id in (one.get("targets") or {}).get("audience_ids", ())
            and one.get("status") != "ARCHIVED"
            and self._account.live["campaigns"][one["campaign_id"]].get("status") != "ARCHIVED"
            for one in self._account.live["ad_sets"].values()
        )


def _shown(held: Thing) -> Thing:
    return {name: value for name, value in held.items() if not name.startswith("_")}
