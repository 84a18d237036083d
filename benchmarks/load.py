"""`python -m benchmarks.load PORT SECONDS`: ask one server the same over and over, from outside it.

The request stands on standard input, as it goes over the wire. Eight connections ask one after the
other each. What comes out is JSON: answers in a second, and the 99th percentile in milliseconds.
"""

import asyncio
import json
import sys
import time

import uvloop
from tests.load.wire import Lines

CONNECTIONS = 8


async def _ask(port: int, asked: bytes, until: float, took: list[float]) -> None:
    lines = Lines(port)
    while time.perf_counter() < until:
        begin = time.perf_counter()
        answer = await lines.send(asked)
        assert answer.status == 200, answer
        assert b'"errors"' not in answer.body, answer
        took.append(time.perf_counter() - begin)
    lines.close()


async def main(port: int, seconds: float) -> None:
    """Ask for so many seconds, and print what came of it."""
    asked, took = sys.stdin.buffer.read(), list[float]()
    begin = time.perf_counter()
    asking = (_ask(port, asked, begin + seconds, took) for _ in range(CONNECTIONS))
    await asyncio.gather(*asking)
    rate = len(took) / (time.perf_counter() - begin)
    slow = sorted(took)[int(len(took) * 0.99)] * 1_000
    print(json.dumps({"count": len(took), "rate": rate, "p99": slow}))


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), float(sys.argv[2])))
