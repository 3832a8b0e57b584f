// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/dot_kernels.h"

#if defined(__AVXVNNI__) && defined(__FMA__) && defined(__F16C__)

#include "inference/backend/cpu/kernels/dot_avx2_inl.h"

namespace maru::backend::cpu {
namespace {

/// 256-bit vectors with vpdpbusd, as recent desktop processors without AVX-512 have it.
struct AvxVnni : Avx2Vectors
{
    static constexpr bool kSignedBytes = false;

    MARU_INLINE static Bytes bytes8(Bytes b) { return b; }

    template <int Bits, int Groups, int T>
    MARU_INLINE static void dot(const Bytes *w, const std::int8_t *a, std::size_t strideBytes, Ints (&acc)[T])
    {
        MARU_UNROLL
        for (int g = 0; g < Groups; ++g) {
            MARU_UNROLL
            for (int t = 0; t < T; ++t) {
                const __m256i x = four(a + static_cast<std::size_t>(t) * strideBytes + g * 4);
                acc[t].v[0] = _mm256_dpbusd_avx_epi32(acc[t].v[0], w[g].v[0], x);
                acc[t].v[1] = _mm256_dpbusd_avx_epi32(acc[t].v[1], w[g].v[1], x);
            }
        }
    }
};

constexpr DotKernels kKernels = makeDotKernels<AvxVnni>();

} // namespace

const DotKernels *avxVnniDotKernels()
{
    return &kKernels;
}

} // namespace maru::backend::cpu

#else

namespace maru::backend::cpu {

const DotKernels *avxVnniDotKernels()
{
    return nullptr;
}

} // namespace maru::backend::cpu

#endif
