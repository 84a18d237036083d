"""Worked examples for the explorer: each runs as it stands, on the sample."""

SUBMIT = """mutation Submit($brief: CampaignBriefInput!) {
  submitCampaign(input: {brief: $brief}) {
    request { id number state stages { key title state quorum } }
    errors { __typename ... on UserError { code message path } }
  }
}"""


def _asking_for(kind: str) -> str:
    return f"""mutation Ask($brief: {kind}BriefInput!) {{
  submit{kind}(input: {{brief: $brief}}) {{
    request {{ id number state stages {{ key title state quorum }} }}
    errors {{ __typename ... on UserError {{ code message path }} }}
  }}
}}"""


#: `variables` is JSON, or the name of a brief that the page makes of what there is.
EXAMPLES = [
    {
        "title": "What there is to choose from",
        "query": """{
  viewer { name roles }
  brands { id name }
  markets { code name currency }
  teams { key name }
}""",
        "variables": "{}",
    },
    {"title": "Submit a campaign", "query": SUBMIT, "variables": "CAMPAIGN"},
    {
        "title": "Ask for an episode to be released",
        "query": _asking_for("EpisodeRelease"),
        "variables": "EPISODE",
    },
    {
        "title": "Ask for a playlist",
        "query": _asking_for("Playlist"),
        "variables": "PLAYLIST",
    },
    {
        "title": "Requests, newest change first",
        "query": """{
  requests(first: 10) {
    totalCount
    edges { node {
      number title state note requesterName
      stages { title state approvals quorum votes { choice voterName reason } }
      readiness { name holds found }
      placements { publisher outsideId state }
    } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        "variables": "{}",
    },
    {
        "title": "Why: decisions and record of the newest",
        "query": """{
  requests(first: 1) { edges { node {
    number title
    decisions { table outcome reasons matchedRules facts }
    auditTrail { position act actorName door at digest }
  } } }
}""",
        "variables": "{}",
    },
    {
        "title": "Sites, and what was handed over to your teams",
        "query": """{
  sites { name market kind areaM2 weeklyHours provider providerIsCommercial }
  handOvers { number title kind receiver state instructions receipt }
}""",
        "variables": "{}",
    },
    {
        "title": "Open a case",
        "query": """mutation {
  openCase(input: {
    kind: COMPLAINT, title: "Charged twice", text: "The invoice stands there twice."
    facts: {severity: MEDIUM, topic: BILLING}
  }) {
    case { number priority queue reasons responseDueAt resolutionDueAt }
    errors { __typename ... on UserError { code message path } }
  }
}""",
        "variables": "{}",
    },
    {
        "title": "Cases, the next to be resolved first",
        "query": """{
  cases(first: 10, orderBy: {field: RESOLUTION_DUE, direction: ASC}) {
    totalCount
    edges { node { number title state priority queue overdue assigneeName
      comments { kind authorName text } escalations { clock level team } } }
  }
}""",
        "variables": "{}",
    },
    {
        "title": "Follow every change (subscription)",
        "query": "subscription { requestsChanged { number title state note } }",
        "variables": "{}",
    },
]
