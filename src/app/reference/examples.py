"""An example of every command, and what those that take `--json` answer with."""

from collections.abc import Mapping

#: By command: the words after it. Files are named as somebody would; none has to be there.
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "api": ("--port", "8401"),
    "audit anchor": (),
    "audit check": ("record.json",),
    "audit verify": ("--json",),
    "backup": ("hub.tar.gz",),
    "bot": ("--port", "8402"),
    "decide": ("campaign_stages", "--facts", "facts.json", "--explain"),
    "demo": ("--port", "8500"),
    "dmn check": ("campaign_stages.dmn", "--cases", "campaign_stages.csv"),
    "dmn diff": ("before.dmn", "after.dmn"),
    "dmn export": ("campaign_stages", "--as", "cases"),
    "dmn import": ("stages.otdt",),
    "dmn page": ("campaign_stages",),
    "dmn replay": ("campaign_stages.dmn",),
    "doctor": ("--json",),
    "documents check": ("documents.json",),
    "executor": ("campaign_stages", "shadow"),
    "export audio-fit": ("--by", "author"),
    "export audit": ("req_01",),
    "export bpmn": ("campaign",),
    "export rights": ("--csv",),
    "export statuses": ("--csv", "--out", "statuses.csv"),
    "gallery": (),
    "hash-list": ("addresses.csv", "keys.csv"),
    "import consonance": ("--dry-run",),
    "import csv": ("titles.csv", "--sender", "Example House", "--dry-run"),
    "import keys": ("keys.csv", "--brand", "brd_01"),
    "import metrics": ("plays.csv", "--source", "spotify-creators", "--preview"),
    "import onix": ("titles.xml", "--dry-run", "--set-aside", "left.csv"),
    "import reports": ("req_01", "--whole-flight"),
    "import rights": ("rights.csv", "--dry-run"),
    "install-link": ("--hours", "48"),
    "language": ("T0123456789", "de"),
    "manifest": ("--host", "https://hub.example.com"),
    "migrate": ("--plan",),
    "move": ("--from", "sqlite://var/greenlight.db", "--to", "postgres://db/greenlight"),
    "opentext drift": ("--repair",),
    "orchestrate": ("campaign", "opentext"),
    "person": ("you@example.com", "--name", "Your name", "--role", "admin"),
    "reference": (),
    "release": ("--kind", "campaign.publish"),
    "restore": ("hub.tar.gz",),
    "retention": ("--dry-run",),
    "retry": ("campaign.publish:req_01",),
    "schema": ("--to", "schema.graphql"),
    "schema diff": ("docs/schema/released.graphql",),
    "secrets rotate": (),
    "serve": ("--port", "8400"),
    "token": ("you@example.com", "--name", "front end", "--days", "90"),
    "worker": ("--port", "8403"),
    "workspace": ("--bot-token", "xoxb-..."),
}

_IMPORTED = (
    "`{dry_run, counts: {outcome: number}, tests, set_aside: [...]}`; `set_aside` has an object"
    " for each record that was not taken, with why."
)
_CARRIED = "`{rows, files, held, tables: {name: {rows, digest}}}`"

#: By command: what it answers programs with.
ANSWERS: Mapping[str, str] = {
    "audit verify": "`[{subject, position, problem}]`, empty if the record holds.",
    "backup": "`{created, version, rows, tables, files, lacking: [name]}`",
    "decide": "what the table says, its matched rows, and `misses` with `--explain`.",
    "dmn check": "`{cases, failures, findings, clashes, sound}`",
    "dmn diff": "`[change]`, one object for each row that differs; nothing if none does.",
    "dmn replay": "`{total, changed, turns: [{before, after, count}], requests}`",
    "doctor": "how the hub stands, part by part, with"
    " `findings: [{code, weight, said, cure}]` ([codes](../keeping.md#is-it-well)).",
    "documents check": "`{documents, refused}`",
    "import consonance": _IMPORTED,
    "import csv": _IMPORTED,
    "import metrics": "`{counts, held, set_aside: [...]}`",
    "import onix": _IMPORTED,
    "import rights": _IMPORTED,
    "move": f"{_CARRIED}, with `dry_run` beside them.",
    "opentext drift": "`{drift: [...], repaired}`",
    "restore": f"{_CARRIED}; `held` counts the jobs that wait for `greenlight release`.",
    "retention": (
        "`{dry_run, points_before, parts, rows, made, archived_before, archives, events, jobs}`;"
        " `jobs` is `{before, kept, gone}`."
    ),
    "schema diff": "`[{weight, code, said}]`",
}
