"""Open regular files only, and read no more of one than fits into memory."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from helpers.report.outcomes import Refusal

_MOST_BYTES = 8_000_000


def open_regular(path: Path) -> BinaryIO:
    """Return a regular file, open to read its bytes; links, pipes and devices are neither followed nor waited for.

    Raises:
        Refusal: it is none, or cannot be opened.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        raise Refusal(f"cannot be opened: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Refusal("not a file (a folder, a pipe, a socket or a device)")
    return os.fdopen(handle, "rb")


def read_bytes(path: Path, most: int = _MOST_BYTES) -> bytes:
    """Return the bytes of a regular file, opened as `open_regular` does.

    Raises:
        Refusal: not a regular file, not readable, or longer than ``most`` bytes.
    """
    with open_regular(path) as file:
        if (size := os.fstat(file.fileno()).st_size) > most:
            raise Refusal(f"{size:,} bytes in one file; the most is {most:,}: split it")
        try:
            return file.read(most + 1)
        except OSError as error:
            raise Refusal(f"cannot be read: {error.strerror}") from None
