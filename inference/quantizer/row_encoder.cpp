// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/quantizer/row_encoder.cpp"

#include "inference/quantizer/row_encoder.h"

#include "inference/quant/block_bytes.h"
#include "inference/quant/k_scales.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// clang-format on

// Plain loops over a fixed number of lanes, which the compiler turns into the vectors of each target.
HWY_BEFORE_NAMESPACE();
namespace maru::quantizer {
namespace HWY_NAMESPACE {
namespace {

constexpr std::size_t kSuper = 256;
constexpr std::size_t kLanes = 16;
constexpr float kTooSmall = 1e-30f;

/// Sums over lanes: what is added goes to its own lane, so that no order is prescribed within a vector.
struct Lanes
{
    std::array<float, kLanes> at = {};

    double sum() const
    {
        double total = 0.0;
        for (const float lane : at)
            total += static_cast<double>(lane);
        return total;
    }
};

/// The nearest whole number, for |value| < 2^22.
inline float nearest(float value)
{
    constexpr float kMagic = 12582912.0f; // 1.5 * 2^23
    return (value + kMagic) - kMagic;
}

inline float clamped(float value, float low, float high)
{
    value = value < low ? low : value;
    return value > high ? high : value;
}

/// The value of largest magnitude, with its sign.
template <std::size_t N> float extremeOf(const float *x)
{
    float least = x[0];
    float most = x[0];
    for (std::size_t i = 1; i < N; ++i) {
        least = x[i] < least ? x[i] : least;
        most = x[i] > most ? x[i] : most;
    }
    return -least > most ? least : most;
}

/// The scale s for which s * q comes nearest to x, with q from -half to half - 1.
template <std::size_t N> float fitScale(const float *x, const float *weights, int half)
{
    const float extreme = extremeOf<N>(x);
    if (std::abs(extreme) < kTooSmall)
        return 0.0f;
    const auto low = static_cast<float>(-half);
    const auto high = static_cast<float>(half - 1);
    double best = 0.0;
    double scale = static_cast<double>(extreme) / static_cast<double>(low);
    for (int step = -9; step <= 9; ++step) {
        const float inverse = (low + 0.1f * static_cast<float>(step)) / extreme;
        Lanes xl;
        Lanes ll;
        for (std::size_t start = 0; start < N; start += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const float value = x[start + lane];
                const float l = clamped(nearest(value * inverse), low, high);
                const float wl = weights[start + lane] * l;
                xl.at[lane] += wl * value;
                ll.at[lane] += wl * l;
            }
        }
        const double sumXl = xl.sum();
        const double sumLl = ll.sum();
        if (sumLl > 0.0 && sumXl * sumXl > best * sumLl) {
            best = sumXl * sumXl / sumLl;
            scale = sumXl / sumLl;
        }
    }
    return static_cast<float>(scale);
}

struct ScaleAndMinimum
{
    float scale = 0.0f;
    float minimum = 0.0f; ///< subtracted
};

/// The roundings that fitMinimum() tries: ranges of `most` + from, + from + step, ...
struct Search
{
    float from;
    float step;
    int count;
};

/// The scale s and minimum m for which s * q - m comes nearest to x, with q from 0 to `most`; m is not negative unless
/// `mayLift`.
template <std::size_t N>
ScaleAndMinimum fitMinimum(const float *x, const float *weights, int most, Search search, bool mayLift)
{
    float least = x[0];
    float greatest = x[0];
    for (std::size_t i = 1; i < N; ++i) {
        least = x[i] < least ? x[i] : least;
        greatest = x[i] > greatest ? x[i] : greatest;
    }
    if (!mayLift && least > 0.0f)
        least = 0.0f;
    const float range = greatest - least;
    if (range < kTooSmall)
        return { 0.0f, -least };
    Lanes w;
    Lanes wx;
    Lanes wxx;
    for (std::size_t start = 0; start < N; start += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float weighted = weights[start + lane] * x[start + lane];
            w.at[lane] += weights[start + lane];
            wx.at[lane] += weighted;
            wxx.at[lane] += weighted * x[start + lane];
        }
    }
    const double sumW = w.sum();
    const double sumX = wx.sum();
    const double sumXx = wxx.sum();
    const auto high = static_cast<float>(most);
    double best = std::numeric_limits<double>::infinity();
    ScaleAndMinimum found { range / high, -least };
    for (int i = 0; i < search.count; ++i) {
        const float inverse = (high + search.from + search.step * static_cast<float>(i)) / range;
        Lanes l1;
        Lanes l2;
        Lanes xl;
        for (std::size_t start = 0; start < N; start += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const float value = x[start + lane];
                const float l = clamped(nearest((value - least) * inverse), 0.0f, high);
                const float wl = weights[start + lane] * l;
                l1.at[lane] += wl;
                l2.at[lane] += wl * l;
                xl.at[lane] += wl * value;
            }
        }
        const double sumL = l1.sum();
        const double sumLl = l2.sum();
        const double sumXl = xl.sum();
        const double determinant = sumW * sumLl - sumL * sumL;
        if (!(determinant > 0.0) || !(sumLl > 0.0))
            continue;
        double scale = (sumW * sumXl - sumX * sumL) / determinant;
        double offset = (sumLl * sumX - sumL * sumXl) / determinant;
        if (offset > 0.0 && !mayLift) {
            offset = 0.0;
            scale = sumXl / sumLl;
        }
        const double error = sumXx - 2.0 * (scale * sumXl + offset * sumX) + scale * scale * sumLl
            + 2.0 * scale * offset * sumL + offset * offset * sumW;
        if (error < best && scale > 0.0) {
            best = error;
            found = { static_cast<float>(scale), static_cast<float>(-offset) };
        }
    }
    return found;
}

/// q = value * inverse + offset, rounded, from low to high.
template <std::size_t N>
void roundAll(const float *x, float inverse, float offset, float low, float high, std::int8_t *q)
{
    for (std::size_t i = 0; i < N; ++i)
        q[i] = static_cast<std::int8_t>(clamped(nearest((x[i] + offset) * inverse), low, high));
}

/// What an error of each of the N values costs. Without importance, of large values more: they say more.
template <std::size_t N> void signedWeights(const float *x, const float *importance, float meanSquare, float *weights)
{
    float total = 0.0f;
    if (importance != nullptr) {
        for (std::size_t i = 0; i < N; ++i) {
            weights[i] = importance[i] * std::sqrt(meanSquare + x[i] * x[i]);
            total += weights[i];
        }
    }
    if (total > 0.0f)
        return;
    for (std::size_t i = 0; i < N; ++i)
        weights[i] = x[i] * x[i];
}

template <std::size_t N> void minimumWeights(const float *x, const float *importance, float meanSquare, float *weights)
{
    float total = 0.0f;
    if (importance != nullptr) {
        for (std::size_t i = 0; i < N; ++i) {
            weights[i] = importance[i] * std::sqrt(meanSquare + x[i] * x[i]);
            total += weights[i];
        }
    }
    if (total > 0.0f)
        return;
    float squares = 0.0f;
    for (std::size_t i = 0; i < N; ++i)
        squares += x[i] * x[i];
    const float usual = std::sqrt(squares / static_cast<float>(N));
    for (std::size_t i = 0; i < N; ++i)
        weights[i] = usual + std::abs(x[i]);
}

float meanSquareOf(const float *x, std::size_t count)
{
    Lanes squares;
    for (std::size_t start = 0; start < count; start += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            squares.at[lane] += x[start + lane] * x[start + lane];
    }
    return static_cast<float>(squares.sum() / static_cast<double>(count));
}

const float *at(const float *importance, std::size_t index)
{
    return importance == nullptr ? nullptr : importance + index;
}

// ---- Blocks of 32 ----

void encodeQ8_0(const float *x, const float *, float, std::byte *out)
{
    const float d = std::abs(extremeOf<32>(x)) / 127.0f;
    quant::storeHalf(d, out);
    std::array<std::int8_t, 32> q {};
    roundAll<32>(x, quant::inverseOrZero(d), 0.0f, -127.0f, 127.0f, q.data());
    std::copy_n(reinterpret_cast<const std::byte *>(q.data()), 32, out + 2);
}

/// Q4_0 and Q5_0: the scale, for 5 bits the fifth bits, then the low nibbles of value i and i + 16 in a byte.
/// Q4_1 and Q5_1 the same with a minimum behind the scale.
template <int Bits, bool HasMinimum>
void encodeSmall(const float *x, const float *importance, float meanSquare, std::byte *out)
{
    std::array<float, 32> weights;
    std::array<std::int8_t, 32> q;
    constexpr int kHalf = 1 << (Bits - 1);
    constexpr int kMost = 2 * kHalf - 1;
    if constexpr (HasMinimum) {
        minimumWeights<32>(x, importance, meanSquare, weights.data());
        const ScaleAndMinimum fit = fitMinimum<32>(x, weights.data(), kMost, { -0.9f, 0.1f, 19 }, true);
        const float d = quant::storeHalf(fit.scale, out);
        const float m = quant::storeHalf(-fit.minimum, out + 2);
        roundAll<32>(x, quant::inverseOrZero(d), -m, 0.0f, static_cast<float>(kMost), q.data());
    } else {
        if (importance == nullptr)
            weights.fill(1.0f); // one scale for 32 values: the small ones count as much
        else
            signedWeights<32>(x, importance, meanSquare, weights.data());
        // With 5 bits and nothing known of the columns, what counts most is that the largest value stays as it is.
        const bool keepsLargest = Bits == 5 && importance == nullptr;
        const float scale = keepsLargest ? extremeOf<32>(x) / static_cast<float>(-kHalf) //
                                         : fitScale<32>(x, weights.data(), kHalf);
        const float d = quant::storeHalf(scale, out);
        roundAll<32>(
            x, quant::inverseOrZero(d), 0.0f, static_cast<float>(-kHalf), static_cast<float>(kHalf - 1), q.data());
        for (std::int8_t &value : q)
            value = static_cast<std::int8_t>(value + kHalf);
    }
    std::byte *quants = out + (HasMinimum ? 4 : 2);
    if constexpr (Bits == 5) {
        std::uint32_t fifth = 0;
        for (std::size_t i = 0; i < 32; ++i)
            fifth |= static_cast<std::uint32_t>(q[i] >> 4) << i;
        std::memcpy(quants, &fifth, sizeof(fifth));
        quants += sizeof(fifth);
    }
    for (std::size_t i = 0; i < 16; ++i)
        quants[i] = quant::joinNibbles(q[i] & 15, q[i + 16] & 15);
}

// ---- Super-blocks of 256 ----

/// Four values of two bits in a byte: in each half of 128, value i, i + 32, i + 64, i + 96.
void packPairs(const std::int8_t *q, std::byte *out)
{
    for (std::size_t half = 0; half < 2; ++half) {
        for (std::size_t i = 0; i < 32; ++i) {
            const std::int8_t *first = q + 128 * half + i;
            out[32 * half + i] = static_cast<std::byte>(
                (first[0] & 3) | (first[32] & 3) << 2 | (first[64] & 3) << 4 | (first[96] & 3) << 6);
        }
    }
}

/// Q4_K and Q5_K: see quant/q4_k.h, quant/q5_k.h.
template <int Bits> void encodeWithMinima(const float *x, const float *importance, std::byte *out)
{
    constexpr int kMost = (1 << Bits) - 1;
    constexpr Search kSearch = Bits == 4 ? Search { -1.0f, 0.1f, 21 } : Search { -0.5f, 0.1f, 16 };
    const float meanSquare = 2.0f * meanSquareOf(x, kSuper);
    std::array<float, 8> scales;
    std::array<float, 8> minima;
    std::array<float, 32> weights;
    for (std::size_t s = 0; s < 8; ++s) {
        minimumWeights<32>(x + 32 * s, at(importance, 32 * s), meanSquare, weights.data());
        const ScaleAndMinimum fit = fitMinimum<32>(x + 32 * s, weights.data(), kMost, kSearch, false);
        scales[s] = fit.scale;
        minima[s] = fit.minimum;
    }
    const float d = quant::storeHalf(*std::max_element(scales.begin(), scales.end()) / 63.0f, out);
    const float dmin = quant::storeHalf(*std::max_element(minima.begin(), minima.end()) / 63.0f, out + 2);
    quant::KScales packed;
    std::array<std::int8_t, kSuper> q;
    for (std::size_t s = 0; s < 8; ++s) {
        packed.scales[s] = static_cast<std::uint8_t>(quant::quantized(scales[s], quant::inverseOrZero(d), 0.5, 63));
        packed.minima[s] = static_cast<std::uint8_t>(quant::quantized(minima[s], quant::inverseOrZero(dmin), 0.5, 63));
        const float scale = d * static_cast<float>(packed.scales[s]);
        const float minimum = dmin * static_cast<float>(packed.minima[s]);
        roundAll<32>(
            x + 32 * s, quant::inverseOrZero(scale), minimum, 0.0f, static_cast<float>(kMost), q.data() + 32 * s);
    }
    packed.pack(out + 4);
    std::byte *quants = out + 16;
    if constexpr (Bits == 5) {
        for (std::size_t i = 0; i < 32; ++i) {
            unsigned fifth = 0;
            for (std::size_t s = 0; s < 8; ++s)
                fifth |= static_cast<unsigned>(q[32 * s + i] >> 4) << s;
            quants[i] = static_cast<std::byte>(fifth);
        }
        quants += 32;
    }
    for (std::size_t pair = 0; pair < 4; ++pair) {
        for (std::size_t i = 0; i < 32; ++i)
            quants[32 * pair + i] = quant::joinNibbles(q[64 * pair + i] & 15, q[64 * pair + 32 + i] & 15);
    }
}

/// Q2_K: 16 bytes of scale (low) and minimum (high) of each 16, 64 bytes of quants, d, dmin.
void encodeQ2_K(const float *x, const float *importance, std::byte *out)
{
    const float meanSquare = 2.0f * meanSquareOf(x, kSuper);
    std::array<float, 16> scales;
    std::array<float, 16> minima;
    std::array<float, 16> weights;
    for (std::size_t s = 0; s < 16; ++s) {
        minimumWeights<16>(x + 16 * s, at(importance, 16 * s), meanSquare, weights.data());
        const ScaleAndMinimum fit = fitMinimum<16>(x + 16 * s, weights.data(), 3, { -0.5f, 0.1f, 16 }, false);
        scales[s] = fit.scale;
        minima[s] = fit.minimum;
    }
    const float d = quant::storeHalf(*std::max_element(scales.begin(), scales.end()) / 15.0f, out + 80);
    const float dmin = quant::storeHalf(*std::max_element(minima.begin(), minima.end()) / 15.0f, out + 82);
    std::array<std::int8_t, kSuper> q;
    for (std::size_t s = 0; s < 16; ++s) {
        const int scale = quant::quantized(scales[s], quant::inverseOrZero(d), 0.5, 15);
        const int minimum = quant::quantized(minima[s], quant::inverseOrZero(dmin), 0.5, 15);
        out[s] = quant::joinNibbles(scale, minimum);
        roundAll<16>(x + 16 * s, quant::inverseOrZero(d * static_cast<float>(scale)),
            dmin * static_cast<float>(minimum), 0.0f, 3.0f, q.data() + 16 * s);
    }
    packPairs(q.data(), out + 16);
}

/// The sub-blocks of Q3_K and Q6_K: a scale each, stored as a whole number from -most - 1 to most of the block's d,
/// which is returned; the quants are made non-negative.
template <int Half>
float encodeSubBlocks(
    const float *x, const float *importance, int most, std::byte *d, std::int8_t *stored, std::int8_t *q)
{
    const float meanSquare = 2.0f * meanSquareOf(x, kSuper);
    std::array<float, 16> scales;
    std::array<float, 16> weights;
    for (std::size_t s = 0; s < 16; ++s) {
        signedWeights<16>(x + 16 * s, at(importance, 16 * s), meanSquare, weights.data());
        scales[s] = fitScale<16>(x + 16 * s, weights.data(), Half);
    }
    const float unit = quant::storeHalf(extremeOf<16>(scales.data()) / static_cast<float>(-most - 1), d);
    for (std::size_t s = 0; s < 16; ++s) {
        const float level = std::round(scales[s] * quant::inverseOrZero(unit));
        stored[s] = static_cast<std::int8_t>(clamped(level, static_cast<float>(-most - 1), static_cast<float>(most)));
        roundAll<16>(x + 16 * s, quant::inverseOrZero(unit * static_cast<float>(stored[s])), 0.0f,
            static_cast<float>(-Half), static_cast<float>(Half - 1), q + 16 * s);
    }
    for (std::size_t i = 0; i < kSuper; ++i)
        q[i] = static_cast<std::int8_t>(q[i] + Half);
    return unit;
}

/// Q3_K: 32 bytes of third bits, 64 of low pairs, 12 of 6-bit scales, d.
void encodeQ3_K(const float *x, const float *importance, std::byte *out)
{
    std::array<std::int8_t, 16> scales;
    std::array<std::int8_t, kSuper> q;
    encodeSubBlocks<4>(x, importance, 31, out + 108, scales.data(), q.data());
    for (std::size_t i = 0; i < 32; ++i) {
        unsigned third = 0;
        for (std::size_t s = 0; s < 8; ++s)
            third |= static_cast<unsigned>(q[32 * s + i] >> 2) << s;
        out[i] = static_cast<std::byte>(third);
    }
    packPairs(q.data(), out + 32);
    std::array<unsigned, 12> packed = {};
    for (std::size_t s = 0; s < 16; ++s) {
        const auto scale = static_cast<unsigned>(scales[s] + 32);
        packed[s % 8] |= (scale & 15U) << (s < 8 ? 0 : 4);
        packed[8 + s % 4] |= (scale >> 4) << (2 * (s / 4));
    }
    std::transform(packed.begin(), packed.end(), out + 96, [](unsigned byte) { return static_cast<std::byte>(byte); });
}

/// Q6_K: see quant/q6_k.h.
void encodeQ6_K(const float *x, const float *importance, std::byte *out)
{
    std::array<std::int8_t, 16> scales;
    std::array<std::int8_t, kSuper> q;
    encodeSubBlocks<32>(x, importance, 127, out + 208, scales.data(), q.data());
    std::copy_n(reinterpret_cast<const std::byte *>(scales.data()), scales.size(), out + 192);
    for (std::size_t half = 0; half < 2; ++half) {
        const std::int8_t *first = q.data() + 128 * half;
        for (std::size_t i = 0; i < 32; ++i) {
            out[64 * half + i] = quant::joinNibbles(first[i] & 15, first[i + 64] & 15);
            out[64 * half + 32 + i] = quant::joinNibbles(first[i + 32] & 15, first[i + 96] & 15);
            out[128 + 32 * half + i] = static_cast<std::byte>(
                first[i] >> 4 | (first[i + 32] >> 4) << 2 | (first[i + 64] >> 4) << 4 | (first[i + 96] >> 4) << 6);
        }
    }
}

template <typename Block>
void encodeBlocks32(
    const float *x, const float *importance, std::size_t count, std::size_t bytes, std::byte *out, Block block)
{
    const float meanSquare = importance == nullptr ? 0.0f : meanSquareOf(x, count);
    for (std::size_t start = 0; start < count; start += 32, out += bytes)
        block(x + start, at(importance, start), meanSquare, out);
}

template <typename Block>
void encodeBlocks256(
    const float *x, const float *importance, std::size_t count, std::size_t bytes, std::byte *out, Block block)
{
    for (std::size_t start = 0; start < count; start += kSuper, out += bytes)
        block(x + start, at(importance, start), out);
}

void EncodeRow(quant::TensorType type, const float *x, const float *importance, std::size_t count, std::byte *out)
{
    using quant::TensorType;
    const std::size_t bytes = quant::tensorTypeInfo(type).blockBytes;
    switch (type) {
    case TensorType::Q8_0:
        return encodeBlocks32(x, importance, count, bytes, out, encodeQ8_0);
    case TensorType::Q4_0:
        return encodeBlocks32(x, importance, count, bytes, out, encodeSmall<4, false>);
    case TensorType::Q4_1:
        return encodeBlocks32(x, importance, count, bytes, out, encodeSmall<4, true>);
    case TensorType::Q5_0:
        return encodeBlocks32(x, importance, count, bytes, out, encodeSmall<5, false>);
    case TensorType::Q5_1:
        return encodeBlocks32(x, importance, count, bytes, out, encodeSmall<5, true>);
    case TensorType::Q2_K:
        return encodeBlocks256(x, importance, count, bytes, out, encodeQ2_K);
    case TensorType::Q3_K:
        return encodeBlocks256(x, importance, count, bytes, out, encodeQ3_K);
    case TensorType::Q4_K:
        return encodeBlocks256(x, importance, count, bytes, out, encodeWithMinima<4>);
    case TensorType::Q5_K:
        return encodeBlocks256(x, importance, count, bytes, out, encodeWithMinima<5>);
    case TensorType::Q6_K:
        return encodeBlocks256(x, importance, count, bytes, out, encodeQ6_K);
    default:
        return quant::encode(type, x, out, count);
    }
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::quantizer
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::quantizer {

HWY_EXPORT(EncodeRow);

bool canEncode(quant::TensorType type)
{
    using quant::TensorType;
    switch (type) {
    case TensorType::F16:
    case TensorType::Q8_0:
    case TensorType::Q4_0:
    case TensorType::Q4_1:
    case TensorType::Q5_0:
    case TensorType::Q5_1:
    case TensorType::Q2_K:
    case TensorType::Q3_K:
    case TensorType::Q4_K:
    case TensorType::Q5_K:
    case TensorType::Q6_K:
        return true;
    default:
        return false;
    }
}

void encodeRow(quant::TensorType type, std::span<const float> values, std::span<const float> importance, std::byte *out)
{
    HWY_DYNAMIC_DISPATCH(EncodeRow)
    (type, values.data(), importance.empty() ? nullptr : importance.data(), values.size(), out);
}

} // namespace maru::quantizer
#endif
