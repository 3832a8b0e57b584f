#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Writes the golden values of tests/inference/quant with the `gguf` package of PyPI (0.17 or newer) and numpy.

    python3 tests/data/quant/make_goldens.py

    types.txt          number, name, values and bytes of a block, for every format that the package knows
    input.f32          what the encoders are given: 1024 numbers
    NAME.encoded       the blocks that the package's encoder makes of input.f32 (where it has one)
    NAME.blocks        blocks of random bytes with sane scales
    NAME.f32           what the package's decoder makes of NAME.blocks
All numbers are little-endian.
"""

from pathlib import Path

import numpy
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf import quants

FOLDER = Path(__file__).parent
TYPES = ["F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K",
         "Q2_K", "Q3_K", "IQ4_NL", "IQ4_XS", "MXFP4", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ3_XXS", "IQ3_S"]
# Where a block's half-precision numbers lie.
HALVES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
          "Q2_K": [80, 82], "Q3_K": [108], "IQ4_NL": [0], "IQ4_XS": [0], "MXFP4": [], "IQ2_XXS": [0], "IQ2_XS": [0],
          "IQ2_S": [0], "IQ3_XXS": [0], "IQ3_S": [0]}
BLOCKS = 4


def encoder_input(random):
    values = random.normal(0, 1, 1024).astype(numpy.float32)
    values[0:32] = 0
    values[32:64] = 0.75
    values[64:96] = -numpy.abs(values[64:96])
    values[96:128] *= numpy.float32(1e-3)
    values[128:160] *= numpy.float32(300)
    values[160] = 40
    return values


def random_blocks(random, name):
    length, size = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    count = max(BLOCKS, 256 // length) * (4 if name.startswith("IQ") else 1)  # so that most points of a grid occur
    blocks = random.integers(0, 256, (count, size), dtype=numpy.uint8)
    if name in ("F16", "BF16"):
        # The format names the type of all bits: no NaN, whose bits may differ.
        numbers = random.normal(0, 1, (count, 1))
        if name == "F16":
            return numbers.astype(numpy.float16).view(numpy.uint8)
        return (numbers.astype(numpy.float32).view(numpy.uint32) >> 16).astype(numpy.uint16).view(numpy.uint8)
    for offset in HALVES[name]:
        scale = random.normal(0, 0.02, count).astype(numpy.float16)
        blocks[:, offset : offset + 2] = scale.view(numpy.uint8).reshape(count, 2)
    if name == "MXFP4":
        blocks[:, 0] = random.integers(100, 150, count)
        blocks[:3, 0] = [0, 1, 250]
    return blocks


def main():
    rows = sorted((int(kind), kind.name, *sizes) for kind, sizes in GGML_QUANT_SIZES.items())
    (FOLDER / "types.txt").write_text("".join("%d %s %d %d\n" % row for row in rows))

    random = numpy.random.default_rng(20261124)
    values = encoder_input(random)
    values.tofile(FOLDER / "input.f32")
    for name in TYPES:
        kind = GGMLQuantizationType[name]
        try:
            encoded = quants.quantize(values, kind)
            encoded.view(numpy.uint8).tofile(FOLDER / (name + ".encoded"))
        except NotImplementedError:
            pass
        blocks = random_blocks(random, name)
        blocks.tofile(FOLDER / (name + ".blocks"))
        stored = blocks.reshape(-1).view(numpy.float16) if name == "F16" else blocks.reshape(-1)
        quants.dequantize(stored, kind).astype(numpy.float32).tofile(FOLDER / (name + ".f32"))


main()
