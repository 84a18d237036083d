"""A chat that keeps what is posted and says nothing back, without a wire: it is asked a lot."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.installing.workspaces import Clients
from domain.hub import Hub


class Wall(AsyncWebClient):
    """Messages by place and name; threads and what only one person sees are kept apart."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-wall")
        self.cards: dict[str, dict[str, Mapping[str, Any]]] = {}
        self.replies: dict[tuple[str, str], list[str]] = {}
        self.whispers: list[tuple[str, str]] = []
        self._last = 0

    async def api_call(self, api_method: str, **named: Any) -> Any:
        """Answer the few methods that the bot calls here."""
        given: dict[str, Any] = named.get("params") or named.get("json") or {}
        answer = getattr(self, api_method.replace(".", "_").lower() + "_")
        return answer(given)

    def chat_postmessage_(self, given: dict[str, Any]) -> dict[str, str]:
        self._last += 1
        ts, place = f"{self._last:06}", given["channel"]
        if not given.get("thread_ts"):
            self.cards.setdefault(place, {})[ts] = given
            return {"channel": place, "ts": ts}
        if given["thread_ts"] in self.cards.get(place, {}):
            assert not given.get("reply_broadcast")
            self.replies.setdefault((place, given["thread_ts"]), []).append(given["text"])
            return {"channel": place, "ts": ts}
        refusal = {"ok": False, "error": "thread_not_found"}
        raise SlackApiError("no thread", refusal)  # type: ignore[no-untyped-call]

    def chat_update_(self, given: dict[str, Any]) -> dict[str, str]:
        self.cards[given["channel"]][given["ts"]] = given
        return {"ts": given["ts"]}

    def chat_postephemeral_(self, given: dict[str, Any]) -> dict[str, str]:
        self.whispers.append((given["user"], given["text"]))
        return {}


class OneWall(Clients):
    """Hands out the wall, whatever workspace is asked for."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub, "http://127.0.0.1/none/")
        self.wall = Wall()

    async def of(self, workspace_id: str) -> AsyncWebClient | None:
        """Return the wall."""
        del workspace_id
        return self.wall
