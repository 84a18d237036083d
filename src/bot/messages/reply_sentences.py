"""What a thread says of an act in one sentence, whatever its details, by who and which stage."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.language import later

#: By act; what depends on more than who and which stage is said by `replies`.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "stage.vote_taken_back": later("{who} took their vote on {stage} back."),
        "condition.met": later("{who} says that a condition of {stage} is met."),
        "condition.confirmed": later("{who} confirmed that a condition of {stage} is met."),
        "condition.doubted": later("{who} says that a condition of {stage} is not met."),
        "request.revised": later("{who} revised this."),
        "request.withdrawn": later("{who} withdrew this."),
        "request.reopened": later("What was approved has changed, so its stages are open again."),
        "request.record_changed": later(
            "The title's record changed after the yes, so the stages it touches are open again."
        ),
        "request.waits_in_line": later("This waits for the number before it in its series."),
        "request.sequence_overridden": later("{who} lets this go out of its series' order."),
        "request.held_by_record": later("This is held until the days of its title's record."),
        "request.embargo_waived": later("{who} lets this out before its title's days."),
        "request.published": later("This was handed to the publisher."),
        "request.went_live": later("This is live."),
        "request.undecided": later(
            "Nobody can tell whether this was published; somebody has to look there."
        ),
        "request.not_gone": later(
            "This is not seen to be gone where it was published; somebody has to look there."
        ),
        "request.not_let_in": later(
            "The hub is not let in where this is published; it is tried again."
        ),
        "request.let_in_again": later("The hub is let in again where this is published."),
        "request.not_published_again": later("This was not published again; it stands as it did."),
        "request.drifted": later("Somebody changed this where it is published."),
        "request.as_approved_again": later(
            "This stands where it is published as it was approved again."
        ),
        "request.shown_otherwise": later(
            "Spotify shows this otherwise than it was approved; the card says how."
        ),
        "request.shown_as_approved": later("Spotify shows this as it was approved again."),
        "request.live_again": later("This is live again."),
        "request.removed_by_publisher": later("This was taken down where it was published."),
        "request.refused_by_publisher": later("The publisher refused this."),
        "request.not_for_sale": later(
            "What this buys at Spotify cannot be bought now; the card says what to do."
        ),
        "request.for_sale_again": later("What this buys at Spotify can be bought again."),
        "request.asked_as_campaign": later(
            "This became a campaign of its own, which goes out once that is approved."
        ),
        "request.handed_over": later("This was handed over to the show's team."),
        "request.waits_for_later": later(
            "This waits for another request, which brings the same and was begun later."
        ),
        "request.unheard_of": later(
            "Where this was sent, nobody says what became of it; somebody has to look there."
        ),
        "request.released": later("This version is released."),
        "request.took_effect": later("This version counts now."),
        "request.not_accepted": later("This was not accepted."),
        "request.held": later("This is held by the publishing rules."),
        "request.not_handed_over": later("This was not handed over."),
        "request.not_released": later("This version was not released."),
        "request.figures_again": later("Another alert asks for this as well."),
        "request.figures_corrected": later(
            "The figures that opened this were corrected; withdraw it unless it is wanted still."
        ),
        "request.figures_ended": later("The alert that opened this has ended; this stays."),
        "request.subject_ended": later("What this retires was ended."),
        "request.draft_opened": later(
            "A change of this was approved: a draft of it waits for its owner."
        ),
        "request.asked_anew": later("{who} asked for this anew, with the change."),
        "request.stuck": later("This stopped, and somebody has to look."),
        "request.tried_again": later("This is tried again."),
        "request.gone_after_all": later("This is gone where it was published after all."),
        "request.unseen": later(
            "Nobody sees how this stands where it is published; it is looked at again."
        ),
        "request.would_not_open": later(
            "As things stand, this could not come out on its day as it was approved."
        ),
        "request.would_open": later("This can come out on its day as it was approved again."),
        "request.not_needed": later("Nothing asks for this to be taken down any more."),
        "request.needed_again": later("This has to be taken down after all."),
        "publication.asked_again": later("{who} has this published again."),
        "publication.taken_over": later(
            "Another request brought the same, and stands in the place of this."
        ),
        "publication.removed": later("This is seen to be gone where it was published."),
        "publication.said_gone": later("{who} says that this is gone where it was published."),
        "placement.taken_on": later("{who} took this on."),
        "remedy.ticked": later("{who} did what Spotify asked for after its rejection."),
        "takedown.carried_out": later("The hub takes this down itself where it published it."),
        "takedown.seen_gone": later("What the hub took down is seen to be gone."),
        "takedown.rest_for_team": later(
            "What the hub published is gone; the rest is for the team."
        ),
        "takedown.proved": later("All that this names is gone; the proof is kept."),
        "takedown.said_gone": later("Somebody of the team says that this is gone."),
        "takedown.not_gone": later(
            "What the hub was to take down is not seen to be gone; somebody has to look there."
        ),
        "targeting.rejected": later(
            "Spotify rejected the ads with these targets, so those before are set again."
        ),
        "campaign.halted": later("The ad account keeps this from running, or out of sight."),
        "campaign.runs_again": later("The ad account lets this run again."),
        "campaign.barred": later("This waits for the ad account at Spotify."),
        "campaign.let_in_again": later("This waits for the ad account no more."),
        "campaign.spend_set_aside": later("Whether Spotify's spend can be right was looked at."),
        "campaign.pause_asked": later("{who} has this paused."),
        "campaign.resume_asked": later("{who} has this run again."),
        "campaign.paused": later("This is paused at Spotify."),
        "campaign.resumed": later("This runs again at Spotify."),
        "campaign.not_resumed": later(
            "This stays paused at Spotify, where it is not what was approved; the card says more."
        ),
        "campaign.narrowed": later(
            "This was switched off at Spotify in some places; the card says where."
        ),
        "campaign.targets_set": later(
            "Other targets are set for this at Spotify; the card says where."
        ),
    }
)

#: Acts that tell that something asked for came true: its reason was told when it was asked for.
CAME_TRUE = frozenset({"campaign.paused"})
