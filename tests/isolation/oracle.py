"""Who may know what of a side that is not theirs: said here once more, independently of the hub.

Names are those of tables; whatever has no place here is the other side's alone.
"""

from collections.abc import Mapping

#: What every brand's people and every agency know of one another: the catalogue of names.
NAMES = frozenset({"brands", "markets", "sponsors", "shows", "episodes", "teams"})
#: What the house knows, whichever brand somebody is of: its people, its premises, publishers'
#: titles, and the tables that judge.
HOUSE = NAMES | {
    "absences",
    "accounts",
    "agencies",
    "alert_team_silences",
    "assets",
    "calendars",
    "capture_hosts",
    "contributor_materials",
    "contributors",
    "episode_guids",
    "genres",
    "market",
    "metric_profiles",
    "rights_proposals",
    "rule_versions",
    "series",
    "show_feeds",
    "show_feed_items",
    "shown_episodes",
    "site_decisions",
    "sites",
    "title_genres",
    "titles",
    "users",
    "works",
}
#: What a role for one market, of every brand, sees besides: what is a brand's, and of no market.
OF_BRANDS = HOUSE | {
    "audience_cuts",
    "audience_runs",
    "brand_music_standards",
    "connections",
    "consents",
    "enforcement_policies",
    "exposures",
    "feed_items",
    "feeds",
    "launch_briefs",
    "launch_changes",
    "launch_policies",
    "launches",
    "listed_accounts",
    "rights_agreements",
    "rights_grants",
    "routes",
    "show_targets",
    "shown_shows",
    "thresholds",
}
#: What each person of A may know of B.
KNOWN: Mapping[str, frozenset[str]] = {
    "rival": NAMES,
    "a_manager": HOUSE,
    "a_auditor": HOUSE,
    "a_requester": HOUSE,
    "a_reviewer": HOUSE,
    "a_market": OF_BRANDS,
}
#: Mutations that say of B that it is there, or add to it, by design: each with why.
BY_DESIGN: Mapping[str, str] = {
    "openCase": "Everybody may report something of any brand; who handles it sees it.",
    "createUpload": "An agency brings files for any brand; it alone, and the house, sees them.",
    "updateSponsor": "A sponsor is of no brand.",
    "approveContributorMaterial": "A contributor is of no brand.",
    "withdrawContributorMaterial": "A contributor is of no brand.",
}
