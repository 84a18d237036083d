"""What each setting is for, and which parts of a hub read it."""

from collections.abc import Mapping

_DOORS = "api, bot, worker"
_AS_APP = "bot, worker"

#: By the name of the field: who reads it, and what it means. `-` is for commands alone.
MEANINGS: Mapping[str, tuple[str, str]] = {
    "database_url": (
        _DOORS,
        (
            "The database: `sqlite://PATH`, or `postgres://...` as libpq takes"
            " it. The same everywhere."
        ),
    ),
    "database_pool": (
        _DOORS,
        "Connections to PostgreSQL of each process; it opens one or two beside them.",
    ),
    "database_wait_seconds": (
        _DOORS,
        "How long is waited for a free connection before callers get a 503.",
    ),
    "database_statement_seconds": (_DOORS, "How long one statement may take."),
    "database_replica_url": ("api", "A replica that lists are read from; none if it is not set."),
    "database_replica_lag_seconds": ("api", "How far behind the replica may be and still be read."),
    "files": (_DOORS, "The folder of uploaded files; the same everywhere."),
    "secret": (
        _DOORS,
        (
            "What signs and seals, such as `openssl rand -hex 32` makes; the same"
            " everywhere. Nothing serves without it."
        ),
    ),
    "secrets_accepted": (
        _DOORS,
        "Earlier secrets that are read with while the secret is replaced, with commas between.",
    ),
    "host": (_DOORS, "The address to listen on."),
    "port": (_DOORS, "The port to listen on; a worker answers health checks there."),
    "origins": ("api", "Origins of browsers that may read answers, with commas between."),
    "undo_seconds": (_DOORS, "How long the last vote can be taken back; the same everywhere."),
    "public_url": (_DOORS, "Where people, Slack and services reach the hub; the same everywhere."),
    "front_url": (
        "api, bot",
        (
            "Where links to a request, case or title lead on to:"
            " `https://.../{kind}/{number}`. Without it the hub's own pages say where to look."
        ),
    ),
    "keep_points_months": (
        "worker",
        "For how many months points are kept, and what their quarter has left; totals stay.",
    ),
    "keep_audit_months": (
        "worker",
        (
            "After how many months events are archived, and those of what is over leave the"
            " database (docs/keeping.md); never if it is not set."
        ),
    ),
    "keep_jobs_months": (
        "worker",
        "For how many months jobs that are over are kept; their keys stay (docs/keeping.md).",
    ),
    "audience_least": (_DOORS, "Fewer accounts than this are never counted; the same everywhere."),
    "journeys_loopback": (
        "api, worker",
        "Lets webhooks and journeys go to this machine: for a demo alone.",
    ),
    "log_level": (_DOORS, "From which weight on lines are written (docs/operations.md)."),
    "metrics": (
        _DOORS,
        "Who reads `/metrics`: nobody, this machine past no proxy, or everybody.",
    ),
    "otlp_url": (_DOORS, "The collector that spans are sent to; none means no traces."),
    "drain_seconds": (_DOORS, "For how long a process serves on after it was told to stop."),
    "trusted_proxies": (
        "api, bot",
        "How many proxies of yours every caller passes; 0 believes no `X-Forwarded-For`.",
    ),
    "graphql_profile": (
        "api",
        (
            "How much the endpoint tells: `open` takes queries by GET,"
            " `hardened` shows the schema to admins' tokens alone."
        ),
    ),
    "graphql_documents": ("api", "A manifest of documents; then these run and no others."),
    "graphql_init_seconds": ("api", "How long a socket has to say who it is."),
    "graphql_plan": (
        "api",
        (
            "Whether queries are answered by plans; off leaves them to"
            " graphql-core, as right and slower."
        ),
    ),
    "graphql_explorer": ("api", "Serves `/explore`."),
    "graphql_points": ("api", "Points a minute of a token; see docs/limits.md."),
    "graphql_anonymous_points": ("api", "Points a minute of an address without a token."),
    "graphql_seconds": ("api", "How long one operation may take before it is stopped."),
    "sockets": ("api", "Sockets and streams that one person may have at once."),
    "connections": (_DOORS, "Connections that a process takes at once."),
    "oidc_issuer": ("api", "The `iss` of your sign-in's tokens, to the letter; switches them on."),
    "oidc_audience": ("api", "Their `aud`; needed with the issuer."),
    "oidc_algorithms": (
        "api",
        "Algorithms that may sign them, with commas between; the asymmetric ones if it is not set.",
    ),
    "oidc_leeway_seconds": ("api", "How far clocks may be apart; 30 if it is not set."),
    "oidc_subject_claim": ("api", "The claim that names the account; `sub` if it is not set."),
    "oidc_email_claim": ("api", "The claim with the address; `email` if it is not set."),
    "oidc_verified_claim": (
        "api",
        "The claim that says that the address is verified; `email_verified` if it is not set.",
    ),
    "oidc_scopes_claim": ("api", "The claim with the scopes; `scope` if it is not set."),
    "oidc_scope_prefix": (
        "api",
        "What scopes of this hub begin with; `greenlight:` if it is not set.",
    ),
    "slack_signing_secret": (
        "bot",
        "What Slack signs deliveries with. The bot needs it or the app token.",
    ),
    "slack_app_token": ("bot", "The app token of Socket Mode, with `connections:write`."),
    "slack_api_url": (_AS_APP, "Slack's API; another address is for tests. The same everywhere."),
    "slack_app_id": ("api, bot", "The app's id, by which pages link into Slack."),
    "slack_client_id": (
        _AS_APP,
        (
            "The app's client id: to install it by a link, and to renew"
            " tokens. With its secret or not at all."
        ),
    ),
    "slack_client_secret": (_AS_APP, "The secret of the client id."),
    "smtp_host": (_AS_APP, "The mail server; without it nobody is told by mail."),
    "smtp_port": (_AS_APP, "Its port."),
    "smtp_security": (_AS_APP, "How the connection is kept private."),
    "smtp_user": (_AS_APP, "Who signs in there, if anybody has to."),
    "smtp_password": (_AS_APP, "Their password."),
    "smtp_sender": (_AS_APP, "The address that Greenlight writes from; needed with a server."),
    "opentext_url": (
        _DOORS,
        "Where decisions are judged elsewhere: OpenText's API, or Flowable's `.../dmn-api`.",
    ),
    "opentext_dialect": (_DOORS, "Which of the two it is."),
    "opentext_tenant": (_DOORS, "The tenant; or give the whole token URL."),
    "opentext_client_id": (_DOORS, "The client; the user at Flowable."),
    "opentext_client_secret": (_DOORS, "Its secret; the password at Flowable."),
    "opentext_token_url": (_DOORS, "Where tokens come from, if not by the tenant."),
    "opentext_seconds": (_DOORS, "How long a decision may take; then people look."),
    "opentext_workflow_url": (
        _DOORS,
        "Where kinds are led elsewhere, if not at the same address: Flowable's `.../service`.",
    ),
    "opentext_workflow_seconds": (_DOORS, "How long one call there may take."),
    "consonance_url": ("worker", "Where you log in to Consonance; switches it on."),
    "consonance_key": ("worker", "Its GraphQL key, which opens everything there."),
    "consonance_rest_token": ("worker", "The token of its older interface, for `--rest`."),
    "consonance_seconds": ("worker", "How long one page may take."),
    "consonance_writes": (
        "worker",
        "Whether links of where works are heard are told there: not, written down only, or told.",
    ),
    "spotify_client_id": (_DOORS, "The client of the ad account; all four or none."),
    "spotify_client_secret": (_DOORS, "Its secret."),
    "spotify_refresh_token": (_DOORS, "The first refresh token; from then on the database has it."),
    "spotify_ad_account": (_DOORS, "The ad account that campaigns go live in."),
    "spotify_principal": (
        "worker",
        (
            "What change history calls the hub's own integration; without"
            " it every integration's edits count as the hub's."
        ),
    ),
    "spotify_api_url": (_DOORS, "Spotify's Ads API; another address is for tests."),
    "spotify_token_url": (_DOORS, "Where its tokens come from; another address is for tests."),
    "distribution_client_id": (
        "worker",
        "The client that Spotify allow-listed for its Distribution API.",
    ),
    "distribution_client_secret": ("worker", "Its secret."),
    "distribution_markets": (
        "worker",
        "Where your shows are heard there: countries, with commas between.",
    ),
    "distribution_api_url": ("worker", "Its address; another is for tests."),
    "megaphone_token": ("worker", "The token of an account at Megaphone that may publish."),
    "megaphone_markets": (
        "worker",
        "Where your podcasts are heard there: countries, with commas between.",
    ),
    "megaphone_api_url": ("worker", "Its address; another is for tests."),
    "spotify_web_client_id": ("api, worker", "The app by which brands connect their accounts."),
    "spotify_web_client_secret": ("api, worker", "Its secret, only if the app has one."),
    "spotify_accounts_url": ("api, worker", "Spotify's sign-in; another address is for tests."),
    "spotify_web_url": ("api, worker", "Spotify's Web API; another address is for tests."),
    "spotify_insights": (
        "worker",
        (
            "What figures of campaigns are told apart by beside countries, with commas between;"
            " nothing if it is empty."
        ),
    ),
    "spotify_poll_minutes": ("worker", "How often it is looked which campaigns run; 0 is never."),
}

#: What is refused besides what its type and bounds refuse.
REFUSED: Mapping[str, str] = {
    "secret": "fewer than 32 characters",
    "secrets_accepted": "one of fewer than 32 characters",
    "public_url": "what is no address of a host, or has more in it than its path",
    "otlp_url": "what is no address of a host",
    "slack_api_url": "what is neither encrypted nor on this machine",
    "origins": "what no browser sends",
    "front_url": "a template without `{number}`, or whose host a number could choose",
    "slack_app_token": "a token that does not begin with `xapp-`",
    "slack_client_id": "one without its secret",
    "slack_client_secret": "one without its client id",
    "smtp_host": "a server without `SMTP_SENDER`",
    "spotify_ad_account": "some of its four settings without the others",
    "spotify_client_id": "some of its four settings without the others",
    "spotify_client_secret": "some of its four settings without the others",
    "spotify_refresh_token": "some of its four settings without the others",
    "graphql_documents": "a manifest that cannot be read, or none that is named",
}
