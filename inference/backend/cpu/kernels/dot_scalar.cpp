// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/kernels/dot_kernels_inl.h"
#include "inference/backend/cpu/kernels/fused_multiply_add.h"
#include "inference/base/half.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace maru::backend::cpu {
namespace {

/// Plain C++, for processors without a faster set.
struct Scalar
{
    static constexpr int kTile = 4;
    static constexpr bool kSignedBytes = false;

    struct Bytes
    {
        std::uint8_t v[layout::kVectorBytes];
    };
    struct Ints
    {
        std::int32_t v[kPanelRows];
    };
    struct Floats
    {
        float v[kPanelRows];
    };

    template <class Out, class Function> static Out each(Function function)
    {
        Out out;
        for (std::size_t i = 0; i < std::size(out.v); ++i)
            out.v[i] = function(i);
        return out;
    }

    static Bytes load(const std::byte *p)
    {
        Bytes b;
        std::memcpy(b.v, p, sizeof(b.v));
        return b;
    }
    static Bytes bytes8(const Bytes &b) { return b; }
    static Bytes lowNibbles(const Bytes &b)
    {
        return each<Bytes>([&](std::size_t i) { return static_cast<std::uint8_t>(b.v[i] & 0x0f); });
    }
    static Bytes highNibbles(const Bytes &b)
    {
        return each<Bytes>([&](std::size_t i) { return static_cast<std::uint8_t>(b.v[i] >> 4); });
    }
    static Bytes zeroBytes() { return {}; }
    static Bytes lookup(const std::array<std::int8_t, 16> &table, const Bytes &index)
    {
        return each<Bytes>([&](std::size_t i) { return static_cast<std::uint8_t>(table[index.v[i]]); });
    }
    template <int Shift, int Mask> static Bytes insert(const Bytes &low, const Bytes &high)
    {
        return each<Bytes>([&](std::size_t i) {
            const int moved
                = Shift >= 0 ? high.v[i] << (Shift >= 0 ? Shift : 0) : high.v[i] >> (Shift < 0 ? -Shift : 0);
            return static_cast<std::uint8_t>(low.v[i] | (moved & Mask));
        });
    }

    template <int Bits, int Groups, int T>
    static void dot(const Bytes *w, const std::int8_t *a, std::size_t strideBytes, Ints (&acc)[T])
    {
        for (int t = 0; t < T; ++t) {
            for (int g = 0; g < Groups; ++g) {
                const std::int8_t *x = a + static_cast<std::size_t>(t) * strideBytes + g * 4;
                for (std::size_t row = 0; row < kPanelRows; ++row) {
                    const std::uint8_t *q = w[g].v + row * 4;
                    acc[t].v[row] += q[0] * x[0] + q[1] * x[1] + q[2] * x[2] + q[3] * x[3];
                }
            }
        }
    }

    static Ints zeroInts() { return {}; }
    template <int Log2> static Ints shifted(std::int32_t sum)
    {
        return each<Ints>([&](std::size_t) { return sum * (1 << Log2); });
    }
    template <int Log2> static Ints raised(const Ints &a, const Ints &b)
    {
        return each<Ints>([&](std::size_t i) { return a.v[i] * (1 << Log2) + b.v[i]; });
    }
    static Floats zeroFloats() { return {}; }
    static Floats halves(const std::byte *p)
    {
        std::uint16_t stored[kPanelRows];
        std::memcpy(stored, p, sizeof(stored));
        return each<Floats>([&](std::size_t i) { return halfToFloat(stored[i]); });
    }
    static Floats fromUnsigned(const std::byte *p)
    {
        return each<Floats>([&](std::size_t i) { return static_cast<float>(std::to_integer<std::uint8_t>(p[i])); });
    }
    static Floats fromSigned(const std::byte *p)
    {
        return each<Floats>([&](std::size_t i) { return static_cast<float>(std::to_integer<std::int8_t>(p[i])); });
    }
    static Floats fromLowNibbles(const std::byte *p)
    {
        return each<Floats>([&](std::size_t i) { return static_cast<float>(std::to_integer<int>(p[i]) & 15); });
    }
    static Floats fromHighNibbles(const std::byte *p)
    {
        return each<Floats>([&](std::size_t i) { return static_cast<float>(std::to_integer<int>(p[i]) >> 4); });
    }
    static Floats exponents(const std::byte *p)
    {
        return each<Floats>([&](std::size_t i) {
            const auto e = std::to_integer<std::int32_t>(p[i]);
            const std::int32_t normal = (e - 1) * (1 << 23);
            return std::bit_cast<float>(std::max(normal, (e + 1) << 21));
        });
    }
    static Floats broadcast(float value)
    {
        return each<Floats>([&](std::size_t) { return value; });
    }
    static Floats negate(const Floats &a)
    {
        return each<Floats>([&](std::size_t i) { return 0.0f - a.v[i]; });
    }
    static Floats toFloats(const Ints &a)
    {
        return each<Floats>([&](std::size_t i) { return static_cast<float>(a.v[i]); });
    }
    static Floats multiply(const Floats &a, const Floats &b)
    {
        return each<Floats>([&](std::size_t i) { return a.v[i] * b.v[i]; });
    }
    static Floats multiplyAdd(const Floats &a, const Floats &b, const Floats &c)
    {
        return each<Floats>([&](std::size_t i) { return fusedMultiplyAdd(a.v[i], b.v[i], c.v[i]); });
    }
    static void store(float *p, const Floats &a) { std::memcpy(p, a.v, sizeof(a.v)); }
    static void prefetch(const std::byte *) { }
};

constexpr DotKernels kKernels = makeDotKernels<Scalar>();

} // namespace

const DotKernels *scalarDotKernels()
{
    return &kKernels;
}

PanelKernel DotKernels::find(quant::TensorType type) const
{
    using quant::TensorType;
    switch (type) {
    case TensorType::Q4_0:
        return q4_0;
    case TensorType::Q4_1:
        return q4_1;
    case TensorType::Q5_0:
        return q5_0;
    case TensorType::Q5_1:
        return q5_1;
    case TensorType::Q8_0:
        return q8_0;
    case TensorType::Q4_K:
        return q4_k;
    case TensorType::Q5_K:
        return q5_k;
    case TensorType::Q6_K:
        return q6_k;
    case TensorType::Q2_K:
        return q2_k;
    case TensorType::Q3_K:
        return q3_k;
    case TensorType::IQ4_NL:
        return iq4_nl;
    case TensorType::IQ4_XS:
        return iq4_xs;
    case TensorType::MXFP4:
        return mxfp4;
    case TensorType::IQ2_XXS:
        return iq2_xxs;
    case TensorType::IQ2_XS:
    case TensorType::IQ2_S:
        return iq2_xs;
    case TensorType::IQ3_XXS:
        return iq3_xxs;
    case TensorType::IQ3_S:
        return iq3_s;
    default:
        return nullptr;
    }
}

} // namespace maru::backend::cpu
