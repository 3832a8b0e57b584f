// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// F16, as in the file: 4 uvec4s a unit.
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        const uvec4 v = weightVectors[row + 4u * unit + i];
        q[2u * i] = vec4(unpackHalf2x16(v.x), unpackHalf2x16(v.y));
        q[2u * i + 1u] = vec4(unpackHalf2x16(v.z), unpackHalf2x16(v.w));
    }
    return vec4(1.0, 0.0, 1.0, 0.0);
}
