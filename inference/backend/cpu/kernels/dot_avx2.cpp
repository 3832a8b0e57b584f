// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/dot_kernels.h"

#if defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)

#include "inference/backend/cpu/kernels/dot_avx2_inl.h"

namespace maru::backend::cpu {
namespace {

/// 256-bit vectors without a dot instruction: products are summed in int16 for as long as they cannot overflow.
///
/// Two products of an activation (127 at most) with a quant of 4, 5, 6, 7 bits are at most 3810, 7874, 16002, 32258: 8,
/// 4, 2, 1 of these pairs fit into an int16. Of 8 bits only one pair does, and only signed (2 * 128 * 127).
struct Avx2 : Avx2Vectors
{
    static constexpr bool kSignedBytes = true;

    MARU_INLINE static Bytes bytes8(Bytes b)
    {
        const __m256i sign = _mm256_set1_epi8(static_cast<char>(0x80));
        return { { _mm256_xor_si256(b.v[0], sign), _mm256_xor_si256(b.v[1], sign) } };
    }

    template <int Bits, int Groups, int T>
    MARU_INLINE static void dot(const Bytes *w, const std::int8_t *a, std::size_t strideBytes, Ints (&acc)[T])
    {
        if constexpr (Bits == 8)
            dotSigned<Groups, T>(w, a, strideBytes, acc);
        else
            dotChains<(Bits <= 4 ? 8 : 1 << (7 - Bits)), Groups, T>(w, a, strideBytes, acc);
    }

    template <int Groups, int T>
    MARU_INLINE static void dotSigned(const Bytes *w, const std::int8_t *a, std::size_t strideBytes, Ints (&acc)[T])
    {
        const __m256i ones = _mm256_set1_epi16(1);
        MARU_UNROLL
        for (int g = 0; g < Groups; ++g) {
            const __m256i size0 = _mm256_abs_epi8(w[g].v[0]);
            const __m256i size1 = _mm256_abs_epi8(w[g].v[1]);
            MARU_UNROLL
            for (int t = 0; t < T; ++t) {
                const __m256i x = four(a + static_cast<std::size_t>(t) * strideBytes + g * 4);
                const __m256i low = _mm256_maddubs_epi16(size0, _mm256_sign_epi8(x, w[g].v[0]));
                const __m256i high = _mm256_maddubs_epi16(size1, _mm256_sign_epi8(x, w[g].v[1]));
                acc[t].v[0] = _mm256_add_epi32(acc[t].v[0], _mm256_madd_epi16(low, ones));
                acc[t].v[1] = _mm256_add_epi32(acc[t].v[1], _mm256_madd_epi16(high, ones));
            }
        }
    }

    template <int Chain, int Groups, int T>
    MARU_INLINE static void dotChains(const Bytes *w, const std::int8_t *a, std::size_t strideBytes, Ints (&acc)[T])
    {
        constexpr int kLength = Chain < Groups ? Chain : Groups;
        const __m256i ones = _mm256_set1_epi16(1);
        MARU_UNROLL
        for (int first = 0; first < Groups; first += kLength) {
            __m256i chain[T][2];
            MARU_UNROLL
            for (int i = 0; i < kLength; ++i) {
                const Bytes &weights = w[first + i];
                MARU_UNROLL
                for (int t = 0; t < T; ++t) {
                    const __m256i x = four(a + static_cast<std::size_t>(t) * strideBytes + (first + i) * 4);
                    const __m256i low = _mm256_maddubs_epi16(weights.v[0], x);
                    const __m256i high = _mm256_maddubs_epi16(weights.v[1], x);
                    chain[t][0] = i == 0 ? low : _mm256_add_epi16(chain[t][0], low);
                    chain[t][1] = i == 0 ? high : _mm256_add_epi16(chain[t][1], high);
                }
            }
            MARU_UNROLL
            for (int t = 0; t < T; ++t) {
                acc[t].v[0] = _mm256_add_epi32(acc[t].v[0], _mm256_madd_epi16(chain[t][0], ones));
                acc[t].v[1] = _mm256_add_epi32(acc[t].v[1], _mm256_madd_epi16(chain[t][1], ones));
            }
        }
    }
};

constexpr DotKernels kKernels = makeDotKernels<Avx2>();

} // namespace

const DotKernels *avx2DotKernels()
{
    return &kKernels;
}

} // namespace maru::backend::cpu

#else

namespace maru::backend::cpu {

const DotKernels *avx2DotKernels()
{
    return nullptr;
}

} // namespace maru::backend::cpu

#endif
