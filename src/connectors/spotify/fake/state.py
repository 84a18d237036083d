"""What the fake ad account holds, and what people do to it behind the hub's back."""

import json
import random
import uuid
from copy import deepcopy
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.clock import Clock

Thing = dict[str, Any]
LEVELS = ("campaigns", "ad_sets", "ads")

#: What change history calls the levels.
KINDS = {"campaigns": "CAMPAIGN", "ad_sets": "AD_SET", "ads": "CREATIVE"}

#: Who edits in Ads Manager, as change history names them. A sample.
SOMEBODY = {
    "principal_id": "somebody",
    "principal_type": "USER",
    "name": "Somebody in Ads Manager",
    "category": "ADVERTISER_USER",
}
API = {
    "principal_id": "greenlight-integration",
    "principal_type": "SERVICE",
    "name": "Greenlight",
    "category": "API_INTEGRATION",
}

#: What change history says a field is about. Source: Ads API v3, `ChangeCategory`.
CATEGORIES = {"budget": "BUDGET", "targets": "TARGETING", "status": "STATUS", "delivery": "STATUS"}


@dataclass
class Fault:
    """What the next fitting request gets: a status, or success that is never heard of.

    `indeterminate` makes Spotify itself lose track of a create, which then is refused for ever.
    """

    method: str
    part: str
    status: int = 500
    after_success: bool = False
    indeterminate: bool = False


@dataclass
class Account:
    """One ad account. `polls_until_ready` is how often a file is looked at before it is READY.

    `delivered` are figures by entity, day and field, `heard_in` those of a campaign's lifetime by
    country, `heard` by another insight and its parts, `withheld` with which code they are withheld
    though they are many; `reports` are the files of figures that were asked for. `people` is how
    many live in a market, `estimated` what estimates were asked for with. `lists` are the hashes by
    audience, `tickets` the audiences by the address they are uploaded to; after `audience_looks` an
    audience is ready, if it has `audience_least` people. While its `status` is not ACTIVE, what is
    live does not run, and nothing is written.

    A refresh token is replaced at every use; the one before, `earlier_token`, holds until its
    successor was used, or else a caller that dies at the wrong instant would be shut out for good.
    That Spotify does so is assumed, for its documents do not say.
    """

    id: str = "11111111-2222-4333-8444-555555555555"
    currency: str = "EUR"
    status: str = "ACTIVE"
    status_reason: str = ""
    refresh_token: str = "refresh-1"  # noqa: S105  A sample.
    earlier_token: str = ""
    access: dict[str, str] = field(default_factory=dict)
    assets: dict[str, Thing] = field(default_factory=dict)
    drafts: dict[str, dict[str, Thing]] = field(default_factory=lambda: {x: {} for x in LEVELS})
    live: dict[str, dict[str, Thing]] = field(default_factory=lambda: {x: {} for x in LEVELS})
    versions: dict[str, int] = field(default_factory=dict)
    history: list[Thing] = field(default_factory=list)
    keys: dict[str, Thing] = field(default_factory=dict)
    hits: list[float] = field(default_factory=list)
    pieces: dict[str, dict[int, bytes]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    report_hits: list[float] = field(default_factory=list)
    delivered: dict[str, dict[str, Thing]] = field(default_factory=dict)
    heard_in: dict[str, dict[str, Thing]] = field(default_factory=dict)
    heard: dict[str, dict[str, dict[str, Thing]]] = field(default_factory=dict)
    withheld: dict[str, dict[str, str]] = field(default_factory=dict)
    reports: dict[str, Thing] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    audiences: dict[str, Thing] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)
    estimated: list[Thing] = field(default_factory=list)
    polls_until_ready: int = 1
    audience_looks: int = 1
    audience_least: int = 1
    seed: int = 20261121

    def __post_init__(self) -> None:
        """Begin the sequence of ids; the same seed gives the same ids."""
        self._random = random.Random(self.seed + len(self.history) + len(self.assets))  # noqa: S311  Ids of a fake.

    def new_id(self) -> str:
        """Return a fresh UUID."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def heard_by(self, campaign: str, insight: str) -> dict[str, Thing]:
        """Return figures of a campaign's lifetime by the parts of an insight."""
        if insight == "COUNTRY":
            return self.heard_in.get(campaign, {})
        return self.heard.get(campaign, {}).get(insight, {})

    # --- the tree ---

    def drop_draft(self, level: str, draft_id: str) -> None:
        """Remove a draft and the drafts below it."""
        self.drafts[level].pop(draft_id, None)
        below = {"campaigns": ("ad_sets", "campaign_id"), "ad_sets": ("ads", "ad_set_id")}
        if level in below:
            lower, parent = below[level]
            for child in [d for d in self.drafts[lower].values() if d.get(parent) == draft_id]:
                self.drop_draft(lower, child["id"])

    def campaign_of(self, level: str, thing: Thing) -> str:
        """Return the campaign a draft or live thing belongs to."""
        if level == "campaigns":
            return str(thing["id"])
        if level == "ad_sets":
            return str(thing.get("campaign_id"))
        parent = self.any("ad_sets", str(thing.get("ad_set_id"))) or {}
        return str(parent.get("campaign_id"))

    def any(self, level: str, thing_id: str) -> Thing | None:
        """Return a draft, or else something live, by id."""
        return self.drafts[level].get(thing_id) or self.live[level].get(thing_id)

    def touch(self, level: str, thing: Thing) -> int:
        """Count an edit anywhere in a hierarchy, and return its version."""
        campaign = self.campaign_of(level, thing)
        self.versions[campaign] = self.versions.get(campaign, 0) + 1
        return self.versions[campaign]

    def tree(self, campaign_id: str) -> list[tuple[str, Thing]]:
        """Return every draft of a campaign with its level, the campaign first."""
        return [
            (level, thing)
            for level in LEVELS
            for thing in self.drafts[level].values()
            if self.campaign_of(level, thing) == campaign_id
        ]

    def publish(self, campaign_id: str) -> Thing:
        """Make a draft hierarchy live under the same ids; its ads wait for review."""
        for level, thing in self.tree(campaign_id):
            status = "ACTIVE" if level == "campaigns" else "PENDING_APPROVAL"
            was = (self.live[level].get(thing["id"]) or {}).get("status")
            status = "PAUSED" if level == "campaigns" and was == "PAUSED" else status
            status = "ARCHIVED" if thing.get("status") == "ARCHIVED" else status
            self.live[level][thing["id"]] = {**deepcopy(thing), "status": status}
        for level, thing in self.tree(campaign_id):
            del self.drafts[level][thing["id"]]
        return self.live["campaigns"][campaign_id]

    # --- what people do ---

    def edit_in_ads_manager(
        self, clock: Clock, draft_id: str, *, level: str = "campaigns", **fields: object
    ) -> None:
        """Edit a draft as somebody in Ads Manager would."""
        draft = self.drafts[level][draft_id]
        self.touch(level, draft)
        for name, value in fields.items():
            before, draft[name] = draft.get(name), value
            self.record(clock.now(), SOMEBODY, KINDS[level], draft, _change(name, before, value))

    def edit_live(
        self,
        clock: Clock,
        level: str,
        live_id: str,
        who: Thing = SOMEBODY,
        **fields: object,
    ) -> str:
        """Edit something live as somebody outside the hub would; return the id of the change."""
        live = self.live[level][live_id]
        for name, value in fields.items():
            before, live[name] = live.get(name), value
            self.record(clock.now(), who, KINDS[level], live, _change(name, before, value))
        return str(self.history[0]["change_id"])

    def add_in_ads_manager(self, clock: Clock, level: str, like: str, **fields: object) -> str:
        """Copy a draft, with other fields, as somebody in Ads Manager would; return its id."""
        draft = {**deepcopy(self.drafts[level][like]), "id": self.new_id(), **fields}
        self.drafts[level][draft["id"]] = draft
        self.touch(level, draft)
        change = ("NAME", "Name", "", draft["name"])
        self.record(clock.now(), SOMEBODY, KINDS[level], draft, change)
        self.history[0]["operation"] = "CREATED"
        return str(draft["id"])

    def moderate(
        self, campaign_id: str, *, approve: bool, reason: str = "", remedy: str = ""
    ) -> None:
        """Decide on every ad of a live campaign, as Spotify's reviewers would."""
        for ad in self.live["ads"].values():
            if self.campaign_of("ads", ad) != campaign_id:
                continue
            ad["status"] = "APPROVED" if approve else "REJECTED"
            ad.pop("reject_reasons", None)
            if not approve:
                ad["reject_reason"] = reason
                ad["reject_reasons"] = [
                    {
                        "rejection": reason,
                        "rejection_key": "AD_POLICY_VIOLATION_REJECTION",
                        "remediation": remedy,
                        "remediation_key": "AD_POLICY_VIOLATION_REMEDIATION",
                    }
                ]

    def deliver(self, entity: str, day: str, **figures: float) -> None:
        """Have a campaign or an ad set heard on a day, or say otherwise of one."""
        self.delivered.setdefault(entity, {}).setdefault(day, {}).update(figures)

    def record(
        self, at: datetime, who: Thing, kind: str, thing: Thing, change: tuple[str, str, Any, Any]
    ) -> None:
        """Add a row of change history."""
        field_type, label, before, after = change
        self.history.insert(
            0,
            {
                "change_id": self.new_id(),
                "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "entity_type": kind,
                "entity_id": thing["id"],
                "entity_name": thing.get("name", ""),
                "operation": "CHANGED",
                "actor": dict(who),
                "changes": [
                    {
                        "field_type": field_type,
                        "display_label": label,
                        "change_category": CATEGORIES.get(field_type.lower(), "SETTINGS"),
                        "before": _side(before),
                        "after": _side(after),
                    }
                ],
            },
        )

    # --- keeping it ---

    def save(self, path: Path) -> None:
        """Write everything to a file."""
        kept = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _PASSING}
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(kept))
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Account":
        """Return what `save` wrote, or a new account if there is nothing."""
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def take_fault(self, method: str, path: str) -> Fault | None:
        """Return the first fault that fits a request, once."""
        found = next((f for f in self.faults if f.method == method and f.part in path), None)
        if found is not None:
            self.faults.remove(found)
        return found


def _change(name: str, before: object, after: object) -> tuple[str, str, Any, Any]:
    return name.upper(), name.replace("_", " ").capitalize(), before, after


def _side(value: object) -> Thing:
    """Return one side of a change: objects stand there as they are."""
    return dict(value) if isinstance(value, dict) else {"value": value}


_PASSING = {"faults", "hits", "report_hits", "access", "pieces"}

__all__ = ["API", "KINDS", "LEVELS", "SOMEBODY", "Account", "Fault", "Thing"]
