"""A request to draw without a database, with every text that people write in one value."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.gathered.dossier import Dossier
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.campaigns.model import Check
from domain.catalog.model import Asset, AssetKind, AssetState
from domain.decisions.model import Judgement, Outcome
from domain.orchestration.model import Mirrored, Verdict
from domain.orchestration.model import Outcome as StepOutcome
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.model import Request, RequestState

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


#: What is bid of a campaign, in all of its markets.
_BID = "at most EUR 22.50 in {markets} per 1,000 impressions, as Spotify suggests"


@dataclass(frozen=True, slots=True)
class Words:
    """What people, files and other services put into a request in their own words."""

    title: str = "Spring launch"
    tagline: str = "Coffee that sings"
    advertiser: str = "Sample Roasters"
    click_url: str = "https://roasters.example.com/spring"
    file: str = "spring-20s.wav"
    note: str = "The voice is cleared until June.\nPlease look at the claim in second 12."
    reason: str = "The claim <needs> a source & a date."
    person: str = "A reviewer"
    brand: str = "Sample"
    stage: str = "Brand"
    found: str = "audio/wav, 20.0 s, 320,044 bytes"
    ruled: str = "Brand looks at every campaign."
    refusal: str = "`Brand` is approved already."
    change: str = "Nobody below 21"
    rule: str = "minor"
    column: str = "age"
    was: str = "< 18"
    cell: str = "< 21"
    turned: str = "brand, readiness"
    flaw: str = "No rule covers ages below 0."


@dataclass(frozen=True, slots=True)
class Specimen:
    """Makes dossiers and their parts; `markets` are as many as the request is for."""

    words: Words = Words()
    markets: tuple[str, ...] = ("AT", "DE")

    def brief(self, **changes: object) -> CampaignBrief:
        """Return what is asked for; words of people are taken as they are."""
        words = self.words
        sound = CampaignBrief.model_validate(
            {
                "name": "Spring launch",
                "objective": "awareness",
                "brand_id": "brd_1",
                "markets": self.markets,
                "budget": {"amount": "12500.00", "currency": "EUR"},
                "starts_at": "2026-12-01T00:00:00Z",
                "ends_at": "2026-12-14T23:59:59Z",
                "advertiser": "Sample Roasters",
                "tagline": "Coffee that sings",
                "click_url": "https://roasters.example.com/spring",
                "audio_asset_id": "ast_audio",
                "image_asset_id": "ast_image",
                "logo_asset_id": "ast_logo",
            }
            | changes
        )
        told = {"name": words.title, "note": words.note, "tagline": words.tagline}
        told |= {"advertiser": words.advertiser, "click_url": words.click_url}
        return sound.model_copy(update={k: v for k, v in told.items() if k not in changes})

    def request(self, state: RequestState, note: str | None) -> Request:
        """Return the request itself."""
        payload = self.brief().model_dump(mode="json")
        return Request(
            "req_1", 12, "campaign", self.words.title, "usr_1", "brd_1", None, self.markets, state,
            2, 3, payload, note, None, NOW, NOW,
        )  # fmt: skip

    def dossier(
        self,
        stage: Stage,
        votes: tuple[Vote, ...] = (),
        *,
        ready: bool = True,
        state: RequestState = RequestState.IN_REVIEW,
        note: str | None = None,
        earlier: CampaignBrief | None = None,
    ) -> Dossier:
        """Return a request with one stage."""
        words = self.words
        judgement = Judgement(
            "campaign_stages", "0" * 64, Outcome.DECIDED, (), ("brand_own",), (words.ruled,), (), {}
        )
        return Dossier(
            request=self.request(state, note),
            brief=self.brief(),
            stages=(stage,),
            votes=votes,
            checks=(
                Check("Audio", ready, words.found if ready else f"45.0 s, {words.found}"),
                Check("Bid", holds=True, found=_BID.format(markets=", ".join(self.markets))),
            ),
            judgements=((2, judgement),),
            names={"usr_1": words.person, "usr_2": words.person},
            brand=words.brand,
            files={file.id: file for file in self.files()},
            earlier={stage.id: earlier} if earlier else {},
        )

    def left_out(self) -> Judgement:
        """Return the judgement that leaves one market of several out."""
        row, why = {"outcome": "alternative", "instead": "without_market"}, (self.words.ruled,)
        facts = {"market": self.markets[0], "name": self.markets[0]}
        return Judgement(
            "activation", "0" * 64, Outcome.DECIDED, (row,), ("market_forbidden",), why, (), facts
        )

    def stage(self, state: StageState, quorum: int = 1, round_: int = 1) -> Stage:
        """Return a stage that was opened two hours ago, if it is its turn."""
        opened = None if state is StageState.WAITING else NOW - timedelta(hours=2)
        closed = NOW if state is StageState.APPROVED else None
        return Stage(
            "stg_1", "req_1", "brand", self.words.stage, 1, "tem_1", quorum, 24, state, round_,
            opened, closed, None if opened is None else opened + timedelta(hours=24),
        )  # fmt: skip

    def votes(self, choice: Choice, count: int, *, reasons: bool = False) -> tuple[Vote, ...]:
        """Return votes of the first round; a no has its reason, a yes only with `reasons`."""
        reason = self.words.reason if reasons or choice is not Choice.APPROVE else None
        return tuple(
            Vote(f"vot_{n}", "stg_1", "req_1", 1, "usr_2", choice, reason, NOW, None)
            for n in range(count)
        )

    def decision(self, by: str | None) -> Mirrored:
        """Return a decision of a workflow service, by a person or by somebody from outside."""
        who = None if by else self.words.person
        return Mirrored(
            "task-1", "req_1", 1, "brand", self.words.stage, NOW, NOW, None, Verdict.COUNTED,
            StepOutcome.APPROVED, 1, 2, 0, by, who,
        )  # fmt: skip

    def files(self) -> list[Asset]:
        """Return an audio file, an image and a logo."""
        kinds = {"audio": AssetKind.AUDIO, "image": AssetKind.IMAGE, "logo": AssetKind.IMAGE}
        return [
            Asset(
                f"ast_{name}",
                "brd_1",
                kind,
                self.words.file,
                AssetState.READY,
                None,
                1,
                None,
                20_000,
                640,
                640,
                None,
                "usr_1",
                NOW,
            )
            for name, kind in kinds.items()
        ]
