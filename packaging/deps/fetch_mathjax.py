#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""fetch_mathjax.py FOLDER: puts the bundles of MathJax that the build embeds into FOLDER, with MathJax's licence.

They come from a wheel that carries MathJax whole (`pip download --no-deps`); nothing of it is run here. Files with the
right SHA-256 are left alone, and then nothing is asked of the network.
"""

import os
import pathlib
import shutil
import sys
import zipfile

import fetch_models

REQUIREMENT = "django-static-mathjax==3.2.2.1"
WHEEL_SHA256 = "05ad109fd9e5d9d380c76389689b7f523e9ccb7f7a85c1eb962c7564eac7601d"
INSIDE = "mathjax/static/mathjax/es5/"
FILES = {
    "loader.js": "a413bc18c77eda7b5d29d44c4d3311de78742cb5c9751b70e29b013eacfbb56f",
    "core.js": "44d9c29f77d89537e024d165e2c0d7e981a98d75ed53b6c236fac899ed631abb",
    "adaptors/liteDOM.js": "5331a5a6fa5e2eeefbc3371bb6552d0e4f778e2d455d1c19e0898646f132da74",
    "input/tex-full.js": "de76b151355304bde8217d8056264d9c2bec2f47acb7ffd4d142cbe14f5b0035",
    "output/svg.js": "6fdee599b240851fd27b31017e1a18802d99743ac4fae8204998997176647609",
    "output/svg/fonts/tex.js": "6afb8e7f4f7f19255c4b111f4a00c06716b70ea9b977516127c054e7799d2da4",
}
LICENSE = ("mathjax/static/mathjax/LICENSE", "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30")


def wanted():
    """{path in the folder: (path in the wheel, SHA-256)}"""
    files = {name: (INSIDE + name, digest) for name, digest in FILES.items()}
    files["LICENSE"] = LICENSE
    return files


def complete(folder):
    return all((folder / name).exists() and fetch_models.sha256(folder / name) == digest
               for name, (_, digest) in wanted().items())


def unpack(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        for name, (inside, digest) in wanted().items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(inside))
            if fetch_models.sha256(target) != digest:
                raise fetch_models.Problem(f"{name} of MathJax is not the file it should be")


def main():
    folder = pathlib.Path(sys.argv[1])
    if complete(folder):
        return 0
    fetch_models.say("fetching MathJax, which sets formulas")
    work = folder.parent / ".fetch-mathjax"
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(parents=True)
        wheel = fetch_models.download(REQUIREMENT, work / "wheel")
        if fetch_models.sha256(wheel) != WHEEL_SHA256:
            raise fetch_models.Problem(f"MathJax arrived damaged: its SHA-256 is not {WHEEL_SHA256}; try again")
        unpack(wheel, work / "files")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(work / "files", folder)
    except (fetch_models.Problem, OSError, KeyError, zipfile.BadZipFile) as problem:
        print(f"dev: {problem}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
