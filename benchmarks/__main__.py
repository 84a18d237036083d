"""`python -m benchmarks`: run every benchmark on each database there is, and print ratios."""

import asyncio

from tests.postgres import available, server

from benchmarks import (
    analysis,
    bombs,
    charts,
    click,
    decisions,
    enforcement,
    feeds,
    judging,
    latency,
    metrics,
    onix,
    replay,
    rights,
    touched,
)


def _measure(url: str | None) -> None:
    asyncio.run(click.main(url))
    asyncio.run(latency.main(url))
    asyncio.run(replay.main(url))
    asyncio.run(onix.main(url))
    asyncio.run(metrics.main(url))
    asyncio.run(judging.main(url))
    asyncio.run(touched.main(url))


if __name__ == "__main__":
    decisions.main()
    analysis.main()
    rights.main()
    onix.reading()
    feeds.main()
    asyncio.run(bombs.main())
    asyncio.run(charts.main())
    _measure(None)
    if available():
        with server(durable=True) as url:
            _measure(url)
            asyncio.run(enforcement.main(url, enforcement.EXPOSURES // 10))
    else:
        print("PostgreSQL: not measured, for neither its binaries nor a server are here")
