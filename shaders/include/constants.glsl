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
layout(constant_id = 6) const uint kActivation = 0; // 0: silu, 1: gelu (tanh), 2: clamped swiglu
layout(constant_id = 7) const bool kHasQNorm = false;
layout(constant_id = 8) const bool kHasKNorm = false;
layout(constant_id = 16) const uint kBatch = 0; // of matrix kernels: one matrix, or many
// 9: kRows, where a kernel has it
// The codebook of a weight format (formats/book3.glsl, book4.glsl): value i is the signed byte i % 4 of kBook(i / 4); or,
// where kBookOffset is not 0, i + kBookOffset.
layout(constant_id = 10) const uint kBook0 = 0;
layout(constant_id = 11) const uint kBook1 = 0;
layout(constant_id = 12) const uint kBook2 = 0;
layout(constant_id = 13) const uint kBook3 = 0;
layout(constant_id = 14) const float kBookOffset = 0.0;
layout(constant_id = 15) const uint kBookScales = 0;

#define MARU_MAX_LOCAL_SIZE 256
#define MARU_MAX_HEAD_WIDTH 576
#define MARU_MAX_EXPERTS 512

// kBatch
#define BATCH_NONE 0u
#define BATCH_HEADS 1u // a matrix a head: heads in z
#define BATCH_EXPERTS 2u // a matrix an expert: the chosen ones in z (matvec, gated_mlp) or by tiles (matmul)
#define BATCH_SUM 3u // the same, summed by the route's weights (matvec)

#endif
