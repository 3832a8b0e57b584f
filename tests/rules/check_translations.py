#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Every text that a person can see is translated, and nothing is translated that is not there any more.

lupdate reads the sources into copies of resources/translations/*.ts; a text that is unfinished, gone or without one of its
plural forms fails. `--update` writes the new texts into the files themselves, to be translated there.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

FOLDER = "resources/translations"
SOURCES = ("app", "ui")
PLURAL_FORMS = {"en": 2, "ko": 1}
PLACE = re.compile(r"%L?[1-9]|%L?n")


def language(path):
    return path.stem.rpartition("_")[2]


def run_lupdate(lupdate, root, target):
    """English texts are their own translation, but for plural forms."""
    plural_only = ["-pluralonly"] if language(target) == "en" else []
    command = [lupdate, "-silent", "-locations", "none", "-I", ".", *plural_only, *SOURCES, "-ts", str(target)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()] if done.returncode else []


def places(text):
    return sorted(set(PLACE.findall(text.replace("%L", "%"))))


def problems_of(message, plural_forms):
    source = message.findtext("source", "")
    translation = message.find("translation")
    state = translation.get("type", "")
    if state in ("vanished", "obsolete"):
        return [f"'{source}' is in no source any more"]
    if state:
        return [f"'{source}' is not translated"]
    texts = [translation.text or ""]
    if message.get("numerus") == "yes":
        texts = [form.text or "" for form in translation.findall("numerusform")]
        if len(texts) != plural_forms:
            return [f"'{source}' needs {plural_forms} plural form(s)"]
    found = []
    for text in texts:
        if not text.strip():
            found.append(f"'{source}' is not translated")
        elif [p for p in places(text) if p != "%n"] != [p for p in places(source) if p != "%n"]:
            found.append(f"'{source}' and '{text}' do not have the same %1, %2 ...")
    return found


def check_file(path, plural_forms):
    problems = []
    for context in xml.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            problems += [f"{context.findtext('name')}: {text}" for text in problems_of(message, plural_forms)]
    return problems


def check(root, lupdate):
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted((root / FOLDER).glob("*.ts")):
            copy = pathlib.Path(folder) / source.name
            shutil.copy(source, copy)
            problems += [f"lupdate: {line}" for line in run_lupdate(lupdate, root, copy)]
            problems += [f"{FOLDER}/{source.name}: {text}" for text in check_file(copy, PLURAL_FORMS[language(source)])]
    return problems


def self_test():
    """Each of these must be found."""
    template = '<TS><context><name>Page</name><message{0}><source>{1}</source>{2}</message></context></TS>'
    samples = [
        ("", "Send", "<translation>Senden</translation>", 0),
        ("", "Send", '<translation type="unfinished"></translation>', 1),
        ("", "Send", '<translation type="vanished">x</translation>', 1),
        ("", "Send", "<translation> </translation>", 1),
        ("", "Send %1", "<translation>Senden</translation>", 1),
        ("", "%2 of %1", "<translation>%1 %2</translation>", 0),
        (' numerus="yes"', "%n file(s)", "<translation><numerusform>%n</numerusform></translation>", 1),
        (' numerus="yes"', "%n file(s)",
         "<translation><numerusform>one file</numerusform><numerusform>%n files</numerusform></translation>", 0),
    ]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            path = pathlib.Path(folder) / "maru_xx.ts"
            path.write_text(template.format(*sample[:3]), encoding="utf-8")
            if len(check_file(path, 2)) != sample[3]:
                print(f"self test: {sample}")
                failed = 1
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("."))
    parser.add_argument("--lupdate", default="/usr/lib/qt6/bin/lupdate")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if options.update:
        for path in sorted((options.root / FOLDER).glob("*.ts")):
            run_lupdate(options.lupdate, options.root, path.resolve())
        return 0
    problems = check(options.root, options.lupdate)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
