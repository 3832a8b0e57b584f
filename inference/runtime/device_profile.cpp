// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/device_profile.h"

#include "inference/graph/graph_builder.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <list>
#include <span>
#include <string>
#include <vector>

namespace maru::runtime {

namespace {

using quant::TensorType;

/// What models are made of. The others are told by the one that is nearest in size.
constexpr std::array kMeasuredTypes { TensorType::Q4_K, TensorType::Q6_K, TensorType::Q8_0, TensorType::Q4_1,
    TensorType::Q4_0, TensorType::Q5_K, TensorType::Q2_K, TensorType::IQ4_XS, TensorType::F16 };

constexpr std::uint32_t kWidth = 1024;
constexpr std::uint32_t kHeadWidth = 64;
constexpr std::uint32_t kFfn = 3 * kWidth;
constexpr std::uint32_t kSmallWidth = 256; ///< of layers whose weights take no time
constexpr std::uint32_t kSmallLayers = 16;
constexpr std::uint32_t kVocabulary = 256;
constexpr std::uint32_t kDepth = 4096; ///< positions of the measured cache
constexpr std::uint32_t kPrompt = 256; ///< tokens of the measured prompt
constexpr double kEnough = 0.12; ///< seconds of passes of one measurement
constexpr int kMostPasses = 40;
constexpr double kSlow = 0.5; ///< seconds after which one pass is enough: it has no noise to average

/// Bytes of weights that no cache of the device holds.
std::uint64_t measuredBytes(backend::DeviceKind kind)
{
    constexpr std::uint64_t kLeast = std::uint64_t { 48 } << 20;
    constexpr std::uint64_t kMost = std::uint64_t { 256 } << 20;
    if (kind == backend::DeviceKind::Discrete)
        return kMost; // some have 128 MiB of cache
    const long cache = ::sysconf(_SC_LEVEL3_CACHE_SIZE);
    return std::clamp<std::uint64_t>(cache > 0 ? 2 * static_cast<std::uint64_t>(cache) : 0, kLeast, kMost);
}

/// A transformer whose layers are alike. Of each matrix one row is made, and repeated. Ownership: owns its weights.
class MeasuredModel
{
public:
    struct Shape
    {
        TensorType type = TensorType::F32;
        std::uint32_t width = kWidth;
        std::uint32_t ffn = kFfn;
        std::uint32_t layers = 1;
    };

    explicit MeasuredModel(const Shape &shape)
        : m_type(shape.type)
    {
        using namespace graph;
        RopeTable table;
        table.rotaryWidth = kHeadWidth;
        for (std::uint32_t i = 0; i < kHeadWidth / 2; ++i)
            table.inverse.push_back(std::pow(10000.0f, -2.0f * static_cast<float>(i) / kHeadWidth));
        const std::uint32_t rope = m_builder.ropeTable(table);
        const std::uint32_t heads = shape.width / kHeadWidth;
        ValueId x = m_builder.embed(weight(TensorType::F32, kVocabulary, shape.width));
        for (std::uint32_t i = 0; i < shape.layers; ++i) {
            const std::uint32_t layer = m_builder.kvLayer({ heads, kHeadWidth, kHeadWidth, 0 });
            const ValueId n = norm(x);
            const ValueId q = m_builder.rope(multiply(n, shape.width), rope, heads);
            const ValueId k = m_builder.rope(multiply(n, shape.width), rope, heads);
            m_builder.kvWrite(k, multiply(n, shape.width), layer);
            const ValueId attended
                = m_builder.attention(q, layer, heads, 1.0f / std::sqrt(static_cast<float>(kHeadWidth)));
            x = m_builder.add(multiply(attended, shape.width), x);
            const ValueId m = norm(x);
            const ValueId gated = m_builder.gatedAct(multiply(m, shape.ffn), multiply(m, shape.ffn), Activation::Silu);
            x = m_builder.add(multiply(gated, shape.width), x);
        }
        x = norm(m_builder.selectOutputs(x));
        m_graph = m_builder.finish(multiply(x, kVocabulary), kDepth + kPrompt);
    }

    const graph::Graph &graph() const { return m_graph; }

    /// Bytes of a layer of this shape.
    static std::uint64_t layerBytes(const Shape &shape)
    {
        const std::uint64_t values
            = std::uint64_t { shape.width } * (4 * std::uint64_t { shape.width } + 3 * std::uint64_t { shape.ffn });
        return quant::byteCount(shape.type, values).value_or(1);
    }

private:
    graph::WeightId weight(TensorType type, std::uint32_t rows, std::uint32_t columns)
    {
        std::vector<float> row(columns);
        for (std::uint32_t i = 0; i < columns; ++i) // about 1 / sqrt(columns), of both signs, no two alike in a block
            row[i] = static_cast<float>(static_cast<int>((i * 2654435761u) >> 24) - 128) / 128.0f
                / std::sqrt(static_cast<float>(columns));
        const std::size_t rowBytes = quant::byteCount(type, columns).value_or(0);
        std::vector<std::byte> &bytes = m_bytes.emplace_back(rowBytes * rows);
        quant::encode(type, row.data(), bytes.data(), columns);
        for (std::size_t done = rowBytes; done < bytes.size(); done += rowBytes)
            std::copy_n(bytes.begin(), rowBytes, bytes.begin() + static_cast<std::ptrdiff_t>(done));
        return m_builder.weight({ "measured." + std::to_string(m_bytes.size()), type, rows, columns, bytes });
    }
    graph::ValueId norm(graph::ValueId x)
    {
        return m_builder.rmsNorm(x, weight(TensorType::F32, 1, m_builder.width(x)), 1e-5f);
    }
    graph::ValueId multiply(graph::ValueId x, std::uint32_t rows)
    {
        return m_builder.matMul(x, weight(m_type, rows, m_builder.width(x)));
    }

    TensorType m_type;
    std::list<std::vector<std::byte>> m_bytes;
    graph::GraphBuilder m_builder;
    graph::Graph m_graph;
};

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Median seconds of a pass of `count` tokens at `position`, after one that is not measured.
Result<double> timePass(
    backend::Executor &executor, std::uint32_t count, std::uint32_t position, const std::stop_token &stop)
{
    std::vector<std::int32_t> tokens(count);
    for (std::uint32_t i = 0; i < count; ++i)
        tokens[i] = static_cast<std::int32_t>(i * 7 % kVocabulary);
    std::vector<double> times;
    double sum = 0;
    for (int i = -1; i < kMostPasses && (sum < kEnough || (times.size() < 3 && sum < kSlow)); ++i) {
        const auto start = std::chrono::steady_clock::now();
        MARU_CHECK(executor.forward(tokens, position, backend::Outputs::Last, stop));
        if (i < 0)
            continue;
        times.push_back(secondsSince(start));
        sum += times.back();
    }
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

class Measurement
{
public:
    Measurement(backend::Backend &backend, std::stop_token stop)
        : m_backend(backend)
        , m_stop(std::move(stop))
        , m_bytes(measuredBytes(backend.device().kind))
    {
    }

    DeviceProfile profile;

    /// The fixed costs: two models whose weights take hardly any time, of one layer and of many.
    Result<void> measureFixed()
    {
        MARU_TRY(const double one, timeDecode({ TensorType::Q8_0, kSmallWidth, kSmallWidth, 1 }, 0));
        MARU_TRY(const double many, timeDecode({ TensorType::Q8_0, kSmallWidth, kSmallWidth, kSmallLayers }, 0));
        profile.perLayer = std::max(0.0, (many - one) / (kSmallLayers - 1));
        profile.perToken = std::max(0.0, one - profile.perLayer);
        return {};
    }

    Result<void> measureType(TensorType type)
    {
        MeasuredModel::Shape shape { type };
        const std::uint64_t layer = MeasuredModel::layerBytes(shape);
        shape.layers = static_cast<std::uint32_t>(std::max<std::uint64_t>(2, (m_bytes + layer - 1) / layer));
        const MeasuredModel model(shape);
        MARU_TRY(const auto executor, prepare(model));
        MARU_TRY(const double seconds, timePass(*executor, 1, 0, m_stop));
        const double fixed = profile.perToken + shape.layers * profile.perLayer;
        const auto bytes = static_cast<double>(layer * shape.layers);
        profile.bandwidth[type] = bytes / std::max(seconds - fixed, seconds / 4); // never from a difference of noise
        if (type != kMeasuredTypes.front())
            return {};
        MARU_TRY(const double deep, timePass(*executor, 1, kDepth - 1, m_stop));
        const auto cache = static_cast<double>(trafficOf(model.graph(), backend::KvType::F16).cacheBytes(kDepth - 1));
        profile.cacheBandwidth = cache / std::max(deep - seconds, seconds / 100);
        const std::uint32_t count = std::min(kPrompt, executor->chunkLength());
        MARU_TRY(const double prompt, timePass(*executor, count, 0, m_stop));
        const double values = static_cast<double>(shape.layers) * kWidth * (4.0 * kWidth + 3.0 * kFfn);
        profile.multiplyAdds = values * count / prompt;
        return {};
    }

private:
    Result<std::unique_ptr<backend::Executor>> prepare(const MeasuredModel &model)
    {
        backend::ExecutorOptions options;
        options.contextLength = kDepth + kPrompt;
        return m_backend.prepare(model.graph(), options, {}, m_stop);
    }

    Result<double> timeDecode(const MeasuredModel::Shape &shape, std::uint32_t position)
    {
        const MeasuredModel model(shape);
        MARU_TRY(const auto executor, prepare(model));
        return timePass(*executor, 1, position, m_stop);
    }

    backend::Backend &m_backend;
    std::stop_token m_stop;
    std::uint64_t m_bytes;
};

double bitsOf(TensorType type)
{
    const quant::TensorTypeInfo &info = quant::tensorTypeInfo(type);
    return 8.0 * static_cast<double>(info.blockBytes) / static_cast<double>(info.blockLength);
}

} // namespace

double DeviceProfile::bandwidthOf(quant::TensorType type) const
{
    const auto found = bandwidth.find(type);
    if (found != bandwidth.end())
        return found->second;
    const auto nearest = std::min_element(bandwidth.begin(), bandwidth.end(), [type](const auto &a, const auto &b) {
        return std::abs(bitsOf(a.first) - bitsOf(type)) < std::abs(bitsOf(b.first) - bitsOf(type));
    });
    return nearest == bandwidth.end() ? 0.0 : nearest->second;
}

double DeviceProfile::secondsPerToken(const TokenTraffic &traffic, std::uint32_t position) const
{
    if (isEmpty())
        return 0;
    double seconds = perToken + traffic.layers * perLayer;
    for (const auto &[type, bytes] : traffic.weights)
        seconds += static_cast<double>(bytes) / bandwidthOf(type);
    if (cacheBandwidth > 0)
        seconds += static_cast<double>(traffic.cacheBytes(position)) / cacheBandwidth;
    return seconds;
}

Result<DeviceProfile> measureDevice(backend::Backend &backend,
    const std::function<void(std::uint32_t done, std::uint32_t total)> &progress, std::stop_token stop)
{
    Measurement measurement(backend, stop);
    const auto total = static_cast<std::uint32_t>(kMeasuredTypes.size() + 1);
    std::uint32_t done = 0;
    const auto step = [&] {
        if (progress)
            progress(++done, total);
    };
    MARU_CHECK(measurement.measureFixed());
    step();
    for (const TensorType type : kMeasuredTypes) {
        if (stop.stop_requested())
            return cancelled();
        MARU_CHECK(measurement.measureType(type));
        step();
    }
    return std::move(measurement.profile);
}

} // namespace maru::runtime
