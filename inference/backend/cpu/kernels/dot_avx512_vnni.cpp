// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/dot_kernels.h"

#if defined(__AVX512VNNI__)

#include "inference/backend/cpu/kernels/dot_kernels_inl.h"

#include <immintrin.h>

#include <array>
#include <cstring>

namespace maru::backend::cpu {
namespace {

/// 512-bit vectors with vpdpbusd: 16 rows x 4 columns an instruction.
struct Avx512Vnni
{
    static constexpr int kTile = 8;
    static constexpr bool kSignedBytes = false;

    using Bytes = __m512i;
    using Ints = __m512i;
    using Floats = __m512;

    MARU_INLINE static Bytes load(const std::byte *p) { return _mm512_loadu_si512(p); }
    MARU_INLINE static Bytes bytes8(Bytes v) { return v; }
    MARU_INLINE static Bytes lowNibbles(Bytes v) { return _mm512_and_si512(v, _mm512_set1_epi8(0x0f)); }
    MARU_INLINE static Bytes highNibbles(Bytes v)
    {
        return _mm512_and_si512(_mm512_srli_epi16(v, 4), _mm512_set1_epi8(0x0f));
    }

    MARU_INLINE static Bytes zeroBytes() { return _mm512_setzero_si512(); }
    MARU_INLINE static Bytes lookup(const std::array<std::int8_t, 16> &table, Bytes index)
    {
        const __m128i one = _mm_loadu_si128(reinterpret_cast<const __m128i *>(table.data()));
        return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(one), index);
    }

    template <int Shift, int Mask> MARU_INLINE static Bytes insert(Bytes low, Bytes high)
    {
        Bytes shifted = high;
        if constexpr (Shift > 0)
            shifted = _mm512_slli_epi16(high, Shift);
        else if constexpr (Shift < 0)
            shifted = _mm512_srli_epi16(high, -Shift);
        return _mm512_ternarylogic_epi32(low, shifted, _mm512_set1_epi8(Mask), 0xf8); // low | (shifted & mask)
    }

    template <int Bits, int Groups, int T>
    MARU_INLINE static void dot(const Bytes *w, const std::int8_t *a, std::size_t strideBytes, Ints (&acc)[T])
    {
        MARU_UNROLL
        for (std::size_t g = 0; g < Groups; ++g) {
            MARU_UNROLL
            for (std::size_t t = 0; t < T; ++t) {
                int four = 0;
                std::memcpy(&four, a + t * strideBytes + g * 4, 4);
                acc[t] = _mm512_dpbusd_epi32(acc[t], w[g], _mm512_set1_epi32(four));
            }
        }
    }

    MARU_INLINE static Ints zeroInts() { return _mm512_setzero_si512(); }
    template <int Log2> MARU_INLINE static Ints shifted(std::int32_t sum)
    {
        return _mm512_slli_epi32(_mm512_set1_epi32(sum), Log2);
    }
    template <int Log2> MARU_INLINE static Ints raised(Ints a, Ints b)
    {
        return _mm512_add_epi32(_mm512_slli_epi32(a, Log2), b);
    }
    MARU_INLINE static Floats zeroFloats() { return _mm512_setzero_ps(); }
    MARU_INLINE static Floats halves(const std::byte *p)
    {
        return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(p)));
    }
    MARU_INLINE static Floats fromUnsigned(const std::byte *p)
    {
        return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(p))));
    }
    MARU_INLINE static Floats fromSigned(const std::byte *p)
    {
        return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(p))));
    }
    MARU_INLINE static __m512i bytes16(const std::byte *p)
    {
        return _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(p)));
    }
    MARU_INLINE static Floats fromLowNibbles(const std::byte *p)
    {
        return _mm512_cvtepi32_ps(_mm512_and_si512(bytes16(p), _mm512_set1_epi32(15)));
    }
    MARU_INLINE static Floats fromHighNibbles(const std::byte *p)
    {
        return _mm512_cvtepi32_ps(_mm512_srli_epi32(bytes16(p), 4));
    }
    MARU_INLINE static Floats exponents(const std::byte *p)
    {
        const __m512i e = bytes16(p);
        const __m512i one = _mm512_set1_epi32(1);
        const __m512i normal = _mm512_slli_epi32(_mm512_sub_epi32(e, one), 23);
        const __m512i subnormal = _mm512_slli_epi32(_mm512_add_epi32(e, one), 21);
        return _mm512_castsi512_ps(_mm512_max_epi32(normal, subnormal));
    }
    MARU_INLINE static Floats broadcast(float v) { return _mm512_set1_ps(v); }
    MARU_INLINE static Floats negate(Floats v) { return _mm512_sub_ps(_mm512_setzero_ps(), v); }
    MARU_INLINE static Floats toFloats(Ints v) { return _mm512_cvtepi32_ps(v); }
    MARU_INLINE static Floats multiply(Floats a, Floats b) { return _mm512_mul_ps(a, b); }
    MARU_INLINE static Floats multiplyAdd(Floats a, Floats b, Floats c) { return _mm512_fmadd_ps(a, b, c); }
    MARU_INLINE static void store(float *p, Floats v) { _mm512_storeu_ps(p, v); }

    MARU_INLINE static void prefetch(const std::byte *p)
    {
        _mm_prefetch(reinterpret_cast<const char *>(p), _MM_HINT_T0);
    }
};

constexpr DotKernels kKernels = makeDotKernels<Avx512Vnni>();

} // namespace

const DotKernels *avx512VnniDotKernels()
{
    return &kKernels;
}

} // namespace maru::backend::cpu

#else

namespace maru::backend::cpu {

const DotKernels *avx512VnniDotKernels()
{
    return nullptr;
}

} // namespace maru::backend::cpu

#endif
