// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/layer_windows.h"

#include "inference/model/family_keys.h"

namespace maru::architecture {

Result<std::vector<std::uint32_t>> layerWindows(const model::Model &model, std::uint32_t pattern, std::uint32_t window)
{
    constexpr std::string_view kPattern = "attention.sliding_window_pattern";
    constexpr std::uint32_t kMostLayers = 1024;
    const model::Hyperparameters &sizes = model.hyperparameters();
    std::vector<std::uint32_t> windows(sizes.layerCount, 0);
    const model::FamilyKeys keys(model.file(), sizes.family);
    if (keys.has("attention.sliding_window"))
        window = sizes.slidingWindow;
    if (window == 0)
        return windows;
    std::vector<std::uint32_t> hasWindow;
    const gguf::Metadata *value = model.file().find(keys.key(kPattern));
    if (value != nullptr && value->type == gguf::ValueType::Array) {
        MARU_TRY(hasWindow, keys.list(kPattern, sizes.layerCount, 0, 1));
    } else {
        MARU_CHECK(keys.optional(kPattern, pattern, 0, kMostLayers));
        for (std::uint32_t i = 0; i < sizes.layerCount; ++i)
            hasWindow.push_back(pattern == 0 || (i + 1) % pattern != 0);
    }
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i)
        windows[i] = hasWindow[i] != 0 ? window : 0;
    return windows;
}

} // namespace maru::architecture
