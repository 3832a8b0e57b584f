// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/case_builder.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

namespace maru::backend::check {

Random::Random(std::string_view seed)
    : m_state(0xCBF29CE484222325u)
{
    for (const char letter : seed)
        m_state = (m_state ^ static_cast<unsigned char>(letter)) * 0x100000001B3u;
}

std::uint64_t Random::bits()
{
    m_state += 0x9E3779B97F4A7C15u;
    std::uint64_t mixed = m_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

double Random::uniform()
{
    return static_cast<double>(bits() >> 11) * 0x1p-53;
}

float Random::normal()
{
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return static_cast<float>(radius * std::cos(2.0 * std::numbers::pi * uniform()));
}

CaseBuilder::CaseBuilder(std::string_view name, std::uint32_t inputRows)
    : m_random(name)
    , m_inputRows(inputRows)
{
    m_case.options.contextLength = 256;
    m_case.options.chunkLength = 128;
    m_case.options.maxOutputs = 128;
    m_case.options.kv = KvType::F32;
}

graph::WeightId CaseBuilder::add(std::string_view what, quant::TensorType type, std::uint32_t rows,
    std::uint32_t columns, const std::vector<float> &values)
{
    std::vector<std::byte> &bytes = m_case.weightBytes.emplace_back(quant::byteCount(type, values.size()).value_or(0));
    quant::encode(type, values.data(), bytes.data(), values.size());
    const std::string name = std::string(what) + std::to_string(m_case.weightBytes.size());
    return m_graph.weight({ name, type, rows, columns, bytes });
}

graph::ValueId CaseBuilder::input(std::uint32_t width)
{
    std::vector<float> rows;
    for (std::uint32_t row = 0; row < m_inputRows; ++row) {
        const double size = std::exp2(4.0 * m_random.uniform() - 2.0);
        for (std::uint32_t i = 0; i < width; ++i) {
            const double outlier = m_random.uniform() < 0.01 ? 8.0 : 1.0;
            rows.push_back(static_cast<float>(static_cast<double>(m_random.normal()) * size * outlier));
        }
    }
    return m_graph.embed(add("input", quant::TensorType::F32, m_inputRows, width, rows));
}

graph::ValueId CaseBuilder::spread(std::uint32_t width)
{
    std::vector<float> rows;
    for (std::uint32_t row = 0; row < m_inputRows; ++row) {
        std::vector<float> values(width);
        for (std::uint32_t i = 0; i < width; ++i) {
            values[i] = 8.0f * static_cast<float>(i) / static_cast<float>(width) - 4.0f;
            std::swap(values[i], values[m_random.bits() % (i + 1)]);
        }
        rows.insert(rows.end(), values.begin(), values.end());
    }
    return m_graph.embed(add("input", quant::TensorType::F32, m_inputRows, width, rows));
}

graph::WeightId CaseBuilder::matrix(quant::TensorType type, std::uint32_t rows, std::uint32_t columns)
{
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(rows) * columns);
    double size = 1.0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const double rowSize = std::exp2(2.0 * m_random.uniform() - 1.0) / std::sqrt(static_cast<double>(columns));
        for (std::uint32_t i = 0; i < columns; ++i) {
            if (i % 16 == 0)
                size = rowSize * std::exp2(2.0 * m_random.uniform() - 1.0);
            values.push_back(static_cast<float>(static_cast<double>(m_random.normal()) * size));
        }
    }
    return add("weight", type, rows, columns, values);
}

graph::WeightId CaseBuilder::norm(std::uint32_t width)
{
    std::vector<float> values(width);
    std::generate(values.begin(), values.end(), [this] { return 1.0f + 0.25f * m_random.normal(); });
    return add("norm", quant::TensorType::F32, 1, width, values);
}

graph::WeightId CaseBuilder::bias(std::uint32_t width)
{
    std::vector<float> values(width);
    std::generate(values.begin(), values.end(), [this] { return m_random.normal(); });
    return add("bias", quant::TensorType::F32, 1, width, values);
}

void CaseBuilder::pass(std::uint32_t position, std::uint32_t count, Outputs outputs)
{
    Pass pass = { position, std::vector<std::int32_t>(count), outputs };
    for (std::int32_t &token : pass.tokens)
        token = static_cast<std::int32_t>(m_random.bits() % m_inputRows);
    m_case.passes.push_back(std::move(pass));
}

void CaseBuilder::usualPasses()
{
    pass(0, 1);
    pass(0, 3);
    pass(0, 70);
}

KernelCase CaseBuilder::finish(graph::ValueId result, bool isSelected)
{
    if (!isSelected)
        result = m_graph.selectOutputs(result);
    m_case.graph = m_graph.finish(result, m_case.options.contextLength);
    return std::move(m_case);
}

} // namespace maru::backend::check
