"""Branded audio in the schema: how far it is on its way into shops and out of them again."""

from datetime import date, datetime

import strawberry

from api.catalog.eligibility import SiteEligibility
from api.context import Info, identified
from domain.catalog.eligible import Eligibility
from domain.catalog.premises import COMMERCIAL, Provider, Site
from domain.rights.model import Layer
from domain.rights.verdicts import Standing
from domain.site_audio import lifecycle, standing
from domain.site_audio.lifecycle import EndOf, Phase


@strawberry.type(description="That something of branded audio ends.")
class AudioEnding:
    """See `domain.site_audio.lifecycle.Ending`."""

    what: EndOf = strawberry.field(description="What ends.")
    day: date = strawberry.field(description="Its last day.")
    about: str = strawberry.field(
        description="The layer and the market, the site, or the retirement; empty for the window."
    )


@strawberry.type(description="How one layer of branded audio stands for shops today.")
class AudioLayer:
    """See `domain.site_audio.lifecycle.LayerStanding`."""

    layer: Layer = strawberry.field(description="The layer.")
    part: str = strawberry.field(description="Which of several, such as a track; often empty.")
    standing: Standing = strawberry.field(description="How it stands, the worst of its markets.")


@strawberry.type(description="A site of branded audio.")
class AudioSite:
    """A site, by whom audio is played there, and the rights to music at it."""

    site_id: strawberry.ID = strawberry.field(description="The site.")
    name: str = strawberry.field(description="Its name.")
    market: str = strawberry.field(description="ISO 3166 code of its market.")
    provider: Provider = strawberry.field(description="By whose service audio is played there.")
    commercial: bool = strawberry.field(
        description="Whether the provider's terms allow playing to customers."
    )
    music: SiteEligibility | None = strawberry.field(
        description="How the rights to music at it stood last: provider, compositions, recordings;"
        " null while it was not judged."
    )

    @classmethod
    def of(cls, site: Site, stands: Eligibility | None) -> "AudioSite":
        """Show it."""
        return cls(
            site_id=identified(site.id),
            name=site.name,
            market=site.market,
            provider=site.provider,
            commercial=site.provider in COMMERCIAL,
            music=SiteEligibility.of(stands) if stands else None,
        )


@strawberry.type(description="That branded audio came into a phase.")
class AudioStep:
    """See `domain.site_audio.standing.Step`."""

    phase: Phase = strawberry.field(description="The phase.")
    at: datetime = strawberry.field(description="When.")
    why: str = strawberry.field(description="A reason, a receipt, or what ends; often empty.")
    by: strawberry.Private[str | None]

    @strawberry.field(description="Who brought it about; null if time did.")
    async def by_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await info.context.loaders.names.load(self.by) if self.by else None


@strawberry.type(description="How far branded audio is: where, until when, with which rights.")
class CommercialAudioStanding:
    """See `domain.site_audio.lifecycle.Lifecycle`."""

    phase: Phase = strawberry.field(description="How far it is now.")
    ends: list[AudioEnding] = strawberry.field(
        description="What ends and when, the nearest first: its window, rights, licences of sites."
    )
    layers: list[AudioLayer] = strawberry.field(
        description="Every layer of it with how it stands for shops today."
    )
    sites: list[AudioSite] = strawberry.field(description="Its sites, by name.")
    history: list[AudioStep] = strawberry.field(
        description="How it came to stand so, oldest first."
    )

    @classmethod
    def of(
        cls, found: lifecycle.Lifecycle, steps: list[standing.Step]
    ) -> "CommercialAudioStanding":
        """Show it."""
        return cls(
            phase=found.phase,
            ends=[AudioEnding(what=one.what, day=one.day, about=one.about) for one in found.ends],
            layers=[
                AudioLayer(layer=one.layer, part=one.part, standing=one.standing)
                for one in found.layers
            ],
            sites=[AudioSite.of(one, found.stands.get(one.id)) for one in found.sites],
            history=[
                AudioStep(phase=one.phase, at=one.at, why=one.why, by=one.by) for one in steps
            ],
        )
