// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/snapshot_store.h"

#include "inference/base/log.h"

#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

namespace maru::session {

namespace fs = std::filesystem;
using tokenizer::Token;

namespace {

constexpr std::string_view kSuffix = ".kv";
constexpr std::string_view kPartSuffix = ".part";
constexpr std::chrono::hours kOldPart { 1 };

std::uint32_t sharedLength(std::span<const Token> a, std::span<const Token> b)
{
    const auto mismatch = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<std::uint32_t>(mismatch.first - a.begin());
}

/// Tokens of `tokens` that need not be computed with this snapshot.
std::uint32_t useOf(const SnapshotHeader &header, std::span<const Token> tokens, std::uint32_t contextLength)
{
    if (header.tokens.size() > contextLength)
        return 0;
    const std::uint32_t shared = sharedLength(tokens, header.tokens);
    return shared >= header.oldestPosition ? shared : 0;
}

std::vector<fs::path> filesOf(const fs::path &folder, std::string_view suffix)
{
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        std::error_code ignored;
        if (at->path().extension() == suffix && at->is_regular_file(ignored))
            files.push_back(at->path());
    }
    return files;
}

} // namespace

SnapshotStore::SnapshotStore(fs::path folder, Limits limits)
    : m_folder(std::move(folder))
    , m_limits(limits)
{
}

/// The name says nothing of the conversation to those who read the folder.
std::string SnapshotStore::nameOf(std::string_view conversation)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(conversation.data(), conversation.size()));
    std::string name;
    for (const unsigned char byte : canonical.digest) {
        name += "0123456789abcdef"[byte >> 4];
        name += "0123456789abcdef"[byte & 15];
    }
    return name;
}

fs::path SnapshotStore::pathOf(const std::string &name) const
{
    return m_folder / (name + std::string(kSuffix));
}

/// Takes away what is kept under `name`. The mutex is held.
void SnapshotStore::drop(const std::string &name)
{
    std::erase_if(m_kept, [&name](const Kept &kept) { return kept.name == name; });
    if (std::error_code ignored; !m_folder.empty())
        fs::remove(pathOf(name), ignored);
}

void SnapshotStore::remove(std::string_view conversation)
{
    const std::string name = nameOf(conversation);
    const std::lock_guard lock(m_mutex);
    m_removed.insert(name);
    drop(name);
}

Result<void> SnapshotStore::save(const SnapshotKey &key, std::string_view conversation, Place place,
    std::span<const Token> tokens, backend::Executor &executor, std::stop_token stop)
{
    const std::string name = nameOf(conversation);
    if (tokens.empty() || key.cacheFormat.empty())
        return {};
    {
        const std::lock_guard lock(m_mutex);
        if (m_removed.contains(name))
            return {};
    }
    const auto count = static_cast<std::uint32_t>(tokens.size());
    const SnapshotHeader header { key, { tokens.begin(), tokens.end() }, executor.oldestPosition(),
        executor.cacheBytes(count) };
    const bool toDisk = place == Place::Disk && !m_folder.empty();
    if (header.payloadBytes > (toDisk ? m_limits.diskBytes : m_limits.memoryBytes)) {
        log(LogLevel::Info, "session",
            "a snapshot of " + std::to_string(header.payloadBytes) + " bytes is not kept: it is above the limit");
        return {};
    }
    return toDisk ? saveToDisk(name, header, executor, std::move(stop))
                  : saveToMemory(name, header, executor, std::move(stop));
}

Result<void> SnapshotStore::saveToDisk(
    const std::string &name, const SnapshotHeader &header, backend::Executor &executor, std::stop_token stop)
{
    std::error_code failed;
    fs::create_directories(m_folder, failed);
    if (!failed)
        fs::permissions(m_folder, fs::perms::owner_all, failed);
    const fs::path part = m_folder / (name + "-" + std::to_string(::getpid()) + std::string(kPartSuffix));
    Result<void> written = writeSnapshot(part, header, executor, std::move(stop));
    const std::lock_guard lock(m_mutex);
    if (written && !m_removed.contains(name)) {
        // Not synchronised: after a loss of power the checksums tell what is whole.
        fs::rename(part, pathOf(name), failed);
        if (failed)
            written
                = Error { ErrorCode::Io, Reason::ReadOnly, { { "path", pathOf(name).string() } }, failed.message() };
    }
    fs::remove(part, failed);
    if (!written)
        return written;
    std::erase_if(m_kept, [&name](const Kept &kept) { return kept.name == name; });
    trim(name);
    return {};
}

Result<void> SnapshotStore::saveToMemory(
    const std::string &name, const SnapshotHeader &header, backend::Executor &executor, std::stop_token stop)
{
    Kept kept { name, header, {} };
    kept.payload.reserve(header.payloadBytes);
    const auto sink = [&kept](std::span<const std::byte> bytes) -> Result<void> {
        kept.payload.insert(kept.payload.end(), bytes.begin(), bytes.end());
        return {};
    };
    MARU_CHECK(executor.saveCache(static_cast<std::uint32_t>(header.tokens.size()), sink, std::move(stop)));
    const std::lock_guard lock(m_mutex);
    if (m_removed.contains(name))
        return {};
    drop(name);
    m_kept.push_back(std::move(kept));
    std::uint64_t bytes = 0;
    for (const Kept &each : m_kept)
        bytes += each.payload.size();
    while (bytes > m_limits.memoryBytes && m_kept.size() > 1) {
        bytes -= m_kept.front().payload.size();
        m_kept.erase(m_kept.begin());
    }
    return {};
}

/// Takes away the oldest files until the rest fits. The mutex is held.
void SnapshotStore::trim(const std::string &newest)
{
    struct File
    {
        fs::path path;
        std::uint64_t bytes;
        fs::file_time_type time;
    };
    std::error_code failed;
    std::vector<File> files;
    std::uint64_t total = 0;
    for (const fs::path &path : filesOf(m_folder, kSuffix)) {
        const std::uint64_t bytes = fs::file_size(path, failed);
        if (failed)
            continue;
        files.push_back({ path, bytes, fs::last_write_time(path, failed) });
        total += bytes;
    }
    std::sort(files.begin(), files.end(), [](const File &a, const File &b) { return a.time < b.time; });
    for (const File &file : files) {
        if (total <= m_limits.diskBytes)
            break;
        if (file.path == pathOf(newest))
            continue;
        if (fs::remove(file.path, failed))
            total -= file.bytes;
    }
    for (const fs::path &path : filesOf(m_folder, kPartSuffix)) { // of a Maru that was killed while it wrote
        const auto time = fs::last_write_time(path, failed);
        if (!failed && fs::file_time_type::clock::now() - time > kOldPart)
            fs::remove(path, failed);
    }
}

std::optional<SnapshotStore::Match> SnapshotStore::best(
    const SnapshotKey &key, std::span<const Token> tokens, std::uint32_t contextLength)
{
    Match best;
    const auto consider = [&](const std::string &name, const SnapshotHeader &header) {
        const std::uint32_t use = header.key == key ? useOf(header, tokens, contextLength) : 0;
        if (use > best.shared)
            best = { name, use };
    };
    const std::lock_guard lock(m_mutex);
    for (const Kept &kept : m_kept)
        consider(kept.name, kept.header);
    if (!m_folder.empty()) {
        for (const fs::path &path : filesOf(m_folder, kSuffix)) {
            if (const auto header = readSnapshotHeader(path))
                consider(path.stem().string(), *header);
            else
                log(LogLevel::Warning, "session", "a snapshot is passed over: " + header.error().message);
        }
    }
    return best.shared == 0 ? std::nullopt : std::optional(best);
}

Result<std::vector<Token>> SnapshotStore::restore(
    const Match &match, const SnapshotKey &key, backend::Executor &executor, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    const auto kept
        = std::find_if(m_kept.begin(), m_kept.end(), [&match](const Kept &each) { return each.name == match.name; });
    if (kept != m_kept.end()) {
        std::rotate(kept, kept + 1, m_kept.end()); // the latest
        const Kept &latest = m_kept.back();
        std::span<const std::byte> left = latest.payload;
        const auto source = [&left](std::span<std::byte> bytes) -> Result<void> {
            if (bytes.size() > left.size())
                return Error { ErrorCode::Corrupt, Reason::Unspecified, {}, "a snapshot is too short" };
            std::memcpy(bytes.data(), left.data(), bytes.size());
            left = left.subspan(bytes.size());
            return {};
        };
        MARU_CHECK(
            executor.restoreCache(static_cast<std::uint32_t>(latest.header.tokens.size()), source, std::move(stop)));
        return latest.header.tokens;
    }
    lock.unlock();
    const fs::path path = pathOf(match.name);
    auto header = restoreSnapshot(path, key, executor, std::move(stop));
    if (!header) {
        log(LogLevel::Warning, "session", "a snapshot is passed over: " + header.error().message);
        return std::move(header).error();
    }
    std::error_code ignored;
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    return std::move(header->tokens);
}

} // namespace maru::session
