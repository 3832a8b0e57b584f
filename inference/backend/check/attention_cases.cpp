// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/attention_cases.h"

#include "inference/backend/check/case_builder.h"

#include <cmath>
#include <string>
#include <utility>

namespace maru::backend::check {

namespace {

using graph::kNone;
using graph::Op;
using graph::ValueId;
using graph::WeightId;

struct AttentionCase
{
    std::uint32_t keyWidth;
    std::uint32_t valueWidth;
    std::uint32_t heads;
    std::uint32_t kvHeads;
    std::uint32_t window = 0;
    bool valuesInKeys = false;
    bool hasSinks = false;
    float softcap = 0.0f;
};

std::string nameOf(const AttentionCase &shape, KvType kv)
{
    std::string name = std::to_string(shape.keyWidth);
    if (shape.valueWidth != shape.keyWidth)
        name += "_" + std::to_string(shape.valueWidth);
    name += "/heads_" + std::to_string(shape.heads) + "_" + std::to_string(shape.kvHeads);
    if (shape.window != 0)
        name += "/window_" + std::to_string(shape.window);
    if (shape.valuesInKeys)
        name += "/values_in_keys";
    if (shape.hasSinks)
        name += "/sinks";
    if (shape.softcap != 0.0f)
        name += "/softcap";
    return name + "/" + std::string(toString(kv));
}

/// Prompt, decode, a few tokens, more than a tile; twice around the ring of a small window; then back.
void addPasses(CaseBuilder &builder, const AttentionCase &shape)
{
    builder.setContext(512);
    builder.pass(0, 70);
    builder.pass(70, 1);
    builder.pass(71, 5);
    if (shape.heads > 32) // the reference takes its time
        return;
    builder.pass(76, 128, Outputs::Last);
    builder.pass(204, 1);
    if (shape.window != 0) {
        builder.pass(205, 128, Outputs::Last);
        builder.pass(333, 128, Outputs::Last);
        builder.pass(461, 1);
        builder.pass(450, 4);
        builder.pass(0, 9);
    } else {
        builder.pass(50, 20); // positions above are forgotten
    }
}

class AttentionCases
{
public:
    explicit AttentionCases(std::vector<CaseEntry> &entries)
        : m_entries(entries)
    {
    }

    void add(Op op, const AttentionCase &shape, KvType kv, bool isQuick = false)
    {
        std::string name = std::string(graph::toString(op)) + "/" + nameOf(shape, kv);
        const auto make = [seed = name, shape, kv] {
            CaseBuilder builder(seed);
            const ValueId k = builder.input(shape.kvHeads * shape.keyWidth);
            const ValueId v = shape.valuesInKeys ? kNone : builder.input(shape.kvHeads * shape.valueWidth);
            const ValueId q = builder.input(shape.heads * shape.keyWidth);
            builder.setKv(kv);
            addPasses(builder, shape);
            const WeightId sinks = shape.hasSinks ? builder.bias(shape.heads) : kNone;
            const std::uint32_t layer = builder.graph().kvLayer(
                { shape.kvHeads, shape.keyWidth, shape.valueWidth, shape.window, shape.valuesInKeys });
            builder.graph().kvWrite(k, v, layer);
            // q and k may be larger than 1: the scale takes scores to where softmax is neither flat nor one-hot.
            const float scale = 0.25f / std::sqrt(static_cast<float>(shape.keyWidth));
            return builder.finish(builder.graph().attention(q, layer, shape.heads, scale, { shape.softcap, sinks }));
        };
        m_entries.push_back({ std::move(name), op, isQuick, make });
    }

private:
    std::vector<CaseEntry> &m_entries;
};

} // namespace

void addAttentionCases(std::vector<CaseEntry> &entries)
{
    AttentionCases cases(entries);
    for (const KvType kv : { KvType::F32, KvType::F16, KvType::Q8_0 }) {
        cases.add(Op::Attention, { 64, 64, 8, 1, 128, false, true, 0.0f }, kv, kv == KvType::F16); // gpt-oss
        cases.add(Op::Attention, { 64, 64, 6, 2, 0, false, true, 2.0f }, kv);
        cases.add(Op::Attention, { 256, 256, 4, 2, 64, false, false, 5.0f }, kv, kv == KvType::F16); // gemma2
        cases.add(Op::Attention, { 128, 128, 5, 5, 0, false, false, 1.0f }, kv);
        cases.add(Op::Attention, { 576, 512, 16, 1, 0, true, false, 0.0f }, kv, kv == KvType::F16); // deepseek2
        cases.add(Op::Attention, { 576, 512, 128, 1, 0, true, false, 0.0f }, kv);
        cases.add(Op::Attention, { 96, 32, 4, 2, 48, true, true, 3.0f }, kv);
        cases.add(Op::Attention, { 192, 128, 4, 4, 0, false, false, 0.0f }, kv); // deepseek2, not absorbed
        cases.add(Op::Attention, { 576, 576, 3, 1, 0, false, false, 0.0f }, kv);
        cases.add(Op::KvWrite, { 96, 96, 3, 3, 1 }, kv); // the window of one: v itself
    }
    for (const std::uint32_t head : { 64U, 96U, 128U, 256U }) {
        cases.add(Op::Attention, { head, head, 9, 3 }, KvType::Q8_0, head == 128);
        cases.add(Op::Attention, { head, head, 4, 1, 37 }, KvType::Q8_0);
    }
}

} // namespace maru::backend::check
