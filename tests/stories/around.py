"""What stands around a hub in one story: each as it begins, and reached over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.routing import Mount

from connectors.consonance.fake import House as Titles
from connectors.consonance.fake import create_fake as create_fake_consonance
from connectors.opentext.fake import Tenant
from connectors.opentext.fake import create_fake as create_fake_opentext
from connectors.spotify.fake import Account, create_fake
from connectors.spotify.web.fake import Accounts, Listener, create_fake_accounts, create_fake_web
from connectors.webhooks.fake import Receiver
from connectors.webhooks.fake import create_fake as create_fake_receiver
from domain.clock import Clock
from tests.connectors.spotify.judge import WEB
from tests.stories.judged import JudgedSpotify


@dataclass
class Outlets:
    """Where the hub publishes by itself: Spotify's accounts, one of them, and a content system."""

    accounts: Accounts = field(default_factory=Accounts)
    listener: Listener = field(default_factory=Listener)
    system: Receiver = field(default_factory=Receiver)

    @contextmanager
    def mounted(self, clock: Clock) -> Iterator[list[Mount]]:
        """Give them to be served; at the end, nothing of it broke Spotify's document."""
        fake = create_fake_web(self.listener, clock, self.accounts)
        web = JudgedSpotify(fake, WEB, WEB.host)
        yield [
            Mount("/accounts", create_fake_accounts(self.accounts, clock)),
            Mount("/content", create_fake_receiver(self.system, clock)),
            Mount("/web", web),
        ]
        assert web.unlawful == []


@dataclass
class Around:
    """Everything that a company is connected to, but for its chat.

    `account` is the ad account at Spotify, `tenant` the workflow service, `titles` is Consonance.
    """

    account: Account = field(default_factory=Account)
    tenant: Tenant = field(default_factory=Tenant)
    titles: Titles = field(default_factory=Titles)
    outlets: Outlets = field(default_factory=Outlets)

    @contextmanager
    def mounted(self, clock: Clock) -> Iterator[list[Mount]]:
        """Give all of it to be served, as `tests.stories.company` says where."""
        ads = JudgedSpotify(create_fake(self.account, clock))
        with self.outlets.mounted(clock) as outlets:
            yield [
                Mount("/fake-spotify", ads),
                Mount("/fake-opentext", create_fake_opentext(self.tenant, clock)),
                Mount("/consonance", create_fake_consonance(self.titles)),
                *outlets,
            ]
        assert ads.unlawful == []
