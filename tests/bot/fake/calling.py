"""What tests ask of Slack's own client."""

from collections.abc import Awaitable

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse


async def refusal(call: Awaitable[AsyncSlackResponse]) -> str:
    """Return the error with which Slack refuses a call."""
    return str((await refused(call))["error"])


async def refused(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Return the whole answer of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    response = caught.value.response
    assert isinstance(response, AsyncSlackResponse)
    return response
