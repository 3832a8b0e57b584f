// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/weight_cases.h"

#include "inference/backend/check/case_builder.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string>
#include <utility>

namespace maru::backend::check {

namespace {

using graph::Activation;
using graph::Op;
using graph::ValueId;
using graph::WeightId;
using quant::TensorType;

constexpr std::array kTypes
    = { TensorType::Q2_K, TensorType::Q3_K, TensorType::IQ4_NL, TensorType::IQ4_XS, TensorType::MXFP4,
          TensorType::IQ2_XXS, TensorType::IQ2_XS, TensorType::IQ2_S, TensorType::IQ3_XXS, TensorType::IQ3_S };

/// One of every way in which kernels read weights: linear or by a codebook, and each kind of scale.
constexpr std::array kQuickTypes
    = { TensorType::Q2_K, TensorType::Q3_K, TensorType::IQ4_XS, TensorType::MXFP4, TensorType::IQ2_XS };

constexpr float kEpsilon = 1e-5f;

/// The cases of one format.
class WeightCases
{
public:
    WeightCases(std::vector<CaseEntry> &entries, TensorType type)
        : m_entries(entries)
        , m_type(type)
        , m_isQuick(std::find(kQuickTypes.begin(), kQuickTypes.end(), type) != kQuickTypes.end())
    {
        for (const char letter : quant::tensorTypeInfo(type).name)
            m_name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }

    void add()
    {
        addEmbed();
        addMatMul(577, 512, m_isQuick);
        addMatMul(1, 256, false);
        addMatMul(97, 1536, false);
        addMatMul(640, 2048, false);
        if (quant::tensorTypeInfo(m_type).blockLength == 32) {
            addMatMul(5, 32, false);
            addMatMul(193, 576, false);
        }
        addMatMulAdd();
        addNormMatMul();
        addGatedMlp();
        addQkv();
    }

private:
    void addCase(Op op, std::string_view shape, bool isQuick, std::function<KernelCase(CaseBuilder)> make)
    {
        const std::string name = std::string(graph::toString(op)) + "/" + m_name + std::string(shape);
        m_entries.push_back({ name, op, isQuick, [name, make] { return make(CaseBuilder(name)); } });
    }

    void addEmbed()
    {
        addCase(Op::Embed, "", m_isQuick, [type = m_type](CaseBuilder builder) {
            const ValueId x = builder.graph().embed(builder.matrix(type, 96, 512), std::sqrt(512.0f));
            builder.usualPasses();
            return builder.finish(x);
        });
    }

    void addMatMul(std::uint32_t rows, std::uint32_t columns, bool isQuick)
    {
        const std::string shape = "/" + std::to_string(columns) + "x" + std::to_string(rows);
        addCase(Op::MatMul, shape, isQuick, [type = m_type, rows, columns](CaseBuilder builder) {
            const ValueId x = builder.input(columns);
            builder.usualPasses();
            return builder.finish(builder.graph().matMul(x, builder.matrix(type, rows, columns)));
        });
    }

    void addMatMulAdd()
    {
        addCase(Op::MatMulAdd, "", false, [type = m_type](CaseBuilder builder) {
            const ValueId residual = builder.input(577);
            const ValueId x = builder.input(1536);
            builder.usualPasses();
            const WeightId weight = builder.matrix(type, 577, 1536);
            return builder.finish(builder.graph().add(residual, builder.graph().matMul(x, weight, builder.bias(577))));
        });
    }

    void addNormMatMul()
    {
        addCase(Op::NormMatMul, "", false, [type = m_type](CaseBuilder builder) {
            const ValueId x = builder.input(512);
            builder.usualPasses();
            const ValueId n = builder.graph().rmsNorm(x, builder.norm(512), kEpsilon);
            return builder.finish(builder.graph().matMul(n, builder.matrix(type, 1031, 512)));
        });
    }

    void addGatedMlp()
    {
        addCase(Op::GatedMlp, "/silu", false, [type = m_type](CaseBuilder builder) {
            const ValueId x = builder.input(512);
            builder.usualPasses();
            const ValueId n = builder.graph().rmsNorm(x, builder.norm(512), kEpsilon);
            const ValueId gate = builder.graph().matMul(n, builder.matrix(type, 769, 512));
            const ValueId up = builder.graph().matMul(n, builder.matrix(type, 769, 512));
            return builder.finish(builder.graph().gatedAct(gate, up, Activation::Silu));
        });
    }

    void addQkv()
    {
        addCase(Op::Qkv, "", false, [type = m_type](CaseBuilder builder) {
            constexpr std::uint32_t kWidth = 512;
            constexpr std::uint32_t kHead = 64;
            const ValueId x = builder.input(kWidth);
            builder.pass(0, 33);
            builder.pass(33, 1);
            graph::GraphBuilder &graph = builder.graph();
            graph::RopeTable table;
            table.rotaryWidth = kHead;
            for (std::uint32_t pair = 0; pair < kHead / 2; ++pair)
                table.inverse.push_back(
                    std::pow(10000.0f, -2.0f * static_cast<float>(pair) / static_cast<float>(kHead)));
            const std::uint32_t rope = graph.ropeTable(table);
            const std::uint32_t layer = graph.kvLayer({ 2, kHead, kHead, 0 });
            const ValueId n = graph.rmsNorm(x, builder.norm(kWidth), kEpsilon);
            const ValueId q = graph.rope(graph.matMul(n, builder.matrix(type, 4 * kHead, kWidth)), rope, 4);
            const ValueId k = graph.rope(graph.matMul(n, builder.matrix(type, 2 * kHead, kWidth)), rope, 2);
            graph.kvWrite(k, graph.matMul(n, builder.matrix(type, 2 * kHead, kWidth)), layer);
            return builder.finish(graph.attention(q, layer, 4, 0.25f / 8.0f));
        });
    }

    std::vector<CaseEntry> &m_entries;
    TensorType m_type;
    std::string m_name;
    bool m_isQuick;
};

} // namespace

void addWeightCases(std::vector<CaseEntry> &entries)
{
    for (const TensorType type : kTypes)
        WeightCases(entries, type).add();
}

} // namespace maru::backend::check
