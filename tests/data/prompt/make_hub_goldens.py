#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""make_hub_goldens.py TEMPLATES.json: renders published chat templates with jinja2 into hub.goldens.

TEMPLATES.json is what packaging/deps/fetch_templates.py makes. The templates are not ours, so neither they nor what they
render is kept here: a line is a template's name, then for each conversation of hub_conversations.json the first 16 digits
of the text's SHA-256, "error" where jinja2 refuses, or "date" where the text depends on the day.
"""

import hashlib
import json
import pathlib
import sys

import make_goldens

HERE = pathlib.Path(__file__).parent


def outcome(source, variables):
    texts = []
    for date in ("1 January 2001", "2 February 2002"):
        environment = make_goldens.environment()
        environment.globals["strftime_now"] = lambda _form, date=date: date
        try:
            texts.append(environment.from_string(source).render(**variables))
        except Exception:  # any failure is the expected result
            return "error"
    if texts[0] != texts[1]:
        return "date"
    return hashlib.sha256(texts[0].encode()).hexdigest()[:16]


def main():
    templates = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    conversations = json.loads((HERE / "hub_conversations.json").read_text(encoding="utf-8"))
    with open(HERE / "hub.goldens", "w", encoding="utf-8") as sink:
        for name, source in templates.items():
            sink.write(name + "\t" + "\t".join(outcome(source, variables) for variables in conversations) + "\n")


if __name__ == "__main__":
    main()
