"""`python -m benchmarks`: run every benchmark and print ratios."""

import asyncio

from benchmarks import click, lists

if __name__ == "__main__":
    asyncio.run(click.main())
    asyncio.run(lists.main())
