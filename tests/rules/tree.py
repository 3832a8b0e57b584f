# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""What the rules share: the files of the tree, the layer table of ARCHITECTURE.md, and how a rule is run and tried.

A rule is a function: root folder -> Report. `run(rule, samples)` makes it a program:
    check_x.py [--root DIR]   the rule on the tree; status 1 and one line per problem if it is broken
    check_x.py --self-test    the rule on small trees: it passes the clean one and finds what each sample breaks
A sample is (what a problem must say, {path: text}): files laid over the clean tree; None takes a file away.
"""

import argparse
import pathlib
import re
import sys
import tempfile

PRODUCT = ("inference", "app", "ui", "shaders")
SOURCES = {".cpp", ".h", ".qml", ".comp", ".glsl"}
ROW = re.compile(r"^\| `([a-z_/]+)` \|(.*)\|$")


class Report:
    def __init__(self):
        self.problems = []
        self.notes = []

    def problem(self, path, text, line=None):
        self.problems.append(f"{path}:{line}: {text}" if line else f"{path}: {text}")

    def note(self, path, text):
        self.notes.append(f"{path}: {text}")


def files(root, tops=None):
    """Every file of the tree, as a sorted list of paths from root; no build folders, nothing hidden but the few of ours."""
    found = []
    pending = [root / top for top in tops] if tops else [root]
    while pending:
        folder = pending.pop()
        if not folder.is_dir():
            continue
        for entry in folder.iterdir():
            name = entry.name
            if entry.is_dir():
                hidden = name.startswith(".") and name != ".ci"
                if not hidden and name != "__pycache__" and name != "build" and not name.startswith("build-"):
                    pending.append(entry)
            elif entry.is_file():
                found.append(entry.relative_to(root))
    return sorted(found)


def layers(root):
    """The table of ARCHITECTURE.md: {folder: folders that it may include}."""
    table = {}
    for line in (root / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines():
        if row := ROW.match(line):
            table[row[1]] = re.findall(r"`([a-z_/*]+)`", row[2])
    return table


def read(root, path):
    return (root / path).read_text(encoding="utf-8")


def code_only(text):
    """C++ without its comments and the contents of its strings; lines stay where they are."""
    pattern = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), text)


def write_tree(root, content):
    for path, text in content.items():
        target = root / path
        if text is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def self_test(rule, clean, samples):
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        write_tree(pathlib.Path(folder), clean)
        failures += [f"the clean tree is refused: {problem}" for problem in rule(pathlib.Path(folder)).problems]
    for expected, content in samples:
        with tempfile.TemporaryDirectory() as folder:
            write_tree(pathlib.Path(folder), {**clean, **{k: v for k, v in content.items() if v is not None}})
            write_tree(pathlib.Path(folder), {k: v for k, v in content.items() if v is None})
            problems = rule(pathlib.Path(folder)).problems
        if not any(expected in problem for problem in problems):
            failures.append(f"not found: '{expected}' in {problems}")
    for failure in failures:
        print(failure)
    print(f"self-test: {1 + len(samples)} trees, {len(failures)} failures")
    return 1 if failures or not samples else 0


def run(rule, clean, samples):
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if arguments.self_test:
        sys.exit(self_test(rule, clean, samples))
    report = rule(arguments.root)
    for note in report.notes:
        print(f"note: {note}")
    for problem in report.problems:
        print(problem)
    sys.exit(1 if report.problems else 0)
