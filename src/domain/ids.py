"""Typed identifiers, made here and nowhere else.

An id is a TypeID: a prefix that names the kind, an underscore, and a time-ordered 128-bit
number in base 32, such as `req_01kaxv3e7me5m9wq2q7w5b8x4n`. Ids sort by creation time.
Source: the TypeID specification 0.3.
"""

from enum import StrEnum

from typeid import TypeID
from typeid.errors import TypeIDException

from domain.errors import Invalid

#: Longest id: the longest prefix below, the underscore and 26 letters.
ID_LENGTH_MAX = 40


class Prefix(StrEnum):
    """The kinds of thing that have an id."""

    ABSENCE = "abs"
    ACCOUNT = "acc"
    AGENCY = "agy"
    ALERT = "alr"
    ALERT_GROUP = "alg"
    AGREEMENT = "agr"
    ASSET = "ast"
    ANCHOR = "anc"
    ARCHIVE = "arc"
    ATTEMPT = "att"
    BACKFILL = "bkf"
    BRAND = "brd"
    BRIEF = "brf"
    CAPTURE = "cap"
    CASE = "cas"
    CHANGE = "chg"
    COMMENT = "cmt"
    COMPENSATION = "cmp"
    CONDITION = "cnd"
    CONNECTION = "con"
    CONSENT = "cns"
    CONTRIBUTOR = "ctr"
    CUT = "cut"
    DECISION = "dec"
    DISTRIBUTION = "dst"
    ENDPOINT = "enp"
    ENGAGEMENT = "eng"
    EPISODE = "eps"
    EVENT = "evt"
    ESTIMATE = "est"
    EXPOSURE = "exp"
    FOLLOW_UP = "flw"
    FIT = "fit"
    FORM = "frm"
    GENRE = "gnr"
    FEED = "fed"
    FEED_ITEM = "itm"
    GRANT = "grt"
    IDENTITY = "idn"
    IMPORT = "imp"
    JOB = "job"
    LAUNCH = "lch"
    LEAD = "led"
    LISTED = "lst"
    MARKET = "mkt"
    MATERIAL = "mat"
    MESSAGE = "msg"
    METRIC_FILE = "mfl"
    METRIC_IMPORT = "mim"
    NOTICE = "ntc"
    PERSON = "psn"
    PLACEMENT = "plc"
    POLICY = "pol"
    PROPOSAL = "prp"
    PUBLICATION = "pub"
    REMEDY = "rem"
    REMOVAL = "rmv"
    REQUEST = "req"
    REVIEW = "rev"
    ROLE = "rol"
    ROUTE = "rte"
    RULES = "rul"
    RUN = "run"
    SERIES = "srs"
    SHOW_FEED = "sfd"
    SHOW_FEED_ITEM = "sfi"
    SHOW = "shw"
    SIGNAL = "sig"
    SITE = "sit"
    SPONSOR = "spn"
    STAGE = "stg"
    TEAM = "tem"
    TELLING = "tel"
    THRESHOLD = "thr"
    TITLE = "ttl"
    TOKEN = "tok"  # noqa: S105  A prefix, no secret.
    UPLOAD = "upl"
    USER = "usr"
    VOTE = "vot"
    WEBHOOK = "whk"
    WEBHOOK_DELIVERY = "whd"
    WORK = "wrk"


def new(prefix: Prefix) -> str:
    """Return a fresh id of the kind `prefix`."""
    return str(TypeID(prefix=prefix.value))


def kind_of(value: str) -> Prefix:
    """Return the kind of thing `value` names; `Invalid` if it is no id of ours."""
    try:
        return Prefix(TypeID.from_string(value[:ID_LENGTH_MAX]).prefix)
    except (TypeIDException, ValueError) as error:
        raise Invalid(
            "malformed_id", f"`{value[:ID_LENGTH_MAX]}` is not an id of this hub.", ("id",)
        ) from error
