"""Which version runs."""

from importlib import metadata
from pathlib import Path
from tomllib import loads


def version() -> str:
    """Return which version this is, installed or from its folder."""
    try:
        return metadata.version("greenlight")
    except metadata.PackageNotFoundError:
        project = Path(__file__).parents[2] / "pyproject.toml"
        return str(loads(project.read_text())["project"]["version"]) if project.exists() else ""
