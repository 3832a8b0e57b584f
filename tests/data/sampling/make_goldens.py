#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Writes goldens.json: what each sampler keeps or changes, computed plainly with numpy in double precision.

    python3 make_goldens.py        # needs numpy
"""
import json
import pathlib

import numpy as np

random = np.random.default_rng(20261124)


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def order(logits):
    """Likeliest first, ties by the smaller id."""
    return np.lexsort((np.arange(len(logits)), -logits))


def top_p(logits, p):
    ids = order(logits)
    sums = np.cumsum(softmax(logits)[ids])
    return ids[: int(np.searchsorted(sums, p) + 1)]


def min_p(logits, p):
    chances = softmax(logits)
    return [i for i in order(logits) if chances[i] >= p * chances.max()]


def typical(logits, p):
    chances = softmax(logits)
    surprise = -np.log(chances)
    entropy = float((chances * surprise).sum())
    rank = {i: n for n, i in enumerate(order(logits))}
    ids = sorted(range(len(logits)), key=lambda i: (abs(surprise[i] - entropy), rank[i]))
    kept, total = [], 0.0
    for i in ids:
        if kept and total >= p:
            break
        kept.append(i)
        total += chances[i]
    return sorted(kept, key=rank.get)


def xtc(logits, threshold):
    chances = softmax(logits)
    ids = list(order(logits))
    above = [i for i in ids if chances[i] >= threshold]
    return ids if len(above) < 2 else [i for i in ids if i not in above[:-1]]


def mirostat(logits, mu, temperature):
    chances = softmax(logits / temperature)
    kept = [i for i in order(logits) if -np.log2(chances[i]) <= mu]
    return kept or [order(logits)[0]]


def penalties(logits, recent, repetition, frequency, presence):
    out = logits.copy()
    for token in set(recent):
        if not 0 <= token < len(logits):
            continue
        out[token] = out[token] / repetition if out[token] > 0 else out[token] * repetition
        out[token] -= recent.count(token) * frequency + presence
    return out


def dry(logits, recent, multiplier, base, allowed, breakers, pieces):
    """Every earlier place, compared token by token: quadratic and plain."""
    out = logits.copy()
    limit = 0
    while limit < len(recent) and not any(b in pieces[recent[-1 - limit]] for b in breakers):
        limit += 1
    longest = {}
    for end in range(len(recent) - 1):  # recent[end] is compared with the last token
        length = 0
        while length < limit and length <= end and recent[end - length] == recent[-1 - length]:
            length += 1
        if length >= max(allowed, 1):
            follower = recent[end + 1]
            longest[follower] = max(longest.get(follower, 0), length)
    for token, length in longest.items():
        if not any(b in pieces[token] for b in breakers):
            out[token] -= multiplier * base ** (length - allowed)
    return out


def floats(values):
    return [float(np.float32(v)) for v in values]


cases = []
for size in (1, 2, 5, 40, 300, 1000):
    for spread in (0.5, 2.0, 6.0):
        logits = random.normal(0, spread, size).astype(np.float32).astype(np.float64)
        case = {"logits": floats(logits), "filters": []}
        for p in (0.1, 0.5, 0.9, 0.95):
            case["filters"].append({"name": "top_p", "value": p, "kept": [int(i) for i in top_p(logits, p)]})
            case["filters"].append({"name": "min_p", "value": p / 4, "kept": [int(i) for i in min_p(logits, p / 4)]})
            case["filters"].append({"name": "typical", "value": p, "kept": [int(i) for i in typical(logits, p)]})
            case["filters"].append({"name": "xtc", "value": p / 4, "kept": [int(i) for i in xtc(logits, p / 4)]})
            case["filters"].append({"name": "mirostat", "value": 8 * p, "temperature": 0.7,
                                    "kept": [int(i) for i in mirostat(logits, 8 * p, 0.7)]})
        cases.append(case)

changed = []
pieces = ["a", "b", "c", " d", "e\n", "f:g", "h", "i"]
for length in (0, 1, 2, 10, 60, 200):
    for kinds in (2, 4, 8):
        logits = random.normal(0, 3, len(pieces)).astype(np.float32).astype(np.float64)
        recent = [int(t) for t in random.integers(0, kinds, length)]
        changed.append({"logits": floats(logits), "recent": recent,
                        "penalties": {"repetition": 1.3, "frequency": 0.25, "presence": 0.5,
                                      "logits": floats(penalties(logits, recent, 1.3, 0.25, 0.5))},
                        "dry": {"multiplier": 0.8, "base": 1.75, "allowed": 2,
                                "logits": floats(dry(logits, recent, 0.8, 1.75, 2, ["\n", ":"], pieces))}})

path = pathlib.Path(__file__).with_name("goldens.json")
path.write_text(json.dumps({"pieces": pieces, "filters": cases, "changes": changed}, separators=(",", ":")) + "\n")
print(path.stat().st_size, "bytes")
