// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/graph/graph.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace maru::backend::check {

/// One run of tokens through a case's graph; longer ones are cut to the executor's chunks.
struct Pass
{
    std::uint32_t position = 0;
    std::vector<std::int32_t> tokens;
    Outputs outputs = Outputs::All;
};

/// A small graph with random weights, and what to feed it. The same name gives the same numbers everywhere.
///
/// Ownership: keeps the bytes that the graph's weights view; may be moved, not copied.
struct KernelCase
{
    KernelCase() = default;
    KernelCase(KernelCase &&) = default;
    KernelCase &operator=(KernelCase &&) = default;

    graph::Graph graph;
    std::vector<std::vector<std::byte>> weightBytes;
    ExecutorOptions options;
    std::vector<Pass> passes;
};

/// A row of the table of cases; the case itself is made when it is asked for.
struct CaseEntry
{
    std::string name;
    graph::Op op;
    bool isQuick; ///< part of Selection::Quick
    std::function<KernelCase()> make;
};

/// Every operation, with every weight type it may meet, at real shapes and at awkward ones.
std::vector<CaseEntry> allCases();

} // namespace maru::backend::check
