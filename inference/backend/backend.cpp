// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/backend.h"

#include <array>
#include <cstddef>

namespace maru::backend {

std::string_view toString(DeviceKind kind)
{
    static constexpr std::array<std::string_view, 4> kNames = { "cpu", "integrated", "discrete", "software" };
    return kNames[static_cast<std::size_t>(kind)];
}

std::string_view toString(KvType type)
{
    static constexpr std::array<std::string_view, 3> kNames = { "f32", "f16", "q8_0" };
    return kNames[static_cast<std::size_t>(type)];
}

std::optional<KvType> parseKvType(std::string_view name)
{
    for (const KvType type : { KvType::F32, KvType::F16, KvType::Q8_0 }) {
        if (toString(type) == name)
            return type;
    }
    return std::nullopt;
}

std::uint64_t kvBytes(KvType type, std::uint64_t width)
{
    switch (type) {
    case KvType::F32:
        return width * 4;
    case KvType::F16:
        return width * 2;
    case KvType::Q8_0:
        return (width + kKvBlock - 1) / kKvBlock * (kKvBlock + 2);
    }
    return 0;
}

Result<void> checkKvType(const graph::Graph &graph, KvType type)
{
    if (type != KvType::Q8_0)
        return {};
    for (const graph::KvLayer &layer : graph.kvLayers) {
        for (const std::uint32_t width : { layer.keyWidth, layer.valueWidth }) {
            if (width % kKvBlock == 0)
                continue;
            std::string detail = "needs heads of a multiple of " + std::to_string(kKvBlock)
                + " values, this model's have " + std::to_string(width) + "; f16 takes any";
            std::string message = "a KV cache of q8_0 " + detail;
            return Error { ErrorCode::Unsupported, Reason::BadOption,
                { { "option", "kv q8_0" }, { "detail", std::move(detail) } }, std::move(message) };
        }
    }
    return {};
}

Result<void> Executor::forwardRows(std::span<const float>, std::uint32_t, Outputs, std::stop_token)
{
    return Error { ErrorCode::InvalidArgument, Reason::Unspecified, {}, "this graph starts from tokens" };
}

} // namespace maru::backend
