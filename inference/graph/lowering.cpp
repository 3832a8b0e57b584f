// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/lowering.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace maru::graph {

namespace {

constexpr std::size_t kNoStep = std::numeric_limits<std::size_t>::max();

/// Finds the runs of a plain graph. Each is replaced at the place of its last step, when all that it reads is there.
class Lowering
{
public:
    explicit Lowering(const Graph &plain)
        : m_plain(plain)
        , m_producer(plain.values.size(), kNoStep)
        , m_readers(plain.values.size(), 0)
        , m_fused(plain.steps.size())
        , m_isAbsorbed(plain.steps.size(), false)
    {
        for (std::size_t i = 0; i < plain.steps.size(); ++i) {
            for (const ValueId input : plain.steps[i].inputs) {
                if (input != kNone)
                    ++m_readers[input];
            }
            if (plain.steps[i].output != kNone)
                m_producer[plain.steps[i].output] = i;
        }
        if (plain.logits != kNone)
            ++m_readers[plain.logits];
    }

    Graph run()
    {
        for (std::size_t i = 0; i < m_plain.steps.size(); ++i) {
            if (m_plain.steps[i].op == Op::Attention)
                fuseQkv(i);
        }
        for (std::size_t i = 0; i < m_plain.steps.size(); ++i) {
            if (m_plain.steps[i].op == Op::GatedAct)
                fuseGatedMlp(i);
            else if (m_plain.steps[i].op == Op::Add)
                fuseAdd(i);
        }
        for (std::size_t i = 0; i < m_plain.steps.size(); ++i) {
            if (m_plain.steps[i].op == Op::MatMul && !m_isAbsorbed[i])
                fuseNormMatMul(i);
        }
        Graph lowered = m_plain;
        lowered.steps.clear();
        for (std::size_t i = 0; i < m_plain.steps.size(); ++i) {
            if (m_fused[i])
                lowered.steps.push_back(*m_fused[i]);
            else if (!m_isAbsorbed[i])
                lowered.steps.push_back(m_plain.steps[i]);
        }
        return lowered;
    }

private:
    /// The step that makes `value`, if it is an `op`, `readers` steps read it, and no run has it yet.
    std::size_t find(ValueId value, Op op, unsigned readers = 1) const
    {
        if (value == kNone || m_readers[value] != readers)
            return kNoStep;
        const std::size_t i = m_producer[value];
        return i != kNoStep && m_plain.steps[i].op == op && !m_isAbsorbed[i] ? i : kNoStep;
    }

    const Step &step(std::size_t i) const { return m_plain.steps[i]; }

    void replace(std::initializer_list<std::size_t> run, Step fused)
    {
        std::size_t last = 0;
        for (const std::size_t i : run) {
            if (i == kNoStep)
                continue;
            m_isAbsorbed[i] = true;
            last = std::max(last, i);
        }
        m_fused[last] = fused;
    }

    /// One of q, k, v on its way from the norm to attention or cache.
    struct Projection
    {
        std::size_t rope = kNoStep;
        std::size_t norm = kNoStep;
        std::size_t matMul = kNoStep;
    };

    std::optional<Projection> findProjection(ValueId value, std::uint32_t headWidth, std::uint32_t heads) const
    {
        Projection found;
        found.rope = find(value, Op::Rope);
        ValueId before = value;
        if (found.rope != kNoStep) {
            if (step(found.rope).heads != heads || m_plain.ropeTables[step(found.rope).rope].first != 0)
                return std::nullopt;
            before = step(found.rope).inputs[0];
        }
        found.norm = find(before, Op::RmsNorm);
        if (found.norm != kNoStep) {
            const std::uint32_t group = step(found.norm).group;
            if ((group == 0 ? m_plain.values[before].width : group) != headWidth || normWidth(found.norm) != headWidth)
                return std::nullopt;
            before = step(found.norm).inputs[0];
        }
        found.matMul = find(before, Op::MatMul);
        return found.matMul == kNoStep ? std::nullopt : std::optional(found);
    }

    std::size_t findKvWrite(std::uint32_t layer, std::size_t before) const
    {
        std::size_t found = kNoStep;
        for (std::size_t i = 0; i < before; ++i) {
            if (step(i).op == Op::KvWrite && step(i).layer == layer)
                found = found == kNoStep ? i : found;
        }
        return found;
    }

    void fuseQkv(std::size_t attention)
    {
        const std::uint32_t layer = step(attention).layer;
        const KvLayer &kv = m_plain.kvLayers[layer];
        const std::size_t write = findKvWrite(layer, attention);
        if (write == kNoStep || m_isAbsorbed[write])
            return;
        const std::optional<Projection> q
            = findProjection(step(attention).inputs[0], kv.keyWidth, step(attention).heads);
        const std::optional<Projection> k = findProjection(step(write).inputs[0], kv.keyWidth, kv.kvHeads);
        const std::size_t v = find(step(write).inputs[1], Op::MatMul);
        if (!q || !k || v == kNoStep || ropeOf(*q) != ropeOf(*k))
            return;
        const ValueId source = step(q->matMul).inputs[0];
        if (step(k->matMul).inputs[0] != source || step(v).inputs[0] != source)
            return;
        std::size_t norm = find(source, Op::RmsNorm, 3);
        if (norm != kNoStep && !normsWholeRows(norm))
            norm = kNoStep;
        std::optional<float> epsilon; // a fused step has room for one
        for (const std::size_t i : { norm, q->norm, k->norm }) {
            if (i != kNoStep && epsilon.value_or(step(i).epsilon) != step(i).epsilon)
                return;
            if (i != kNoStep)
                epsilon = step(i).epsilon;
        }

        Step fused;
        fused.op = Op::Qkv;
        fused.inputs[0] = norm == kNoStep ? source : step(norm).inputs[0];
        fused.output = step(attention).inputs[0];
        fused.layer = layer;
        fused.rope = ropeOf(*q);
        fused.heads = step(attention).heads;
        fused.epsilon = epsilon.value_or(0.0f);
        fused.weights[kNorm] = weightOf(norm, kWeight);
        fused.weights[kQ] = weightOf(q->matMul, kWeight);
        fused.weights[kQBias] = weightOf(q->matMul, kBias);
        fused.weights[kK] = weightOf(k->matMul, kWeight);
        fused.weights[kKBias] = weightOf(k->matMul, kBias);
        fused.weights[kV] = weightOf(v, kWeight);
        fused.weights[kVBias] = weightOf(v, kBias);
        fused.weights[kQNorm] = weightOf(q->norm, kWeight);
        fused.weights[kKNorm] = weightOf(k->norm, kWeight);
        replace({ norm, q->matMul, q->norm, q->rope, k->matMul, k->norm, k->rope, v, write }, fused);
    }

    std::uint32_t normWidth(std::size_t norm) const { return m_plain.weights[step(norm).weights[kWeight]].columns; }

    bool normsWholeRows(std::size_t norm) const
    {
        return step(norm).group == 0 && normWidth(norm) == m_plain.values[step(norm).output].width;
    }

    /// The table that `projection` turns by; kNone where positions are not known.
    std::uint32_t ropeOf(const Projection &projection) const
    {
        return projection.rope == kNoStep ? kNone : step(projection.rope).rope;
    }

    WeightId weightOf(std::size_t i, WeightSlot slot) const { return i == kNoStep ? kNone : step(i).weights[slot]; }

    void fuseGatedMlp(std::size_t act)
    {
        const std::size_t gate = find(step(act).inputs[0], Op::MatMul);
        const std::size_t up = find(step(act).inputs[1], Op::MatMul);
        if (gate == kNoStep || up == kNoStep || weightOf(gate, kBias) != kNone || weightOf(up, kBias) != kNone)
            return;
        const ValueId source = step(gate).inputs[0];
        if (step(up).inputs[0] != source)
            return;
        std::size_t norm = find(source, Op::RmsNorm, 2); // a norm that others read too stays
        if (norm != kNoStep && !normsWholeRows(norm))
            norm = kNoStep;
        Step fused;
        fused.op = Op::GatedMlp;
        fused.inputs[0] = norm == kNoStep ? source : step(norm).inputs[0];
        fused.output = step(act).output;
        fused.epsilon = norm == kNoStep ? 0.0f : step(norm).epsilon;
        fused.activation = step(act).activation;
        fused.weights[kNorm] = weightOf(norm, kWeight);
        fused.weights[kGate] = weightOf(gate, kWeight);
        fused.weights[kUp] = weightOf(up, kWeight);
        replace({ norm, gate, up, act }, fused);
    }

    /// MatMulAdd or NormAdd.
    void fuseAdd(std::size_t add)
    {
        for (const std::size_t side : { std::size_t { 0 }, std::size_t { 1 } }) {
            const ValueId term = step(add).inputs[side];
            const ValueId residual = step(add).inputs[1 - side];
            std::size_t made = find(term, Op::MatMul);
            Step fused;
            fused.op = Op::MatMulAdd;
            if (made == kNoStep) {
                made = find(term, Op::RmsNorm);
                if (made == kNoStep || !normsWholeRows(made))
                    continue;
                fused.op = Op::NormAdd;
                fused.epsilon = step(made).epsilon;
            }
            fused.inputs = { step(made).inputs[0], residual };
            fused.output = step(add).output;
            fused.weights = step(made).weights;
            replace({ made, add }, fused);
            return;
        }
    }

    void fuseNormMatMul(std::size_t matMul)
    {
        const std::size_t norm = find(step(matMul).inputs[0], Op::RmsNorm);
        if (norm == kNoStep || !normsWholeRows(norm))
            return;
        Step fused = step(matMul);
        fused.op = Op::NormMatMul;
        fused.inputs[0] = step(norm).inputs[0];
        fused.epsilon = step(norm).epsilon;
        fused.weights[kNorm] = weightOf(norm, kWeight);
        replace({ norm, matMul }, fused);
    }

    const Graph &m_plain;
    std::vector<std::size_t> m_producer; // by value
    std::vector<unsigned> m_readers; // by value
    std::vector<std::optional<Step>> m_fused; // by place
    std::vector<bool> m_isAbsorbed;
};

} // namespace

Graph lower(const Graph &plain)
{
    return Lowering(plain).run();
}

} // namespace maru::graph
