// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/program.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace maru::backend::vulkan {

/// Rows of floats: a value, or a temporary.
struct Rows
{
    BufferRange range;
    std::uint32_t stride = 0; ///< floats
};

/// A kernel for weights of one format, and what it is specialized by for that.
struct FormatKernel
{
    shaders::Kernel kernel;
    BookConstants book;
};

/// Collects the dispatches of one pass. The functions below it, one file an operation (kernels/), know what a step
/// becomes.
class Emitter
{
public:
    /// `rows` is the capacity of the pass; `isHead`: rows are outputs.
    Emitter(const Program &program, std::uint32_t rows, bool isHead)
        : m_program(program)
        , m_rows(rows)
        , m_isHead(isHead)
    {
    }

    const Program &program() const { return m_program; }
    const Tuning &tuning() const { return m_program.tuning(); }
    std::uint32_t rows() const { return m_rows; }
    std::uint32_t perOutput() const { return m_isHead ? 1 : 0; }

    Rows value(graph::ValueId value) const;

    /// Rows that live until the end of the step.
    Rows temporary(std::uint32_t width);
    void endStep() { m_temporaryFloats = 0; }
    std::uint64_t temporaryBytes() const { return m_mostTemporary; }

    /// The vector's bytes; where there is none, some bytes that the kernel will not read.
    BufferRange vector(std::uint32_t index) const;

    /// A dispatch of `kernel` with the state bound and one group a row in y.
    Dispatch begin(shaders::Kernel kernel, std::uint32_t localSize) const;
    Dispatch begin(const FormatKernel &kernel, std::uint32_t localSize) const;
    void add(Dispatch dispatch) { m_dispatches.push_back(std::move(dispatch)); }
    std::vector<Dispatch> take() { return std::move(m_dispatches); }

private:
    const Program &m_program;
    std::uint32_t m_rows;
    bool m_isHead;
    std::vector<Dispatch> m_dispatches;
    std::uint64_t m_temporaryFloats = 0; // per row, of this step
    std::uint64_t m_mostTemporary = 0; // bytes
};

/// A product with one or several matrices side by side.
struct Product
{
    Rows x;
    std::uint32_t columns = 0;
    Rows y;
    std::optional<Rows> residual;
    float epsilon = 0.0f; ///< of the norm in front, if StepWeights has one

    // Where the weight holds many matrices, of heads or experts:
    Batch batch = Batch::None;
    std::uint32_t xPart = 0; ///< floats from what one reads of a row of x to the next; 0: all read the same
    std::uint32_t yPart = 0;
    std::uint32_t used = 0; ///< experts of a token
    Rows route; ///< of the tokens
    BufferRange tiles; ///< of expert_sort, for chunks
    std::uint32_t tileCount = 0;
};

// kernels/<op>.cpp
void emitInput(Emitter &emitter, graph::ValueId input); ///< the rows of Program::inputRange()
void emitEmbed(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitRmsNorm(Emitter &emitter, const graph::Step &step, const StepWeights &weights); ///< NormAdd too
void emitMatMul(Emitter &emitter, const graph::Step &step, const StepWeights &weights); ///< MatMulAdd, NormMatMul too
void emitProduct(Emitter &emitter, const StepWeights &weights, const Product &product);
void emitGatedMlp(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitQkv(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitRope(Emitter &emitter, const graph::Step &step);
void emitKvWrite(Emitter &emitter, const graph::Step &step);
void emitAttention(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitAdd(Emitter &emitter, const graph::Step &step);
void emitScale(Emitter &emitter, const graph::Step &step);
void emitHeadMatMul(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitRoute(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitExpertUp(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitExpertDown(Emitter &emitter, const graph::Step &step, const StepWeights &weights);
void emitGatedAct(Emitter &emitter, const graph::Step &step);
void emitSelectOutputs(Emitter &emitter, const graph::Step &step);

/// `x` normed into a temporary.
Rows emitNormed(Emitter &emitter, const Rows &x, std::uint32_t width, std::uint32_t norm, float epsilon);

/// Gated feed-forward of one row where gate and up lie together in `matrix`; `bias` and `product` as there.
void emitGated(Emitter &emitter, const Matrix &matrix, std::uint32_t norm, std::uint32_t bias, const Product &product,
    std::uint32_t width, graph::Activation activation);

/// Where gate and up of a row lie.
struct GateAndUp
{
    Rows gate;
    Rows up;
    std::uint32_t upOffset = 0; ///< floats after the start of its rows
    std::uint32_t part = 0; ///< they take turns, so many floats each; 0: they do not
};

/// y = activation(gate, up).
void emitActivation(
    Emitter &emitter, const GateAndUp &x, const Rows &y, std::uint32_t width, graph::Activation activation);

/// The kernel of `family` for caches of `type`: kvKernelFor(Kernel::qkv_f32, F16) is qkv_f16.
shaders::Kernel kvKernelFor(shaders::Kernel family, KvType type);

/// The kernel of `family` for weights of `type`: kernelFor(Kernel::matvec_f32, Q4_K) is matvec_q4_k.
FormatKernel kernelFor(shaders::Kernel family, quant::TensorType type);

inline std::uint32_t groupsFor(std::uint64_t count, std::uint64_t ofGroup)
{
    return static_cast<std::uint32_t>((count + ofGroup - 1) / ofGroup);
}

} // namespace maru::backend::vulkan
