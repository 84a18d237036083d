"""Asks for a campaign, has it approved, and waits until it is decided.

    python campaign.py BRIEF.json BRAND AUDIO IMAGE LOGO

`GREENLIGHT_URL` says where the hub is, `GREENLIGHT_TOKEN` who asks, `GREENLIGHT_REVIEWER_TOKEN`
who says yes to the stages that wait for them. What is refused is said with its field, and the
exit code is 1.
"""

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from hub import Hub, Refused, made

BRANDS = "{ brands { id name } }"
UPLOAD = """mutation Upload($input: CreateUploadInput!) {
  createUpload(input: $input) {
    asset { id } uploadUrl errors { ... on UserError { code message path } }
  }
}"""
SUBMIT = """mutation Submit($brief: CampaignBriefInput!, $key: String!) {
  submitCampaign(input: {brief: $brief, idempotencyKey: $key}) {
    request { id number } errors { ... on UserError { code message path } }
  }
}"""
STANDING = """query Standing($id: ID!) {
  request(id: $id) { number state note stages { id key state round } }
}"""
WAITING = """query Waiting {
  approvalsWaitingForMe(first: 100) { edges { node { id } } }
}"""
VOTE = """mutation Vote($input: CastVoteInput!) {
  castVote(input: $input) { request { state } errors { ... on UserError { code message path } } }
}"""

#: How often it is asked how a request stands, in seconds; front ends follow `requestChanged`.
LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that somebody has to say yes to, as it was seen."""

    id: str
    key: str
    state: str
    round: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands."""

    number: int
    state: str
    note: str | None
    stages: tuple[Stage, ...]


def brand_id(hub: Hub, name: str) -> str:
    """Return the id of a brand; `Refused` if there is none of that name, or none to be seen."""
    for brand in hub.ask(BRANDS)["brands"]:
        if brand["name"] == name:
            return str(brand["id"])
    raise Refused("no_such_brand", f"There is no brand `{name}`.")


def upload(hub: Hub, brand: str, kind: str, path: Path) -> str:
    """Bring a file in; return its id."""
    content = path.read_bytes()
    promised = {"brandId": brand, "kind": kind, "name": path.name, "size": len(content)}
    payload = hub.ask(UPLOAD, input=promised)["createUpload"]
    asset: str = made(payload, "asset")["id"]
    hub.put(payload["uploadUrl"], content)
    return asset


def submit(hub: Hub, brief: dict[str, Any], key: str) -> str:
    """Ask for a campaign; return the request's id. Sent twice with one `key`, it is one."""
    payload = hub.ask(SUBMIT, brief=brief, key=key)["submitCampaign"]
    return str(made(payload, "request")["id"])


def standing(hub: Hub, request: str) -> Standing:
    """Return how a request stands."""
    found = hub.ask(STANDING, id=request)["request"]
    stages = tuple(Stage(**stage) for stage in found["stages"])
    return Standing(found["number"], found["state"], found["note"], stages)


def approve(hub: Hub, request: str) -> list[str]:
    """Say yes to every open stage that waits for the hub's person; return their keys."""
    waiting = hub.ask(WAITING)["approvalsWaitingForMe"]["edges"]
    if request not in [edge["node"]["id"] for edge in waiting]:
        return []
    approved = []
    for stage in standing(hub, request).stages:
        if stage.state != "OPEN":
            continue
        vote = {"stageId": stage.id, "choice": "APPROVE", "seenRound": stage.round}
        try:
            made(
                hub.ask(VOTE, input=vote | {"idempotencyKey": str(uuid4())})["castVote"], "request"
            )
        except Refused as error:
            if error.code != "not_a_reviewer":  # Another stage of it is theirs.
                raise
        else:
            approved.append(stage.key)
    return approved


def run(brief_path: Path, brand: str, files: list[Path]) -> Standing:
    """Do the whole of it; return how the request stands once no stage is open for the reviewer."""
    url = os.environ.get("GREENLIGHT_URL", "http://127.0.0.1:8400")
    requester = Hub(url, os.environ["GREENLIGHT_TOKEN"])
    reviewer = Hub(url, os.environ["GREENLIGHT_REVIEWER_TOKEN"])
    brief = json.loads(brief_path.read_text()) | {"brandId": brand_id(requester, brand)}
    names = (("AUDIO", "audioAssetId"), ("IMAGE", "imageAssetId"), ("IMAGE", "logoAssetId"))
    for (kind, field), path in zip(names, files, strict=True):
        brief[field] = upload(requester, brief["brandId"], kind, path)
    request = submit(requester, brief, str(uuid4()))
    while (now := standing(requester, request)).state == "IN_REVIEW":
        approved = approve(reviewer, request)
        print(
            f"#{now.number} {now.state} {' '.join(f'{one.key}:{one.state}' for one in now.stages)}",
            flush=True,
        )
        if not approved:
            time.sleep(LOOK_SECONDS)
    return now


def main(words: list[str]) -> int:
    """Run it with a command's words; return the exit code."""
    if len(words) != 5:  # noqa: PLR2004  As the first lines say.
        print(__doc__, file=sys.stderr)
        return 2
    brief, brand, *files = words
    try:
        done = run(Path(brief), brand, [Path(file) for file in files])
    except Refused as error:
        where = f" ({'.'.join(error.path)})" if error.path else ""
        print(f"{error.code}: {error}{where}", file=sys.stderr)
        return 1
    print(f"#{done.number} {done.state} {done.note or ''}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
