"""What processes of ours would each make before they begin, made where they are forked from.

Only what any of them has alike: modules, tables as Tortoise knows them, catalogues, and whom the
machine trusts. Whatever is about one process (its settings, connections, clock) it makes itself.
"""

import asyncio
import gc
import importlib

import httpx2
from tortoise import Tortoise

from bot import catalogues
from domain.database.session import configuration
from tests.quick import trust_once

#: What processes begin with, and what is imported only where it is needed.
MODULES = (
    "app.cli",
    "app.demo.sample",
    "app.running.serving",
    "connectors.jobs.pgqueuer",
    "rich.markdown",
    "tests.faults.hub_process",
    "typer.rich_utils",
)
#: One of each engine; nobody connects to them.
ENGINES = ("sqlite://:memory:", "postgres://nobody@127.0.0.1/nowhere")


async def _know_the_tables() -> None:
    for url in ENGINES:
        await Tortoise.init(config=configuration(url))
        await Tortoise.close_connections()


for module in MODULES:
    importlib.import_module(module)
trust_once()
httpx2.Client().close()
catalogues.load()
asyncio.run(_know_the_tables())
gc.collect()
# Whoever is forked looks through none of it, and copies none of it by looking.
gc.freeze()
