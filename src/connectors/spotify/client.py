"""The verbs of the Ads API that the hub uses, over one ad account.

Reads are tried again when the network or the server fails; writes never are by themselves, since
a failed write may have happened: `OutcomeUnknown` says so, and the caller looks. Creates carry an
`Idempotency-Key`, and the four 409 answers to it come back as what they mean.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx2

from connectors.spotify import bounded, files
from connectors.spotify.answers import Json, content, id_of, plain, problem, unless_missing
from connectors.spotify.auth import Tokens
from connectors.spotify.errors import (
    AlreadyCompleted,
    Gone,
    NotAuthorised,
    OutcomeUnknown,
)
from connectors.webhooks.addresses import looked_up
from domain.secrets import unsaid

#: How often a read is tried in all.
READS_MAX = 3

#: The most bytes of an upload in one piece. Source: Ads API v3, assets.
UPLOAD_BYTES_MAX = 20_000_000

#: The most bytes of an answer. Ours: a page of 50 entities stays far below.
ANSWER_BYTES_MAX = 10_000_000


#: The largest page. Source: Ads API v3, paging.
PAGE_SIZE = 50


class AdsClient:
    """Speaks for one ad account."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        tokens: Tokens,
        *,
        base_url: str,
        ad_account: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._resolve = looked_up
        self._tokens = tokens
        self._account = ad_account
        self._base = base_url.rstrip("/")
        self._root = f"{self._base}/ad_accounts/{ad_account}"
        self._own = str(httpx2.URL(self._base).join("/")).rstrip("/")
        self._sleep = sleep

    async def get_account(self) -> Json:
        """Return the ad account itself."""
        return await self._read("")

    # --- assets ---

    async def create_asset(self, asset_type: str, name: str) -> Json:
        """Announce a file; `asset_type` is AUDIO or IMAGE."""
        body: dict[str, Any] = {"asset_type": asset_type, "name": name}
        if asset_type == "AUDIO":
            body["asset_subtype"] = "USER_UPLOADED_AUDIO"
        return await self._send("POST", "/assets", json=body)

    async def upload_asset(self, asset_id: str, asset_type: str, media: bytes, mime: str) -> Json:
        """Upload a file, in pieces if it is larger than `UPLOAD_BYTES_MAX`."""
        if len(media) > UPLOAD_BYTES_MAX:
            return await self._upload_in_pieces(asset_id, asset_type, media, mime)
        return await self._send(
            "POST",
            f"/assets/{asset_id}/upload",
            data={"asset_type": asset_type},
            files={"media": ("media", media, mime)},
        )

    async def _upload_in_pieces(
        self, asset_id: str, asset_type: str, media: bytes, mime: str
    ) -> Json:
        path = f"/assets/{asset_id}/chunked_upload"
        session = await self._send("POST", f"{path}/start")
        size = int(session["max_chunk_size_mb"]) * 1_000_000
        common = {"asset_type": asset_type, "upload_session_id": session["upload_session_id"]}
        pieces = [media[begin : begin + size] for begin in range(0, len(media), size)]
        for number, piece in enumerate(pieces, 1):
            data = {**common, "upload_section": str(number)}
            files = {"media": ("media", piece, mime)}
            await self._send("POST", f"{path}/transfer", data=data, files=files)
        return await self._send(
            "POST", f"{path}/complete", json={**common, "number_of_sections": len(pieces)}
        )

    async def get_asset(self, asset_id: str) -> Json | None:
        """Return a file's state and measures; None if there is none (any more)."""
        return await unless_missing(self._read(f"/assets/{asset_id}"))

    async def find_asset(self, name: str) -> Json | None:
        """Return the file called exactly `name`, if there is one."""
        found = await self._all("/assets", "assets", [("name", name)])
        return next((asset for asset in found if asset.get("name") == name), None)

    # --- drafts ---

    async def create_draft(self, level: str, body: Json, key: str) -> Json:
        """Make a draft; `level` is campaigns, ad_sets or ads, `key` makes a repetition harmless."""
        try:
            return await self._send("POST", f"/drafts/{level}", json=body, key=key)
        except AlreadyCompleted as done:
            made = await self.get_draft(level, id_of(done.resource_uri))
            if made is None:
                raise Gone(done.resource_uri) from done
            return made

    async def find_draft(self, level: str, body: Json) -> Json | None:
        """Return the draft that `body` would make, if there is one; by its parent and its name.

        A campaign's name is not its own: its purchase order is.
        """
        if level == "campaigns":
            mark, found = "purchase_order", await self._all(f"/drafts/{level}", "campaign_drafts")
        else:
            parent = "campaign_id" if level == "ad_sets" else "ad_set_id"
            mark, found = "name", await self.below(level, [str(body[parent])], drafted=True)
        return next((draft for draft in found if draft.get(mark) == body[mark]), None)

    async def get_draft(self, level: str, draft_id: str) -> Json | None:
        """Return a draft; None if there is none (any more)."""
        return await unless_missing(self._read(f"/drafts/{level}/{draft_id}"))

    async def change_draft(self, level: str, draft_id: str, body: Json) -> Json | None:
        """Change a draft; None if there is none (any more)."""
        path = f"/drafts/{level}/{draft_id}"
        return await unless_missing(self._send("PATCH", path, json=body))

    async def delete_draft(self, level: str, draft_id: str) -> None:
        """Remove a draft with all below it; nothing happens if there is none."""
        await unless_missing(self._send("DELETE", f"/drafts/{level}/{draft_id}"))

    async def draft_live(self, level: str, live_id: str) -> Json | None:
        """Make a draft of something live, which keeps its id; None if nothing is live there."""
        return await unless_missing(self._send("POST", f"/{level}/{live_id}/drafts"))

    async def act(self, draft_id: str, action: str, version: int) -> Json:
        """VALIDATE or PUBLISH a draft hierarchy at `version`; `Invalid` if it does not pass."""
        body = {"action": action, "draft_hierarchy_version": version}
        return await self._send("POST", f"/drafts/campaigns/{draft_id}", json=body)

    # --- what is live ---

    async def get_live(self, level: str, live_id: str) -> Json | None:
        """Return something live; None if there is none."""
        return await unless_missing(self._read(f"/{level}/{live_id}"))

    async def all_live(self, level: str) -> list[Json]:
        """Return everything live of the account at a level, what is paused or archived too."""
        return await self._all(f"/{level}", level)

    async def change_live(self, level: str, live_id: str, body: Json) -> Json | None:
        """Change something live; None if there is none."""
        return await unless_missing(self._send("PATCH", f"/{level}/{live_id}", json=body))

    # --- drafted or live ---

    async def below(self, level: str, parents: Sequence[str], *, drafted: bool) -> list[Json]:
        """Return the ad sets of some campaigns, or the ads of some ad sets.

        Of no parents there are none; Spotify itself would answer with all of the account.
        """
        if not parents:
            return []
        parent = "campaign_ids" if level == "ad_sets" else "ad_set_ids"
        query = [(parent, item) for item in parents]
        if drafted:
            return await self._all(f"/drafts/{level}", f"{level.removesuffix('s')}_drafts", query)
        return await self._all(f"/{level}", level, query)

    # --- what happened ---

    async def changes_of(self, entity_ids: Sequence[str], since: str | None = None) -> list[Json]:
        """Return all that was changed of some entities, oldest first; of none, nothing.

        `since` is an instant; without it, all that Spotify remembers. Oldest first, so that what
        is changed while pages are turned moves none of them.
        """
        if not entity_ids:
            return []
        query = [("entity_ids", entity_id) for entity_id in entity_ids]
        query += [("created_gte", since)] if since else []
        query += [("sort_direction", "ASC"), ("sort_field", "TIMESTAMP")]
        return await self._all("/change_history", "change_history", query)

    # --- estimates ---

    async def estimate_audience(self, body: Json) -> Json:
        """Return how many people an ad set would reach; it stands above the ad accounts."""
        asked = {**body, "ad_account_id": self._account}
        return await self._send("POST", "/estimates/audience", root=self._base, json=asked)

    # --- audiences ---

    async def place_of_list(self, audience_id: str | None) -> Json:
        """Return the id and signed address to upload a list to, a new one or in place of one."""
        return await self._send("POST", "/audiences/upload_url" + _below(audience_id))

    async def upload_list(self, address: str, content: bytes) -> None:
        """Upload a list to a signed address; raises `OutcomeUnknown` as `files` says."""
        await files.sent(self._http, self._own, address, content, self._resolve)

    async def create_audience(self, body: Json) -> Json:
        """Make an audience; nothing makes a repetition harmless but its id."""
        return await self._send("POST", "/audiences", json=body)

    async def get_audience(self, audience_id: str) -> Json | None:
        """Return an audience; None if there is none (any more)."""
        return await unless_missing(self._read("/audiences" + _below(audience_id)))

    async def find_audience(self, name: str) -> Json | None:
        """Return the audience called exactly `name`, if there is one."""
        found = await self._all("/audiences", "audiences", [("q", name)])
        return next((one for one in found if one.get("name") == name), None)

    async def delete_audience(self, audience_id: str) -> None:
        """Delete an audience; nothing happens if there is none. 409 as long as it is in use."""
        await unless_missing(self._send("DELETE", "/audiences" + _below(audience_id)))

    # --- reports ---

    async def aggregate(self, query: Sequence[tuple[str, str]]) -> Json:
        """Return one page of figures by day."""
        return await self._read("/aggregate_reports", query)

    async def insights(self, query: Sequence[tuple[str, str]]) -> Json:
        """Return figures of a lifetime by country and the like."""
        return await self._read("/insight_reports", query)

    async def create_report(self, body: Json) -> Json:
        """Have a file of figures made; nothing makes a repetition harmless."""
        return await self._send("POST", "/async_reports", json=body)

    async def get_report(self, report_id: str) -> Json | None:
        """Return how far a file is; None if there is none (any more)."""
        return await unless_missing(self._read(f"/async_reports/{report_id}"))

    async def download(self, address: str) -> bytes:
        """Return a file that Spotify keeps elsewhere; raises `OutcomeUnknown` as `files` says."""
        return await files.fetched(self._http, self._own, address, self._resolve)

    async def _all(self, path: str, name: str, query: Sequence[tuple[str, str]] = ()) -> list[Json]:
        """Return every item of a list, page by page, however few a page holds.

        An empty page is no end while Spotify counts more: what is missing is not to be taken for
        what is not there.
        """
        found: list[Json] = []
        while True:
            where = [("limit", str(PAGE_SIZE)), ("offset", str(len(found)))]
            page = await self._read(path, [*query, *where])
            rows = page.get(name) or ()
            found += rows
            if len(found) >= (page.get("paging") or {}).get("total_results", 0):
                return found
            if not rows:
                raise OutcomeUnknown("partial", ["a list ends before all of it came"])

    # --- sending ---

    async def _read(self, path: str, query: Any = None) -> Json:  # noqa: ANN401  Pairs or a mapping.
        for attempt in range(1, READS_MAX + 1):
            try:
                return await self._send("GET", path, params=query)
            except OutcomeUnknown:
                if attempt == READS_MAX:
                    raise
                await self._sleep(random.uniform(0.5, 1.5) * 2 ** (attempt - 1))  # noqa: S311  Jitter.
        raise AssertionError

    async def _send(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        root: str | None = None,
        **body: Any,  # noqa: ANN401  The client's own arguments.
    ) -> Json:
        access, url = await self._tokens.access(), (root or self._root) + path
        answer = await self._once(method, url, access, key, body)
        if answer.status_code == 401:  # noqa: PLR2004  The token was refused: renew it once.
            access = await self._tokens.access(stale=access)
            answer = await self._once(method, url, access, key, body)
        if answer.status_code == 401:  # noqa: PLR2004  A fresh token was refused as well.
            raise NotAuthorised("reauthorise", ["connect the ad account again"], 401)
        if answer.is_success:
            return content(answer)
        raise problem(answer)

    async def _once(
        self, method: str, url: str, access: str, key: str | None, body: dict[str, Any]
    ) -> httpx2.Response:
        headers = {
            "Authorization": f"Bearer {access}",
            "X-Spotify-Ads-Sdk": "greenlight/2026.11",
        }
        if key is not None:
            headers["Idempotency-Key"] = key
        try:
            async with self._http.stream(method, url, headers=headers, **body) as answer:
                said = unsaid(await bounded.read(answer, ANSWER_BYTES_MAX), access)
                return httpx2.Response(answer.status_code, headers=plain(answer), content=said)
        except httpx2.RequestError as error:
            raise OutcomeUnknown("no_answer", [type(error).__name__]) from error


def _below(entity_id: str | None) -> str:
    return "" if entity_id is None else f"/{entity_id}"
