// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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

/// How keys and values are kept. Q8_0: each head in blocks of 32 values, int8 times a float16 scale, which is
/// max|x| / 127 (at most 65504); values are divided by the rounded scale and rounded to nearest, ties to even, within
/// -127..127.
enum class KvType : std::uint8_t { F32, F16, Q8_0 };

/// "f32", "f16", "q8_0".
std::string_view toString(KvType type);
std::optional<KvType> parseKvType(std::string_view name);

/// Values of a head that share a scale in a Q8_0 cache.
inline constexpr std::uint32_t kKvBlock = 32;

/// Bytes of `width` keys or values of one head in `type`: what is stored, without any alignment.
std::uint64_t kvBytes(KvType type, std::uint64_t width);

/// Unsupported if `graph` has heads that `type` cannot keep: Q8_0 wants whole blocks.
Result<void> checkKvType(const graph::Graph &graph, KvType type);

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

/// Takes the next bytes of a cache that is saved. A failure ends the saving and is passed on.
using CacheSink = std::function<Result<void>(std::span<const std::byte>)>;

/// Fills its span with the next bytes of a saved cache. A failure ends the restoring and is passed on.
using CacheSource = std::function<Result<void>(std::span<std::byte>)>;

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
    /// Outputs::All takes at most maxOutputs tokens (InvalidArgument otherwise); values after SelectOutputs and the
    /// logits need memory for maxOutputs rows only. `stop` is looked at often enough to return within 100 ms.
    virtual Result<void> forward(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop = {})
        = 0;

    /// The first position, except 0, that forward() can go on from: a cache that keeps only the window of some layers
    /// has forgotten what positions before it need. Grows with the positions computed; a pass at position 0, which
    /// needs nothing, sets it back. 0: nothing is forgotten. forward() at a position in between is InvalidArgument.
    virtual std::uint32_t oldestPosition() const { return 0; }

    /// forward() of a graph that starts from an input of rows instead of tokens: `rows` is [tokens, width of the
    /// input]. A graph that starts from tokens fails with InvalidArgument, and so does forward() of one that does not.
    virtual Result<void> forwardRows(
        std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop = {});

    /// The logits of the last forward(): [outputs, vocabularySize]. Valid until the next one.
    virtual std::span<const float> logits() const = 0;

    /// What saveCache() writes, in one line: an executor takes what another one saved of the same model if both say the
    /// same, whatever their contexts. Empty: this one cannot save.
    virtual std::string cacheFormat() const { return {}; }

    /// Bytes that saveCache() writes for `count` positions.
    virtual std::uint64_t cacheBytes(std::uint32_t /*count*/) const { return 0; }

    /// Writes the keys and values of the positions below `count`, which must have been computed and not be forgotten:
    /// oldestPosition() is at most `count`. Failure: that of the sink, Unsupported, InvalidArgument, DeviceLost,
    /// Cancelled.
    virtual Result<void> saveCache(std::uint32_t /*count*/, const CacheSink & /*sink*/, std::stop_token /*stop*/ = {})
    {
        return Error { ErrorCode::Unsupported, Reason::Unspecified, {}, "this device cannot save its cache" };
    }

    /// Takes back what saveCache() wrote for `count` positions: forward() at `count` then goes on as it would have
    /// there. Failure: as above; the cache then holds nothing that may be used.
    virtual Result<void> restoreCache(
        std::uint32_t /*count*/, const CacheSource & /*source*/, std::stop_token /*stop*/ = {})
    {
        return Error { ErrorCode::Unsupported, Reason::Unspecified, {}, "this device cannot restore its cache" };
    }

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

    /// Device::memoryFree as it is now.
    virtual std::uint64_t memoryFree() const { return device().memoryFree; }

    /// What prepare() would take, exactly, without taking it.
    virtual MemoryUse account(const graph::Graph &graph, const ExecutorOptions &options) const = 0;

    /// Sets up the (plain, not lowered) `graph`: repacks weights, allocates cache and scratch, builds kernels.
    /// Failure: OutOfMemory (HostMemory, DeviceMemory with needed and free), Unsupported, DeviceLost, Cancelled.
    virtual Result<std::unique_ptr<Executor>> prepare(const graph::Graph &graph, const ExecutorOptions &options,
        const LoadProgress &progress = {}, std::stop_token stop = {})
        = 0;
};

} // namespace maru::backend
