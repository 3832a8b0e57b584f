// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Specialization constants: what tunes geometry or drops an operand that a model lacks. Ids are fixed; the host sets them
// by these numbers (inference/backend/vulkan/pipeline.h).
#ifndef MARU_CONSTANTS_GLSL
#define MARU_CONSTANTS_GLSL

layout(local_size_x_id = 0) in; // invocations of a workgroup
layout(constant_id = 1) const uint kSubgroup = 4; // invocations of a subgroup
layout(constant_id = 2) const bool kHasNorm = false; // an RmsNorm in front
layout(constant_id = 3) const bool kHasBias = false;
layout(constant_id = 4) const bool kHasResidual = false;
layout(constant_id = 5) const bool kRagged = false; // columns are no multiple of 32
layout(constant_id = 6) const uint kActivation = 0; // 0: silu, 1: gelu (tanh)
layout(constant_id = 7) const bool kHasQNorm = false;
layout(constant_id = 8) const bool kHasKNorm = false;

#define MARU_MAX_LOCAL_SIZE 256
#define MARU_MAX_HEAD_WIDTH 256

#endif
