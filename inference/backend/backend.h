// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maru::backend {

enum class DeviceKind : std::uint8_t { Cpu, Integrated, Discrete, Software };

/// "cpu", "integrated", "discrete", "software".
std::string_view toString(DeviceKind kind);

/// One device that was found, and whether it can be used.
struct Device
{
    std::string name;
    DeviceKind kind = DeviceKind::Cpu;
    std::string uuid; ///< hexadecimal; empty for the CPU
    std::string driver; ///< name and version
    std::uint64_t memoryTotal = 0; ///< bytes
    std::uint64_t memoryFree = 0; ///< bytes, as far as the driver tells; else the total
    std::vector<std::pair<std::string, std::string>> features; ///< name, value: "subgroup_size", "32"
    bool usable = false;
    std::string reason; ///< why it is usable or not, one English clause
};

enum class KvType : std::uint8_t { F32, F16 };

/// How a model is to be set up on a device.
struct ExecutorOptions
{
    std::uint32_t contextLength = 4096; ///< positions in the KV cache
    KvType kv = KvType::F16;
    std::uint32_t chunkLength = 512; ///< most tokens of one forward(); a device may choose less
    std::uint32_t maxOutputs = 1; ///< most rows of logits of one forward(): what Outputs::All may ask for
};

/// Bytes that a model takes on a device.
struct MemoryUse
{
    std::uint64_t weights = 0;
    std::uint64_t kv = 0;
    std::uint64_t scratch = 0;

    std::uint64_t total() const { return weights + kv + scratch; }
};

/// Called now and then with bytes done and bytes in all, from the thread that loads.
using LoadProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Whose logits a forward pass computes.
enum class Outputs : std::uint8_t { None, Last, All };

/// A model set up on a device: weights, KV cache, scratch, recorded work.
///
/// Ownership: owns all of it; the mapped file behind the graph must outlive it. Threads: one at a time.
/// Failure: DeviceLost ends it: every later call fails the same way. Cancelled leaves positions from `position` on
/// undefined and is otherwise harmless.
class Executor
{
public:
    virtual ~Executor() = default;

    /// Computes `tokens` (1 to chunkLength) at positions `position`, `position` + 1, ...; their keys and values go into
    /// the cache, where positions below `position` must have been computed before. Positions above are forgotten.
    /// A token outside the rows of an Embed weight, or a position outside the context, is InvalidArgument.
    /// Outputs::All takes at most maxOutputs tokens (InvalidArgument otherwise); values after SelectOutputs and the logits
    /// need memory for maxOutputs rows only.
    /// `stop` is looked at often enough to return within 100 ms.
    virtual Result<void> forward(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop = {}) = 0;

    /// The logits of the last forward(): [outputs, vocabularySize]. Valid until the next one.
    virtual std::span<const float> logits() const = 0;

    virtual std::uint32_t chunkLength() const = 0;
    virtual std::uint32_t contextLength() const = 0;
    virtual std::uint32_t maxOutputs() const = 0;
    virtual MemoryUse memory() const = 0;

    /// Bytes of weights and cache read for one token at `position`, for the speed limit in `bench`.
    virtual std::uint64_t bytesPerToken(std::uint32_t position) const = 0;
};

/// A device that can run graphs.
///
/// Threads: prepare() may run on any thread, one at a time.
class Backend
{
public:
    virtual ~Backend() = default;

    virtual const Device &device() const = 0;

    /// What prepare() would take, exactly, without taking it.
    virtual MemoryUse account(const graph::Graph &graph, const ExecutorOptions &options) const = 0;

    /// Sets up the (plain, not lowered) `graph`: repacks weights, allocates cache and scratch, builds kernels.
    /// Failure: OutOfMemory (HostMemory, DeviceMemory with needed and free), Unsupported, DeviceLost, Cancelled.
    virtual Result<std::unique_ptr<Executor>> prepare(const graph::Graph &graph, const ExecutorOptions &options,
        const LoadProgress &progress = {}, std::stop_token stop = {})
        = 0;
};

} // namespace maru::backend
