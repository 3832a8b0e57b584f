// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

namespace maru::backend::reference {

void embed(std::span<const std::int32_t> tokens, const Matrix &table, float scale, std::span<float> y)
{
    std::size_t next = 0;
    for (const std::int32_t token : tokens) {
        for (const float value : table.row(static_cast<std::size_t>(token)))
            y[next++] = value * scale;
    }
}

} // namespace maru::backend::reference
