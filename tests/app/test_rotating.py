"""`greenlight secrets rotate`, and what `doctor` says before and after it."""

import sqlite3
from pathlib import Path

from tests.nursery import run

OLD, NEW = {"GREENLIGHT_SECRET": "o" * 32}, {"GREENLIGHT_SECRET": "n" * 32}
BOTH = NEW | {"GREENLIGHT_SECRETS_ACCEPTED": "o" * 32}
ADMIN = ("person", "admin@hub.example.com", "--name", "The admin", "--role", "admin")


def test_the_command_line_leads_from_one_secret_to_the_next(folder: Path) -> None:
    run(folder, *ADMIN, **OLD)
    before = run(folder, "doctor", **BOTH)
    assert "1 of 1 in person_keys.sealed_key are sealed with an accepted secret" in before.stdout
    assert "`greenlight secrets rotate`" in before.stdout
    assert "is sealed with GREENLIGHT_SECRET" not in before.stdout

    first, again = (
        run(folder, "secrets", "rotate", **BOTH),
        run(folder, "secrets", "rotate", **BOTH),
    )
    assert "person_keys.sealed_key: 1 sealed anew" in first.stdout
    assert again.stdout == "Everything is sealed with GREENLIGHT_SECRET.\n"
    assert (first.returncode, again.returncode) == (0, 0)
    assert "take GREENLIGHT_SECRETS_ACCEPTED away" in run(folder, "doctor", **BOTH).stdout
    assert "sealed" not in run(folder, "doctor", **NEW).stdout


def test_what_an_earlier_secret_signed_is_carried_and_comes_back(tmp_path: Path) -> None:
    for command in (("migrate",), ADMIN, ("audit", "anchor"), ("backup", "before.tar.gz")):
        assert run(tmp_path, *command, **OLD).returncode == 0
    for command in (("secrets", "rotate"), ("backup", "after.tar.gz")):
        assert run(tmp_path, *command, **BOTH).returncode == 0
    doctor = run(tmp_path, "doctor", **NEW).stdout
    back = {"GREENLIGHT_DATABASE_URL": f"sqlite://{tmp_path / 'back.db'}"}
    again = {"GREENLIGHT_DATABASE_URL": f"sqlite://{tmp_path / 'again.db'}"}
    after = run(tmp_path, "restore", "after.tar.gz", **NEW, **back)
    before = run(tmp_path, "restore", "before.tar.gz", **BOTH, **again)

    assert "signed with another secret" not in doctor
    assert (after.returncode, before.returncode) == (0, 0), after.stderr + before.stderr
    assert run(tmp_path, "audit", "verify", **NEW, **back).returncode == 0


def test_what_is_shut_is_named_and_a_person_is_asked(folder: Path) -> None:
    run(folder, *ADMIN, **OLD)
    done = run(folder, "secrets", "rotate", **NEW)

    assert done.returncode == 1
    assert "person_keys.sealed_key: 1 are shut" in done.stdout
    said = run(folder, "doctor", **NEW).stdout
    assert "needs a person: 1 of 1 in person_keys.sealed_key are sealed with a secret" in said
    with sqlite3.connect(folder / "var" / "greenlight.db") as database:
        query = "SELECT COUNT(*) FROM audit_events WHERE subject = 'secrets'"
        assert database.execute(query).fetchone() == (0,)


def test_an_accepted_secret_that_is_too_short_is_refused_by_name(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", **NEW | {"GREENLIGHT_SECRETS_ACCEPTED": "short"})

    assert done.returncode == 2
    assert "GREENLIGHT_SECRETS_ACCEPTED" in done.stderr
    assert "short" not in done.stderr.replace("too short", "")
