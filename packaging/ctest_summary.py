#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""ctest_summary.py FOLDER: what the tests said, from the JUnit files that CTest wrote into FOLDER and its stages.txt.

Prints every skip with its reason, every failure, the slowest, and last `N passed, N failed`. Status 0 if none failed and
something ran. A line of stages.txt is `passed NAME` or `failed NAME`: a step that is no CTest run, such as a build.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree

SLOWEST = 5
SKIP = re.compile(r"^SKIP\s*: (.*)\n(?:\s+Loc:.*\n)?", re.MULTILINE)
TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.MULTILINE)


class Counts:
    def __init__(self):
        self.passed, self.failed, self.skipped = [], [], []
        self.functions = 0
        self.seconds = []


def read_junit(path, counts):
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        name = f"{path.stem}: {case.get('name')}"
        output = case.findtext("system-out") or ""
        status = case.get("status")
        if status == "run":
            counts.passed.append(name)
        elif status == "disabled":
            counts.skipped.append((name, "disabled"))
        else:
            counts.failed.append(name)
        counts.skipped += [(name, reason) for reason in SKIP.findall(output)]
        counts.functions += sum(int(passed) + int(failed) for passed, failed, _ in TOTALS.findall(output))
        counts.seconds.append((float(case.get("time") or 0), name))


def read_stages(path, counts):
    for line in path.read_text().splitlines():
        outcome, name = line.split(" ", 1)
        (counts.passed if outcome == "passed" else counts.failed).append(name)


def main():
    folder = pathlib.Path(sys.argv[1])
    counts = Counts()
    for path in sorted(folder.glob("*.xml")):
        read_junit(path, counts)
    if (folder / "stages.txt").exists():
        read_stages(folder / "stages.txt", counts)
    for name, reason in counts.skipped:
        print(f"skipped  {name}: {reason}")
    for name in counts.failed:
        print(f"FAILED   {name}")
    for seconds, name in sorted(counts.seconds, reverse=True)[:SLOWEST]:
        print(f"{seconds:7.1f} s  {name}")
    print(f"{counts.functions} test functions in {len(counts.seconds)} programs")
    skipped = f", {len(counts.skipped)} skipped" if counts.skipped else ""
    print(f"{len(counts.passed)} passed, {len(counts.failed)} failed{skipped}", flush=True)
    return 0 if counts.passed and not counts.failed else 1


if __name__ == "__main__":
    sys.exit(main())
