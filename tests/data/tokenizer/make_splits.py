#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Writes splits.vectors: how the published regular expressions cut the corpus, by Python's regex package.

    pip install regex
    make_splits.py > splits.vectors

First line: the names. Then a line a text: its bytes in hex, and for each name the lengths of the words in bytes.
"""

import pathlib

import regex

import corpus

TABLES = pathlib.Path(__file__).parents[3] / "inference/tokenizer/make_unicode_tables.py"


def deepseek_letters():
    source = TABLES.read_text(encoding="utf-8")
    begin = source.index("DEEPSEEK_LETTERS = (")
    scope = {}
    exec(source[begin:source.index("\n)\n", begin) + 3], scope)  # the table script needs a package that this one does not
    return scope["DEEPSEEK_LETTERS"]


GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
TAIL = r"|\s*[\r\n]+|\s+(?!\S)|\s+"
ANY_CASE = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"


def llama3(digits, word=r"\p{L}"):
    return ANY_CASE + r"|[^\r\n\p{L}\p{N}]?[" + word + r"]+|\p{N}" + digits + r"| ?[^\s" + word + r"\p{N}]+[\r\n]*" + TAIL


def cased(digits, suffix):
    upper, lower = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
    lead = r"[^\r\n\p{L}\p{N}]?"
    return (lead + upper + "*" + lower + "+" + suffix + "|" + lead + upper + "+" + lower + "*" + suffix
            + r"|\p{N}" + digits + r"| ?[^\s\p{L}\p{N}]+[\r\n/]*" + TAIL)


PATTERNS = {
    "default": [r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", r"[0-9][0-9][0-9]"],
    "gpt-2": [GPT2],
    "smollm": [r"\p{N}", GPT2],
    "llama-bpe": [llama3("{1,3}")],
    "qwen2": [llama3("")],
    "deepseek-r1-qwen": [llama3("")],
    "qwen35": [llama3("", r"\p{L}\p{M}")],
    "deepseek-llm": ["[\r\n]", r"\s?[" + deepseek_letters() + "]+", r"\s?[!-/:-~\uff01-\uff0f\uff1a-\uff5e\u2018-\u201f\u3000-\u3002]+", r"\s+$",
                     "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+", r"\p{N}+"],
    "deepseek-coder": ["[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+", r"\p{N}"],
    "deepseek-v3": [r"\p{N}{1,3}", "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
                    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*""" + TAIL],
    "tekken": [cased("", "")],
    "gpt-4o": [cased("{1,3}", ANY_CASE + "?")],
}


def compiled(pattern):
    return regex.compile(pattern.replace(r"\s", r"\p{White_Space}").replace(r"\S", r"\P{White_Space}"))


def cut(pieces, expression):
    for piece in pieces:
        done = 0
        for match in expression.finditer(piece):
            if match.end() == match.start():
                continue
            if match.start() > done:
                yield piece[done:match.start()]
            yield match.group()
            done = match.end()
        if done < len(piece):
            yield piece[done:]


def main():
    expressions = {name: [compiled(p) for p in patterns] for name, patterns in PATTERNS.items()}
    print("text\t" + "\t".join(PATTERNS))
    for text in corpus.valid_texts(600):
        columns = [text.encode().hex()]
        for steps in expressions.values():
            pieces = [text] if text else []
            for step in steps:
                pieces = list(cut(pieces, step))
            columns.append(" ".join(str(len(p.encode())) for p in pieces))
        print("\t".join(columns))


if __name__ == "__main__":
    main()
