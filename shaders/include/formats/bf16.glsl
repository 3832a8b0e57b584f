// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// BF16, as in the file: 4 uvec4s a unit; a value is the upper half of a float.
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        const uvec4 v = weightVectors[row + 4u * unit + i];
        q[2u * i] = uintBitsToFloat(uvec4(v.x << 16, v.x & 0xffff0000u, v.y << 16, v.y & 0xffff0000u));
        q[2u * i + 1u] = uintBitsToFloat(uvec4(v.z << 16, v.z & 0xffff0000u, v.w << 16, v.w & 0xffff0000u));
    }
    return vec4(1.0, 0.0, 1.0, 0.0);
}
