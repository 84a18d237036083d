"""What a few messages look like, word for word."""

from inline_snapshot import snapshot

from tests.bot.reading import lines
from tests.bot.shown import blocks


def test_a_stage_that_waits_for_votes() -> None:
    assert lines(blocks("stage 1 of 3")) == snapshot(
        [
            "#12 Spring launch",
            "*Asked by*",
            "A reviewer",
            "*Brand*",
            "Sample",
            "*Budget*",
            "12,500.00 EUR",
            "*Bid*",
            "at most EUR 22.50 in AT, DE per 1,000 impressions, as Spotify suggests",
            "*Flight*",
            "1 Dec 2026 00:00 UTC to 14 Dec 2026 23:59 UTC",
            "*Audience*",
            "18 to 99 years",
            "*Objective*",
            "Awareness",
            "*Category*",
            "None",
            "*Revision*",
            "2",
            "• Tagline: Coffee that sings",
            "• Advertiser: Sample Roasters",
            "• Button: Learn more (English in AT, DE), to https://roasters.example.com/spring",
            "• Audio: spring-20s.wav, 20.0 s",
            "• Companion image: spring-20s.wav, 640 x 640 pixels",
            "• Logo: spring-20s.wav, 640 x 640 pixels",
            "• Heard between: Music, Podcasts",
            "• Per market: AT 6,250.00 EUR, DE 6,250.00 EUR",
            "The requester adds",
            "> The voice is cleared until June.",
            "> Please look at the claim in second 12.",
            "Readiness",
            "✓ Audio: audio/wav, 20.0 s, 320,044 bytes",
            "Brand: 1 of 3 approvals",
            "Approved by A reviewer 2026-11-21 09:00 UTC",
            "In review · due 2026-11-22 07:00 UTC",
            "[Approve]",
            "[Approve with conditions]",
            "[Reject]",
            "[Request changes]",
            "[Details]",
        ]
    )


def test_a_stage_that_was_rejected() -> None:
    assert lines(blocks("stage reject with reason")) == snapshot(
        [
            "#12 Spring launch",
            "*Asked by*",
            "A reviewer",
            "*Brand*",
            "Sample",
            "*Budget*",
            "12,500.00 EUR",
            "*Bid*",
            "at most EUR 22.50 in AT, DE per 1,000 impressions, as Spotify suggests",
            "*Flight*",
            "1 Dec 2026 00:00 UTC to 14 Dec 2026 23:59 UTC",
            "*Audience*",
            "18 to 99 years",
            "*Objective*",
            "Awareness",
            "*Category*",
            "None",
            "*Revision*",
            "2",
            "• Tagline: Coffee that sings",
            "• Advertiser: Sample Roasters",
            "• Button: Learn more (English in AT, DE), to https://roasters.example.com/spring",
            "• Audio: spring-20s.wav, 20.0 s",
            "• Companion image: spring-20s.wav, 640 x 640 pixels",
            "• Logo: spring-20s.wav, 640 x 640 pixels",
            "• Heard between: Music, Podcasts",
            "• Per market: AT 6,250.00 EUR, DE 6,250.00 EUR",
            "The requester adds",
            "> The voice is cleared until June.",
            "> Please look at the claim in second 12.",
            "Readiness",
            "✓ Audio: audio/wav, 20.0 s, 320,044 bytes",
            "Brand: rejected",
            "Rejected by A reviewer 2026-11-21 09:00 UTC",
            "> The claim <needs> a source & a date.",
            "In review",
            "[Details]",
        ]
    )


def test_a_requester_who_has_to_revise() -> None:
    assert lines(blocks("requester changes_requested")) == snapshot(
        [
            "#12 Spring launch",
            "Changes requested",
            "• Brand: 0 of 1 approvals",
            "> The claim <needs> a source & a date.",
            "Readiness",
            "✓ Audio: audio/wav, 20.0 s, 320,044 bytes",
            "[Details]",
        ]
    )


def test_a_stage_that_looks_again_at_a_revision() -> None:
    assert lines(blocks("stage revised")) == snapshot(
        [
            "#12 Spring launch",
            "Changed since round 1",
            "• Budget: 9,000.00 EUR → 12,500.00 EUR",
            "• End: 10 Dec 2026 23:59 UTC → 14 Dec 2026 23:59 UTC",
            "• Tagline: Coffee that hums → Coffee that sings",
            "*Asked by*",
            "A reviewer",
            "*Brand*",
            "Sample",
            "*Budget*",
            "12,500.00 EUR",
            "*Bid*",
            "at most EUR 22.50 in AT, DE per 1,000 impressions, as Spotify suggests",
            "*Flight*",
            "1 Dec 2026 00:00 UTC to 14 Dec 2026 23:59 UTC",
            "*Audience*",
            "18 to 99 years",
            "*Objective*",
            "Awareness",
            "*Category*",
            "None",
            "*Revision*",
            "2",
            "• Tagline: Coffee that sings",
            "• Advertiser: Sample Roasters",
            "• Button: Learn more (English in AT, DE), to https://roasters.example.com/spring",
            "• Audio: spring-20s.wav, 20.0 s",
            "• Companion image: spring-20s.wav, 640 x 640 pixels",
            "• Logo: spring-20s.wav, 640 x 640 pixels",
            "• Heard between: Music, Podcasts",
            "• Per market: AT 6,250.00 EUR, DE 6,250.00 EUR",
            "The requester adds",
            "> The voice is cleared until June.",
            "> Please look at the claim in second 12.",
            "Readiness",
            "✓ Audio: audio/wav, 20.0 s, 320,044 bytes",
            "Brand: 0 of 1 approvals",
            "Last word",
            "> The claim <needs> a source & a date.",
            "In review · due 2026-11-22 07:00 UTC",
            "[Approve]",
            "[Approve with conditions]",
            "[Reject]",
            "[Request changes]",
            "[Details]",
        ]
    )


def test_earlier_episodes_are_told_by_one_source_and_what_is_withheld_is_no_zero() -> None:
    said = lines(blocks("podcast production after earlier episodes"))
    told = said[said.index("Earlier episodes of the show") + 1 :]

    assert told[0] == (
        "• Spring launch: Plays: 1,200, Streams of a minute: 0,"
        " Downloads: withheld, too few people, Heard to the end: 75 %, as of 18 Nov 2026"
    )
    assert told[4] == "• Spring launch: nobody said yet what listeners did"


def test_who_was_told_where_and_why_somebody_was_not() -> None:
    said = lines(blocks("details with who was told"))
    told = said[said.index("Who was told") + 1 :]

    assert told[0] == (
        "• A card in the channel, to <#C0LEGAL>: failed (the channel is archived)"
        " 2026-11-21 09:00 UTC"
    )
