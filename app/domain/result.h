// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

// The one door of app/ to the engine's error type: domain, platform and store return the same Result as the engine.
#include "inference/base/result.h"
