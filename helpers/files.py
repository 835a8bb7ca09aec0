"""Write files whole or not at all, several of them together; and leave nothing behind."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_HALF = re.compile(r"\..+\.(\d+)\.(?:half|old)")  # half a file, or an old one kept until all new ones are there


@contextmanager
def told_if_full(folder: Path) -> Iterator[None]:
    """Name ``folder`` in the error of a full disk that is raised in this block: it names no file, or the one copied from.

    >>> with told_if_full(Path("out")):
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
    OSError: [Errno 28] No space left on device: 'out'
    """
    try:
        yield
    except OSError as error:
        names_another = error.filename is None or error.filename2 is not None
        if error.errno in (errno.ENOSPC, errno.EDQUOT) and names_another:
            raise OSError(error.errno, error.strerror, str(folder)) from None
        raise


def write_atomically(files: Mapping[Path, bytes | Path]) -> None:
    """Write every file whole and all of them, or leave all as they were, also when the run is interrupted.

    Args:
        files: the contents of each file, or another file that holds them.

    Raises:
        OSError: a file cannot be written; no file has changed.
    """
    halves, olds = (
        {path: path.with_name(f".{path.name}.{os.getpid()}.{end}") for path in files} for end in ("half", "old")
    )
    changed = []
    try:
        for path, data in files.items():
            with told_if_full(path.parent):
                if isinstance(data, Path):
                    shutil.copyfile(data, halves[path])
                else:
                    halves[path].write_bytes(data)
                if len(files) > 1 and path.exists():
                    shutil.copy2(path, olds[path])
        for path, half in halves.items():
            os.replace(half, path)
            changed.append(path)
    except BaseException:
        for path in changed if len(files) > 1 else ():
            os.replace(olds[path], path) if olds[path].exists() else path.unlink()
        raise
    finally:
        for left in (*halves.values(), *olds.values()):
            left.unlink(missing_ok=True)


def clear_halves(folder: Path) -> None:
    """Remove what a killed process left half written in ``folder``; the halves of a living process stay."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            if (match := _HALF.fullmatch(entry.name)) and not _is_alive(int(match[1])):
                Path(entry.path).unlink(missing_ok=True)


_PREFIX = "android-moment-{}-"
_SCRATCH = re.compile(_PREFIX.format(r"(\d+)") + "[a-z0-9_]{8}")  # as `tempfile` names it


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a private folder among the temporary files that does not outlive the block. Such folders of this user that
    a killed process left are removed; those of a living process stay."""
    with suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            match = _SCRATCH.fullmatch(entry.name)
            if match and not _is_alive(int(match[1])) and entry.stat(follow_symlinks=False).st_uid == os.getuid():
                shutil.rmtree(entry.path, ignore_errors=True)
    made = tempfile.TemporaryDirectory(prefix=_PREFIX.format(os.getpid()), ignore_cleanup_errors=True)
    with made as folder, told_if_full(Path(folder)):
        yield Path(folder)


def _is_alive(process: int) -> bool:
    if os.name != "posix":
        return True  # there is no harmless way to ask
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def check_writable(folder: Path) -> None:
    """Check that files can be written into ``folder``, or that it can be made, and leave nothing there.

    Raises:
        OSError: they cannot; the message names the folder.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    there = missing[-1].parent if missing else folder
    probe = there / f".probe.{os.getpid()}.half"
    try:
        probe.write_bytes(b"\0")
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(there)) from None
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)  # its name may be too long, or not allowed here
    finally:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
