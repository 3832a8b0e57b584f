// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/dot_kernels_inl.h"

#include <immintrin.h>

#include <array>
#include <cstring>

namespace maru::backend::cpu {
namespace {

/// What AVX2 and AVX-VNNI share: 16 rows in two vectors of 8, everything but dot().
struct Avx2Vectors
{
    static constexpr int kTile = 4;

    struct Bytes
    {
        __m256i v[2];
    };
    struct Ints
    {
        __m256i v[2];
    };
    struct Floats
    {
        __m256 v[2];
    };

    MARU_INLINE static __m256i loadHalf(const std::byte *p)
    {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(p));
    }
    MARU_INLINE static __m128i load128(const std::byte *p)
    {
        return _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
    }
    MARU_INLINE static __m128i load64(const std::byte *p)
    {
        return _mm_loadl_epi64(reinterpret_cast<const __m128i *>(p));
    }
    MARU_INLINE static __m256i four(const std::int8_t *p)
    {
        int value = 0;
        std::memcpy(&value, p, 4);
        return _mm256_set1_epi32(value);
    }

    MARU_INLINE static Bytes load(const std::byte *p) { return { { loadHalf(p), loadHalf(p + 32) } }; }
    MARU_INLINE static Bytes lowNibbles(Bytes b)
    {
        const __m256i mask = _mm256_set1_epi8(0x0f);
        return { { _mm256_and_si256(b.v[0], mask), _mm256_and_si256(b.v[1], mask) } };
    }
    MARU_INLINE static Bytes highNibbles(Bytes b)
    {
        const __m256i mask = _mm256_set1_epi8(0x0f);
        return { { _mm256_and_si256(_mm256_srli_epi16(b.v[0], 4), mask),
            _mm256_and_si256(_mm256_srli_epi16(b.v[1], 4), mask) } };
    }

    MARU_INLINE static Bytes zeroBytes() { return { { _mm256_setzero_si256(), _mm256_setzero_si256() } }; }
    MARU_INLINE static Bytes lookup(const std::array<std::int8_t, 16> &table, Bytes index)
    {
        const __m256i both
            = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i *>(table.data())));
        return { { _mm256_shuffle_epi8(both, index.v[0]), _mm256_shuffle_epi8(both, index.v[1]) } };
    }

    template <int Shift, int Mask> MARU_INLINE static __m256i insertHalf(__m256i low, __m256i high)
    {
        __m256i moved = high;
        if constexpr (Shift > 0)
            moved = _mm256_slli_epi16(high, Shift);
        else if constexpr (Shift < 0)
            moved = _mm256_srli_epi16(high, -Shift);
        return _mm256_or_si256(low, _mm256_and_si256(moved, _mm256_set1_epi8(Mask)));
    }
    template <int Shift, int Mask> MARU_INLINE static Bytes insert(Bytes low, Bytes high)
    {
        return { { insertHalf<Shift, Mask>(low.v[0], high.v[0]), insertHalf<Shift, Mask>(low.v[1], high.v[1]) } };
    }

    MARU_INLINE static Ints zeroInts() { return { { _mm256_setzero_si256(), _mm256_setzero_si256() } }; }
    template <int Log2> MARU_INLINE static Ints shifted(std::int32_t sum)
    {
        const __m256i all = _mm256_slli_epi32(_mm256_set1_epi32(sum), Log2);
        return { { all, all } };
    }

    template <int Log2> MARU_INLINE static Ints raised(Ints a, Ints b)
    {
        return { { _mm256_add_epi32(_mm256_slli_epi32(a.v[0], Log2), b.v[0]),
            _mm256_add_epi32(_mm256_slli_epi32(a.v[1], Log2), b.v[1]) } };
    }

    MARU_INLINE static Floats zeroFloats() { return { { _mm256_setzero_ps(), _mm256_setzero_ps() } }; }
    MARU_INLINE static Floats halves(const std::byte *p)
    {
        return { { _mm256_cvtph_ps(load128(p)), _mm256_cvtph_ps(load128(p + 16)) } };
    }
    MARU_INLINE static Floats fromUnsigned(const std::byte *p)
    {
        return { { _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(load64(p))),
            _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(load64(p + 8))) } };
    }
    MARU_INLINE static Floats fromSigned(const std::byte *p)
    {
        return { { _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(load64(p))),
            _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(load64(p + 8))) } };
    }
    MARU_INLINE static Floats fromLowNibbles(const std::byte *p)
    {
        const __m256i mask = _mm256_set1_epi32(15);
        return { { _mm256_cvtepi32_ps(_mm256_and_si256(_mm256_cvtepu8_epi32(load64(p)), mask)),
            _mm256_cvtepi32_ps(_mm256_and_si256(_mm256_cvtepu8_epi32(load64(p + 8)), mask)) } };
    }
    MARU_INLINE static Floats fromHighNibbles(const std::byte *p)
    {
        return { { _mm256_cvtepi32_ps(_mm256_srli_epi32(_mm256_cvtepu8_epi32(load64(p)), 4)),
            _mm256_cvtepi32_ps(_mm256_srli_epi32(_mm256_cvtepu8_epi32(load64(p + 8)), 4)) } };
    }
    MARU_INLINE static __m256 exponentsHalf(__m256i e)
    {
        const __m256i one = _mm256_set1_epi32(1);
        const __m256i normal = _mm256_slli_epi32(_mm256_sub_epi32(e, one), 23);
        const __m256i subnormal = _mm256_slli_epi32(_mm256_add_epi32(e, one), 21);
        return _mm256_castsi256_ps(_mm256_max_epi32(normal, subnormal));
    }
    MARU_INLINE static Floats exponents(const std::byte *p)
    {
        return { { exponentsHalf(_mm256_cvtepu8_epi32(load64(p))),
            exponentsHalf(_mm256_cvtepu8_epi32(load64(p + 8))) } };
    }
    MARU_INLINE static Floats broadcast(float value)
    {
        const __m256 all = _mm256_set1_ps(value);
        return { { all, all } };
    }
    MARU_INLINE static Floats negate(Floats a)
    {
        return { { _mm256_sub_ps(_mm256_setzero_ps(), a.v[0]), _mm256_sub_ps(_mm256_setzero_ps(), a.v[1]) } };
    }
    MARU_INLINE static Floats toFloats(Ints a)
    {
        return { { _mm256_cvtepi32_ps(a.v[0]), _mm256_cvtepi32_ps(a.v[1]) } };
    }
    MARU_INLINE static Floats multiply(Floats a, Floats b)
    {
        return { { _mm256_mul_ps(a.v[0], b.v[0]), _mm256_mul_ps(a.v[1], b.v[1]) } };
    }
    MARU_INLINE static Floats multiplyAdd(Floats a, Floats b, Floats c)
    {
        return { { _mm256_fmadd_ps(a.v[0], b.v[0], c.v[0]), _mm256_fmadd_ps(a.v[1], b.v[1], c.v[1]) } };
    }
    MARU_INLINE static void store(float *p, Floats a)
    {
        _mm256_storeu_ps(p, a.v[0]);
        _mm256_storeu_ps(p + 8, a.v[1]);
    }
    MARU_INLINE static void prefetch(const std::byte *p)
    {
        _mm_prefetch(reinterpret_cast<const char *>(p), _MM_HINT_T0);
    }
};

} // namespace
} // namespace maru::backend::cpu
