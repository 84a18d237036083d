"""Commands that need the domain only start without the doors, which are slow to import."""

import subprocess
import sys

DOORS = {"strawberry", "slack_bolt", "bot.app", "api.schema", "app.jobs.handlers"}

IMPORTED = "import sys; import {names}; print(*sys.modules)"


def imported(*names: str) -> set[str]:
    program = IMPORTED.format(names=", ".join(names))
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(said.stdout.split())


def test_light_commands_import_no_door() -> None:
    found = imported(
        "app.cli",
        "app.opening.hub",
        "app.console.asking",
        "app.commands.executing",
        "app.commands.rulings",
    )

    assert found & DOORS == set()


def test_help_imports_no_database() -> None:
    found = imported("app.cli")

    assert found & (DOORS | {"tortoise", "pydantic_settings"}) == set()
    assert imported("app.running.wiring") >= DOORS  # So the names are those of what is slow.
