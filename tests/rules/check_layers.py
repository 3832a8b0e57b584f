#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""No include or QML import against the layer table of ARCHITECTURE.md, and no folder that it does not list."""

import re

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
IMPORT = re.compile(r'^\s*import\s+(Maru[A-Za-z.]*|"[^"]*")')
QT = re.compile(r"Q[A-Z]|Qt[A-Z]|KF?[56]?Syntax")


def allowed(table, folder, target):
    if target == folder:
        return True
    for entry in table[folder]:
        if target == entry or (entry.endswith("/*") and target.startswith(entry[:-1])):
            return True
    return False


def check_include(report, root, table, path, number, kind, name):
    folder = str(path.parent)
    if kind == "<":
        if folder.startswith("inference") and QT.match(name):
            report.problem(path, f"inference knows no Qt: <{name}>", number)
        return
    target, _, file = name.rpartition("/")
    if not target:
        generated = file.endswith(".moc") or file.startswith("moc_")
        if not generated and not folder.startswith("shaders"):
            report.problem(path, f'includes are from the root: "{name}"', number)
    elif target not in table:
        report.problem(path, f'"{name}" is in no folder of the layer table', number)
    elif not allowed(table, folder, target):
        report.problem(path, f"{folder} may not include {target}", number)


def module_folder(module):
    """Maru.App is app, Maru.Ui.Chat is ui/chat."""
    return "/".join(part.lower() for part in module.split(".")[1:])


def check_import(report, table, path, number, name):
    folder = str(path.parent)
    if name.startswith('"'):
        report.problem(path, f"imports are by module, not by path: {name}", number)
        return
    target = module_folder(name)
    if target not in table:
        report.problem(path, f"{name} is in no folder of the layer table", number)
    elif not allowed(table, folder, target):
        report.problem(path, f"{folder} may not import {name}", number)


def check(root):
    report = tree.Report()
    table = tree.layers(root)
    if not table:
        report.problem("ARCHITECTURE.md", "has no layer table")
    for folder, entries in table.items():
        for entry in entries:
            if not entry.endswith("/*") and entry not in table:
                report.problem("ARCHITECTURE.md", f"the row of {folder} names {entry}, which has no row")
    for path in tree.files(root, tree.PRODUCT):
        if path.suffix not in tree.SOURCES:
            continue
        if str(path.parent) not in table:
            report.problem(path, "its folder has no row in the layer table of ARCHITECTURE.md")
            continue
        if path.suffix in (".comp", ".glsl"):
            continue
        for number, line in enumerate(tree.read(root, path).splitlines(), 1):
            if match := INCLUDE.match(line):
                check_include(report, root, table, path, number, match[1], match[2])
            elif path.suffix == ".qml" and (match := IMPORT.match(line)):
                check_import(report, table, path, number, match[1])
    return report


CLEAN = {
    "ARCHITECTURE.md": "| folder | may include |\n| --- | --- |\n| `inference/base` | |\n"
                       "| `inference/gguf` | `inference/base` |\n| `app` | `app/*`, `inference/gguf` |\n| `app/chat` | |\n"
                       "| `ui/chat` | `ui/components` |\n| `ui/components` | |\n",
    "inference/base/error.h": "#include <string>\n",
    "inference/gguf/gguf_file.h": '#include "inference/base/error.h"\n#include "inference/gguf/other.h"\n',
    "app/main.cpp": '#include "app/chat/chat.h"\n#include "main.moc"\n',
    "ui/chat/Page.qml": "import QtQuick\nimport Maru.Ui.Components\n",
}
SAMPLES = [
    ("inference/base may not include inference/gguf", {"inference/base/error.h": '#include "inference/gguf/gguf_file.h"\n'}),
    ("inference knows no Qt", {"inference/base/error.h": "#include <QtCore/QString>\n"}),
    ("includes are from the root", {"inference/base/error.h": '#include "result.h"\n'}),
    ("in no folder of the layer table", {"app/main.cpp": '#include "elsewhere/x.h"\n'}),
    ("its folder has no row", {"inference/utils/x.h": "\n"}),
    ("ui/components may not import Maru.Ui.Chat", {"ui/components/Button.qml": "import Maru.Ui.Chat\n"}),
    ("imports are by module", {"ui/components/Button.qml": 'import "../chat"\n'}),
    ("which has no row", {"ARCHITECTURE.md": "| `app` | `app/chat` |\n"}),
    ("has no layer table", {"ARCHITECTURE.md": "nothing\n"}),
]

if __name__ == "__main__":
    tree.run(check, CLEAN, SAMPLES)
