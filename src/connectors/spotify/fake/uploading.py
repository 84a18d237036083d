"""The fake's endpoints of files: announced, sent whole or in pieces, looked at until ready."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.spotify.fake.answering import Answering
from connectors.spotify.fake.asked import json_object, page
from connectors.spotify.fake.assets import CHUNK_MB, UPLOAD_BYTES_MAX, announced_badly, measured
from connectors.spotify.fake.state import Thing


class AssetEndpoints(Answering):
    """What is asked of `/assets`."""

    async def _create_asset(self, request: Request) -> Response:
        body = json_object(await request.body())
        if problem := announced_badly(body):
            return self._error(400, "INVALID", problem)
        told = {"name": body["name"], "asset_type": body["asset_type"]}
        asset = {**self._base(), **told, "status": "WAITING_UPLOAD"}
        self._account.assets[asset["id"]] = asset
        return JSONResponse(asset)

    async def _list_assets(self, request: Request) -> Response:
        wanted = request.query_params.get("name", "")
        found = [a for a in self._account.assets.values() if wanted in a["name"]]
        shown, paging = page(request, found)
        return JSONResponse({"paging": paging, "assets": [_shown(asset) for asset in shown]})

    async def _get_asset(self, request: Request) -> Response:
        asset = self._account.assets.get(request.path_params["id"])
        if asset is None:
            return self._error(404, "NOT_FOUND", "no such asset")
        if asset["status"] == "PROCESSING":
            asset["_polls"] = asset.get("_polls", 0) + 1
            if asset["_polls"] >= self._account.polls_until_ready:
                asset["status"] = "READY"
        return JSONResponse(_shown(asset))

    async def _upload(self, request: Request) -> Response:
        asset = self._account.assets.get(request.path_params["id"])
        async with request.form() as form:
            media, kind = form.get("media"), form.get("asset_type")
            content = b"" if media is None or isinstance(media, str) else await media.read()
        if asset is None or not content:
            return self._error(400, "INVALID", "an asset and its media are needed")
        if kind != asset["asset_type"]:
            return self._error(400, "INVALID", "asset_type is not the one announced")
        if len(content) > UPLOAD_BYTES_MAX:
            return self._error(400, "TOO_LARGE", "use the chunked upload above 20 MB")
        return self._received(asset, content)

    def _received(self, asset: Thing, content: bytes) -> Response:
        measures = measured(asset["asset_type"], content)
        asset.update(measures or {}, status="PROCESSING" if measures else "ERROR")
        return JSONResponse(_shown(asset))

    async def _start_pieces(self, request: Request) -> Response:
        asset = self._account.assets.get(request.path_params["id"])
        if asset is None:
            return self._error(404, "NOT_FOUND", "no such asset")
        session = self._account.new_id()
        self._account.pieces[session] = {}
        return JSONResponse({"upload_session_id": session, "max_chunk_size_mb": CHUNK_MB})

    async def _take_piece(self, request: Request) -> Response:
        async with request.form() as form:
            media, section = form.get("media"), str(form.get("upload_section", ""))
            session = str(form.get("upload_session_id"))
            content = b"" if media is None or isinstance(media, str) else await media.read()
        held = self._account.pieces.get(session)
        if held is None or not content or not section.isdigit() or int(section) < 1:
            return self._error(
                400, "INVALID", "a session, its section from 1, and media are needed"
            )
        if len(content) > UPLOAD_BYTES_MAX:
            return self._error(400, "TOO_LARGE", "a piece has at most 20 MB")
        held[int(section)] = content
        return JSONResponse({"success": True})

    async def _complete_pieces(self, request: Request) -> Response:
        body = json_object(await request.body())
        asset = self._account.assets.get(request.path_params["id"])
        held = self._account.pieces.pop(str(body.get("upload_session_id")), None)
        if asset is None or held is None or body.get("asset_type") != asset["asset_type"]:
            return self._error(400, "INVALID", "the asset, its type and a session are needed")
        if sorted(held) != list(range(1, len(held) + 1)) or len(held) != body.get(
            "number_of_sections"
        ):
            return self._error(400, "INVALID", "sections are missing")
        return self._received(asset, b"".join(held[number] for number in sorted(held)))


def _shown(asset: Thing) -> Thing:
    return {name: value for name, value in asset.items() if not name.startswith("_")}
