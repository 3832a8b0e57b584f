// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/packed_layout.h"

#define MARU_INLINE inline __attribute__((always_inline))
#define MARU_UNROLL _Pragma("GCC unroll 16")

/// The dot kernel as a template over an instruction set (Isa) and a weight format. Included only by the translation
/// units dot_<set>.cpp, inside an anonymous namespace of their own: compiled with other flags, nothing of it may be
/// shared by the linker.
///
/// Isa offers Bytes (16 rows x 4 columns), Ints and Floats (16 rows) and:
///     kTile                      tokens that share one unpacking of the weights
///     kSignedBytes               8-bit weights are wanted signed; no offset is to be taken off
///     load, bytes8 (of values + 128), lowNibbles, highNibbles
///     insert<Shift, Mask>        low | (high << Shift & Mask); a negative Shift goes right
///     dot<Bits, Groups, T>       acc[t] += weights (groups of 4 columns) * activations of token t
///     zeroInts, shifted<Log2>    an Ints of 0, or of sum << Log2
///     halves, fromUnsigned, fromSigned    16 stored numbers as Floats
///     zeroFloats, broadcast, negate, multiply, multiplyAdd, toFloats, store, prefetch
namespace maru::backend::cpu {
namespace {

enum class Scales : std::uint8_t { Block, BlockMin, SuperMin, Super };

template <int Bits, Scales Kind, int OffsetLog2> struct Format
{
    static constexpr int kBits = Bits;
    static constexpr Scales kScales = Kind;
    static constexpr int kOffsetLog2 = OffsetLog2; ///< quant - 2^this, or -1: no offset
    static constexpr bool kSuper = Kind == Scales::SuperMin || Kind == Scales::Super;
    static constexpr bool kHasMin = Kind == Scales::BlockMin || Kind == Scales::SuperMin;
};

using Q4_0 = Format<4, Scales::Block, 3>;
using Q4_1 = Format<4, Scales::BlockMin, -1>;
using Q5_0 = Format<5, Scales::Block, 4>;
using Q5_1 = Format<5, Scales::BlockMin, -1>;
using Q8_0 = Format<8, Scales::Block, 7>;
using Q4_K = Format<4, Scales::SuperMin, -1>;
using Q5_K = Format<5, Scales::SuperMin, -1>;
using Q6_K = Format<6, Scales::Super, 5>;

template <class Isa, class F> struct PanelDot
{
    using Bytes = typename Isa::Bytes;
    using Ints = typename Isa::Ints;
    using Floats = typename Isa::Floats;

    static constexpr std::size_t kQuantBytes = layout::quantBytes(F::kBits);
    static constexpr std::size_t kPrefetchBytes = 12288;
    static constexpr int kOffsetLog2 = F::kBits == 8 && Isa::kSignedBytes ? -1 : F::kOffsetLog2;

    MARU_INLINE static void unpack(const std::byte *quants, Bytes (&w)[8])
    {
        if constexpr (F::kBits == 8) {
            MARU_UNROLL
            for (std::size_t g = 0; g < 8; ++g)
                w[g] = Isa::bytes8(Isa::load(quants + g * 64));
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
        unpack(quants, w);
        Ints acc[T];
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t) {
            if constexpr (kOffsetLog2 >= 0)
                acc[t] = Isa::template shifted<kOffsetLog2>(a[t * stride].negativeSum);
            else
                acc[t] = Isa::zeroInts();
        }
        Isa::template dot<F::kBits, 8, T>(w, a->values, stride * sizeof(ActivationBlock), acc);
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t) {
            const ActivationBlock &block = a[t * stride];
            sum[t] = Isa::multiplyAdd(Isa::toFloats(acc[t]), Isa::multiply(d, Isa::broadcast(block.scale)), sum[t]);
            if constexpr (F::kHasMin)
                sum[t] = Isa::multiplyAdd(m, Isa::broadcast(block.scaledSum), sum[t]);
        }
    }

    /// A block of 32 columns with a scale a row for each 16 of them.
    template <int T>
    MARU_INLINE static void halfBlocks(
        const std::byte *quants, const Floats (&d)[2], const ActivationBlock *a, std::size_t stride, Floats (&sum)[T])
    {
        Bytes w[8];
        unpack(quants, w);
        MARU_UNROLL
        for (std::size_t half = 0; half < 2; ++half) {
            Ints acc[T];
            MARU_UNROLL
            for (std::size_t t = 0; t < T; ++t)
                acc[t] = Isa::template shifted<kOffsetLog2>(a[t * stride].negativeHalfSums[half]);
            Isa::template dot<F::kBits, 4, T>(
                w + half * 4, a->values + half * 16, stride * sizeof(ActivationBlock), acc);
            MARU_UNROLL
            for (std::size_t t = 0; t < T; ++t)
                sum[t] = Isa::multiplyAdd(
                    Isa::toFloats(acc[t]), Isa::multiply(d[half], Isa::broadcast(a[t * stride].scale)), sum[t]);
        }
    }

    template <int T>
    MARU_INLINE static void tile(
        const std::byte *panel, std::uint32_t blocks, const ActivationBlock *a, std::size_t stride, float *out)
    {
        const std::byte *quants = panel;
        const std::byte *scales = panel + blocks * kQuantBytes;
        [[maybe_unused]] const std::byte *ahead = panel + kPrefetchBytes;
        Floats sum[T];
        MARU_UNROLL
        for (std::size_t t = 0; t < T; ++t)
            sum[t] = Isa::zeroFloats();

        if constexpr (F::kScales == Scales::Block || F::kScales == Scales::BlockMin) {
            constexpr std::size_t kRecord = F::kHasMin ? sizeof(layout::BlockScaleMin) : sizeof(layout::BlockScale);
            for (std::uint32_t b = 0; b < blocks; ++b) {
                if constexpr (T == 1)
                    prefetch<kQuantBytes + kRecord>(ahead);
                const Floats d = Isa::halves(scales);
                const Floats m = F::kHasMin ? Isa::halves(scales + 32) : Isa::zeroFloats();
                block<T>(quants, d, m, a + b, stride, sum);
                quants += kQuantBytes;
                scales += kRecord;
            }
        } else {
            for (std::uint32_t b = 0; b < blocks; b += 8) {
                const Floats d = Isa::halves(scales);
                if constexpr (F::kScales == Scales::SuperMin) {
                    const Floats dmin = Isa::negate(Isa::halves(scales + offsetof(layout::SuperScaleMin, dmin)));
                    const std::byte *subScales = scales + offsetof(layout::SuperScaleMin, scales);
                    const std::byte *subMins = scales + offsetof(layout::SuperScaleMin, mins);
                    for (std::uint32_t j = 0; j < 8; ++j) {
                        if constexpr (T == 1)
                            prefetch<kQuantBytes + sizeof(layout::SuperScaleMin) / 8>(ahead);
                        block<T>(quants, Isa::multiply(d, Isa::fromUnsigned(subScales + j * 16)),
                            Isa::multiply(dmin, Isa::fromUnsigned(subMins + j * 16)), a + b + j, stride, sum);
                        quants += kQuantBytes;
                    }
                    scales += sizeof(layout::SuperScaleMin);
                } else {
                    const std::byte *subScales = scales + offsetof(layout::SuperScale, scales);
                    for (std::uint32_t j = 0; j < 8; ++j) {
                        if constexpr (T == 1)
                            prefetch<kQuantBytes + sizeof(layout::SuperScale) / 8>(ahead);
                        const Floats both[2] = { Isa::multiply(d, Isa::fromSigned(subScales + j * 32)),
                            Isa::multiply(d, Isa::fromSigned(subScales + j * 32 + 16)) };
                        halfBlocks<T>(quants, both, a + b + j, stride, sum);
                        quants += kQuantBytes;
                    }
                    scales += sizeof(layout::SuperScale);
                }
            }
        }
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
        PanelDot<Isa, Q8_0>::run, PanelDot<Isa, Q4_K>::run, PanelDot<Isa, Q5_K>::run, PanelDot<Isa, Q6_K>::run };
}

} // namespace
} // namespace maru::backend::cpu
