// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/gguf/gguf_file.h"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace maru::test {

/// Builds small GGUF files: valid as long as its calls are, with any metadata and any tensors.
///
///     TinyGguf()
///         .set("general.architecture", "llama")
///         .set("llama.block_count", 2U)                     // the GGUF type follows from the C++ type
///         .set("tokenizer.ggml.tokens", std::vector<std::string> { "a", "b" })
///         .tensor("output.weight", quant::TensorType::Q8_0, { 64, 2 }, values)
///         .write(folder.file("tiny.gguf"));
class TinyGguf
{
public:
    TinyGguf &setVersion(std::uint32_t version);

    /// Also writes general.alignment.
    TinyGguf &setAlignment(std::uint32_t alignment);

    TinyGguf &set(std::string_view key, std::string_view value);
    TinyGguf &set(std::string_view key, const char *value) { return set(key, std::string_view(value)); }
    TinyGguf &set(std::string_view key, const std::string &value) { return set(key, std::string_view(value)); }
    TinyGguf &set(std::string_view key, const std::vector<std::string> &values);

    template <typename T>
    requires std::integral<T> || std::floating_point<T> TinyGguf &set(std::string_view key, T value)
    {
        return setRaw(key, typeOf<T>(), toBytes(value));
    }

    template <typename T>
    requires std::integral<T> || std::floating_point<T> TinyGguf &set(
        std::string_view key, const std::vector<T> &values)
    {
        std::string bytes
            = toBytes(static_cast<std::uint32_t>(typeOf<T>())) + toBytes(static_cast<std::uint64_t>(values.size()));
        for (const T value : values)
            bytes += toBytes(value);
        return setRaw(key, gguf::ValueType::Array, bytes);
    }

    /// An entry of any type with any bytes, right or wrong.
    TinyGguf &setRaw(std::string_view key, gguf::ValueType type, std::string_view bytes);

    /// A tensor of `values`, encoded as `type` (one that canRun), [columns, rows, ...].
    TinyGguf &tensor(std::string_view name, quant::TensorType type, std::vector<std::uint64_t> dimensions,
        std::span<const float> values);

    /// A tensor of any type with any bytes.
    TinyGguf &rawTensor(std::string_view name, std::uint32_t type, std::vector<std::uint64_t> dimensions,
        std::span<const std::byte> bytes);

    /// Puts the tensor added last at `offset` in the tensor table, wherever its bytes are.
    TinyGguf &claimOffset(std::uint64_t offset);

    /// Claims these counts in the header instead of the true ones.
    TinyGguf &claimCounts(std::uint64_t tensors, std::uint64_t metadata);

    /// The whole file.
    std::string bytes() const;

    /// Writes the file to `path` and returns that.
    std::filesystem::path write(const std::filesystem::path &path) const;

    /// The little-endian bytes of a number, and of a string with its length: what setRaw() is fed with.
    template <typename T> static std::string toBytes(T value)
    {
        return std::string(reinterpret_cast<const char *>(&value), sizeof(value));
    }
    static std::string toBytes(std::string_view text)
    {
        return toBytes(static_cast<std::uint64_t>(text.size())) + std::string(text);
    }

private:
    struct Tensor
    {
        std::string name;
        std::uint32_t type;
        std::vector<std::uint64_t> dimensions;
        std::string bytes;
        std::uint64_t claimedOffset;
        bool claimed;
    };

    template <typename T> static constexpr gguf::ValueType typeOf()
    {
        using enum gguf::ValueType;
        if constexpr (std::is_same_v<T, bool>)
            return Bool;
        else if constexpr (std::is_same_v<T, float>)
            return Float32;
        else if constexpr (std::is_same_v<T, double>)
            return Float64;
        else if constexpr (std::is_signed_v<T>)
            return sizeof(T) == 1 ? Int8 : sizeof(T) == 2 ? Int16 : sizeof(T) == 4 ? Int32 : Int64;
        else
            return sizeof(T) == 1 ? UInt8 : sizeof(T) == 2 ? UInt16 : sizeof(T) == 4 ? UInt32 : UInt64;
    }

    std::uint32_t m_version = 3;
    std::uint32_t m_alignment = 32;
    std::uint64_t m_metadataCount = 0;
    std::string m_metadata;
    std::vector<Tensor> m_tensors;
    bool m_claimsCounts = false;
    std::uint64_t m_claimedTensors = 0;
    std::uint64_t m_claimedMetadata = 0;
};

} // namespace maru::test
