"""The one error of the fake: what Slack answers with `"ok": false`."""

from collections.abc import Sequence


class SlackError(Exception):
    """Slack refuses; `code` is its stable word for it, e.g. `channel_not_found`."""

    def __init__(self, code: str, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.extra = extra

    def body(self) -> dict[str, object]:
        """Return the JSON body of the refusal."""
        body: dict[str, object] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["errors"] = self.messages
            body["response_metadata"] = {"messages": self.messages}
        return body
