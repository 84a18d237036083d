"""What keeps audio out of shops, by country and by day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from domain.requests.kinds.commercial_audio import CommercialAudioBrief
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Need,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.site_audio.rules import Held, needed, objections, searched
from domain.territories import area

BRIEF = CommercialAudioBrief(
    name="A story",
    brand_id="brd_1",
    markets=frozenset({"DE", "AT"}),
    site_ids=("sit_1", "sit_2"),
    audio_asset_id="ast_1",
    live_from=date(2027, 1, 10),
    live_until=date(2027, 1, 20),
    has_music=False,
    has_narration=True,
)
ZONES = {"DE": "Europe/Berlin", "AT": "Europe/Vienna"}
NARRATOR = Need(Layer.NARRATOR)


def grant(ends_at: datetime, *places: str, use: Use = Use.PUBLIC_PERFORMANCE) -> Grant:
    return Grant(
        id="grt_1",
        subject=Subject(SubjectKind.ASSET, "ast_1"),
        layer=Layer.NARRATOR,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({use}), area(places), include=places),
        window=Window(datetime(2026, 1, 1, tzinfo=UTC), ends_at, End.DATED),
        provenance=Provenance("Her"),
    )


def said(*grants: Grant, brief: CommercialAudioBrief = BRIEF) -> list[str]:
    return kept_out(Held((NARRATOR,), grants), ZONES, brief)


def kept_out(
    held: Held, zones: Mapping[str, str], brief: CommercialAudioBrief = BRIEF
) -> list[str]:
    return objections("Story", held, searched(brief, held, zones))


def test_every_country_of_its_sites_counts_on_every_day_of_its_own_calendar() -> None:
    to_the_end = datetime(2027, 1, 20, 23, tzinfo=UTC)  # Midnight in Berlin and Vienna.
    early = datetime(2027, 1, 20, 22, tzinfo=UTC)

    assert said(grant(to_the_end, "DE", "AT")) == []
    assert said(grant(early, "DE", "AT")) == [
        (
            "“Story” may not be heard in shops in AT, DE from 2027-01-20 on: narrator, the"
            " permission is over."
        )
    ]
    assert said(grant(to_the_end, "DE")) == [
        (
            "“Story” may not be heard in shops in AT from 2027-01-10 on: narrator, the"
            " permissions leave this out."
        )
    ]


def test_what_the_brief_says_is_in_it_is_asked_for_though_nobody_declared_it() -> None:
    music = BRIEF.model_copy(update={"has_music": True})
    only_streamed = Need(Layer.NARRATOR, "", frozenset({Use.STREAM}))

    assert [one.layer for one in needed(music, Held((NARRATOR,), ()))] == [
        Layer.NARRATOR,
        Layer.MUSIC_COMPOSITION_PERF,
        Layer.MUSIC_MASTER,
    ]
    assert needed(BRIEF, Held((only_streamed,), ())) == [only_streamed, NARRATOR]
    undeclared = Held((), [grant(datetime.max.replace(tzinfo=UTC), "DE")])
    assert kept_out(undeclared, {"DE": "Europe/Berlin"}) == [
        "Nobody declared what “Story” contains: declare it in its rights."
    ]
