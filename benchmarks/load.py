"""`python -m benchmarks.load PORT SECONDS`: ask one server the same over and over, from outside it.

The request stands on standard input, as it goes over the wire. Eight connections ask one after the
other each. What comes out is JSON: answers in a second, and the 99th percentile in milliseconds.
"""

import asyncio
import json
import re
import sys
import time

import uvloop

CONNECTIONS = 8

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


async def _ask(port: int, asked: bytes, until: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_000_000)
    while time.perf_counter() < until:
        begin = time.perf_counter()
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(head)
        assert head.startswith(b"HTTP/1.1 200"), head
        assert found is not None, head
        body = await reader.readexactly(int(found[1]))
        assert b'"errors"' not in body, body
        took.append(time.perf_counter() - begin)
    writer.close()


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
