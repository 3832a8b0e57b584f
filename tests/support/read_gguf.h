// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/gguf/gguf_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace maru::test {

/// Opens `bytes` as a file (one that lies in memory only) and reads all that it shows; what the fuzzer runs.
/// Returns a checksum of what was read, or the error. Ends the program where a view leaves the file.
inline Result<std::uint64_t> readAllOfGguf(std::span<const std::byte> bytes)
{
    const int descriptor = ::memfd_create("gguf", 0);
    if (descriptor < 0 || ::write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        return Error { ErrorCode::Io, Reason::FileUnreadable, {}, "no file in memory" };
    auto opened = gguf::GgufFile::open("/proc/self/fd/" + std::to_string(descriptor));
    ::close(descriptor);
    MARU_TRY(const gguf::GgufFile file, std::move(opened));

    std::uint64_t sum = file.version() + file.alignment();
    const auto readView = [&](const auto &view) {
        for (const auto element : view)
            sum = sum * 31 + static_cast<std::uint64_t>(static_cast<unsigned char>(element));
    };
    for (const gguf::Metadata &row : file.metadata()) {
        readView(row.key);
        readView(row.bytes);
        if (file.find(row.key) != &row)
            __builtin_trap();
        sum += static_cast<std::uint64_t>(file.integer(row.key).value_or(1));
        sum += file.number(row.key).has_value() ? 1U : 0U;
        sum += file.boolean(row.key).value_or(false) ? 1U : 0U;
        readView(file.string(row.key).value_or(""));
        if (const auto texts = file.strings(row.key)) {
            for (const std::string_view text : *texts)
                readView(text);
        }
        sum += file.integers(row.key).has_value() ? 1U : 0U;
        sum += file.floats(row.key).has_value() ? 1U : 0U;
    }
    for (const gguf::TensorInfo &tensor : file.tensors()) {
        readView(tensor.name);
        if (file.findTensor(tensor.name) != &tensor || file.data(tensor).size() != tensor.byteCount)
            __builtin_trap();
        readView(file.data(tensor));
    }
    return sum;
}

} // namespace maru::test
