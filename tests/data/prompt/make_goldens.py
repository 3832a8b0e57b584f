#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Renders cases.txt and templates/*.jinja with Python's jinja2, set up as chat templates are used, into goldens.json.

Needs jinja2. Run it after changing a case; the test compares our interpreter with what it wrote.
A case is a line of cases.txt, with \\n for a newline; a template is rendered with every conversation of conversations.json.
"""

import datetime
import json
import pathlib

import jinja2
import jinja2.ext
import jinja2.sandbox

HERE = pathlib.Path(__file__).parent

VARIABLES = {
    "s": "Hello, World", "t": "  padded\t\n", "u": "안녕 héllo 😀", "e": "", "n": 7, "m": -3, "f": 2.5, "z": 0,
    "yes": True, "no": False, "nil": None, "l": [3, 1, 2], "words": ["b", "A", "c", "a"], "el": [], "d": {"b": 1, "a": 2},
    "nested": {"x": {"y": [1, {"z": "deep"}]}},
    "people": [{"name": "Ann", "age": 30, "ok": True}, {"name": "bob", "age": 25, "ok": False}, {"name": "Cy", "age": 30}],
    "html": "<a href=\"x\">it's & more</a>", "think": "<think>\nreason\n</think>\n\nanswer", "lines": "one\ntwo\n\nthree",
    "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "yo"}],
}


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.Scope(body, lineno=line)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def environment():
    made = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    made.filters["tojson"] = tojson
    made.globals["raise_exception"] = raise_exception
    made.globals["strftime_now"] = lambda form: datetime.datetime.now().strftime(form)
    return made


def render(source, variables):
    try:
        return {"text": environment().from_string(source).render(**variables)}
    except Exception as problem:  # any failure is the expected result
        return {"error": type(problem).__name__}


def main():
    cases = []
    for line in (HERE / "cases.txt").read_text().splitlines():
        if line and not line.startswith("##"):
            source = line.replace("\\n", "\n").replace("\\\\", "\\")
            cases.append({"template": source, **render(source, VARIABLES)})
    conversations = json.loads((HERE / "conversations.json").read_text())
    rendered = {}
    for path in sorted((HERE / "templates").glob("*.jinja")):
        rendered[path.name] = [render(path.read_text(), variables) for variables in conversations]
    golden = {"variables": VARIABLES, "cases": cases, "templates": rendered}
    (HERE / "goldens.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
