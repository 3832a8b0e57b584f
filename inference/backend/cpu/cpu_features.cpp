// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_features.h"

#include <hwy/targets.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace maru::backend::cpu {

namespace {

constexpr int kNotForced = -1;
std::atomic<int> theForcedSet = kNotForced;

const DotKernels *kernelsOf(InstructionSet set)
{
    switch (set) {
    case InstructionSet::Avx2:
        return avx2DotKernels();
    case InstructionSet::AvxVnni:
        return avxVnniDotKernels();
    case InstructionSet::Avx512Vnni:
        return avx512VnniDotKernels();
    case InstructionSet::Scalar:
        break;
    }
    return scalarDotKernels();
}

#if defined(__x86_64__) || defined(__i386__)
bool processorHas(InstructionSet set)
{
    // These look at what the system saves and restores, too.
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    switch (set) {
    case InstructionSet::Scalar:
        return true;
    case InstructionSet::Avx2:
        return avx2 && __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
    case InstructionSet::AvxVnni:
        return processorHas(InstructionSet::Avx2) && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & 1U << 4) != 0;
    case InstructionSet::Avx512Vnni:
        return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vnni");
    }
    return false;
}
#else
bool processorHas(InstructionSet set)
{
    return set == InstructionSet::Scalar;
}
#endif

std::optional<InstructionSet> parse(std::string_view name)
{
    for (const InstructionSet set : kInstructionSets) {
        if (toString(set) == name)
            return set;
    }
    return std::nullopt;
}

/// Keeps Highway's kernels to what `set` allows.
void limitVectorKernels(std::optional<InstructionSet> set)
{
    if (!set || *set == InstructionSet::Avx512Vnni)
        hwy::SetSupportedTargetsForTest(0);
    else if (*set == InstructionSet::Scalar)
        hwy::SetSupportedTargetsForTest(HWY_STATIC_TARGET);
    else
        hwy::SetSupportedTargetsForTest(HWY_AVX2 | HWY_STATIC_TARGET);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

InstructionSet bestSet()
{
    if (const char *name = std::getenv("MARU_CPU_INSTRUCTIONS")) {
        const std::optional<InstructionSet> wanted = parse(name);
        if (wanted && isAvailable(*wanted)) {
            limitVectorKernels(wanted);
            return *wanted;
        }
    }
    InstructionSet best = InstructionSet::Scalar;
    for (const InstructionSet set : kInstructionSets) {
        if (isAvailable(set))
            best = set;
    }
    return best;
}

std::string readProcessorName()
{
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("model name")) {
            const std::size_t colon = line.find(": ");
            if (colon != std::string::npos)
                return line.substr(colon + 2);
        }
    }
    return "Processor";
}

} // namespace

std::string_view toString(InstructionSet set)
{
    switch (set) {
    case InstructionSet::Scalar:
        return "scalar";
    case InstructionSet::Avx2:
        return "avx2";
    case InstructionSet::AvxVnni:
        return "avx_vnni";
    case InstructionSet::Avx512Vnni:
        return "avx512_vnni";
    }
    return "scalar";
}

bool isAvailable(InstructionSet set)
{
    return kernelsOf(set) != nullptr && processorHas(set);
}

InstructionSet bestInstructionSet()
{
    static const InstructionSet kBest = bestSet();
    return kBest;
}

InstructionSet activeInstructionSet()
{
    const int forced = theForcedSet.load();
    return forced == kNotForced ? bestInstructionSet() : static_cast<InstructionSet>(forced);
}

void forceInstructionSet(std::optional<InstructionSet> set)
{
    theForcedSet.store(set ? static_cast<int>(*set) : kNotForced);
    limitVectorKernels(set);
}

const DotKernels &dotKernels(InstructionSet set)
{
    return *kernelsOf(set);
}

std::string_view processorName()
{
    static const std::string kName = readProcessorName();
    return kName;
}

} // namespace maru::backend::cpu
