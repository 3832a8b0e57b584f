// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/worker.h"

#include "inference/backend/cpu/kernels/add.h"
#include "inference/backend/cpu/kernels/gated_act.h"
#include "inference/backend/cpu/kernels/rms_norm.h"
#include "inference/backend/cpu/kernels/rope.h"
#include "inference/backend/cpu/kernels/scale.h"
#include "inference/backend/cpu/memory_plan.h"
#include "inference/graph/weight_rows.h"

#include <algorithm>
#include <cmath>

namespace maru::backend::cpu {

using graph::Op;

Worker::Worker(Machine &machine, const Pass &pass, unsigned thread)
    : m_machine(machine)
    , m_pass(pass)
    , m_thread(thread)
    , m_threads(machine.pool->size())
    , m_own(machine.scratch.ofThread(thread))
{
}

void Worker::run()
{
    turnRopeTables();
    for (std::size_t i = 0; i < m_machine.steps.size(); ++i) {
        const Rows rows = rowsOf(i);
        if (rows.count == 0)
            break; // nothing is wanted but the cache, and that is written
        if (normAddForNext(i, rows))
            continue;
        runStep(i);
        m_ownInput = nullptr;
        wait();
    }
}

Worker::Rows Worker::rowsOf(std::size_t index) const
{
    const graph::Step &step = *m_machine.steps[index].step;
    const auto tokens = static_cast<std::uint32_t>(m_pass.tokens.size());
    const bool perOutput = step.inputs[0] != graph::kNone && m_machine.graph.values[step.inputs[0]].perOutput;
    if (perOutput)
        return { 0, m_pass.outputs };
    if (index > m_machine.lastCacheStep && !m_machine.observer)
        return { tokens - m_pass.outputs, m_pass.outputs };
    return { 0, tokens };
}

float *Worker::row(graph::ValueId id, std::uint32_t index) const
{
    return m_machine.scratch.value(id) + std::size_t { index } * width(id);
}

Worker::Rows Worker::share(Rows rows) const
{
    const auto bound = [&](unsigned thread) {
        return static_cast<std::uint32_t>(std::uint64_t { rows.count } * thread / m_threads);
    };
    return { rows.first + bound(m_thread), bound(m_thread + 1) - bound(m_thread) };
}

void Worker::runStep(std::size_t index)
{
    const PreparedStep &prepared = m_machine.steps[index];
    const graph::Step &step = *prepared.step;
    const Rows rows = rowsOf(index);
    if (m_machine.observer && m_thread == 0)
        observe(step, rows);
    switch (step.op) {
    case Op::Embed:
        return embed(step, rows);
    case Op::RmsNorm:
        return rmsNormStep(prepared, rows);
    case Op::MatMul:
    case Op::MatMulAdd:
    case Op::NormMatMul:
        return matMul(prepared, rows);
    case Op::Rope:
        return ropeStep(step, rows);
    case Op::KvWrite:
        return kvWrite(step, rows);
    case Op::Attention:
        return attention(prepared, rows);
    case Op::Add:
    case Op::GatedAct:
        return elementwise(step, rows);
    case Op::Scale:
        return scaleStep(step, rows);
    case Op::HeadMatMul:
        return headMatMul(prepared, rows);
    case Op::Route:
        return routeStep(prepared, rows);
    case Op::ExpertUp:
        return expertUp(prepared, rows);
    case Op::ExpertDown:
        return expertDown(prepared, rows);
    case Op::SelectOutputs:
        return selectOutputs(step);
    case Op::Qkv:
        return qkv(prepared, rows);
    case Op::GatedMlp:
        return gatedMlp(prepared, rows);
    case Op::NormAdd:
        return normAdd(prepared, rows);
    }
}

/// Shows the observer what goes into the step's products: every row, and of an expert only the rows that chose it.
void Worker::observe(const graph::Step &step, Rows rows) const
{
    const graph::Weight *weight = m_machine.graph.weight(step, graph::kWeight);
    const std::uint32_t experts = step.routing.experts;
    const std::uint32_t used = step.routing.used;
    for (std::uint32_t t = rows.first; t < rows.first + rows.count; ++t) {
        const float *x = step.inputs[0] == graph::kNone ? nullptr : row(step.inputs[0], t);
        const auto show
            = [&](const graph::Weight *shown, std::uint32_t matrix, std::uint32_t matrices, std::size_t place) {
                  m_machine.observer(*shown, matrix, matrices, { x + place * shown->columns, shown->columns });
              };
        if (step.op == Op::MatMul) {
            show(weight, 0, 1, 0);
        } else if (step.op == Op::HeadMatMul) {
            const std::size_t headWidth = width(step.inputs[0]) / step.heads;
            for (std::uint32_t head = 0; head < step.heads; ++head)
                m_machine.observer(*weight, head, step.heads, { x + head * headWidth, weight->columns });
        } else if (step.op == Op::ExpertUp || step.op == Op::ExpertDown) {
            const float *chosen = row(step.inputs[1], t);
            for (std::uint32_t i = 0; i < used; ++i) {
                const auto expert = static_cast<std::uint32_t>(chosen[i]);
                show(weight, expert, experts, step.op == Op::ExpertDown ? i : 0);
                if (step.op == Op::ExpertUp)
                    show(m_machine.graph.weight(step, graph::kUp), expert, experts, 0);
            }
        }
    }
}

void Worker::turnRopeTables()
{
    const auto tokens = static_cast<std::uint32_t>(m_pass.tokens.size());
    for (std::uint32_t t = 0; t < m_machine.graph.ropeTables.size(); ++t) {
        const graph::RopeTable &table = m_machine.graph.ropeTables[t];
        const std::uint32_t pairs = table.rotaryWidth / 2;
        const Rows mine = share({ 0, tokens * pairs });
        float *cosines = m_machine.scratch.cosines(t);
        float *sines = m_machine.scratch.sines(t);
        for (std::uint32_t i = mine.first; i < mine.first + mine.count; ++i) {
            const double angle
                = static_cast<double>(m_pass.position + i / pairs) * static_cast<double>(table.inverse[i % pairs]);
            cosines[i] = static_cast<float>(std::cos(angle)) * table.magnitude;
            sines[i] = static_cast<float>(std::sin(angle)) * table.magnitude;
        }
    }
}

void Worker::turn(float *head, std::uint32_t table, std::uint32_t token) const
{
    const graph::RopeTable &rope = m_machine.graph.ropeTables[table];
    const std::uint32_t pairs = rope.rotaryWidth / 2;
    const std::size_t first = std::size_t { token } * pairs;
    cpu::rope(
        head, rope.style, pairs, m_machine.scratch.cosines(table) + first, m_machine.scratch.sines(table) + first);
}

void Worker::embed(const graph::Step &step, Rows rows)
{
    const graph::Weight &weight = *m_machine.graph.weight(step, graph::kWeight);
    graph::WeightRows reader;
    const Rows mine = share(rows);
    for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t) {
        float *out = row(step.output, t);
        const auto bytes = reader.read(weight, static_cast<std::uint32_t>(m_pass.tokens[t]), 1);
        if (!bytes)
            return m_machine.failure.set(bytes.error());
        quant::decode(weight.type, bytes->data(), out, weight.columns);
        if (step.scale != 1.0f) {
            for (std::uint32_t i = 0; i < weight.columns; ++i)
                out[i] *= step.scale;
        }
    }
}

void Worker::rmsNormStep(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const std::uint32_t columns = width(step.output);
    const std::uint32_t group = step.group == 0 ? columns : step.group;
    const std::uint32_t normed = m_machine.graph.weight(step, graph::kWeight)->columns;
    const Rows mine = share(rows);
    for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t) {
        for (std::uint32_t first = 0; first < columns; first += group) {
            const float *x = row(step.inputs[0], t) + first;
            float *out = row(step.output, t) + first;
            rmsNorm(x, prepared.norm, normed, step.epsilon, out);
            if (out != x)
                std::copy(x + normed, x + group, out + normed);
        }
    }
}

void Worker::ropeStep(const graph::Step &step, Rows rows)
{
    const std::uint32_t columns = width(step.output);
    const std::uint32_t headWidth = columns / step.heads;
    const Rows mine = share(rows);
    for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t) {
        float *out = row(step.output, t);
        const float *in = row(step.inputs[0], t);
        if (out != in)
            std::copy(in, in + columns, out);
        for (std::uint32_t h = 0; h < step.heads; ++h)
            turn(out + std::size_t { h } * headWidth + m_machine.graph.ropeTables[step.rope].first, step.rope, t);
    }
}

void Worker::kvWrite(const graph::Step &step, Rows rows)
{
    const graph::KvLayer &layer = m_machine.graph.kvLayers[step.layer];
    const Rows mine = share(rows);
    for (std::uint32_t h = 0; h < layer.kvHeads; ++h) {
        const KvHead head = m_machine.kv.head(step.layer, h);
        for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t) {
            writeKey(head, m_pass.position + t, row(step.inputs[0], t) + std::size_t { h } * layer.keyWidth);
            if (!layer.valuesInKeys)
                writeValue(head, m_pass.position + t, row(step.inputs[1], t) + std::size_t { h } * layer.valueWidth);
        }
    }
}

void Worker::elementwise(const graph::Step &step, Rows rows)
{
    const std::size_t columns = width(step.output);
    const Rows mine = share(rows);
    const float *a = row(step.inputs[0], mine.first);
    const float *b = row(step.inputs[1], mine.first);
    float *out = row(step.output, mine.first);
    if (step.op == Op::Add)
        add(a, b, columns * mine.count, out);
    else
        gatedAct(step.activation, a, b, columns * mine.count, out);
}

/// Threads share the values, not the rows: what has a softcap is one row of many logits.
void Worker::scaleStep(const graph::Step &step, Rows rows)
{
    const std::size_t columns = width(step.output);
    const std::size_t count = columns * rows.count;
    const std::size_t first = count * m_thread / m_threads;
    const std::size_t end = count * (m_thread + 1) / m_threads;
    const float *x = row(step.inputs[0], rows.first);
    scale(x + first, step.scale, step.softcap, end - first, row(step.output, rows.first) + first);
}

void Worker::selectOutputs(const graph::Step &step)
{
    const std::size_t columns = width(step.output);
    const auto skipped = static_cast<std::uint32_t>(m_pass.tokens.size()) - m_pass.outputs;
    const Rows mine = share({ 0, m_pass.outputs });
    const float *from = row(step.inputs[0], skipped + mine.first);
    std::copy(from, from + columns * mine.count, row(step.output, mine.first));
}

void Worker::normAdd(const PreparedStep &prepared, Rows rows)
{
    const graph::Step &step = *prepared.step;
    const std::uint32_t columns = width(step.output);
    const Rows mine = share(rows);
    for (std::uint32_t t = mine.first; t < mine.first + mine.count; ++t) {
        rmsNorm(row(step.inputs[0], t), prepared.norm, columns, step.epsilon, m_own.rows);
        add(row(step.inputs[1], t), m_own.rows, columns, row(step.output, t));
    }
}

/// With few rows every thread computes the sum for itself and goes on with it, which saves the barrier behind this
/// step. The first thread also writes it where later steps look for it: they come after the next barrier.
bool Worker::normAddForNext(std::size_t index, Rows rows)
{
    const PreparedStep &prepared = m_machine.steps[index];
    const graph::Step &step = *prepared.step;
    if (rows.count > kPrivateRows || !flowsIntoNext(m_machine.graph, index))
        return false;
    const std::uint32_t columns = width(step.output);
    for (std::uint32_t t = 0; t < rows.count; ++t) {
        float *sum = m_own.sums + t * m_machine.scratch.rowStride();
        rmsNorm(row(step.inputs[0], rows.first + t), prepared.norm, columns, step.epsilon, m_own.rows);
        add(row(step.inputs[1], rows.first + t), m_own.rows, columns, sum);
        if (m_thread == 0)
            std::copy(sum, sum + columns, row(step.output, rows.first + t));
    }
    m_ownInput = m_own.sums;
    return true;
}

} // namespace maru::backend::cpu
