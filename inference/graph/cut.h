// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"

#include <cstdint>
#include <optional>

namespace maru::graph {

/// A plain graph taken apart in front of a layer, so that each part runs on a device of its own.
///
///     tokens -> | embed  layer 0 ... layer n-1 | -> rows -> | layer n ... last  head | -> logits
///               `------------ front -----------'            `---------- back --------'
///
/// The front's `logits` are the rows [T, width] that go over the border, for Outputs::All; they are the back's `input`.
/// Each part has only the weights, tables and caches that it uses: a matrix that is embedding and head at once is in
/// both.
struct Cut
{
    Graph front;
    Graph back;
};

/// Cuts `plain` in front of `layer`, an index into kvLayers; at 0 the front is the embedding alone.
///
/// Nothing if there is no such layer, or if more than one value goes over that border, or if a layer behind it reads a
/// cache that one before it writes.
std::optional<Cut> cutBefore(const Graph &plain, std::uint32_t layer);

/// The first step of `layer`, where cutBefore() cuts; nothing as there.
std::optional<std::size_t> firstStepOf(const Graph &plain, std::uint32_t layer);

} // namespace maru::graph
