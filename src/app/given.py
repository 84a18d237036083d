"""The file that a command is given: there, and one that can be read twice."""

import os
from pathlib import Path

from domain.errors import Invalid


def readable(file: Path) -> Path:
    """Return a file that a command was given; `Invalid` says what is there instead."""
    if str(file) == "-":
        said = "What is piped in is not read: it is read twice. Write it to a file and give that."
        raise Invalid("no_file", said, ("file",))
    if file.is_dir():
        raise Invalid("no_file", f"`{file}` is a directory; give one file of it.", ("file",))
    if not file.exists():
        said = f"There is no file `{file}` below {Path.cwd()}; give its whole path."
        raise Invalid("no_file", said, ("file",))
    if not file.is_file():
        said = f"`{file}` is no plain file, and cannot be read twice; copy it to one."
        raise Invalid("no_file", said, ("file",))
    if not os.access(file, os.R_OK):
        said = f"`{file}` may not be read by whoever runs this; give them leave, and run it again."
        raise Invalid("no_file", said, ("file",))
    return file
