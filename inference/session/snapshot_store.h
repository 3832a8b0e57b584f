// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/session/kv_snapshot.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace maru::session {

/// The caches of conversations that are not the one in the executor: on disk, and in memory for those that are never
/// written.
///
/// One snapshot for each conversation, the last one saved; the oldest go when there is no room. What does not read back
/// exactly is passed over, with a line in the log.
/// Ownership: owns the memory, and the files of its folder. Threads: any; remove() also while another saves.
class SnapshotStore
{
public:
    struct Limits
    {
        std::uint64_t diskBytes = std::uint64_t { 4 } << 30;
        std::uint64_t memoryBytes = std::uint64_t { 1 } << 30;
    };

    /// Files go to `folder`, which is made when it is needed; empty: nothing is written.
    explicit SnapshotStore(std::filesystem::path folder)
        : SnapshotStore(std::move(folder), Limits())
    {
    }
    SnapshotStore(std::filesystem::path folder, Limits limits);

    /// Where a conversation's snapshot goes.
    enum class Place : std::uint8_t { Disk, Memory };

    /// Keeps the cache of `executor`, which holds `tokens`. Writes to a file beside and renames it, so that a snapshot
    /// is whole or not there. Nothing is kept of a conversation that was removed, or that is larger than the limit.
    /// Failure: what cannot be written or read from the device; the store is as before.
    Result<void> save(const SnapshotKey &key, std::string_view conversation, Place place,
        std::span<const tokenizer::Token> tokens, backend::Executor &executor, std::stop_token stop = {});

    /// A snapshot that begins as a text does.
    struct Match
    {
        std::string name;
        std::uint32_t shared = 0; ///< tokens of the text that it begins with
    };

    /// The snapshot that shares most tokens with `tokens` and that forward() can go on from behind them, in a context
    /// of `contextLength`.
    std::optional<Match> best(
        const SnapshotKey &key, std::span<const tokenizer::Token> tokens, std::uint32_t contextLength);

    /// Puts it into `executor` and gives its tokens. On failure nothing in the executor's cache may be used.
    Result<std::vector<tokenizer::Token>> restore(
        const Match &match, const SnapshotKey &key, backend::Executor &executor, std::stop_token stop = {});

    /// Forgets a conversation, now and for the life of this store: whatever saves it later saves nothing.
    void remove(std::string_view conversation);

private:
    struct Kept
    {
        std::string name;
        SnapshotHeader header;
        std::vector<std::byte> payload;
    };

    static std::string nameOf(std::string_view conversation);
    std::filesystem::path pathOf(const std::string &name) const;
    Result<void> saveToDisk(
        const std::string &name, const SnapshotHeader &header, backend::Executor &executor, std::stop_token stop);
    Result<void> saveToMemory(
        const std::string &name, const SnapshotHeader &header, backend::Executor &executor, std::stop_token stop);
    void drop(const std::string &name);
    void trim(const std::string &newest);

    const std::filesystem::path m_folder;
    const Limits m_limits;
    std::mutex m_mutex; // of what follows, and of which files there are
    std::vector<Kept> m_kept; // the latest last
    std::set<std::string> m_removed;
};

} // namespace maru::session
