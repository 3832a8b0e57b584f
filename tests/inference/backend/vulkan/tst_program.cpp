// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/case_builder.h"
#include "inference/backend/check/kernel_cases.h"
#include "inference/backend/vulkan/program.h"
#include "tests/support/verify_ok.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

namespace check = maru::backend::check;
using namespace maru;
using namespace maru::backend::vulkan;
using maru::backend::ExecutorOptions;
using maru::graph::ValueId;
using maru::quant::TensorType;
using maru::shaders::Kernel;

namespace {

ProgramLimits limits(std::uint64_t bindingBytes = 128U << 20)
{
    ProgramLimits limits;
    limits.bindingBytes = bindingBytes;
    limits.blockBytes = 1U << 30;
    return limits;
}

/// One layer as a llama has it, and the head.
check::KernelCase llamaLayer()
{
    check::CaseBuilder builder("tst_program");
    graph::GraphBuilder &graph = builder.graph();
    graph::RopeTable table;
    table.rotaryWidth = 64;
    table.inverse.assign(32, 0.1f);
    const std::uint32_t rope = graph.ropeTable(table);
    const std::uint32_t layer = graph.kvLayer({ 2, 64, 64, 0 });
    const TensorType type = TensorType::Q4_K;
    const ValueId x = builder.input(256);
    const ValueId n = graph.rmsNorm(x, builder.norm(256), 1e-5f);
    const ValueId q = graph.rope(graph.matMul(n, builder.matrix(type, 256, 256)), rope, 4);
    const ValueId k = graph.rope(graph.matMul(n, builder.matrix(type, 128, 256)), rope, 2);
    graph.kvWrite(k, graph.matMul(n, builder.matrix(type, 128, 256)), layer);
    const ValueId a = graph.attention(q, layer, 4, 0.125f);
    const ValueId h = graph.add(x, graph.matMul(a, builder.matrix(type, 256, 256)));
    const ValueId m = graph.rmsNorm(h, builder.norm(256), 1e-5f);
    const ValueId gate = graph.matMul(m, builder.matrix(type, 512, 256));
    const ValueId up = graph.matMul(m, builder.matrix(type, 512, 256));
    const ValueId y
        = graph.add(h, graph.matMul(graph.gatedAct(gate, up, graph::Activation::Silu), builder.matrix(type, 256, 512)));
    const ValueId selected = graph.selectOutputs(graph.rmsNorm(y, builder.norm(256), 1e-5f));
    return builder.finish(graph.matMul(selected, builder.matrix(TensorType::Q8_0, 1000, 256)), true);
}

std::vector<Kernel> kernelsOf(const PlannedPass &pass)
{
    std::vector<Kernel> kernels;
    for (const Dispatch &dispatch : pass.dispatches)
        kernels.push_back(dispatch.kernel);
    return kernels;
}

} // namespace

class TstProgram : public QObject
{
    Q_OBJECT

private slots:
    void a_layer_of_decode_is_six_dispatches();
    void heads_run_apart_from_bodies();
    void a_chunk_has_its_own_pass();
    void a_large_weight_is_bound_in_slices();
    void weights_of_one_input_lie_together();
    void every_binding_lies_in_its_buffer();
    void turns_are_composed_exactly();
    void a_context_beyond_the_device_is_refused();
    void push_constants_are_as_large_as_the_kernel_reads();
};

void TstProgram::a_layer_of_decode_is_six_dispatches()
{
    const check::KernelCase model = llamaLayer();
    const auto program = Program::build(model.graph, {}, limits());
    VERIFY_OK(program);
    const std::vector<Kernel> kernels = kernelsOf((*program)->bodies().front());
    // The last norm belongs to the tokens here.
    const std::vector<Kernel> expected = { Kernel::embed_f32, Kernel::matvec_q4_k, Kernel::qkv_f16,
        Kernel::attention_f16, Kernel::matvec_q4_k, Kernel::gated_mlp_q4_k, Kernel::matvec_q4_k, Kernel::rms_norm };
    QCOMPARE(kernels.size(), expected.size());
    QVERIFY(kernels == expected);
}

void TstProgram::heads_run_apart_from_bodies()
{
    const check::KernelCase model = llamaLayer();
    const auto program = Program::build(model.graph, {}, limits());
    VERIFY_OK(program);
    const std::vector<Kernel> expected = { Kernel::select_outputs, Kernel::matvec_q8_0 };
    QVERIFY(kernelsOf((*program)->heads().front()) == expected);
}

void TstProgram::a_chunk_has_its_own_pass()
{
    const check::KernelCase model = llamaLayer();
    ExecutorOptions options;
    options.chunkLength = 100;
    options.maxOutputs = 8;
    const auto program = Program::build(model.graph, options, limits());
    VERIFY_OK(program);
    std::vector<std::uint32_t> rows;
    for (const PlannedPass &pass : (*program)->bodies())
        rows.push_back(pass.rows);
    QVERIFY((rows == std::vector<std::uint32_t> { 1, 16, 64, 100 }));
    QCOMPARE((*program)->heads().size(), std::size_t(2));
    QCOMPARE((*program)->heads().back().rows, 8U);
}

void TstProgram::a_large_weight_is_bound_in_slices()
{
    const check::KernelCase model = llamaLayer();
    ExecutorOptions options;
    options.contextLength = 256; // so that the cache fits
    const auto program = Program::build(model.graph, options, limits(100'000));
    VERIFY_OK(program);
    const auto &matrices = (*program)->weights().matrices();
    const auto lmHead = std::find_if(matrices.begin(), matrices.end(), [](const Matrix &m) { return m.rows == 1000; });
    QVERIFY(lmHead != matrices.end());
    QVERIFY(lmHead->slices.size() > 1);
    std::uint32_t row = 0;
    for (const WeightSlice &slice : lmHead->slices) {
        QCOMPARE(slice.firstRow, row);
        QVERIFY(slice.range.bytes <= 100'000);
        QCOMPARE(slice.range.offset % 256, std::uint64_t(0));
        row += slice.rows;
    }
    QCOMPARE(row, 1000U);
    QCOMPARE((*program)->heads().front().dispatches.size(), 1 + lmHead->slices.size());
}

void TstProgram::weights_of_one_input_lie_together()
{
    const check::KernelCase model = llamaLayer();
    const auto program = Program::build(model.graph, {}, limits());
    VERIFY_OK(program);
    std::vector<std::size_t> parts;
    for (const Matrix &matrix : (*program)->weights().matrices())
        parts.push_back(matrix.parts.size());
    std::sort(parts.begin(), parts.end());
    QVERIFY((parts == std::vector<std::size_t> { 1, 1, 1, 1, 2, 3 })); // embed, o, down, head; gate up; q k v
}

void TstProgram::every_binding_lies_in_its_buffer()
{
    for (const check::CaseEntry &entry : check::allCases()) {
        const check::KernelCase kernelCase = entry.make();
        const auto program = Program::build(kernelCase.graph, kernelCase.options, limits());
        VERIFY_OK(program);
        std::vector<std::uint64_t> bytes = (*program)->bufferBytes();
        const auto &blocks = (*program)->weights().blocks();
        bytes.insert(bytes.end(), blocks.begin(), blocks.end());
        for (const auto *passes : { &(*program)->bodies(), &(*program)->heads() }) {
            for (const PlannedPass &pass : *passes) {
                for (const Dispatch &dispatch : pass.dispatches) {
                    QCOMPARE(dispatch.bindings.size(), std::size_t(shaders::kernelInfo(dispatch.kernel).bindings));
                    for (const BufferRange &range : dispatch.bindings) {
                        QVERIFY2(range.offset % 256 == 0, entry.name.c_str());
                        QVERIFY2(
                            range.bytes > 0 && range.offset + range.bytes <= bytes[range.buffer], entry.name.c_str());
                    }
                }
            }
        }
    }
}

void TstProgram::turns_are_composed_exactly()
{
    const check::KernelCase model = llamaLayer();
    ExecutorOptions options;
    options.contextLength = 70'000;
    const auto program = Program::build(model.graph, options, limits());
    VERIFY_OK(program);
    const std::vector<float> turns = (*program)->ropeTurns();
    for (const std::uint32_t position : { 0U, 1U, 255U, 256U, 4097U, 69'999U }) {
        const float *fine = turns.data() + (position & 255U) * 64;
        const float *coarse = turns.data() + (256 + (position >> 8)) * 64;
        const double angle = position * static_cast<double>(0.1f);
        const double cosine = double(fine[0]) * coarse[0] - double(fine[1]) * coarse[1];
        const double sine = double(fine[1]) * coarse[0] + double(fine[0]) * coarse[1];
        QVERIFY(std::abs(cosine - std::cos(angle)) < 2e-7);
        QVERIFY(std::abs(sine - std::sin(angle)) < 2e-7);
    }
}

void TstProgram::a_context_beyond_the_device_is_refused()
{
    const check::KernelCase model = llamaLayer();
    ExecutorOptions options;
    options.contextLength = 1'000'000;
    VERIFY_FAILS(Program::build(model.graph, options, limits()), Reason::DeviceTooWeak);
}

void TstProgram::push_constants_are_as_large_as_the_kernel_reads()
{
    for (const check::CaseEntry &entry : check::allCases()) {
        const check::KernelCase kernelCase = entry.make();
        const auto program = Program::build(kernelCase.graph, kernelCase.options, limits());
        VERIFY_OK(program);
        for (const auto *passes : { &(*program)->bodies(), &(*program)->heads() }) {
            for (const PlannedPass &pass : *passes) {
                for (const Dispatch &dispatch : pass.dispatches)
                    QCOMPARE(dispatch.pushBytes, shaders::kernelInfo(dispatch.kernel).pushBytes);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TstProgram)
#include "tst_program.moc"
