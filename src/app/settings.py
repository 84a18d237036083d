"""Settings, read from the environment (`GREENLIGHT_...`) once, at the start."""

import os
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.installing.app import OAuthApp
from bot.pages.front_end import checked_template
from connectors.mail.server import SmtpServer
from connectors.outgoing import host_of, is_safe
from domain.database.pool import Limits
from domain.errors import Invalid
from domain.insights import USUAL, Insight
from domain.retention import AUDIT_LEAST, JOBS_LEAST, JOBS_USUAL, POINTS_LEAST, Keep
from domain.territories import WORLD

if TYPE_CHECKING:
    from api.callers.profiles import Manner


@dataclass(frozen=True, slots=True)
class AdsAccount:
    """The Spotify ad account that campaigns go live in, and what opens it."""

    id: str
    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


#: What a browser sends as where a page is from, and where something may be reached.
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#@]+")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")

#: What such an address is, to whoever gave none.
_BEGUN = "http:// or https://, a host and perhaps its port"

_NOTHING = SecretStr("")

#: How alike a name and a setting are where one is meant by the other; `difflib`'s measure.
_ALIKE = 0.9


class Settings(BaseSettings):
    """How one hub is set up. What is None switches that part off."""

    model_config = SettingsConfigDict(env_prefix="GREENLIGHT_", frozen=True)

    database_url: str = "sqlite://var/greenlight.db"
    database_pool: Annotated[int, Field(ge=1, le=1_000)] = 10
    database_wait_seconds: Annotated[float, Field(gt=0, le=600)] = 10.0
    database_statement_seconds: Annotated[float, Field(gt=0, le=3_600)] = 20.0
    database_replica_url: SecretStr | None = None
    database_replica_lag_seconds: Annotated[float, Field(ge=2, le=600)] = 5.0
    files: Path = Path("var/files")
    secret: SecretStr | None = None
    secrets_accepted: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8400
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics: Literal["off", "loopback", "on"] = "loopback"
    otlp_url: str | None = None
    drain_seconds: Annotated[float, Field(ge=0, le=120)] = 2.0
    origins: Annotated[tuple[str, ...], NoDecode] = ()
    undo_seconds: Annotated[float, Field(ge=0, le=3600)] = 30.0
    public_url: str = "http://127.0.0.1:8400"
    front_url: str | None = None
    audience_least: Annotated[int, Field(ge=5, le=10_000)] = 20
    keep_points_months: Annotated[int, Field(ge=POINTS_LEAST, le=1_200)] = POINTS_LEAST
    keep_audit_months: Annotated[int | None, Field(ge=AUDIT_LEAST, le=1_200)] = None
    keep_jobs_months: Annotated[int, Field(ge=JOBS_LEAST, le=1_200)] = JOBS_USUAL
    journeys_loopback: bool = False
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    graphql_profile: Literal["open", "standard", "hardened"] = "standard"
    graphql_documents: Path | None = None
    graphql_init_seconds: Annotated[float, Field(gt=0, le=600)] = 10.0
    graphql_plan: bool = True
    graphql_explorer: bool = False
    graphql_points: Annotated[int, Field(ge=10_000, le=100_000_000)] = 600_000
    graphql_anonymous_points: Annotated[int, Field(ge=1_000, le=100_000_000)] = 60_000
    graphql_seconds: Annotated[float, Field(ge=0.5, le=600)] = 10.0
    sockets: Annotated[int, Field(ge=1, le=10_000)] = 50
    connections: Annotated[int, Field(ge=10, le=100_000)] = 2_000

    oidc_issuer: str | None = None
    oidc_audience: str | None = None
    oidc_algorithms: Annotated[tuple[str, ...] | None, NoDecode] = None
    oidc_leeway_seconds: int | None = None
    oidc_subject_claim: str | None = None
    oidc_email_claim: str | None = None
    oidc_verified_claim: str | None = None
    oidc_scopes_claim: str | None = None
    oidc_scope_prefix: str | None = None

    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"

    slack_app_id: Annotated[str | None, Field(pattern="^A[A-Z0-9]{1,31}$")] = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None

    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65_535)] = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_sender: str | None = None

    opentext_url: str | None = None
    opentext_dialect: Literal["opentext", "flowable"] = "opentext"
    opentext_tenant: str | None = None
    opentext_client_id: str | None = None
    opentext_client_secret: SecretStr | None = None
    opentext_token_url: str | None = None
    opentext_seconds: Annotated[float, Field(gt=0, le=60)] = 5.0
    opentext_workflow_url: str | None = None
    opentext_workflow_seconds: Annotated[float, Field(gt=0, le=120)] = 20.0

    consonance_url: str | None = None
    consonance_key: SecretStr | None = None
    consonance_rest_token: SecretStr | None = None
    consonance_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    consonance_writes: Literal["off", "dry", "on"] = "off"

    spotify_client_id: str | None = None
    spotify_client_secret: SecretStr | None = None
    spotify_refresh_token: SecretStr | None = None
    spotify_ad_account: str | None = None
    spotify_principal: str | None = None
    spotify_api_url: str = "https://api-partner.spotify.com/ads/v3"
    spotify_token_url: str = "https://accounts.spotify.com/api/token"  # noqa: S105  An address.

    distribution_client_id: str | None = None
    distribution_client_secret: SecretStr | None = None
    distribution_markets: Annotated[tuple[str, ...], NoDecode] = (WORLD,)
    distribution_api_url: str = "https://distribution.spotify.com"

    megaphone_token: SecretStr | None = None
    megaphone_markets: Annotated[tuple[str, ...], NoDecode] = (WORLD,)
    megaphone_api_url: str = "https://cms.megaphone.fm/api"

    spotify_web_client_id: str | None = None
    spotify_web_client_secret: SecretStr | None = None
    spotify_accounts_url: str = "https://accounts.spotify.com"
    spotify_web_url: str = "https://api.spotify.com/v1"

    spotify_poll_minutes: Annotated[int, Field(ge=0, le=1_440)] = 15
    spotify_insights: Annotated[tuple[Insight, ...], NoDecode] = USUAL

    @field_validator(
        "origins",
        "secrets_accepted",
        "oidc_algorithms",
        "distribution_markets",
        "megaphone_markets",
        "spotify_insights",
        mode="before",
    )
    @classmethod
    def _split(cls, given: object) -> object:
        """Take lists as they are written in an environment: with commas between them."""
        if isinstance(given, str):
            return tuple(word.strip() for word in given.split(",") if word.strip())
        return given

    @field_validator("origins")
    @classmethod
    def _of_browsers(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what no browser sends, and so would let nobody in."""
        for origin in given:
            if origin != "*" and not (_ORIGIN.fullmatch(origin) and host_of(origin)):
                raise ValueError(f"`{origin}` is no origin, such as https://app.example.com")
        return given

    @field_validator("public_url")
    @classmethod
    def _of_the_hub(cls, given: str) -> str:
        """Refuse an address that nobody could reach."""
        if not (_ADDRESS.fullmatch(given) and host_of(given)):
            raise ValueError(f"begin it with {_BEGUN}")
        return given

    @field_validator("otlp_url")
    @classmethod
    def _of_a_collector(cls, given: str | None) -> str | None:
        """Refuse what is no address of a collector, which may have a name and a word in it."""
        if given and not (given.lower().startswith(("http://", "https://")) and host_of(given)):
            raise ValueError(f"begin it with {_BEGUN}, such as http://collector:4318")
        return given

    @field_validator("slack_api_url")
    @classmethod
    def _encrypted(cls, given: str) -> str:
        """Refuse to tell tokens to whoever is on the way."""
        if not is_safe(given):
            raise ValueError(f"begin it with {_BEGUN}; it is https:// unless it is on this machine")
        return given

    @field_validator("front_url")
    @classmethod
    def _leading(cls, given: str | None) -> str | None:
        """Refuse a template that leads nowhere, or somewhere that a number could choose."""
        if given and not host_of(given):
            raise ValueError("write a whole address, its port, if it has one, among them")
        return checked_template(given) if given else None

    @field_validator("*", mode="before")
    @classmethod
    def _set(cls, given: object, info: ValidationInfo) -> object:
        """Take what is set to nothing as not set: an empty secret would let everybody sign.

        An empty list is one, and documents that nobody names let none run.
        """
        usual = cls.model_fields[str(info.field_name)].default
        if given not in ("", _NOTHING) or isinstance(usual, tuple):
            return given
        if info.field_name == "graphql_documents":
            raise ValueError("name a file; where it is not set at all, any document runs")
        return usual

    @field_validator("slack_app_token")
    @classmethod
    def _of_an_app(cls, given: SecretStr | None) -> SecretStr | None:
        """Refuse another token of Slack's, which are easily taken for one another."""
        if given is not None and not given.get_secret_value().startswith("xapp-"):
            raise ValueError("an app token begins with `xapp-`; a bot's is for `workspace`")
        return given

    @classmethod
    def load(cls) -> "Settings":
        """Read the environment; `Invalid` names each variable that is not as it must be."""
        try:
            return cls()
        except ValidationError as error:
            wrong = [
                f"GREENLIGHT_{str(item['loc'][0]).upper()}: {item['msg']}"
                for item in error.errors(include_input=False)
            ]
            raise Invalid("bad_settings", "; ".join(wrong), ("settings",)) from None

    @classmethod
    def misspelt(cls) -> dict[str, str]:
        """Return what is set by a name that is no setting's, with the setting it looks like."""
        known = {f"GREENLIGHT_{name.upper()}" for name in cls.model_fields}
        alike = {
            name: get_close_matches(name.upper(), known, 1, _ALIKE)
            for name in os.environ  # noqa: TID251  Here they are read.
            if name.upper().startswith("GREENLIGHT_") and name.upper() not in known
        }
        return {name: found[0] for name, found in sorted(alike.items()) if found}

    @property
    def ads_account(self) -> AdsAccount | None:
        """The ad account, if one is connected; `Invalid` if only a part of it is given."""
        given = {
            "SPOTIFY_AD_ACCOUNT": self.spotify_ad_account,
            "SPOTIFY_CLIENT_ID": self.spotify_client_id,
            "SPOTIFY_CLIENT_SECRET": self.spotify_client_secret
            and self.spotify_client_secret.get_secret_value(),
            "SPOTIFY_REFRESH_TOKEN": self.spotify_refresh_token
            and self.spotify_refresh_token.get_secret_value(),
        }
        if not any(given.values()):
            return None
        if missing := [f"GREENLIGHT_{name}" for name, value in given.items() if not value]:
            raise Invalid(
                "bad_settings",
                f"An ad account takes all of its settings; set {', '.join(missing)} as well.",
                ("settings",),
            )
        return AdsAccount(*(str(value) for value in given.values()))

    @property
    def oauth_app(self) -> OAuthApp | None:
        """What Slack knows the app by, if it is set; `Invalid` if only a part of it is."""
        held, secret = self.slack_client_id, self.slack_client_secret
        if not held and not secret:
            return None
        if not held or not secret:
            raise Invalid(
                "bad_settings",
                "Set both, GREENLIGHT_SLACK_CLIENT_ID and GREENLIGHT_SLACK_CLIENT_SECRET.",
                ("settings",),
            )
        return OAuthApp(held, secret.get_secret_value())

    @property
    def mail_server(self) -> SmtpServer | None:
        """The mail server, if one is set; `Invalid` if nobody is said to write."""
        if self.smtp_host is None:
            return None
        if self.smtp_sender is None:
            raise Invalid(
                "bad_settings",
                "Set GREENLIGHT_SMTP_SENDER to the address that Greenlight writes from.",
                ("settings",),
            )
        return SmtpServer(
            host=self.smtp_host,
            port=self.smtp_port,
            sender=self.smtp_sender,
            security=self.smtp_security,
            user=self.smtp_user,
            password=self.smtp_password.get_secret_value() if self.smtp_password else None,
        )

    @property
    def database_limits(self) -> Limits:
        """How many connections to PostgreSQL there are, and how long is waited for it."""
        return Limits(
            self.database_pool, self.database_wait_seconds, self.database_statement_seconds
        )

    @property
    def manner(self) -> "Manner":
        """How much the GraphQL endpoint tells; `Invalid` if its manifest cannot be read."""
        # Most commands need no door, and a door takes its time to be read.
        from api.callers.documents import read_manifest
        from api.callers.profiles import Bounds, Profile, manner_of

        path = self.graphql_documents
        points, anonymous = self.graphql_points, self.graphql_anonymous_points
        bounds = Bounds(points, anonymous, self.graphql_seconds, self.sockets)
        known = read_manifest(path) if path else None
        manner = manner_of(Profile(self.graphql_profile), known, bounds)
        planned = self.graphql_plan
        return replace(
            manner, planned=planned, direct=planned, init_seconds=self.graphql_init_seconds
        )

    @property
    def keep(self) -> Keep:
        """For how long what is kept for a time is kept."""
        return Keep(self.keep_points_months, self.keep_audit_months, self.keep_jobs_months)

    @property
    def undo_window(self) -> timedelta:
        """How long the last vote can be taken back."""
        return timedelta(seconds=self.undo_seconds)
