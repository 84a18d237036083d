"""What a company asks in a day, and how often each of it."""

import random
from collections.abc import Iterator
from enum import StrEnum


class Kind(StrEnum):
    """One kind of what is asked."""

    REQUESTS = "list of requests"
    CASES = "list of cases"
    ALERTS = "list of alerts"
    DETAIL = "one request, whole"
    SUBMISSION = "submission"
    VOTE = "vote over GraphQL"
    CLICK = "click in Slack"
    COMMAND = "command in Slack"
    FIGURES = "import of figures"
    STREAM = "subscription"


#: How many of a hundred are of each kind.
SHARES = {
    Kind.REQUESTS: 25,
    Kind.CASES: 10,
    Kind.ALERTS: 10,
    Kind.DETAIL: 25,
    Kind.SUBMISSION: 8,
    Kind.VOTE: 8,
    Kind.CLICK: 3,
    Kind.COMMAND: 3,
    Kind.FIGURES: 5,
    Kind.STREAM: 3,
}

#: How many more requests a hundred vote on than they submit.
VOTED_MORE = SHARES[Kind.VOTE] + SHARES[Kind.CLICK] - SHARES[Kind.SUBMISSION]

#: How many figures come with one import.
FIGURES = 200

REQUESTS = """query Requests { requests(first: 50) { edges { node {
  id number kind title state createdAt updatedAt requesterName brandName
  stages { id key title state quorum openedAt }
} } pageInfo { hasNextPage endCursor } } }"""

CASES = """query Cases { cases(first: 25) { edges { node {
  id number kind title state priority queue responseDueAt resolutionDueAt assigneeName
} } pageInfo { hasNextPage endCursor } } }"""

ALERTS = """query Alerts { alerts(first: 25, open: true) {
  id severity condition handling openedDay subjectId evidence assigneeName } }"""

DETAIL = """query Detail($id: ID!) { node(id: $id) { ... on Request {
  id number kind title state revision markets note trouble createdAt updatedAt
  requesterName brandName
  stages { id key title step state quorum round openedAt dueAt teamName approvals
    votes { id choice reason at voterName } }
  decisions { table version outcome reasons matchedRules }
  conditions { id } readiness { name holds found } deliveries { what way outcome at }
  campaign { name objective budget { amount currency } startsAt endsAt advertiser tagline }
  auditTrail { act actorName at door } } } }"""

SUBMIT = """mutation Submit($input: SubmitCampaignInput!) { submitCampaign(input: $input) {
  request { id number state stages { id key state round } }
  errors { ... on UserError { code message } } } }"""

VOTE = """mutation Vote($input: CastVoteInput!) { castVote(input: $input) {
  request { id state stages { id state approvals } }
  errors { ... on UserError { code message } } } }"""

INGEST = """mutation Ingest($input: IngestMetricsInput!) { ingestMetrics(input: $input) {
  done { number added changed same setAside held }
  errors { ... on UserError { code message } } } }"""

FOLLOW = """subscription Follow($id: ID!) { requestChanged(id: $id) { id number state } }"""

#: What is asked as it stands, and by whom in turn.
LISTS = {
    Kind.REQUESTS: (REQUESTS, ("manager", "brand_one", "requester")),
    Kind.CASES: (CASES, ("manager",)),
    Kind.ALERTS: (ALERTS, ("manager", "brand_two")),
}


def deck(seed: int) -> Iterator[Kind]:
    """Yield kinds forever: every hundred as `SHARES` has it, in an order of its own."""
    # The same order in every run is what is wanted; nobody is to be kept from guessing it.
    chance = random.Random(seed)
    hundred = [kind for kind, share in SHARES.items() for _ in range(share)]
    while True:
        chance.shuffle(hundred)
        yield from hundred
