"""Writing `schema.graphql`."""

from pathlib import Path

from api.schema import printed


def export(path: Path) -> bool:
    """Write the schema to `path`; say whether that changed the file."""
    text = printed()
    if path.exists() and path.read_text() == text:
        return False
    path.write_text(text)
    return True
