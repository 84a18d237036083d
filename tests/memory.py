"""Where tests keep their files: in memory, where that has room for them.

Every database of a test is a file of its own that nobody reads again, and SQLite waits for the disk
at every commit. No test proves that a disk keeps what it was given: processes are killed, machines
are not.
"""

import os
import shutil
import tempfile
from pathlib import Path

#: The file system in memory that Linux has.
MEMORY = Path("/dev/shm")

#: What a run may need, in bytes: a server and a few databases for each of its processes.
ROOM = 4 << 30


def keep_in_memory() -> None:
    """Have temporary folders made there from now on, here and in the processes that inherit it.

    Whoever named a place for them by `TMPDIR` or `PYTEST_DEBUG_TEMPROOT` has them there.
    """
    if {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & os.environ.keys():
        return
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # Somebody may have asked for the usual place already.
