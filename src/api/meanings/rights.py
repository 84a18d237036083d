"""The enums of rights: their names in the schema, and what they and theirs mean."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.distribution.model import Demand
from domain.rights.agreements import Unit
from domain.rights.conflicts import Clash
from domain.rights.ladder import Notice
from domain.rights.live.model import Mode, Source
from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Layer,
    Origin,
    Status,
    SubjectKind,
    Use,
)
from domain.rights.verdicts import Standing, Why
from domain.rights.windows import Freedom
from domain.title_house.model import ChannelState, Deed, ProposalStatus

NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (SubjectKind, "RightsSubjectKind", "What rights are held in."),
    (Layer, "RightsLayer", "One of the rights that lie on top of each other in audio."),
    (Use, "RightsUse", "What is done with it; a right to the whole is one to its parts."),
    (Effect, "RightsEffect", "Whether something is permitted or prohibited."),
    (Flow, "RightsFlow", "Whether rights come in or go out."),
    (Exclusivity, "RightsExclusivity", "Who else may."),
    (Status, "RightsStatus", "How far the paper is."),
    (End, "RightsEnd", "How the time of a grant ends."),
    (Duty, "RightsDutyKind", "What has to be done before a permission counts."),
    (Origin, "RightsOrigin", "Where it was written down first."),
    (Standing, "RightsStanding", "Whether something may be used; only CLEARED is a yes."),
    (Freedom, "RightsFreedom", "How something stands over a whole span of time."),
    (Why, "RightsReason", "What decided a layer."),
    (Clash, "RightsClash", "How grants contradict each other."),
    (Source, "ExposureSource", "How it is known that something is live."),
    (Mode, "EnforcementMode", "What is done where something live is not cleared."),
    (Unit, "RightsNoticeUnit", "What notice is counted in."),
    (Notice, "RightsNotice", "What comes to its end."),
    (ProposalStatus, "RightsProposalStatus", "Whether somebody decided on a proposal."),
    (Demand, "DistributionDemand", "What kind of thing a publisher says of what is placed."),
    (ChannelState, "TitleChannelState", "How a title stands on a channel."),
    (Deed, "TitleLinkDeed", "What was done to tell a house of a link."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "RightsSubjectKind": {
        "ASSET": "A file of a brand.",
        "EPISODE": "An episode; the rights of its show count for it too.",
        "SHOW": "A podcast.",
        "RECORDING": "A recording of music, by its ISRC; of no one brand.",
        "TITLE": "A publisher's product; the rights of its work count for it too.",
        "WORK": "What a publisher's titles have in common.",
    },
    "RightsLayer": {
        "TEXT_AUDIO_ADAPTATION": "Making audio of a text.",
        "NARRATOR": "Somebody's reading.",
        "GUEST_RELEASE": "What a guest said.",
        "MUSIC_COMPOSITION_SYNC": "A composition put to other audio.",
        "MUSIC_COMPOSITION_MECH": "Copies of a composition.",
        "MUSIC_COMPOSITION_PERF": "A composition performed in public.",
        "MUSIC_MASTER": "A recording of music.",
        "COVER_ART": "The picture of it.",
        "HEADSHOT": "A picture of somebody in it.",
        "BRAND_APPROVAL": "A brand that is named in it.",
        "SALES_TERRITORY": "Where the product may be sold at all: a fence, no clearance.",
    },
    "RightsUse": {
        "EVERY": "Every use.",
        "ON_DEMAND": "Heard when somebody wants: streams and downloads.",
        "STREAM": "Streamed.",
        "DOWNLOAD": "Downloaded and kept.",
        "PROMOTION": "Used to tell of itself.",
        "CLIP": "A clip of it.",
        "ADVERTISING": "Used to sell something else.",
        "PUBLIC_PERFORMANCE": "Played to people: in stores and at events.",
        "IN_STORE": "Played in a store or another place of business.",
        "EVENT": "Played at an event.",
    },
    "RightsEffect": {
        "PERMIT": "It is permitted.",
        "PROHIBIT": "It is prohibited, whatever is permitted beside it.",
    },
    "RightsFlow": {
        "IN": "From those who hold them, to us.",
        "OUT": "From us, to others.",
    },
    "RightsExclusivity": {
        "EXCLUSIVE": "Nobody else, not even who grants it.",
        "SOLE": "Nobody else but who grants it.",
        "NON_EXCLUSIVE": "Anybody.",
    },
    "RightsStatus": {
        "DRAFT": "Not signed: it permits and prohibits nothing.",
        "SIGNED": "Signed: it counts.",
        "DISPUTED": "In dispute: it permits nothing, and prohibits still.",
    },
    "RightsProposalStatus": {
        "OPEN": "Nobody decided on it, or its contract changed since.",
        "CONFIRMED": "A grant was made of it.",
        "DISMISSED": "It gives us nothing.",
    },
    "RightsEnd": {
        "DATED": "At a date.",
        "PERPETUAL": "Never; somebody said so.",
        "UNKNOWN": "Nobody knows when; such a permission is no yes.",
    },
    "RightsDutyKind": {
        "CREDIT": "Naming who it is from.",
        "PRE_APPROVAL": "Asking them beforehand.",
        "FEE_PAID": "Paying.",
        "NO_EDIT": "Confirming that nothing was cut or changed.",
    },
    "RightsOrigin": {
        "HUB": "Here.",
        "CONSONANCE": "In Consonance.",
        "ONIX": "In a publisher's ONIX message.",
        "CSV": "In a table that was imported.",
    },
    "RightsStanding": {
        "CLEARED": "It may be used.",
        "CONDITIONAL": "It may be used once its duties are done.",
        "UNKNOWN": "Nobody knows; that is not a yes.",
        "BLOCKED": "It may not be used.",
    },
    "RightsFreedom": {
        "FREE": "Everywhere, from beginning to end.",
        "FREE_IN_PART": "Somewhere, or for some of the time.",
        "NOT_FREE": "Nowhere and never; of nothing is it unknown.",
        "UNKNOWN": "Nowhere and never for certain, and of some of it nobody knows.",
    },
    "RightsReason": {
        "GRANTED": "A signed permission contains it, its duties done.",
        "DUTIES_OPEN": "A permission contains it, and something is still to be done for it.",
        "NOT_DECLARED": "Nobody said what it contains.",
        "NO_EVIDENCE": "Nothing is known of this layer.",
        "UNSIGNED": "There is a draft of a permission only.",
        "END_UNKNOWN": "A permission contains it, and nobody knows until when.",
        "DISPUTED": "The permission is in dispute.",
        "NOT_YET": "The permission begins later.",
        "EXPIRED": "The permission is over.",
        "OUT_OF_SCOPE": "Permissions for this layer leave out the place, use, language or channel.",
        "EXCLUSIVE_ELSEWHERE": "Others were given these rights, and nobody else has them.",
        "PROHIBITED": "It is prohibited.",
        "HOUSE_RULE": "A rule of the brand forbids it.",
    },
    "DistributionDemand": {
        "VALIDATION_FAILED": "It does not pass the publisher's checks.",
        "MARKET_BLOCKED": "The publisher does not show it in some countries.",
        "REQUIRED": "The publisher wants something more.",
        "REFUSED": "The publisher does not take it.",
    },
    "TitleChannelState": {
        "LIVE": "It can be heard there.",
        "TAKEN_DOWN": "It can be heard there no longer.",
    },
    "TitleLinkDeed": {
        "CREATED": "A link was written.",
        "CHANGED": "Our link was changed.",
        "NOTHING": "It said so already.",
    },
    "ExposureSource": {
        "HUB": "The hub put it there.",
        "NOTICE": "Somebody, or something outside, said so.",
        "POLL": "The publisher was asked.",
    },
    "EnforcementMode": {
        "LIST": "It is listed, and nothing more.",
        "PROPOSE": "A takedown is submitted, which the rights desk decides.",
        "AUTOMATIC": "A takedown is submitted, approved by the policy, and handed over.",
    },
    "RightsNoticeUnit": {
        "DAYS": "Days, of the agreement's time zone.",
        "MONTHS": "Calendar months.",
    },
    "RightsNotice": {
        "END": "A permission ends.",
        "LEAVE": "The last moment to leave an agreement that renews itself.",
    },
    "RightsClash": {
        "NO_RIGHTS_IN": "Rights go out that do not come in.",
        "NOT_SUBLICENSABLE": "Rights go out that may not be passed on.",
        "NO_EXCLUSIVE_IN": "Rights go out to one alone that did not come to us alone.",
        "EXCLUSIVES_OVERLAP": "Two have what one of them should have alone.",
        "OUTSIDE_SALES_TERRITORY": "A permission reaches where the product is not for sale.",
        "HOLDBACK": "A prohibition meets a permission, and wins.",
        "DUPLICATE": "Two permissions say the same.",
    },
}
