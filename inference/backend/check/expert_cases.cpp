// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/expert_cases.h"

#include "inference/backend/check/case_builder.h"

#include <cctype>
#include <string>
#include <utility>

namespace maru::backend::check {

namespace {

using graph::Activation;
using graph::Gating;
using graph::kNone;
using graph::Op;
using graph::Routing;
using graph::ValueId;
using graph::WeightId;
using quant::TensorType;

std::string lowerName(TensorType type)
{
    std::string name;
    for (const char letter : quant::tensorTypeInfo(type).name)
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return name;
}

/// Every format that runs.
std::vector<TensorType> runnableTypes()
{
    std::vector<TensorType> types;
    for (std::uint32_t number = 0; number < 64; ++number) {
        const quant::TensorTypeInfo *info = quant::findTensorType(number);
        if (info != nullptr && info->canRun)
            types.push_back(info->type);
    }
    return types;
}

class ExpertCases
{
public:
    explicit ExpertCases(std::vector<CaseEntry> &entries)
        : m_entries(entries)
    {
    }

    void add(std::string name, Op op, bool isQuick, std::function<KernelCase(CaseBuilder)> make)
    {
        name = std::string(graph::toString(op)) + "/" + name;
        const std::string seed = name;
        m_entries.push_back({ std::move(name), op, isQuick, [seed, make] { return make(CaseBuilder(seed)); } });
    }

private:
    std::vector<CaseEntry> &m_entries;
};

Routing routingOf(std::uint32_t experts, std::uint32_t used, Gating gating, bool normalizes = true)
{
    Routing routing;
    routing.experts = experts;
    routing.used = used;
    routing.gating = gating;
    routing.normalizes = normalizes;
    return routing;
}

void addRoute(ExpertCases &cases, std::string name, const Routing &routing, bool hasBias, bool isQuick)
{
    cases.add(std::move(name), Op::Route, isQuick, [routing, hasBias](CaseBuilder builder) {
        const ValueId logits = builder.spread(routing.experts);
        builder.usualPasses();
        const WeightId bias = hasBias ? builder.bias(routing.experts) : kNone;
        return builder.finish(builder.graph().route(logits, routing, bias));
    });
}

void addRoutes(ExpertCases &cases)
{
    addRoute(cases, "softmax/128_8", routingOf(128, 8, Gating::Softmax), false, true);
    addRoute(cases, "softmax/64_6", routingOf(64, 6, Gating::Softmax, false), false, true);
    addRoute(cases, "softmax/5_2", routingOf(5, 2, Gating::Softmax), false, false);
    addRoute(cases, "softmax/3_3", routingOf(3, 3, Gating::Softmax, false), true, false);
    addRoute(cases, "softmax_of_chosen/32_4", routingOf(32, 4, Gating::SoftmaxOfChosen), false, true);
    addRoute(cases, "softmax_of_chosen/7_1", routingOf(7, 1, Gating::SoftmaxOfChosen), false, false);
    addRoute(cases, "sigmoid/512_10", routingOf(512, 10, Gating::Sigmoid), false, false);
    Routing groups = routingOf(160, 6, Gating::Softmax, false);
    groups.groups = 8;
    groups.groupsUsed = 3;
    groups.scale = 16.0f;
    addRoute(cases, "softmax/160_6/groups_8_3", groups, false, false);
    groups = routingOf(256, 8, Gating::Sigmoid);
    groups.groups = 8;
    groups.groupsUsed = 4;
    groups.sumsTwoBest = true;
    groups.scale = 2.5f;
    addRoute(cases, "sigmoid/256_8/groups_8_4", groups, true, true);
    groups.groups = 256; // one expert a group
    groups.groupsUsed = 100;
    addRoute(cases, "sigmoid/256_8/groups_256_100", groups, true, false);
}

/// An expert matrix or two at work.
struct ExpertShape
{
    TensorType type;
    Routing routing;
    std::uint32_t columns;
    std::uint32_t rows; ///< of one expert
    Activation activation;
    bool hasBias;
};

std::string nameOf(const ExpertShape &shape)
{
    return lowerName(shape.type) + "/" + std::to_string(shape.routing.experts) + "_"
        + std::to_string(shape.routing.used) + "/" + std::to_string(shape.columns) + "x" + std::to_string(shape.rows)
        + (shape.hasBias ? "/bias" : "");
}

WeightId biasOf(CaseBuilder &builder, const ExpertShape &shape)
{
    return shape.hasBias ? builder.bias(shape.routing.experts * shape.rows) : kNone;
}

void addExpertUp(ExpertCases &cases, const ExpertShape &shape, bool isQuick)
{
    cases.add(nameOf(shape), Op::ExpertUp, isQuick, [shape](CaseBuilder builder) {
        const ValueId x = builder.input(shape.columns);
        const ValueId route = builder.graph().route(builder.spread(shape.routing.experts), shape.routing);
        builder.usualPasses();
        const std::uint32_t rows = shape.routing.experts * shape.rows;
        const WeightId gate = builder.matrix(shape.type, rows, shape.columns);
        const WeightId up = builder.matrix(shape.type, rows, shape.columns);
        const WeightId gateBias = biasOf(builder, shape);
        const WeightId upBias = biasOf(builder, shape);
        return builder.finish(
            builder.graph().expertUp(x, route, shape.routing, { gate, up, gateBias, upBias }, shape.activation));
    });
}

void addExpertDown(ExpertCases &cases, const ExpertShape &shape, bool isQuick)
{
    cases.add(nameOf(shape), Op::ExpertDown, isQuick, [shape](CaseBuilder builder) {
        const ValueId x = builder.input(shape.routing.used * shape.columns);
        const ValueId route = builder.graph().route(builder.spread(shape.routing.experts), shape.routing);
        builder.usualPasses();
        const WeightId weight = builder.matrix(shape.type, shape.routing.experts * shape.rows, shape.columns);
        const WeightId bias = biasOf(builder, shape);
        return builder.finish(builder.graph().expertDown(x, route, shape.routing, weight, bias));
    });
}

void addExperts(ExpertCases &cases)
{
    const Routing few = routingOf(6, 2, Gating::Softmax);
    for (const TensorType type : runnableTypes()) {
        addExpertUp(cases, { type, few, 256, 41, Activation::Silu, false }, true);
        addExpertDown(cases, { type, few, 256, 97, Activation::Silu, false }, true);
    }
    addExpertUp(cases, { TensorType::Q4_K, few, 768, 97, Activation::Silu, false }, false);
    addExpertDown(cases, { TensorType::Q6_K, few, 768, 193, Activation::Silu, false }, false);
    for (const TensorType type : { TensorType::F32, TensorType::Q8_0, TensorType::Q4_0 }) {
        const Routing many = routingOf(64, 6, Gating::Softmax, false);
        addExpertUp(cases, { type, many, 96, 32, Activation::GeluTanh, false }, false);
        addExpertDown(cases, { type, many, 32, 96, Activation::Silu, false }, false);
        const Routing one = routingOf(5, 1, Gating::SoftmaxOfChosen);
        addExpertUp(cases, { type, one, 64, 5, Activation::ClampedSwiglu, true }, false);
        addExpertDown(cases, { type, one, 32, 7, Activation::Silu, true }, false);
        addExpertUp(cases, { type, few, 128, 48, Activation::ClampedSwiglu, true }, type == TensorType::Q8_0);
        addExpertDown(cases, { type, few, 128, 97, Activation::Silu, true }, type == TensorType::Q8_0);
        const Routing all = routingOf(4, 4, Gating::Sigmoid);
        addExpertUp(cases, { type, all, 64, 33, Activation::Silu, false }, false);
        addExpertDown(cases, { type, all, 64, 33, Activation::Silu, false }, false);
    }
}

/// A matrix for each head.
struct HeadShape
{
    std::uint32_t heads;
    std::uint32_t width; ///< of a head of x
    std::uint32_t columns;
    std::uint32_t rows;
};

void addHeadMatMul(ExpertCases &cases, TensorType type, const HeadShape &shape, bool isQuick)
{
    const std::string name = lowerName(type) + "/heads_" + std::to_string(shape.heads) + "/"
        + std::to_string(shape.width) + "/" + std::to_string(shape.columns) + "x" + std::to_string(shape.rows);
    cases.add(name, Op::HeadMatMul, isQuick, [type, shape](CaseBuilder builder) {
        const ValueId x = builder.input(shape.heads * shape.width);
        builder.usualPasses();
        const WeightId weight = builder.matrix(type, shape.heads * shape.rows, shape.columns);
        return builder.finish(builder.graph().headMatMul(x, weight, shape.heads));
    });
}

void addHeads(ExpertCases &cases)
{
    for (const TensorType type : runnableTypes()) {
        if (quant::tensorTypeInfo(type).blockLength <= 32) {
            addHeadMatMul(cases, type, { 3, 96, 64, 160 }, true);
            addHeadMatMul(cases, type, { 7, 80, 32, 50 }, false);
        } else {
            addHeadMatMul(cases, type, { 2, 320, 256, 97 }, true);
        }
    }
    for (const TensorType type : { TensorType::F16, TensorType::Q8_0 }) { // of DeepSeek
        addHeadMatMul(cases, type, { 5, 192, 128, 512 }, type == TensorType::Q8_0);
        addHeadMatMul(cases, type, { 3, 512, 512, 128 }, type == TensorType::Q8_0);
    }
    addHeadMatMul(cases, TensorType::F32, { 4, 28, 20, 24 }, false);
    addHeadMatMul(cases, TensorType::F16, { 128, 48, 32, 20 }, false);
}

/// The key of latent attention: a norm over its first values, positions in its last.
void addParts(ExpertCases &cases)
{
    cases.add("part/512_of_576", Op::RmsNorm, true, [](CaseBuilder builder) {
        const ValueId x = builder.input(576);
        builder.usualPasses();
        return builder.finish(builder.graph().rmsNorm(x, builder.norm(512), 1e-6f));
    });
    cases.add("part/65_of_100", Op::RmsNorm, false, [](CaseBuilder builder) {
        const ValueId x = builder.input(300);
        builder.usualPasses();
        return builder.finish(builder.graph().rmsNorm(x, builder.norm(65), 1e-6f, 100));
    });
    for (const graph::RopeStyle style : { graph::RopeStyle::Adjacent, graph::RopeStyle::Halves }) {
        const std::string name = style == graph::RopeStyle::Adjacent ? "end_of_head/adjacent" : "end_of_head/halves";
        cases.add(name, Op::Rope, style == graph::RopeStyle::Adjacent, [style](CaseBuilder builder) {
            graph::RopeTable table;
            table.style = style;
            table.rotaryWidth = 64;
            table.first = 512;
            table.magnitude = 1.25f;
            for (int pair = 0; pair < 32; ++pair)
                table.inverse.push_back(1.0f / static_cast<float>(1 + pair * pair));
            const ValueId x = builder.input(3 * 576);
            builder.pass(0, 70);
            builder.pass(70, 1);
            builder.pass(71, 5);
            const std::uint32_t rope = builder.graph().ropeTable(std::move(table));
            return builder.finish(builder.graph().rope(x, rope, 3));
        });
    }
}

} // namespace

void addExpertCases(std::vector<CaseEntry> &entries)
{
    ExpertCases cases(entries);
    addParts(cases);
    addHeads(cases);
    addRoutes(cases);
    addExperts(cases);
}

} // namespace maru::backend::check
