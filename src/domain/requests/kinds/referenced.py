"""What a brief refers to, as it was found. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from domain.catalog.eligible import Eligibility
from domain.catalog.model import Asset, AssetKind, Episode, Show
from domain.catalog.premises import Account, Site
from domain.catalog.rules import TEXTS
from domain.catalog.works.model import Contributor, Title
from domain.errors import Invalid
from domain.requests.kinds.kind import Payload, Thing
from domain.requests.model import Request

#: A thing that a brief refers to.
Found = Show | Episode | Site | Account | Request | Title | Contributor


@dataclass(frozen=True, slots=True)
class Seen:
    """What a brief refers to, each by its id, as far as it is there; its files too.

    `stands` says how sites stood when they were judged last, `homes` are the shows of episodes
    that stand alone.
    """

    shows: Mapping[str, Show] = field(default_factory=dict)
    episodes: Mapping[str, Episode] = field(default_factory=dict)
    sites: Mapping[str, Site] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    titles: Mapping[str, Title] = field(default_factory=dict)
    contributors: Mapping[str, Contributor] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    stands: Mapping[str, Eligibility] = field(default_factory=dict)
    homes: Mapping[str, Show] = field(default_factory=dict)

    def of(self, thing: Thing) -> Mapping[str, Found]:
        """Return what is there of one kind of thing."""
        things: dict[Thing, Mapping[str, Found]] = {
            Thing.SHOW: self.shows,
            Thing.EPISODE: self.episodes,
            Thing.SITE: self.sites,
            Thing.ACCOUNT: self.accounts,
            Thing.REQUEST: self.requests,
            Thing.TITLE: self.titles,
            Thing.CONTRIBUTOR: self.contributors,
        }
        return things[thing]

    def of_kinds(
        self, brief: Payload, wanted: Mapping[str, AssetKind], texts: Collection[str] = ()
    ) -> list[Invalid]:
        """Return which files of `brief`, by field, are of another kind than is `wanted`.

        Documents are printed but for the fields `texts`, which take text as well.
        """
        problems = []
        for name, asset_id in brief.asset_ids.items():
            asset, kind = self.assets.get(asset_id), wanted.get(name)
            if asset is not None and kind is not None and asset.kind is not kind:
                said = f"`{asset.name}` is of the kind {asset.kind.upper()}, not {kind.upper()}."
                problems.append(Invalid("other_kind_of_file", said, brief.path_of(name)))
            elif asset is not None and asset.media_type in TEXTS and name not in texts:
                said = f"`{asset.name}` is {asset.media_type}; this is given as a PDF."
                problems.append(Invalid("other_type_of_file", said, brief.path_of(name)))
        return problems
