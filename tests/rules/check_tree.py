#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""The tree is as ARCHITECTURE.md says, every source with logic has a test, and every test runs.

A .cpp of inference/ or app/ has its tst_ at the same place under tests/, or a line in tests/rules/tested_elsewhere.txt:
`inference/backend/cpu/kernels/*.cpp  tests/inference/backend/cpu/tst_cpu_backend.cpp`. Such a line must be needed, and the
test must be there.
"""

import fnmatch
import re

import tree

NAMED_PATH = re.compile(r"`((?:inference|app|ui|shaders|tests|packaging|resources)/[\w./-]+)`")
ELSEWHERE = "tests/rules/tested_elsewhere.txt"


def check_folders(report, root):
    for folder in tree.layers(root):
        if not (root / folder).is_dir():
            report.problem("ARCHITECTURE.md", f"the layer table lists {folder}, which is not there")


def tested_elsewhere(report, root):
    """[(pattern, test)]"""
    rows = []
    if not (root / ELSEWHERE).exists():
        return rows
    for number, line in enumerate(tree.read(root, ELSEWHERE).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        pattern, test = line.split()
        rows.append((pattern, test))
        if not (root / test).exists():
            report.problem(ELSEWHERE, f"{test} is not there", number)
    return rows


def check_tested(report, root):
    rows = tested_elsewhere(report, root)
    needed = set()
    for path in tree.files(root, ("inference", "app")):
        if path.suffix != ".cpp" or (root / "tests" / path.parent / f"tst_{path.name}").exists():
            continue
        matching = [pattern for pattern, _ in rows if fnmatch.fnmatchcase(str(path), pattern)]
        needed.update(matching)
        if not matching:
            report.problem(path, f"has no test: write tests/{path.parent}/tst_{path.name}, or name the test that covers it in "
                                 f"{ELSEWHERE}")
    for pattern, _ in rows:
        if pattern not in needed:
            report.problem(ELSEWHERE, f"the line of {pattern} covers nothing")


def check_registered(report, root):
    """A test that no CMakeLists.txt at or above it names never runs. Quick Test finds tst_*.qml itself."""
    for path in tree.files(root, ("tests",)):
        if path.suffix != ".cpp" or not path.name.startswith("tst_"):
            continue
        build_files = [folder / "CMakeLists.txt" for folder in path.parents if (root / folder / "CMakeLists.txt").exists()]
        text = "".join(tree.read(root, file) for file in build_files)
        subject = path.stem.removeprefix("tst_")
        if not re.search(rf"\b(tst_)?{re.escape(subject)}\b", text):
            report.problem(path, "is not registered in a CMakeLists.txt")


def check_versions(report, root):
    """The newest release of the change log is the version of CMake and of the AppStream file."""
    changes = re.findall(r"^## (\d+\.\d+\.\d+)", tree.read(root, "CHANGELOG.md"), re.MULTILINE)
    if not changes:
        return
    if not re.search(rf"project\(maru VERSION {re.escape(changes[0])}\b", tree.read(root, "CMakeLists.txt")):
        report.problem("CMakeLists.txt", f"is not version {changes[0]} of CHANGELOG.md")
    metainfo = "packaging/linux/maru.metainfo.xml"
    if f'<release version="{changes[0]}"' not in tree.read(root, metainfo):
        report.problem(metainfo, f"has no release {changes[0]}")


def check_named_paths(report, root):
    """A path that a document names is there. `x` in a recipe stands for the reader's own word."""
    for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        if not (root / document).exists():
            continue
        text = tree.read(root, document)
        for path in NAMED_PATH.findall(text) + re.findall(r"\]\(([^)#:]+)\)", text):
            if path.rstrip("/").split("/")[-1].split(".")[0] == "x":
                continue
            if not any((root / (path + suffix)).exists() for suffix in ("", ".h", ".py")):
                report.problem(document, f"names {path}, which is not there")


def check(root):
    report = tree.Report()
    check_folders(report, root)
    check_tested(report, root)
    check_registered(report, root)
    check_versions(report, root)
    check_named_paths(report, root)
    return report


CLEAN = {
    "ARCHITECTURE.md": "| `inference/gguf` | |\n",
    "CHANGELOG.md": "## Unreleased\n\n## 0.1.0 - 2026-12-01\n",
    "CMakeLists.txt": "project(maru VERSION 0.1.0 LANGUAGES CXX)\n",
    "packaging/linux/maru.metainfo.xml": '<release version="0.1.0"/>\n',
    "inference/gguf/gguf_file.cpp": "\n",
    "inference/gguf/gguf_parser.cpp": "\n",
    "tests/inference/gguf/tst_gguf_file.cpp": "\n",
    "tests/inference/gguf/CMakeLists.txt": "maru_add_test(inference/gguf/tst_gguf_file.cpp)\n",
    ELSEWHERE: "inference/gguf/gguf_parser.cpp  tests/inference/gguf/tst_gguf_file.cpp\n",
}
SAMPLES = [
    ("lists inference/base, which is not there", {"ARCHITECTURE.md": "| `inference/base` | |\n"}),
    ("inference/gguf/other.cpp: has no test", {"inference/gguf/other.cpp": "\n"}),
    ("gguf_file.cpp: has no test", {"tests/inference/gguf/tst_gguf_file.cpp": None}),
    ("covers nothing", {"inference/gguf/gguf_parser.cpp": None}),
    ("tst_gone.cpp is not there", {ELSEWHERE: "inference/gguf/gguf_parser.cpp  tests/tst_gone.cpp\n"}),
    ("is not registered", {"tests/inference/gguf/CMakeLists.txt": "\n"}),
    ("names app/gone.cpp, which is not there", {"CONTRIBUTING.md": "see `app/gone.cpp` and `shaders/x.comp`\n"}),
    ("names gone.png, which is not there", {"README.md": "![A picture](gone.png)\n"}),
    ("is not version 0.2.0", {"CHANGELOG.md": "## 0.2.0\n"}),
    ("has no release 0.1.0", {"packaging/linux/maru.metainfo.xml": "\n"}),
]

if __name__ == "__main__":
    tree.run(check, CLEAN, SAMPLES)
