"""Every name that a click, a form or a command comes back with."""

from enum import StrEnum


class ActionId(StrEnum):
    """What a button is for."""

    APPROVE = "stage.approve"
    REJECT = "stage.reject"
    REQUEST_CHANGES = "stage.request_changes"
    DETAILS = "request.details"
    UNDO = "vote.undo"
    TAKE_ON = "sheet.take_on"
    HOME_WAITING = "home.waiting"
    HOME_MINE = "home.mine"
    HOME_DECIDED = "home.decided"
    HOME_SNOOZED = "home.snoozed"
    HOME_KIND = "home.kind"
    HOME_BRAND = "home.brand"
    HOME_MARKET = "home.market"
    HOME_MORE = "home.more"
    HOME_BACK = "home.back"
    HOME_SETTINGS = "home.settings"
    ROW_MENU = "row.menu"
    LINK_ME = "account.link"
    OPEN_CARD = "card.open"
    APPROVE_IF = "stage.approve_if"
    TICK = "remedy.tick"
    MEND = "drift.mend"
    MEET = "condition.meet"
    CONFIRM = "condition.confirm"
    DOUBT = "condition.doubt"
    AWAY = "person.away"
    BACK = "person.back"
    ACKNOWLEDGE = "handover.acknowledge"
    GONE = "handover.gone"
    TAKE_OVER = "stage.take_over"
    REASSIGN = "stage.reassign"
    TAKE_ALTERNATIVE = "request.take_alternative"
    FOLLOW = "review.follow"
    ASK_PAUSE = "campaign.ask_pause"
    WAIVE = "embargo.waive"


class CallbackId(StrEnum):
    """What a form is for."""

    REASON = "stage.reason"
    PAUSE = "campaign.pause"
    WAIVE = "embargo.waive"
    CHOOSE_BRAND = "campaign.brand"
    NEW_CAMPAIGN = "campaign.new"
    DETAILS = "request.details"
    CONFIRM_APPROVAL = "campaign.approve"
    HOME_SETTINGS = "home.settings"
    CONDITIONS = "stage.conditions"
    MEET = "condition.meet"
    DOUBT = "condition.doubt"
    AWAY = "person.away"
    RECEIPT = "handover.receipt"
    GONE = "handover.gone"
    REASSIGN = "stage.reassign"


class CaseAction(StrEnum):
    """What a button of a case is for."""

    ACKNOWLEDGE = "case.acknowledge"
    TAKE = "case.take"
    COMMENT = "case.comment"
    RESOLVE = "case.resolve"
    REOPEN = "case.reopen"


class CaseForm(StrEnum):
    """What a form about a case is for."""

    NEW = "case.new"
    COMMENT = "case.comment"
    RESOLVE = "case.resolve"
    REOPEN = "case.reopen"


class AlertAction(StrEnum):
    """What a button or menu of an alert is for."""

    ACKNOWLEDGE = "alert.acknowledge"
    SNOOZE = "alert.snooze"
    ASSIGN = "alert.assign"
    SILENCE = "alert.silence"
    UNSNOOZE = "alert.unsnooze"
    UNSILENCE = "alert.unsilence"
    UNSILENCE_TEAM = "alert.unsilence_team"
    RESOLVE = "alert.resolve"
    MENU = "alert.menu"


class AlertForm(StrEnum):
    """What a form about an alert is for."""

    SILENCE = "alert.silence"
    RESOLVE = "alert.resolve"


class ThresholdAction(StrEnum):
    """What a button or menu of a threshold is for."""

    NEW = "threshold.new"
    EDIT = "threshold.edit"
    TEMPLATE = "threshold.template"
    TRY = "threshold.try"


class ThresholdForm(StrEnum):
    """What a form about a threshold is for."""

    KEEP = "threshold.keep"


class Shortcut(StrEnum):
    """What a shortcut is for, as the manifest declares it."""

    CASE_FROM_MESSAGE = "case_from_message"
    OPEN_CASE = "case_open_global"


#: Commands, as the manifest declares them.
CAMPAIGN_COMMAND = "/campaign"
CASE_COMMAND = "/case"
