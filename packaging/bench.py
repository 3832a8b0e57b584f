#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Speeds of maru-cli on the models of the tests, and their ratios to a peer's, run in turn so that both see the same machine.

The peer is a program that takes llama-bench's options and prints its JSON. Nothing here passes or fails.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

MODELS = ("SmolLM2-135M-Instruct-Q4_1.gguf", "gemma-3-270m-Q4_K_M.gguf")


def parse_arguments():
    parser = argparse.ArgumentParser(prog="packaging/dev bench", description=__doc__)
    parser.add_argument("--peer", metavar="PROGRAM", help="a llama-bench to alternate with")
    parser.add_argument("--device", default="cpu", help="cpu (default), vulkan, vulkan:INDEX or vulkan:UUID")
    parser.add_argument("--model", action="append", help="a .gguf file; the two models of the tests if none is given")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--prompt-tokens", type=int, default=512)
    parser.add_argument("--generate-tokens", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", help=argparse.SUPPRESS)
    parser.add_argument("--models", help=argparse.SUPPRESS)
    return parser.parse_args()


def output_of(command, environment=None):
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if result.returncode != 0:
        last = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        sys.exit(f"dev: {command[0]} failed: {last}")
    return json.loads(result.stdout)


def ours(arguments, model):
    """(prompt tokens per second, generated tokens per second, bytes read per token)"""
    report = output_of([arguments.program, "bench", str(model), "--device", arguments.device,
                        "--threads", str(arguments.threads), "--prompt-tokens", str(arguments.prompt_tokens),
                        "--generate-tokens", str(arguments.generate_tokens), "--repetitions", "1", "--json"])
    return report["prompt_tokens_per_second"], report["generated_tokens_per_second"], report["bytes_per_token"]


def peers(arguments, model):
    environment = dict(os.environ)
    environment.setdefault("XDG_RUNTIME_DIR", "/tmp")
    where = ["-dev", "none", "-ngl", "0"]
    if arguments.device.startswith("vulkan"):
        environment.setdefault("GGML_VK_VISIBLE_DEVICES", "0")
        where = ["-ngl", "99"]
    rows = output_of([arguments.peer, "-m", str(model), "-o", "json", "-r", "1", "-t", str(arguments.threads),
                      "-p", str(arguments.prompt_tokens), "-n", str(arguments.generate_tokens)] + where, environment)
    prompt = next(row["avg_ts"] for row in rows if row["n_gen"] == 0)
    generated = next(row["avg_ts"] for row in rows if row["n_gen"] > 0)
    return prompt, generated


def line(name, mine, other):
    text = f"  {name:10}  maru {statistics.median(mine):8.1f} tokens/s ({min(mine):.1f} to {max(mine):.1f})"
    if other:
        ratios = [a / b for a, b in zip(mine, other)]
        text += (f"   peer {statistics.median(other):8.1f} ({min(other):.1f} to {max(other):.1f})"
                 f"   ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    print(text, flush=True)


def measure(arguments, model):
    print(f"{model.name}, {arguments.device}, {arguments.threads} threads, {arguments.rounds} rounds", flush=True)
    mine, other = [], []
    for _ in range(arguments.rounds):
        mine.append(ours(arguments, model))
        if arguments.peer:
            other.append(peers(arguments, model))
    line(f"read {arguments.prompt_tokens}", [run[0] for run in mine], [run[0] for run in other])
    line(f"write {arguments.generate_tokens}", [run[1] for run in mine], [run[1] for run in other])
    print(f"  {mine[0][2] / 1e6:.1f} MB read per token: {statistics.median(run[1] for run in mine) * mine[0][2] / 1e9:.1f} GB/s")


def main():
    arguments = parse_arguments()
    if arguments.prompt_tokens < 1 or arguments.generate_tokens < 1 or arguments.rounds < 1:
        sys.exit("dev: --prompt-tokens, --generate-tokens and --rounds must be at least 1")
    models = arguments.model or [os.path.join(arguments.models, name) for name in MODELS]
    for model in models:
        measure(arguments, pathlib.Path(model))


if __name__ == "__main__":
    main()
