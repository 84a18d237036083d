"""`greenlight hash-list`: addresses become keys where they are."""

from pathlib import Path

from tests.nursery import run


def test_addresses_become_keys_and_are_not_said(folder: Path) -> None:
    lines = ("account,email", "cust-1, Somebody@Example.com ", "cust-2,nobody.at.all")
    (folder / "in.csv").write_text("\n".join(lines))
    done = run(folder, "hash-list", "in.csv", "out.csv")

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "line 3: This is no e-mail address; write one such as you@example.com.",
        "1 keys written, 1 lines set aside.",
    ]
    assert (folder / "out.csv").read_text().splitlines() == [
        "account,key",
        "cust-1,787d5b7c06ca0a21c96436cc7c8117e6fe046d0fd7dedcae8c93bfc14b8e5df7",
    ]
