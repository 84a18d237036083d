"""Anything by its id, several by theirs, and by its link."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLObjectType

from api.finding import FINDABLE
from api.schema import schema
from domain.cases import open_case
from domain.cases.model import CaseKind, Report, Source
from domain.clock import SteppingClock
from domain.distribution import service as distribution
from domain.distribution.model import Demand, Said
from domain.ids import Prefix
from domain.notices import records as notices
from domain.notices.model import Audience
from domain.people.model import Act
from domain.people import workspaces
from tests.api.door import door
from tests.api.test_thresholds import SAVE, fallen
from tests.bot.desk import installed
from tests.domain.exposures.scene import set_up
from tests.domain.thresholds import judging
from tests.world import World

NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
LINKED = "query($url: String!) { resource(url: $url) { __typename id } }"
