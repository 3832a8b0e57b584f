// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_cases.h"

#include "inference/backend/check/attention_cases.h"
#include "inference/backend/check/case_builder.h"
#include "inference/backend/check/expert_cases.h"
#include "inference/backend/check/weight_cases.h"

#include <array>
#include <cctype>
#include <cmath>
#include <string_view>
#include <utility>

namespace maru::backend::check {

namespace {

using graph::Activation;
using graph::kNone;
using graph::Op;
using graph::RopeStyle;
using graph::ValueId;
using graph::WeightId;
using quant::TensorType;

constexpr float kEpsilon = 1e-5f;

constexpr std::array kTypes = { TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::Q4_0, TensorType::Q4_1,
    TensorType::Q5_0, TensorType::Q5_1, TensorType::Q8_0, TensorType::Q4_K, TensorType::Q5_K, TensorType::Q6_K };

std::string typeName(TensorType type)
{
    std::string name;
    for (const char letter : quant::tensorTypeInfo(type).name)
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return name;
}

std::string number(std::uint64_t value)
{
    return std::to_string(value);
}

/// Collects the rows of the table; a case's random numbers follow from its name.
class Cases
{
public:
    void add(std::string name, Op op, bool isQuick, std::function<KernelCase(CaseBuilder)> make)
    {
        name = std::string(graph::toString(op)) + "/" + name;
        const std::string seed = name;
        m_entries.push_back({ std::move(name), op, isQuick, [seed, make] { return make(CaseBuilder(seed)); } });
    }

    std::vector<CaseEntry> take() { return std::move(m_entries); }

private:
    std::vector<CaseEntry> m_entries;
};

void addEmbed(Cases &cases)
{
    for (const TensorType type : kTypes) {
        cases.add(typeName(type), Op::Embed, true, [type](CaseBuilder builder) {
            const ValueId x = builder.graph().embed(builder.matrix(type, 96, 512), std::sqrt(512.0f));
            builder.usualPasses();
            return builder.finish(x);
        });
    }
}

void addNorms(Cases &cases)
{
    for (const std::uint32_t width : { 64u, 80u, 576u, 577u, 640u, 2048u, 5120u }) {
        cases.add(number(width), Op::RmsNorm, width == 576 || width == 2048, [width](CaseBuilder builder) {
            const ValueId x = builder.input(width);
            builder.usualPasses();
            return builder.finish(builder.graph().rmsNorm(x, builder.norm(width), kEpsilon));
        });
        cases.add(number(width), Op::NormAdd, width == 640, [width](CaseBuilder builder) {
            const ValueId residual = builder.input(width);
            const ValueId n = builder.graph().rmsNorm(builder.input(width), builder.norm(width), 1e-6f);
            builder.usualPasses();
            return builder.finish(builder.graph().add(residual, n));
        });
    }
    for (const std::uint32_t head : { 64u, 80u, 96u, 128u, 256u }) {
        cases.add("heads_of_" + number(head), Op::RmsNorm, head == 128, [head](CaseBuilder builder) {
            const ValueId x = builder.input(5 * head);
            builder.usualPasses();
            return builder.finish(builder.graph().rmsNorm(x, builder.norm(head), 1e-6f, head));
        });
    }
}

/// A shape of a weight; rows need not be a multiple of anything.
struct Shape
{
    std::uint32_t columns;
    std::uint32_t rows;
};

void addMatMul(Cases &cases, TensorType type, Shape shape, bool isQuick)
{
    const std::string name = typeName(type) + "/" + number(shape.columns) + "x" + number(shape.rows);
    cases.add(name, Op::MatMul, isQuick, [type, shape](CaseBuilder builder) {
        const ValueId x = builder.input(shape.columns);
        builder.usualPasses();
        return builder.finish(builder.graph().matMul(x, builder.matrix(type, shape.rows, shape.columns)));
    });
}

void addMatMuls(Cases &cases)
{
    for (const TensorType type : kTypes) {
        addMatMul(cases, type, { 512, 577 }, true);
        addMatMul(cases, type, { 256, 1 }, false);
        addMatMul(cases, type, { 1536, 97 }, false);
        addMatMul(cases, type, { 2048, 640 }, false);
        if (quant::tensorTypeInfo(type).blockLength <= 32) {
            addMatMul(cases, type, { 32, 5 }, false);
            addMatMul(cases, type, { 576, 193 }, false);
        }
        const std::string name = typeName(type);
        cases.add(name + "/bias", Op::MatMul, false, [type](CaseBuilder builder) {
            const ValueId x = builder.input(512);
            const WeightId weight = builder.matrix(type, 131, 512);
            builder.usualPasses();
            return builder.finish(builder.graph().matMul(x, weight, builder.bias(131)));
        });
        cases.add(name + "/of_outputs", Op::MatMul, false, [type](CaseBuilder builder) {
            const ValueId x = builder.graph().selectOutputs(builder.input(256));
            builder.pass(0, 9, Outputs::Last);
            builder.pass(0, 9);
            return builder.finish(builder.graph().matMul(x, builder.matrix(type, 300, 256)), true);
        });
    }
    addMatMul(cases, TensorType::F32, { 84, 50 }, false);
    addMatMul(cases, TensorType::F16, { 84, 50 }, false);
    addMatMul(cases, TensorType::BF16, { 84, 50 }, false);
    addMatMul(cases, TensorType::Q8_0, { 576, 8200 }, false);
}

void addFusedMatMuls(Cases &cases)
{
    for (const TensorType type : kTypes) {
        const std::string name = typeName(type);
        cases.add(name, Op::MatMulAdd, true, [type](CaseBuilder builder) {
            const ValueId residual = builder.input(577);
            const ValueId x = builder.input(1536);
            builder.usualPasses();
            const ValueId product = builder.graph().matMul(x, builder.matrix(type, 577, 1536));
            return builder.finish(builder.graph().add(residual, product));
        });
        cases.add(name + "/bias", Op::MatMulAdd, false, [type](CaseBuilder builder) {
            const ValueId residual = builder.input(130);
            const ValueId x = builder.input(256);
            builder.usualPasses();
            const WeightId weight = builder.matrix(type, 130, 256);
            return builder.finish(builder.graph().add(builder.graph().matMul(x, weight, builder.bias(130)), residual));
        });
        cases.add(name, Op::NormMatMul, true, [type](CaseBuilder builder) {
            const ValueId x = builder.input(512);
            builder.usualPasses();
            const ValueId n = builder.graph().rmsNorm(x, builder.norm(512), kEpsilon);
            return builder.finish(builder.graph().matMul(n, builder.matrix(type, 1031, 512)));
        });
        cases.add(name + "/bias_of_outputs", Op::NormMatMul, false, [type](CaseBuilder builder) {
            const ValueId x = builder.graph().selectOutputs(builder.input(256));
            builder.pass(0, 9, Outputs::Last);
            builder.pass(0, 9);
            const ValueId n = builder.graph().rmsNorm(x, builder.norm(256), kEpsilon);
            const WeightId weight = builder.matrix(type, 301, 256);
            return builder.finish(builder.graph().matMul(n, weight, builder.bias(301)), true);
        });
    }
}

void addGatedMlp(Cases &cases, std::string name, TensorType gate, TensorType up, Activation activation, bool isQuick)
{
    cases.add(std::move(name), Op::GatedMlp, isQuick, [gate, up, activation](CaseBuilder builder) {
        const ValueId x = builder.input(512);
        builder.usualPasses();
        const ValueId n = builder.graph().rmsNorm(x, builder.norm(512), kEpsilon);
        const ValueId g = builder.graph().matMul(n, builder.matrix(gate, 769, 512));
        const ValueId u = builder.graph().matMul(n, builder.matrix(up, 769, 512));
        return builder.finish(builder.graph().gatedAct(g, u, activation));
    });
}

void addScales(Cases &cases)
{
    struct Row
    {
        std::string_view name;
        std::uint32_t width;
        float factor;
        float softcap;
    };
    for (const Row row : { Row { "577", 577, 0.22f, 0.0f }, Row { "2048", 2048, -12.0f, 0.0f },
             Row { "softcap_577", 577, 4.0f, 30.0f }, Row { "softcap_2048", 2048, 0.5f, 5.0f } }) {
        cases.add(std::string(row.name), Op::Scale, row.width == 2048, [row](CaseBuilder builder) {
            const ValueId x = builder.input(row.width);
            builder.usualPasses();
            return builder.finish(builder.graph().scale(x, row.factor, row.softcap));
        });
    }
    cases.add("softcap_of_outputs", Op::Scale, false, [](CaseBuilder builder) {
        const ValueId x = builder.graph().selectOutputs(builder.input(1031));
        builder.pass(0, 9, Outputs::Last);
        builder.pass(0, 9);
        return builder.finish(builder.graph().scale(x, 3.0f, 30.0f), true);
    });
}

void addMlps(Cases &cases)
{
    for (const TensorType type : kTypes) {
        addGatedMlp(cases, typeName(type) + "/silu", type, type, Activation::Silu, true);
        addGatedMlp(cases, typeName(type) + "/gelu_tanh", type, type, Activation::GeluTanh, false);
    }
    addGatedMlp(cases, "q4_k_q6_k/silu", TensorType::Q4_K, TensorType::Q6_K, Activation::Silu, false);
    for (const Activation activation : { Activation::Silu, Activation::GeluTanh }) {
        const std::string name = activation == Activation::Silu ? "silu" : "gelu_tanh";
        cases.add(name, Op::GatedAct, true, [activation](CaseBuilder builder) {
            const ValueId gate = builder.input(1537);
            const ValueId up = builder.input(1537);
            builder.usualPasses();
            return builder.finish(builder.graph().gatedAct(gate, up, activation));
        });
    }
    for (const std::uint32_t width : { 577u, 2048u }) {
        cases.add(number(width), Op::Add, width == 2048, [width](CaseBuilder builder) {
            const ValueId a = builder.input(width);
            const ValueId b = builder.input(width);
            builder.usualPasses();
            return builder.finish(builder.graph().add(a, b));
        });
    }
    cases.add("none_last_all", Op::SelectOutputs, true, [](CaseBuilder builder) {
        const ValueId x = builder.input(577);
        builder.pass(0, 17, Outputs::None);
        builder.pass(0, 17, Outputs::Last);
        builder.pass(0, 17, Outputs::All);
        builder.pass(0, 1, Outputs::Last);
        return builder.finish(x);
    });
}

graph::RopeTable ropeTable(RopeStyle style, std::uint32_t rotaryWidth, float magnitude = 1.0f)
{
    graph::RopeTable table;
    table.style = style;
    table.rotaryWidth = rotaryWidth;
    table.magnitude = magnitude;
    for (std::uint32_t pair = 0; pair < rotaryWidth / 2; ++pair)
        table.inverse.push_back(std::pow(10000.0f, -2.0f * static_cast<float>(pair) / static_cast<float>(rotaryWidth)));
    return table;
}

std::string_view styleName(RopeStyle style)
{
    return style == RopeStyle::Adjacent ? "adjacent" : "halves";
}

void addRopes(Cases &cases)
{
    struct Row
    {
        std::uint32_t head;
        std::uint32_t rotary;
        float magnitude;
    };
    for (const Row row : { Row { 64, 64, 1.0f }, Row { 80, 32, 1.0f }, Row { 96, 96, 1.19f }, Row { 128, 128, 1.0f },
             Row { 256, 64, 1.0f }, Row { 256, 256, 1.0f } }) {
        for (const RopeStyle style : { RopeStyle::Adjacent, RopeStyle::Halves }) {
            const std::string name
                = std::string(styleName(style)) + "/" + number(row.rotary) + "_of_" + number(row.head);
            cases.add(name, Op::Rope, row.head == 128, [row, style](CaseBuilder builder) {
                const ValueId x = builder.input(3 * row.head);
                builder.setContext(4096);
                builder.pass(0, 1);
                builder.pass(0, 37);
                builder.pass(1000, 5);
                builder.pass(4095, 1);
                const std::uint32_t table = builder.graph().ropeTable(ropeTable(style, row.rotary, row.magnitude));
                return builder.finish(builder.graph().rope(x, table, 3));
            });
        }
    }
}

/// Prompt, decode, prompt again, decode at depth; the cache is longer than any tile. A layer with a window may have
/// forgotten what lies far back.
void attentionPasses(CaseBuilder &builder, bool hasWindow)
{
    builder.setContext(700);
    builder.pass(0, 70);
    builder.pass(70, 1);
    builder.pass(71, 1);
    builder.pass(72, 33);
    builder.pass(105, 1);
    for (std::uint32_t position = 106; position < 618; position += 128)
        builder.pass(position, 128, Outputs::Last);
    builder.pass(618, 1);
    builder.pass(619, 2);
    if (hasWindow) {
        builder.pass(610, 20);
        builder.pass(0, 90);
    } else {
        builder.pass(40, 20); // positions above are forgotten
    }
}

struct AttentionShape
{
    std::uint32_t head;
    std::uint32_t valueWidth;
    std::uint32_t heads;
    std::uint32_t kvHeads;
    std::uint32_t window;
};

/// q, k and v may be larger than 1: the scale takes the scores to where softmax is neither flat nor one-hot.
float scaleOf(std::uint32_t head)
{
    return 0.25f / std::sqrt(static_cast<float>(head));
}

void addAttention(Cases &cases, Op op, AttentionShape shape, KvType kv, bool isQuick)
{
    std::string name = number(shape.head) + (shape.valueWidth == shape.head ? "" : "_" + number(shape.valueWidth))
        + "/heads_" + number(shape.heads) + "_" + number(shape.kvHeads)
        + (shape.window == 0 ? "" : "/window_" + number(shape.window)) + (kv == KvType::F16 ? "/f16" : "/f32");
    cases.add(std::move(name), op, isQuick, [shape, kv](CaseBuilder builder) {
        const ValueId k = builder.input(shape.kvHeads * shape.head);
        const ValueId v = builder.input(shape.kvHeads * shape.valueWidth);
        const ValueId q = builder.input(shape.heads * shape.head);
        builder.setKv(kv);
        attentionPasses(builder, shape.window != 0);
        const std::uint32_t layer
            = builder.graph().kvLayer({ shape.kvHeads, shape.head, shape.valueWidth, shape.window });
        builder.graph().kvWrite(k, v, layer);
        return builder.finish(builder.graph().attention(q, layer, shape.heads, scaleOf(shape.head)));
    });
}

void addAttentions(Cases &cases)
{
    for (const KvType kv : { KvType::F16, KvType::F32 }) {
        for (const std::uint32_t head : { 64u, 80u, 96u, 128u, 256u }) {
            const bool isQuick = kv == KvType::F16 && head != 80 && head != 96;
            addAttention(cases, Op::Attention, { head, head, 9, 3, 0 }, kv, isQuick);
            addAttention(cases, Op::Attention, { head, head, 4, 1, 37 }, kv, isQuick && head == 256);
        }
        addAttention(cases, Op::Attention, { 64, 64, 3, 3, 0 }, kv, false);
        addAttention(cases, Op::Attention, { 128, 128, 16, 2, 512 }, kv, false);
        addAttention(cases, Op::Attention, { 96, 64, 4, 2, 0 }, kv, false);
        addAttention(cases, Op::KvWrite, { 64, 64, 1, 1, 1 }, kv, kv == KvType::F16); // the window of one: v itself
    }
}

struct QkvShape
{
    TensorType type;
    TensorType valueType;
    std::uint32_t head;
    std::uint32_t rotary;
    std::uint32_t heads;
    std::uint32_t kvHeads;
    RopeStyle style;
    bool hasNorm;
    bool hasBias;
    bool hasHeadNorm;
    bool turns = true;
};

KernelCase makeQkv(CaseBuilder builder, const QkvShape &shape, KvType kv = KvType::F16)
{
    constexpr std::uint32_t kWidth = 512;
    const ValueId x = builder.input(kWidth);
    builder.setKv(kv);
    builder.pass(0, 70);
    builder.pass(70, 1);
    builder.pass(71, 5);
    graph::GraphBuilder &graph = builder.graph();
    const std::uint32_t table = graph.ropeTable(ropeTable(shape.style, shape.rotary));
    const std::uint32_t layer = graph.kvLayer({ shape.kvHeads, shape.head, shape.head, 0 });
    const ValueId n = shape.hasNorm ? graph.rmsNorm(x, builder.norm(kWidth), kEpsilon) : x;
    const auto project = [&](std::uint32_t heads, TensorType type, bool hasHeadNorm) {
        const std::uint32_t rows = heads * shape.head;
        const WeightId weight = builder.matrix(type, rows, kWidth);
        const ValueId y = graph.matMul(n, weight, shape.hasBias ? builder.bias(rows) : kNone);
        return hasHeadNorm ? graph.rmsNorm(y, builder.norm(shape.head), kEpsilon, shape.head) : y;
    };
    const ValueId rawQ = project(shape.heads, shape.type, shape.hasHeadNorm);
    const ValueId rawK = project(shape.kvHeads, shape.type, shape.hasHeadNorm);
    const ValueId q = shape.turns ? graph.rope(rawQ, table, shape.heads) : rawQ;
    const ValueId k = shape.turns ? graph.rope(rawK, table, shape.kvHeads) : rawK;
    const ValueId v = project(shape.kvHeads, shape.valueType, false);
    graph.kvWrite(k, v, layer);
    return builder.finish(graph.attention(q, layer, shape.heads, scaleOf(shape.head)));
}

void addQkv(Cases &cases, std::string name, const QkvShape &shape, bool isQuick)
{
    cases.add(
        std::move(name), Op::Qkv, isQuick, [shape](CaseBuilder builder) { return makeQkv(std::move(builder), shape); });
}

void addQkvs(Cases &cases)
{
    for (const TensorType type : kTypes) {
        addQkv(cases, typeName(type), { type, type, 64, 64, 6, 2, RopeStyle::Adjacent, true, false, false }, true);
        addQkv(cases, typeName(type) + "/head_norm/halves",
            { type, type, 128, 128, 4, 1, RopeStyle::Halves, true, false, true }, false);
    }
    constexpr TensorType type = TensorType::Q4_K;
    cases.add("kv_f32", Op::Qkv, false, [](CaseBuilder builder) {
        const QkvShape shape = { type, type, 64, 64, 6, 2, RopeStyle::Halves, true, false, true };
        return makeQkv(std::move(builder), shape, KvType::F32);
    });
    cases.add("kv_q8_0", Op::Qkv, false, [](CaseBuilder builder) {
        const QkvShape shape = { type, type, 64, 64, 6, 2, RopeStyle::Halves, true, false, true };
        return makeQkv(std::move(builder), shape, KvType::Q8_0);
    });
    addQkv(cases, "no_norm", { type, type, 64, 64, 6, 2, RopeStyle::Adjacent, false, false, false }, false);
    addQkv(cases, "bias", { type, type, 64, 64, 6, 2, RopeStyle::Halves, true, true, false }, false);
    addQkv(cases, "everything", { type, type, 64, 64, 6, 2, RopeStyle::Halves, true, true, true }, false);
    addQkv(cases, "no_positions", { type, type, 64, 64, 6, 2, RopeStyle::Halves, true, true, false, false }, false);
    addQkv(cases, "no_positions_head_norm", { type, type, 64, 64, 6, 2, RopeStyle::Halves, false, false, true, false },
        false);
    addQkv(cases, "other_type_of_v", { type, TensorType::Q6_K, 64, 64, 4, 2, RopeStyle::Adjacent, true, false, false },
        true);
    addQkv(cases, "head_80_partial", { type, type, 80, 32, 5, 5, RopeStyle::Halves, true, false, false }, false);
    addQkv(cases, "head_96", { type, type, 96, 96, 4, 2, RopeStyle::Adjacent, true, false, false }, false);
    addQkv(cases, "head_256", { type, TensorType::Q8_0, 256, 256, 4, 1, RopeStyle::Halves, true, false, true }, false);
}

} // namespace

std::vector<CaseEntry> allCases()
{
    Cases cases;
    addEmbed(cases);
    addNorms(cases);
    addMatMuls(cases);
    addFusedMatMuls(cases);
    addMlps(cases);
    addScales(cases);
    addRopes(cases);
    addAttentions(cases);
    addQkvs(cases);
    std::vector<CaseEntry> entries = cases.take();
    addAttentionCases(entries);
    addWeightCases(entries);
    addExpertCases(entries);
    return entries;
}

} // namespace maru::backend::check
