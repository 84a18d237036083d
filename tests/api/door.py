"""Speaking to the door as a front end does: JSON over HTTP, with a token."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2

from api.app import create_app
from domain.actor import Scope
from domain.people import tokens
from tests.world import World

SUBMIT = """
mutation Submit($input: SubmitCampaignInput!) {
  submitCampaign(input: $input) {
    request { id number state title stages { id key state round quorum approvals } }
    errors { __typename ... on UserError { code message path } }
  }
}
"""
VOTE = """
mutation Vote($input: CastVoteInput!) {
  castVote(input: $input) {
    request { id state stages { id key state approvals } }
    errors { __typename ... on UserError { code message path } }
  }
}
"""


@dataclass
class Door:
    """One person's way in."""

    client: httpx2.AsyncClient

    async def send(self, query: str, **variables: Any) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        response = await self.client.post("/graphql", json=body)
        answer: dict[str, Any] = response.json()
        return answer

    async def data(self, query: str, **variables: Any) -> dict[str, Any]:
        answer = await self.send(query, **variables)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def submit(self, world: World, **changes: Any) -> dict[str, Any]:
        data = await self.data(SUBMIT, input={"brief": brief(world, **changes)})
        payload: dict[str, Any] = data["submitCampaign"]
        return payload


async def door(world: World, who: str, scopes: frozenset[Scope] = frozenset(Scope)) -> Door:
    """Open the door for `who`, with a fresh token."""
    return Door(client(world, await token_for(world, who, scopes)))


async def token_for(
    world: World, who: str, scopes: frozenset[Scope] = frozenset(Scope)
) -> dict[str, str]:
    """Return the headers that let `who` in, with a fresh token."""
    actor = await world.actor(who)
    expires = world.hub.clock.now() + timedelta(days=1)
    _, secret = await tokens.issue_token(world.hub, actor, "test", scopes, expires)
    return {"authorization": f"Bearer {secret}"}


def client(world: World, headers: dict[str, str] | None = None) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=create_app(world.hub))
    return httpx2.AsyncClient(transport=transport, base_url="http://hub", headers=headers)


def brief(world: World, **changes: Any) -> dict[str, Any]:
    """A brief as the schema takes it."""
    given = world.brief()
    return {
        "name": given["name"],
        "objective": "AWARENESS",
        "brandId": given["brand_id"],
        "markets": given["markets"],
        "budget": given["budget"],
        "startsAt": given["starts_at"],
        "endsAt": given["ends_at"],
        "advertiser": given["advertiser"],
        "tagline": given["tagline"],
        "clickUrl": given["click_url"],
        "audioAssetId": given["audio_asset_id"],
        "imageAssetId": given["image_asset_id"],
        "logoAssetId": given["logo_asset_id"],
    } | changes
