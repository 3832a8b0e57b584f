// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/packed_layout.h"
#include "inference/quant/codebooks.h"

#include <array>
#include <type_traits>

#define MARU_INLINE inline __attribute__((always_inline))
#define MARU_UNROLL _Pragma("GCC unroll 16")

/// The dot kernel as a template over an instruction set (Isa) and a weight format. Included only by the translation
/// units dot_<set>.cpp, inside an anonymous namespace of their own: compiled with other flags, nothing of it may be
/// shared by the linker.
///
/// Isa offers Bytes (16 rows x 4 columns), Ints and Floats (16 rows) and:
///     kTile                      tokens that share one unpacking of the weights
///     kSignedBytes               8-bit weights are wanted signed; no offset is to be taken off
///     load, bytes8 (of values + 128), lowNibbles, highNibbles, zeroBytes
///     lookup                     table[index] of indices 0 to 15
///     insert<Shift, Mask>        low | (high << Shift & Mask); a negative Shift goes right
///     dot<Bits, Groups, T>       acc[t] += weights (groups of 4 columns) * activations of token t; weights of fewer
///     than
///                                8 bits are not negative
///     zeroInts, shifted<Log2>    an Ints of 0, or of sum << Log2
///     raised<Log2>               (a << Log2) + b
///     halves, fromUnsigned, fromSigned, fromLowNibbles, fromHighNibbles    16 stored numbers as Floats
///     exponents                  2^(e - 128) of 16 bytes e
///     zeroFloats, broadcast, negate, multiply, multiplyAdd, toFloats, store, prefetch
namespace maru::backend::cpu {
namespace {

/// The records of packed_layout.h, in its order.
enum class Scales : std::uint8_t { Block, BlockMin, SuperMin, Super, Exponent, SuperBlock, SuperHalfMin };

template <int Bits, Scales Kind, int OffsetLog2> struct Format
{
    static constexpr int kBits = Bits; ///< of a stored quant
    static constexpr int kDotBits = Bits; ///< of what is multiplied
    static constexpr Scales kScales = Kind;
    static constexpr int kOffsetLog2 = OffsetLog2; ///< quant - 2^this, or -1: no offset
    static constexpr int kDivisorLog2 = 0; ///< d is to be divided by 2^this
    static constexpr bool kHasMin = Kind == Scales::BlockMin || Kind == Scales::SuperMin;
    static constexpr bool kHasBook = false;
};

/// A format of indices into a codebook, whose values lie above -2^OffsetLog2 and below 2^OffsetLog2.
template <int Bits, Scales Kind, int OffsetLog2, int DivisorLog2, const auto &Book>
struct BookFormat : Format<Bits, Kind, OffsetLog2>
{
    static constexpr int kDotBits = OffsetLog2 + 1;
    static constexpr int kDivisorLog2 = DivisorLog2;
    static constexpr bool kHasBook = true;

    /// The values, each plus `offset`.
    static constexpr std::array<std::int8_t, 16> table(int offset)
    {
        std::array<std::int8_t, 16> result {};
        for (std::size_t i = 0; i < result.size(); ++i)
            result[i] = static_cast<std::int8_t>(Book[i % Book.size()] + offset);
        return result;
    }
};

using Q4_0 = Format<4, Scales::Block, 3>;
using Q4_1 = Format<4, Scales::BlockMin, -1>;
using Q5_0 = Format<5, Scales::Block, 4>;
using Q5_1 = Format<5, Scales::BlockMin, -1>;
using Q8_0 = Format<8, Scales::Block, 7>;
using Q4_K = Format<4, Scales::SuperMin, -1>;
using Q5_K = Format<5, Scales::SuperMin, -1>;
using Q6_K = Format<6, Scales::Super, 5>;
using Q2_K = Format<2, Scales::SuperHalfMin, -1>;
using Q3_K = Format<3, Scales::Super, 2>;
using IQ4_NL = BookFormat<4, Scales::Block, 7, 0, quant::kIq4Values>;
using IQ4_XS = BookFormat<4, Scales::SuperBlock, 7, 0, quant::kIq4Values>;
using MXFP4 = BookFormat<4, Scales::Exponent, 4, 0, quant::kFp4Values>;
using IQ2_XXS = BookFormat<3, Scales::SuperBlock, 6, 3, quant::kIq2Values>;
using IQ2_XS = BookFormat<3, Scales::Super, 6, 3, quant::kIq2Values>;
using IQ3_XXS = BookFormat<4, Scales::SuperBlock, 6, 2, quant::kIq3XxsValues>;
using IQ3_S = BookFormat<4, Scales::SuperBlock, 4, 0, quant::kIq3SValues>;

template <class Isa, class F> struct PanelDot
{
    using Bytes = typename Isa::Bytes;
    using Ints = typename Isa::Ints;
    using Floats = typename Isa::Floats;

    static constexpr std::size_t kQuantBytes = layout::quantBytes(F::kBits);
    static constexpr std::size_t kPrefetchBytes = 12288;
    static constexpr int kOffsetLog2 = F::kDotBits == 8 && Isa::kSignedBytes ? -1 : F::kOffsetLog2;

    MARU_INLINE static void unpack(const std::byte *quants, Bytes (&w)[8])
    {
        if constexpr (F::kBits == 8) {
            MARU_UNROLL
            for (std::size_t g = 0; g < 8; ++g)
                w[g] = Isa::bytes8(Isa::load(quants + g * 64));
        } else if constexpr (F::kBits <= 3) {
            unpackPairs(quants, w);
        } else {
            MARU_UNROLL
            for (std::size_t g = 0; g < 4; ++g) {
                const Bytes both = Isa::load(quants + g * 64);
                w[g] = Isa::lowNibbles(both);
                w[g + 4] = Isa::highNibbles(both);
            }
        }
        if constexpr (F::kBits == 5) {
            const Bytes high = Isa::load(quants + 256);
            w[0] = Isa::template insert<4, 0x10>(w[0], high);
            w[1] = Isa::template insert<3, 0x10>(w[1], high);
            w[2] = Isa::template insert<2, 0x10>(w[2], high);
            w[3] = Isa::template insert<1, 0x10>(w[3], high);
            w[4] = Isa::template insert<0, 0x10>(w[4], high);
            w[5] = Isa::template insert<-1, 0x10>(w[5], high);
            w[6] = Isa::template insert<-2, 0x10>(w[6], high);
            w[7] = Isa::template insert<-3, 0x10>(w[7], high);
        }
        if constexpr (F::kBits == 6) {
            MARU_UNROLL
            for (std::size_t half = 0; half < 2; ++half) {
                const Bytes high = Isa::load(quants + 256 + half * 64);
                w[half * 4] = Isa::template insert<4, 0x30>(w[half * 4], high);
                w[half * 4 + 1] = Isa::template insert<2, 0x30>(w[half * 4 + 1], high);
                w[half * 4 + 2] = Isa::template insert<0, 0x30>(w[half * 4 + 2], high);
                w[half * 4 + 3] = Isa::template insert<-2, 0x30>(w[half * 4 + 3], high);
            }
        }
    }

    /// 2 and 3 bits.
    MARU_INLINE static void unpackPairs(const std::byte *quants, Bytes (&w)[8])
    {
        MARU_UNROLL
        for (std::size_t half = 0; half < 2; ++half) {
            const Bytes pairs = Isa::load(quants + half * 64);
            w[half * 4] = Isa::template insert<0, 0x03>(Isa::zeroBytes(), pairs);
            w[half * 4 + 1] = Isa::template insert<-2, 0x03>(Isa::zeroBytes(), pairs);
            w[half * 4 + 2] = Isa::template insert<-4, 0x03>(Isa::zeroBytes(), pairs);
            w[half * 4 + 3] = Isa::template insert<-6, 0x03>(Isa::zeroBytes(), pairs);
        }
        if constexpr (F::kBits == 3) {
            const Bytes high = Isa::load(quants + 128);
            w[0] = Isa::template insert<2, 0x04>(w[0], high);
            w[1] = Isa::template insert<1, 0x04>(w[1], high);
            w[2] = Isa::template insert<0, 0x04>(w[2], high);
            w[3] = Isa::template insert<-1, 0x04>(w[3], high);
            w[4] = Isa::template insert<-2, 0x04>(w[4], high);
            w[5] = Isa::template insert<-3, 0x04>(w[5], high);
            w[6] = Isa::template insert<-4, 0x04>(w[6], high);
            w[7] = Isa::template insert<-5, 0x04>(w[7], high);
        }
    }

    /// The quants of a block as they are multiplied.
    MARU_INLINE static void weights(const std::byte *quants, Bytes (&w)[8])
    {
        unpack(quants, w);
        if constexpr (F::kHasBook) {
            static constexpr std::array<std::int8_t, 16> kTable = F::table(kOffsetLog2 >= 0 ? 1 << kOffsetLog2 : 0);
            MARU_UNROLL
            for (std::size_t g = 0; g < 8; ++g)
                w[g] = Isa::lookup(kTable, w[g]);
        }
    }

    /// What the quants' offset takes off a sum of products.
    MARU_INLINE static Ints offset(std::int32_t negativeSum)
    {
        if constexpr (kOffsetLog2 >= 0)
            return Isa::template shifted<kOffsetLog2>(negativeSum);
        else
            return Isa::zeroInts();
    }

    /// acc[t] += weights (Groups of 4 columns) * the steps of token t, whose bytes begin at `high` and `low`.
    template <int Groups, int T>
    MARU_INLINE static void addProducts(
        const Bytes *w, const std::int8_t *high, const std::int8_t *low, std::size_t stride, Ints (&acc)[T])
    {
        Ints upper[T];
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t)
            upper[t] = Isa::zeroInts();
        Isa::template dot<F::kDotBits, Groups, T>(w, high, stride * sizeof(ActivationBlock), upper);
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t)
            acc[t] = Isa::template raised<kLowBits>(upper[t], acc[t]);
        Isa::template dot<F::kDotBits, Groups, T>(w, low, stride * sizeof(ActivationBlock), acc);
    }

    /// A stored d.
    MARU_INLINE static Floats scale(const std::byte *halves)
    {
        const Floats d = Isa::halves(halves);
        if constexpr (F::kDivisorLog2 > 0)
            return Isa::multiply(d, Isa::broadcast(1.0f / static_cast<float>(1 << F::kDivisorLog2)));
        else
            return d;
    }

    /// Fetches the next `Step` bytes behind `ahead`; a thread's panels follow one another, so they are read soon.
    template <std::size_t Step> MARU_INLINE static void prefetch(const std::byte *&ahead)
    {
        MARU_UNROLL
        for (std::size_t i = 0; i < Step; i += 64)
            Isa::prefetch(ahead + i);
        ahead += Step;
    }

    /// A block of 32 columns with one scale (and minimum) a row.
    template <int T>
    MARU_INLINE static void block(
        const std::byte *quants, Floats d, Floats m, const ActivationBlock *a, std::size_t stride, Floats (&sum)[T])
    {
        Bytes w[8];
        weights(quants, w);
        Ints acc[T];
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t)
            acc[t] = offset(a[t * stride].negativeSum);
        addProducts<8, T>(w, a->high, a->low, stride, acc);
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t) {
            const ActivationBlock &block = a[t * stride];
            sum[t] = Isa::multiplyAdd(Isa::toFloats(acc[t]), Isa::multiply(d, Isa::broadcast(block.scale)), sum[t]);
            if constexpr (F::kHasMin)
                sum[t] = Isa::multiplyAdd(m, Isa::broadcast(block.scaledSum), sum[t]);
        }
    }

    /// A block of 32 columns with a scale (and minimum) a row for each 16 of them.
    template <int T>
    MARU_INLINE static void halfBlocks(const std::byte *quants, const Floats (&d)[2], const Floats (&m)[2],
        const ActivationBlock *a, std::size_t stride, Floats (&sum)[T])
    {
        Bytes w[8];
        weights(quants, w);
        MARU_UNROLL
        for (std::size_t half = 0; half < 2; ++half) {
            Ints acc[T];
            MARU_UNROLL
            for (std::size_t t = 0; t < T; ++t)
                acc[t] = offset(a[t * stride].negativeHalfSums[half]);
            addProducts<4, T>(w + half * 4, a->high + half * 16, a->low + half * 16, stride, acc);
            MARU_UNROLL
            for (std::size_t t = 0; t < T; ++t) {
                const ActivationBlock &block = a[t * stride];
                sum[t] = Isa::multiplyAdd(
                    Isa::toFloats(acc[t]), Isa::multiply(d[half], Isa::broadcast(block.scale)), sum[t]);
                if constexpr (F::kScales == Scales::SuperHalfMin) {
                    const float scaled = block.scale * static_cast<float>(-block.negativeHalfSums[half]);
                    sum[t] = Isa::multiplyAdd(m[half], Isa::broadcast(scaled), sum[t]);
                }
            }
        }
    }

    /// Formats with a record a block.
    template <int T>
    MARU_INLINE static void blockRows(
        const std::byte *quants, std::uint32_t blocks, const ActivationBlock *a, std::size_t stride, Floats (&sum)[T])
    {
        constexpr std::size_t kRecord = F::kScales == Scales::Exponent ? sizeof(layout::BlockExponent)
            : F::kHasMin                                               ? sizeof(layout::BlockScaleMin)
                                                                       : sizeof(layout::BlockScale);
        const std::byte *scales = quants + blocks * kQuantBytes;
        [[maybe_unused]] const std::byte *ahead = quants + kPrefetchBytes;
        for (std::uint32_t b = 0; b < blocks; ++b) {
            if constexpr (T == 1)
                prefetch<kQuantBytes + kRecord>(ahead);
            const Floats d = F::kScales == Scales::Exponent ? Isa::exponents(scales) : Isa::halves(scales);
            const Floats m = F::kHasMin ? Isa::halves(scales + 32) : Isa::zeroFloats();
            block<T>(quants, d, m, a + b, stride, sum);
            quants += kQuantBytes;
            scales += kRecord;
        }
    }

    /// Formats with a record a superblock, whose sub-blocks are 32 columns.
    template <int T>
    MARU_INLINE static void superBlocks(
        const std::byte *quants, std::uint32_t blocks, const ActivationBlock *a, std::size_t stride, Floats (&sum)[T])
    {
        using Record = std::conditional_t<F::kHasMin, layout::SuperScaleMin, layout::SuperBlockScale>;
        const std::byte *scales = quants + blocks * kQuantBytes;
        [[maybe_unused]] const std::byte *ahead = quants + kPrefetchBytes;
        for (std::uint32_t b = 0; b < blocks; b += 8) {
            const Floats d = scale(scales);
            const std::byte *subScales = scales + offsetof(Record, scales);
            Floats dmin = Isa::zeroFloats();
            if constexpr (F::kHasMin)
                dmin = Isa::negate(Isa::halves(scales + offsetof(layout::SuperScaleMin, dmin)));
            for (std::uint32_t j = 0; j < 8; ++j) {
                if constexpr (T == 1)
                    prefetch<kQuantBytes + sizeof(Record) / 8>(ahead);
                if constexpr (F::kHasMin) {
                    const std::byte *subMins = scales + offsetof(layout::SuperScaleMin, mins);
                    block<T>(quants, Isa::multiply(d, Isa::fromUnsigned(subScales + j * 16)),
                        Isa::multiply(dmin, Isa::fromUnsigned(subMins + j * 16)), a + b + j, stride, sum);
                } else {
                    block<T>(
                        quants, Isa::multiply(d, Isa::fromSigned(subScales + j * 16)), dmin, a + b + j, stride, sum);
                }
                quants += kQuantBytes;
            }
            scales += sizeof(Record);
        }
    }

    /// Formats with a record a superblock, whose sub-blocks are 16 columns.
    template <int T>
    MARU_INLINE static void superHalfBlocks(
        const std::byte *quants, std::uint32_t blocks, const ActivationBlock *a, std::size_t stride, Floats (&sum)[T])
    {
        constexpr bool kMin = F::kScales == Scales::SuperHalfMin;
        using Record = std::conditional_t<kMin, layout::SuperHalfMin, layout::SuperScale>;
        const std::byte *scales = quants + blocks * kQuantBytes;
        [[maybe_unused]] const std::byte *ahead = quants + kPrefetchBytes;
        for (std::uint32_t b = 0; b < blocks; b += 8) {
            const Floats d = scale(scales);
            Floats dmin = Isa::zeroFloats();
            if constexpr (kMin)
                dmin = Isa::negate(Isa::halves(scales + offsetof(layout::SuperHalfMin, dmin)));
            const std::byte *sub
                = scales + (kMin ? offsetof(layout::SuperHalfMin, both) : offsetof(layout::SuperScale, scales));
            for (std::uint32_t j = 0; j < 8; ++j, sub += 32) {
                if constexpr (T == 1)
                    prefetch<kQuantBytes + sizeof(Record) / 8>(ahead);
                Floats two[2];
                Floats minima[2] = { dmin, dmin };
                MARU_UNROLL
                for (std::size_t half = 0; half < 2; ++half) {
                    if constexpr (kMin) {
                        two[half] = Isa::multiply(d, Isa::fromLowNibbles(sub + half * 16));
                        minima[half] = Isa::multiply(dmin, Isa::fromHighNibbles(sub + half * 16));
                    } else {
                        two[half] = Isa::multiply(d, Isa::fromSigned(sub + half * 16));
                    }
                }
                halfBlocks<T>(quants, two, minima, a + b + j, stride, sum);
                quants += kQuantBytes;
            }
            scales += sizeof(Record);
        }
    }

    template <int T>
    MARU_INLINE static void tile(
        const std::byte *panel, std::uint32_t blocks, const ActivationBlock *a, std::size_t stride, float *out)
    {
        Floats sum[T];
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t)
            sum[t] = Isa::zeroFloats();
        if constexpr (F::kScales == Scales::Super || F::kScales == Scales::SuperHalfMin)
            superHalfBlocks<T>(panel, blocks, a, stride, sum);
        else if constexpr (F::kScales == Scales::SuperMin || F::kScales == Scales::SuperBlock)
            superBlocks<T>(panel, blocks, a, stride, sum);
        else
            blockRows<T>(panel, blocks, a, stride, sum);
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t)
            Isa::store(out + t * kPanelRows, sum[t]);
    }

    static void run(const std::byte *panel, std::uint32_t blocks, const ActivationBlock *activations,
        std::size_t stride, std::uint32_t tokens, float *out)
    {
        std::uint32_t t = 0;
        for (; t + Isa::kTile <= tokens; t += Isa::kTile)
            tile<Isa::kTile>(panel, blocks, activations + t * stride, stride, out + t * kPanelRows);
        if constexpr (Isa::kTile > 4) {
            if (t + 4 <= tokens) {
                tile<4>(panel, blocks, activations + t * stride, stride, out + t * kPanelRows);
                t += 4;
            }
        }
        if (t + 2 <= tokens) {
            tile<2>(panel, blocks, activations + t * stride, stride, out + t * kPanelRows);
            t += 2;
        }
        if (t < tokens)
            tile<1>(panel, blocks, activations + t * stride, stride, out + t * kPanelRows);
    }
};

template <class Isa> constexpr DotKernels makeDotKernels()
{
    return { PanelDot<Isa, Q4_0>::run, PanelDot<Isa, Q4_1>::run, PanelDot<Isa, Q5_0>::run, PanelDot<Isa, Q5_1>::run,
        PanelDot<Isa, Q8_0>::run, PanelDot<Isa, Q4_K>::run, PanelDot<Isa, Q5_K>::run, PanelDot<Isa, Q6_K>::run,
        PanelDot<Isa, Q2_K>::run, PanelDot<Isa, Q3_K>::run, PanelDot<Isa, IQ4_NL>::run, PanelDot<Isa, IQ4_XS>::run,
        PanelDot<Isa, MXFP4>::run, PanelDot<Isa, IQ2_XXS>::run, PanelDot<Isa, IQ2_XS>::run, PanelDot<Isa, IQ3_XXS>::run,
        PanelDot<Isa, IQ3_S>::run };
}

} // namespace
} // namespace maru::backend::cpu
