// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// F32, as in the file: 8 uvec4s a unit.
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    [[unroll]] for (uint i = 0u; i < 8u; ++i)
        q[i] = uintBitsToFloat(weightVectors[row + 8u * unit + i]);
    return vec4(1.0, 0.0, 1.0, 0.0);
}
