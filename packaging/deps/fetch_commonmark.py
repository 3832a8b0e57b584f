#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""fetch_commonmark.py FILE: puts the CommonMark specification, whose examples a test renders, into FILE.

It lies in the source package of a Python parser (`pip download`, checked by its SHA-256). A file with the right SHA-256 is
left alone, and then nothing is asked of the network.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

import fetch_models

REQUIREMENT = "commonmark==0.9.1 --hash=sha256:452f9dc859be7f06631ddcb328b6919c67984aca654e5fefb3914d54691aed60\n"
INSIDE = "commonmark-0.9.1/spec.txt"
SHA256 = "1df16455b3585f02cbd49a46d04509f6f92abab0dcd0ceea18f35f2ffb9076f1"


def download(folder):
    """The source package."""
    requirements = folder / "requirements.txt"
    requirements.write_text(REQUIREMENT)
    result = subprocess.run(
        fetch_models.pip_command() + ["download", "--no-deps", "--no-binary=:all:", "--require-hashes",
                                      "--disable-pip-version-check", "--dest", str(folder), "-r", str(requirements)],
        capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise fetch_models.Problem(f"pip could not fetch the CommonMark specification: {result.stderr.strip()[-300:]}")
    return next(folder.glob("*.tar.gz"))


def main():
    target = pathlib.Path(sys.argv[1])
    if target.exists() and fetch_models.sha256(target) == SHA256:
        return 0
    fetch_models.say("fetching the CommonMark specification")
    work = target.parent / ".fetch-commonmark"
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(parents=True)
        with tarfile.open(download(work)) as archive:
            (work / target.name).write_bytes(archive.extractfile(INSIDE).read())
        if fetch_models.sha256(work / target.name) != SHA256:
            raise fetch_models.Problem(f"the CommonMark specification arrived damaged: its SHA-256 is not {SHA256}")
        os.replace(work / target.name, target)
    except (fetch_models.Problem, OSError, tarfile.TarError) as problem:
        print(f"dev: {problem}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
