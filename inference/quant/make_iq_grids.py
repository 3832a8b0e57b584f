#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Writes iq_grid_points.h: the grids of the IQ2 and IQ3 formats, from the `gguf` package of PyPI (0.17 or newer).

    python3 inference/quant/make_iq_grids.py

A point is one number: the levels of its 8 (IQ2, 2 bits each) or 4 (IQ3, 3 bits each) values, the first lowest.
"""

from pathlib import Path

from gguf import quants

GRIDS = [("kIq2XxsPoints", quants.IQ2_XXS), ("kIq2XsPoints", quants.IQ2_XS), ("kIq2SPoints", quants.IQ2_S),
         ("kIq3XxsPoints", quants.IQ3_XXS), ("kIq3SPoints", quants.IQ3_S)]
HEAD = """// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Made by make_iq_grids.py. Only iq_grid.cpp includes this.

#pragma once

#include <array>
#include <cstdint>

// clang-format off
namespace maru::quant {
"""


def main():
    text = HEAD
    for name, kind in GRIDS:
        kind.init_grid()
        points, width = kind.grid_shape
        bits = 2 if width == 8 else 3
        levels = [[kind.grid_map.index(int(value)) for value in point] for point in kind.grid.reshape(points, width)]
        numbers = [str(sum(level << (bits * i) for i, level in enumerate(point))) for point in levels]
        text += f"\ninline constexpr std::array<std::uint16_t, {points}> {name} = {{\n"
        line = "   "
        for number in numbers:
            if len(line) + len(number) + 2 > 118:
                text += line + "\n"
                line = "   "
            line += f" {number},"
        text += line + "\n};\n"
    text += "\n} // namespace maru::quant\n"
    Path(__file__).with_name("iq_grid_points.h").write_text(text)


main()
