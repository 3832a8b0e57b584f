// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What every params header needs so that glslc and the C++ compiler both read it: 32-bit unsigned integers under the
// name `uint`, and nothing else. Each struct is a push constant: fixed for a recorded plan.
#ifndef MARU_SHADER_PARAMS_H
#define MARU_SHADER_PARAMS_H

#ifdef __cplusplus
#include <cstdint>
namespace maru::shaders {
using uint = std::uint32_t;
}
#define MARU_PARAMS_BEGIN namespace maru::shaders {
#define MARU_PARAMS_END }
#define MARU_PARAMS_SIZE(type, bytes) static_assert(sizeof(type) == bytes);
#else
#define MARU_PARAMS_BEGIN
#define MARU_PARAMS_END
#define MARU_PARAMS_SIZE(type, bytes)
#endif

#endif
