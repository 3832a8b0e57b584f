// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"

namespace maru {

/// Reads the model at `path` and tells what is inside: sizes, tensors by type, special tokens, the template with a
/// sample of what it makes. Nothing of it is run but the template, in its limits. Blocks; any thread.
ModelReport reportOf(const QString &path);

} // namespace maru
