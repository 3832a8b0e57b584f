// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_features.h"
#include "inference/backend/cpu/kernels/attention.h"
#include "inference/backend/cpu/kernels/float_dot.h"
#include "inference/backend/cpu/kernels/quantize.h"
#include "inference/backend/cpu/panel_packing.h"
#include "inference/base/large_buffer.h"
#include "tests/support/random_tensor.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

/// Times the kernels of the processor on one thread, in processor time: multiplications a second for a prompt's 64
/// tokens, and bytes of weights a second for one token, from the cache and from memory.
///
///     bench_kernels [columns]

using namespace maru;
using namespace maru::backend::cpu;
using quant::TensorType;

namespace {

constexpr TensorType kTypes[] = { TensorType::Q4_0, TensorType::Q4_1, TensorType::Q5_0, TensorType::Q5_1,
    TensorType::Q8_0, TensorType::Q4_K, TensorType::Q5_K, TensorType::Q6_K, TensorType::F16, TensorType::F32 };
constexpr std::uint64_t kFarBytes = std::uint64_t { 256 } << 20; // more than any cache

double seconds()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The shortest of some runs of `function`.
template <typename Function> double best(Function &&function)
{
    double shortest = 1e9;
    for (int run = 0; run < 5; ++run) {
        const double start = seconds();
        function();
        shortest = std::min(shortest, seconds() - start);
    }
    return shortest;
}

/// Panels of one format and what they are multiplied with.
class Subject
{
public:
    Subject(TensorType type, std::uint32_t columns, std::byte *room)
        : m_type(type)
        , m_columns(columns)
        , m_bytes(panelBytes(type, columns))
        , m_panels(room)
        , m_floats(test::randomTensor(std::size_t { kSweepTokens } * columns, 1))
        , m_blocks(std::size_t { kSweepTokens } * columns / kBlockColumns)
        , m_out(kSweepTokens * kPanelRows)
    {
        const auto weights = test::randomBlocks(type, std::size_t { kPanelRows } * columns, 2);
        packPanel({ "w", type, kPanelRows, columns, weights }, 0, room);
        for (std::uint64_t p = 1; p < panels(); ++p)
            std::copy(room, room + m_bytes, room + p * m_bytes);
        for (std::uint32_t t = 0; t < kSweepTokens; ++t)
            quantizeRow(m_floats.data() + std::size_t { t } * columns, columns,
                m_blocks.data() + std::size_t { t } * columns / kBlockColumns);
    }

    std::uint64_t panels() const { return kFarBytes / m_bytes; }
    std::uint64_t bytes() const { return m_bytes; }

    void multiply(const DotKernels &kernels, std::uint64_t panel, std::uint32_t tokens)
    {
        const std::byte *weights = m_panels + panel * m_bytes;
        if (const PanelKernel kernel = kernels.find(m_type))
            kernel(
                weights, m_columns / kBlockColumns, m_blocks.data(), m_columns / kBlockColumns, tokens, m_out.data());
        else
            floatPanelDot(m_type, weights, m_columns, m_floats.data(), m_columns, tokens, m_out.data());
    }

private:
    TensorType m_type;
    std::uint32_t m_columns;
    std::uint64_t m_bytes;
    std::byte *m_panels;
    std::vector<float> m_floats;
    std::vector<ActivationBlock> m_blocks;
    std::vector<float> m_out;
};

} // namespace

int main(int argc, char **argv)
{
    const auto columns = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 1536) / 256 * 256;
    auto room = LargeBuffer::allocate(kFarBytes, "bench");
    if (!room || columns == 0)
        return 1;
    std::printf("%u columns, one thread\n%-12s %-6s %10s %14s %14s\n", columns, "instructions", "type", "GMAC/s",
        "GB/s cached", "GB/s memory");
    for (const InstructionSet set : kInstructionSets) {
        if (!isAvailable(set))
            continue;
        forceInstructionSet(set);
        for (const TensorType type : kTypes) {
            Subject subject(type, columns, room->data());
            const DotKernels &kernels = dotKernels(set);
            constexpr int kRepeats = 40;
            const double prompt = best([&] {
                for (std::uint64_t i = 0; i < kRepeats; ++i)
                    subject.multiply(kernels, i % 4, kSweepTokens);
            });
            const double near = best([&] {
                for (std::uint64_t i = 0; i < kRepeats * 16; ++i)
                    subject.multiply(kernels, i % 2, 1);
            });
            const double far = best([&] {
                for (std::uint64_t i = 0; i < subject.panels(); ++i)
                    subject.multiply(kernels, i, 1);
            });
            const double bytes = static_cast<double>(subject.bytes());
            std::printf("%-12s %-6s %10.1f %14.1f %14.1f\n", toString(set).data(),
                quant::tensorTypeInfo(type).name.data(), 1e-9 * kRepeats * kSweepTokens * kPanelRows * columns / prompt,
                1e-9 * kRepeats * 16 * bytes / near, 1e-9 * static_cast<double>(subject.panels()) * bytes / far);
        }
    }
    return 0;
}
