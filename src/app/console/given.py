"""What a command is given: files that are there, places that can be written, numbers."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import Invalid

#: The most digits of the number of a request; no hub has asked for a billion.
DIGITS_MAX = 9


def number_in(said: str) -> int | None:
    """Return the number that a request is called by, `12` or `#12`; None for anything else."""
    number = said.removeprefix("#")
    legible = number.isascii() and number.isdigit() and len(number) <= DIGITS_MAX
    return int(number) if legible else None


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


def placeable(file: Path | None) -> Path | None:
    """Return where a command is to write; `Invalid` where nothing can be, before anything is done.

    What it found out would be lost where only its last step says so.
    """
    if file is None:
        return None
    folder = file.parent
    if not folder.is_dir():
        said = f"There is no folder `{folder}` to write `{file.name}` into; make it, run it again."
        raise Invalid("no_folder", said, ("file",))
    if not os.access(folder, os.W_OK | os.X_OK):
        said = f"Whoever runs this may not write into `{folder}`; give another place."
        raise Invalid("no_folder", said, ("file",))
    return file


Out = Annotated[
    Path | None,
    typer.Option(help="Where to write it.", dir_okay=False, writable=True, callback=placeable),
]


def put(text: str, out: Out) -> None:
    """Write a table where it is asked for, or say it."""
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="")
