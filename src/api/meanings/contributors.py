"""Enums of contributors, consents, leads, packs and search: names there, and meanings."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.audience.model import CaptureKind, LeadRoute
from domain.catalog.words import FoundKind
from domain.consents.model import AgeBand, Channel, Purpose, Source, State, SubjectKind
from domain.contributors.model import Approver, MaterialKind, MaterialSource, Standing
from domain.contributors.packs import DayKind, PartKind

NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (MaterialKind, "ContributorMaterialKind", "What shows somebody."),
    (MaterialSource, "ContributorMaterialSource", "Where a material was written down first."),
    (Approver, "MaterialApprover", "Who agreed that a material is used."),
    (Standing, "MaterialStanding", "Whether something may be used, and if not, why."),
    (PartKind, "PackPartKind", "What a part of a promotion pack is."),
    (DayKind, "PackDayKind", "What happens on a day that a promotion has to know of."),
    (SubjectKind, "ConsentSubjectKind", "Whose consent it is."),
    (Purpose, "ConsentPurpose", "What somebody agrees to."),
    (Channel, "ConsentChannel", "By what somebody is reached."),
    (State, "ConsentState", "What was said."),
    (Source, "ConsentSource", "The way it came in."),
    (AgeBand, "AgeBand", "How old somebody was, in years."),
    (CaptureKind, "CaptureKind", "By what interest is captured."),
    (LeadRoute, "LeadRoute", "Where a lead goes."),
    (FoundKind, "SearchKind", "The kinds of thing that are found by words."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "CaptureKind": {
        "LINK": "A short address that leads to a page of the brand.",
        "PROMO_CODE": "A code that people enter where they buy.",
        "FORM": "A form of the hub's own, which asks for consent.",
        "CALL_TO_ACTION": "What a person is asked to do, such as to see a demonstration.",
    },
    "LeadRoute": {
        "SALES": "Sales get in touch.",
        "NURTURE": "They go on hearing of the brand, and nobody gets in touch.",
        "SUPPRESS": "They are left alone.",
        "REVIEW": "People look.",
    },
    "ContributorMaterialKind": {
        "BIO": "A text about them.",
        "HEADSHOT": "A picture of them.",
    },
    "ContributorMaterialSource": {
        "TITLE_RECORD": "The record of a title, as its publisher sent it.",
        "ENTERED": "Somebody here.",
    },
    "MaterialApprover": {
        "CONTRIBUTOR": "They themselves.",
        "REPRESENTATIVE": "Somebody who speaks for them, such as their agent.",
    },
    "MaterialStanding": {
        "USABLE": "It may be used.",
        "FORGOTTEN": "Its contributor was forgotten, and it with them.",
        "NO_CONSENT": "Its contributor does not agree any more to appear.",
        "WITHDRAWN": "It was withdrawn.",
        "UNAPPROVED": "Nobody approved it.",
        "NOT_YET": "It may be used from a later day on.",
        "EXPIRED": "Its approval, or its time, is over.",
        "ENDS_BEFORE": "Its approval, or its time, is over before the day it is for.",
        "WITHOUT_CREDIT": "Nobody said what credit has to stand beside it.",
        "FILE_GONE": "Its file is not there, or is not what was approved.",
        "NONE_THERE": "There is none.",
        "RESTRICTED": "It is not meant for everybody.",
        "TAKEN_BACK": "The title was taken back, cancelled or withdrawn.",
    },
    "PackPartKind": {
        "BIO": "A bio of a contributor.",
        "HEADSHOT": "A picture of a contributor.",
        "DESCRIPTION": "A description or headline of a title.",
    },
    "PackDayKind": {
        "APPEARANCE": "The day the promotion is for.",
        "CAMPAIGN_STARTS": "The first day of the campaign.",
        "CAMPAIGN_ENDS": "The last day of the campaign.",
        "PUBLICATION": "A title comes out, at the latest.",
        "EMBARGO": "Until then a title is not sold, or not streamed.",
        "ANNOUNCEMENT": "A title may be announced.",
    },
    "ConsentSubjectKind": {
        "ACCOUNT": "A customer's account.",
        "CONTRIBUTOR": "Somebody who has a part in titles.",
        "GUEST": "A guest, who is known by this ledger alone.",
    },
    "ConsentPurpose": {
        "SERVICE": "What the service itself needs.",
        "ANALYTICS": "Counting and comparing.",
        "DIRECT_MARKETING": "Being written to or called.",
        "PROFILING": "Being judged by what one does.",
        "SHARING": "Being told of to others.",
        "APPEARANCE": "Being heard, seen and named.",
        "EVERY": "All of these; for taking everything back.",
    },
    "ConsentChannel": {
        "EMAIL": "E-mail.",
        "SMS": "Text messages.",
        "CALL": "Calls.",
        "PUSH": "Notes of an app.",
        "AD_AUDIENCE": "Being in the audience of advertising.",
        "EVERY": "All of these, or none in particular.",
    },
    "ConsentState": {
        "GIVEN": "They agreed.",
        "PENDING": "They agreed once, and the second yes is awaited; no consent so far.",
        "WITHDRAWN": "They took it back.",
    },
    "ConsentSource": {
        "FORM": "A form they filled in.",
        "IMPORT": "A file of another system.",
        "API": "Another system, at once.",
        "PAPER": "A signed paper, such as a release form.",
        "ERASURE": "They were forgotten.",
    },
    "AgeBand": {
        "UNDER_13": "Under 13.",
        "FROM_13_TO_15": "13 to 15.",
        "FROM_16_TO_17": "16 or 17.",
        "ADULT": "18 and more.",
    },
    "SearchKind": {
        "TITLE": "A title of a publisher.",
        "WORK": "A work.",
        "SERIES": "A series.",
        "CONTRIBUTOR": "A contributor.",
        "SHOW": "A podcast.",
        "EPISODE": "An episode.",
        "ASSET": "A file.",
        "SITE": "A site.",
    },
}
