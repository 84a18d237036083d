"""What a log tells, and what it keeps to itself."""

from collections.abc import Iterator

import pytest
import structlog

from app.logs import configure


@pytest.fixture(autouse=True)
def _set_up() -> Iterator[None]:
    configure()
    yield
    structlog.reset_defaults()


def test_a_traceback_shows_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    def fails(token: str) -> None:
        raise ValueError(f"a token of {len(token)} letters")

    try:
        fails("HUNTER2".lower())
    except ValueError:
        structlog.get_logger().exception("fault")
    said = capsys.readouterr().out

    assert "a token of 7 letters" in said
    assert "in fails" in said
    assert "hunter2" not in said
