"""The command line as an operator meets it: what is wrong is one line that says what to do."""

import sqlite3
from pathlib import Path

import pytest

from tests.nursery import run

SECRETS = {"GREENLIGHT_SECRET": "x" * 32, "GREENLIGHT_SLACK_SIGNING_SECRET": "y"}

ISSUER = SECRETS | {
    "GREENLIGHT_OIDC_ISSUER": "https://login.example.com",
    "GREENLIGHT_OIDC_AUDIENCE": "greenlight",
}


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        ("doctor", {"GREENLIGHT_SECRET": ""}, "32 or more random characters"),
        ("doctor", SECRETS, "`greenlight migrate`"),
        ("serve", SECRETS, "`greenlight migrate`"),
        ("serve", {}, "GREENLIGHT_SLACK_SIGNING_SECRET"),
        ("doctor", {"GREENLIGHT_PORT": "abc"}, "GREENLIGHT_PORT: Input should be a valid integer"),
        ("doctor", {"GREENLIGHT_UNDO_SECONDS": "-1"}, "GREENLIGHT_UNDO_SECONDS"),
        ("doctor", SECRETS | {"GREENLIGHT_OIDC_ISSUER": "https://x.example"}, "OIDC_AUDIENCE"),
        ("doctor", SECRETS | {"GREENLIGHT_OIDC_AUDIENCE": "greenlight"}, "OIDC_ISSUER"),
        ("doctor", ISSUER | {"GREENLIGHT_OIDC_ISSUER": "http://x.example"}, "OIDC_ISSUER must"),
        ("doctor", ISSUER | {"GREENLIGHT_OIDC_ALGORITHMS": "RS256, HS256"}, "OIDC_ALGORITHMS"),
        ("doctor", ISSUER | {"GREENLIGHT_OIDC_LEEWAY_SECONDS": "301"}, "LEEWAY_SECONDS must be"),
        ("migrate", {"GREENLIGHT_DATABASE_URL": "mysql://x/y"}, "sqlite:// or postgres://"),
        (
            "migrate",
            {"GREENLIGHT_DATABASE_URL": "postgres://u@127.0.0.1:1/x"},
            "does not let us in",
        ),
        (
            "doctor",
            SECRETS | {"GREENLIGHT_DATABASE_URL": "postgres://u@127.0.0.1:1/x"},
            "does not let us in",
        ),
        ("decide campaign_stages --facts good.json", SECRETS, "`greenlight migrate`"),
        ("decide campaign_stages --facts bad.json", {}, "bad.json is not JSON"),
        ("decide campaign_stages --facts list.json", {}, "must hold one JSON object"),
        ("manifest --host http://hub.example.com", {}, "https://"),
        ("manifest", {}, "either `--host https://...` or `--socket-mode`"),
        ("manifest --host https://hub.example.com --socket-mode", {}, "either `--host"),
        ("serve", {"GREENLIGHT_SLACK_APP_TOKEN": "xoxb-1"}, "begins with `xapp-`"),
        ("serve", {"GREENLIGHT_SLACK_SIGNING_SECRET": ""}, "GREENLIGHT_SLACK_SIGNING_SECRET"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, words: str, env: dict[str, str], said: str
) -> None:
    for name, content in (("good", "{}"), ("bad", "{"), ("list", "[]")):
        (tmp_path / f"{name}.json").write_text(content)
    done = run(tmp_path, *words.split(), **env)

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr + done.stdout


def test_help_calls_it_by_its_name(tmp_path: Path) -> None:
    assert run(tmp_path, "backup", "--help").stdout.split()[:3] == [
        "Usage:",
        "greenlight",
        "backup",
    ]


@pytest.mark.parametrize("command", ["doctor", "serve", "audit verify"])
def test_a_database_by_a_mistyped_name_is_not_begun(tmp_path: Path, command: str) -> None:
    path = tmp_path / "mistyped" / "hub.db"
    env = SECRETS | {"GREENLIGHT_DATABASE_URL": f"sqlite://{path}"}
    done = run(tmp_path, *command.split(), **env)

    assert done.returncode == 2
    assert done.stderr.startswith(f"greenlight: There is no database at {path}.")
    assert not path.parent.exists()


def test_the_first_admin_comes_by_the_command_line(tmp_path: Path) -> None:
    env = SECRETS | {"GREENLIGHT_ORIGINS": "https://a.example.com, https://b.example.com"}
    admin = ("person", "admin@hub.example.com", "--name", "The admin", "--role", "admin")
    assert run(tmp_path, "migrate", **env).returncode == 0
    added, again = run(tmp_path, *admin, **env), run(tmp_path, *admin, **env)
    token = run(tmp_path, "token", "admin@hub.example.com", **env)

    late = run(tmp_path, "token", "admin@hub.example.com", "--days", "99999999999", **env)

    assert (late.returncode, late.stderr.count("\n")) == (2, 1)
    assert "within 366 days" in late.stderr
    assert added.returncode == 0
    assert "somebody with this address already" in again.stderr
    assert token.stdout.startswith("glt_")
    assert "jobs: {}" in run(tmp_path, "doctor", **env).stdout


def test_a_workspace_that_is_not_joined_has_no_language(folder: Path) -> None:
    refused = run(folder, "language", "T0404", "de", **SECRETS)

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "The hub is not installed in a workspace `T0404`" in refused.stderr


def test_doctor_exits_with_1_when_something_needs_a_person(folder: Path) -> None:
    well = run(folder, "doctor", **SECRETS)
    with sqlite3.connect(folder / "var/greenlight.db") as database:
        database.execute(
            "INSERT INTO jobs (id, key, kind, lane, details, due_at, state, attempt, created_at,"
            " last_error) VALUES ('job_1', 'k', 'x', 'l', '{}', '2026-11-21 09:00:00+00:00',"
            " 'dead', 30, '2026-11-21 09:00:00+00:00', 'no use')"
        )
    database.close()
    ill = run(folder, "doctor", **SECRETS)

    assert (well.returncode, ill.returncode) == (0, 1)
    assert "needs a person: k: no use" in ill.stdout
    assert ill.stderr == ""
