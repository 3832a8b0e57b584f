// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/kv_snapshot.h"

#include "inference/base/byte_reader.h"

#define XXH_STATIC_LINKING_ONLY // for the size of the state
#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace maru::session {

namespace {

constexpr std::string_view kMagic = "MARUKV01";
constexpr std::uint32_t kMostHeaderBytes = 64U << 20;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE *)>;

class Checksum
{
public:
    Checksum() { XXH3_64bits_reset(&m_state); }
    void add(std::span<const std::byte> bytes) { XXH3_64bits_update(&m_state, bytes.data(), bytes.size()); }
    std::uint64_t value() const { return XXH3_64bits_digest(&m_state); }

private:
    XXH3_state_t m_state;
};

Error corrupt(const std::filesystem::path &path, const std::string &detail)
{
    return { ErrorCode::Corrupt, Reason::BadValue, { { "key", path.string() }, { "detail", detail } },
        path.string() + ": " + detail };
}

Error unreadable(const std::filesystem::path &path)
{
    const std::string detail = std::strerror(errno);
    return { ErrorCode::Io, Reason::FileUnreadable, { { "path", path.string() }, { "detail", detail } },
        path.string() + ": " + detail };
}

Error unwritten(const std::filesystem::path &path)
{
    const bool isFull = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return { ErrorCode::Io, isFull ? Reason::DiskFull : Reason::ReadOnly, { { "path", path.string() } },
        path.string() + ": " + std::strerror(errno) };
}

template <typename T> void append(std::vector<std::byte> &bytes, T value)
{
    const auto *raw = reinterpret_cast<const std::byte *>(&value);
    bytes.insert(bytes.end(), raw, raw + sizeof value);
}

void appendText(std::vector<std::byte> &bytes, std::string_view text)
{
    append(bytes, static_cast<std::uint32_t>(text.size()));
    const auto raw = std::as_bytes(std::span(text));
    bytes.insert(bytes.end(), raw.begin(), raw.end());
}

std::vector<std::byte> encode(const SnapshotHeader &header)
{
    std::vector<std::byte> body;
    append(body, header.payloadBytes);
    append(body, header.oldestPosition);
    appendText(body, header.key.modelId);
    appendText(body, header.key.cacheFormat);
    append(body, static_cast<std::uint32_t>(header.tokens.size()));
    const auto tokens = std::as_bytes(std::span(header.tokens));
    body.insert(body.end(), tokens.begin(), tokens.end());

    std::vector<std::byte> bytes;
    const auto magic = std::as_bytes(std::span(kMagic));
    bytes.insert(bytes.end(), magic.begin(), magic.end());
    append(bytes, static_cast<std::uint32_t>(body.size()));
    bytes.insert(bytes.end(), body.begin(), body.end());
    Checksum checksum;
    checksum.add(bytes);
    append(bytes, checksum.value());
    return bytes;
}

std::optional<std::string> readText(ByteReader &reader)
{
    const auto length = reader.read<std::uint32_t>();
    const auto bytes = length ? reader.take(*length) : std::nullopt;
    if (!bytes)
        return std::nullopt;
    return std::string(reinterpret_cast<const char *>(bytes->data()), bytes->size());
}

std::optional<SnapshotHeader> decode(std::span<const std::byte> body)
{
    ByteReader reader(body);
    SnapshotHeader header;
    const auto payload = reader.read<std::uint64_t>();
    const auto oldest = reader.read<std::uint32_t>();
    auto modelId = readText(reader);
    auto format = modelId ? readText(reader) : std::nullopt;
    const auto count = format ? reader.read<std::uint32_t>() : std::nullopt;
    if (!payload || !oldest || !count)
        return std::nullopt;
    const auto tokens = reader.take(std::uint64_t { *count } * sizeof(tokenizer::Token));
    if (!tokens || reader.remaining() != 0)
        return std::nullopt;
    header.key = { std::move(*modelId), std::move(*format) };
    header.payloadBytes = *payload;
    header.oldestPosition = *oldest;
    header.tokens.resize(*count);
    if (*count != 0)
        std::memcpy(header.tokens.data(), tokens->data(), tokens->size());
    return header;
}

bool readAll(std::FILE *file, std::span<std::byte> bytes)
{
    return std::fread(bytes.data(), 1, bytes.size(), file) == bytes.size();
}

/// The header of an open file, which is left where the payload begins.
Result<SnapshotHeader> readHeader(std::FILE *file, const std::filesystem::path &path)
{
    std::array<std::byte, 12> start {};
    if (!readAll(file, start))
        return corrupt(path, "is too short");
    if (std::memcmp(start.data(), kMagic.data(), kMagic.size()) != 0)
        return corrupt(path, "is no snapshot of this version");
    std::uint32_t length = 0;
    std::memcpy(&length, start.data() + kMagic.size(), sizeof length);
    std::error_code failed;
    const std::uint64_t fileBytes = std::filesystem::file_size(path, failed);
    if (failed || length > kMostHeaderBytes || start.size() + length + 16 > fileBytes)
        return corrupt(path, "is too short");
    std::vector<std::byte> body(length);
    std::uint64_t expected = 0;
    if (!readAll(file, body) || !readAll(file, std::as_writable_bytes(std::span(&expected, 1))))
        return corrupt(path, "is too short");
    Checksum checksum;
    checksum.add(start);
    checksum.add(body);
    if (checksum.value() != expected)
        return corrupt(path, "has a damaged header");
    auto header = decode(body);
    if (!header)
        return corrupt(path, "has a header that is not understood");
    const std::uint64_t around = start.size() + length + 16;
    if (header->payloadBytes != fileBytes - around)
        return corrupt(path, "has not the length that it says");
    return *std::move(header);
}

File openForReading(const std::filesystem::path &path)
{
    return { std::fopen(path.c_str(), "rb"), std::fclose };
}

} // namespace

Result<void> writeSnapshot(
    const std::filesystem::path &path, const SnapshotHeader &header, backend::Executor &executor, std::stop_token stop)
{
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return unwritten(path);
    File file(::fdopen(descriptor, "wb"), std::fclose);
    if (!file) {
        ::close(descriptor);
        return unwritten(path);
    }
    const auto write = [&](std::span<const std::byte> bytes) -> Result<void> {
        errno = 0;
        if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
            return unwritten(path);
        return {};
    };
    MARU_CHECK(write(encode(header)));
    Checksum checksum;
    std::uint64_t written = 0;
    const auto sink = [&](std::span<const std::byte> bytes) -> Result<void> {
        checksum.add(bytes);
        written += bytes.size();
        return write(bytes);
    };
    MARU_CHECK(executor.saveCache(static_cast<std::uint32_t>(header.tokens.size()), sink, std::move(stop)));
    if (written != header.payloadBytes)
        return corrupt(path, "was not saved with the length that was said");
    const std::uint64_t value = checksum.value();
    MARU_CHECK(write(std::as_bytes(std::span(&value, 1))));
    errno = 0;
    if (std::fclose(file.release()) != 0)
        return unwritten(path);
    return {};
}

Result<SnapshotHeader> readSnapshotHeader(const std::filesystem::path &path)
{
    const File file = openForReading(path);
    if (!file)
        return unreadable(path);
    return readHeader(file.get(), path);
}

Result<SnapshotHeader> restoreSnapshot(
    const std::filesystem::path &path, const SnapshotKey &key, backend::Executor &executor, std::stop_token stop)
{
    const File file = openForReading(path);
    if (!file)
        return unreadable(path);
    MARU_TRY(SnapshotHeader header, readHeader(file.get(), path));
    if (header.key != key)
        return corrupt(path, "is of another model, device or cache");
    const auto count = static_cast<std::uint32_t>(header.tokens.size());
    if (count == 0 || count > executor.contextLength() || header.payloadBytes != executor.cacheBytes(count))
        return corrupt(path, "does not fit into the cache");
    Checksum checksum;
    std::uint64_t left = header.payloadBytes;
    const auto source = [&](std::span<std::byte> bytes) -> Result<void> {
        if (bytes.size() > left || !readAll(file.get(), bytes))
            return corrupt(path, "is too short");
        left -= bytes.size();
        checksum.add(bytes);
        return {};
    };
    MARU_CHECK(executor.restoreCache(count, source, std::move(stop)));
    std::uint64_t expected = 0;
    if (left != 0 || !readAll(file.get(), std::as_writable_bytes(std::span(&expected, 1))))
        return corrupt(path, "is longer than the cache");
    if (checksum.value() != expected)
        return corrupt(path, "has damaged keys or values");
    return header;
}

} // namespace maru::session
