// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace maru::session {

/// What a cache was computed with: it is of use only where all of this is the same.
struct SnapshotKey
{
    std::string modelId; ///< Model::id()
    std::string cacheFormat; ///< Executor::cacheFormat(): device, shapes, types

    bool operator==(const SnapshotKey &) const = default;
};

/// What a snapshot holds besides keys and values.
struct SnapshotHeader
{
    SnapshotKey key;
    std::vector<tokenizer::Token> tokens; ///< whose keys and values it holds
    std::uint32_t oldestPosition = 0; ///< Executor::oldestPosition()
    std::uint64_t payloadBytes = 0; ///< Executor::cacheBytes()
};

/// Writes the cache of `executor` to `path`, as it is: half a file remains where it fails.
///
///     "MARUKV01" | u32 header bytes | header | u64 xxh3 of all before | keys and values | u64 xxh3 of these
///     header: u64 payload bytes, u32 oldest position, model id and cache format as u32 length and bytes,
///             u32 count and i32 tokens
///
/// The file is for its owner alone (mode 600). Failure: DiskFull or ReadOnly (path), what saveCache() fails with,
/// Cancelled.
Result<void> writeSnapshot(const std::filesystem::path &path, const SnapshotHeader &header, backend::Executor &executor,
    std::stop_token stop = {});

/// Reads the header; nothing of it is believed before its checksum and the length of the file fit.
/// Failure: FileUnreadable, Corrupt (BadValue: detail says what is wrong).
Result<SnapshotHeader> readSnapshotHeader(const std::filesystem::path &path);

/// Puts the keys and values of `path` into `executor`, if key, size and checksums are right. On failure the executor's
/// cache holds nothing that may be used. Failure: as above, and what restoreCache() fails with.
Result<SnapshotHeader> restoreSnapshot(
    const std::filesystem::path &path, const SnapshotKey &key, backend::Executor &executor, std::stop_token stop = {});

} // namespace maru::session
