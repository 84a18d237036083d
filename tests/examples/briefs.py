"""What the examples ask for: a campaign as JSON, and its files."""

import json
from pathlib import Path

from tests.api.door import brief
from tests.examples.running import files
from tests.world import World, square, tone

BRAND = "Sample Roasters"


def campaign(world: World, folder: Path, **changes: object) -> list[Path]:
    """Write a brief and its files; return where they are, the brief first."""
    given = brief(world, **changes)
    for field in ("brandId", "audioAssetId", "imageAssetId", "logoAssetId"):
        del given[field]
    text = json.dumps(given).encode()
    return files(
        folder,
        (
            ("brief.json", text),
            ("spring.wav", tone(20)),
            ("companion.png", square(640)),
            ("logo.png", square(640)),
        ),
    )
