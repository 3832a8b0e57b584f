// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

namespace maru::backend::reference {

void add(std::span<const float> a, std::span<const float> b, std::span<float> y)
{
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] = a[i] + b[i];
}

} // namespace maru::backend::reference
