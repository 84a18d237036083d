"""Requests that are meant to cost much, beside the least one there is: `{ __typename }`.

CPU time of the whole door, in one process, interleaved; each bomb is made anew by a comment, for
what was judged once is remembered. No bomb may cost more than `GOAL` times the least request.
"""

import asyncio
import time

import httpx2
from tests.api.bombs import BOMBS
from tests.api.door import door
from tests.world import World

from benchmarks.stage import world

ROUNDS, TRIVIAL, GOAL = 3, 10, 20.0
HEADERS = {"content-type": "application/json"}
LEAST = b'{"query":"{ __typename }"}'


async def main() -> None:
    """Measure and print."""
    async with world() as found:
        ratios = await _measure(found)
    for name, ratio in sorted(ratios.items(), key=lambda one: -one[1]):
        print(f"{name}: {ratio:.1f} times the least request (at most {GOAL:.0f})")


async def _measure(found: World) -> dict[str, float]:
    client = (await door(found, "manager")).client
    least: list[float] = []
    costs: dict[str, list[float]] = {name: [] for name in BOMBS}
    for turn in range(ROUNDS):
        for name, bomb in BOMBS.items():
            least.append(min([await _cost(client, LEAST) for _ in range(TRIVIAL)]))
            body = bomb.body.replace(b'"query":"', b'"query":"#%d\\n' % turn, 1)
            costs[name].append(await _cost(client, body))
    floor = sorted(least)[len(least) // 2]
    print(f"The least request takes {floor * 1e3:.2f} ms of CPU time.")
    return {name: min(found) / floor for name, found in costs.items()}


async def _cost(client: httpx2.AsyncClient, body: bytes) -> float:
    begin = time.process_time()
    await client.post("/graphql", content=body, headers=HEADERS)
    return time.process_time() - begin


if __name__ == "__main__":
    asyncio.run(main())
