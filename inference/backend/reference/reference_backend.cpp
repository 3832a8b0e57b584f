// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/reference_backend.h"

#include "inference/backend/kv_window.h"
#include "inference/backend/reference/operations.h"
#include "inference/base/large_buffer.h"
#include "inference/graph/lowering.h"
#include "inference/graph/plan.h"
#include "inference/graph/weight_rows.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace maru::backend::reference {

namespace {

Error invalid(std::string key, std::string detail)
{
    std::string message = key + ": " + detail;
    return { ErrorCode::InvalidArgument, Reason::BadValue,
        { { "key", std::move(key) }, { "detail", std::move(detail) } }, std::move(message) };
}

std::uint64_t valueCount(const graph::Weight &weight)
{
    return static_cast<std::uint64_t>(weight.rows) * weight.columns;
}

/// Values of one head of one position that are stored beside its key.
std::uint32_t storedValues(const graph::KvLayer &layer)
{
    return layer.valuesInKeys ? 0 : layer.valueWidth;
}

/// Values of keys and values of one position of one layer.
std::uint64_t kvWidth(const graph::KvLayer &layer)
{
    return static_cast<std::uint64_t>(layer.kvHeads) * (layer.keyWidth + storedValues(layer));
}

std::uint32_t chunkOf(const ExecutorOptions &options)
{
    return std::min(options.chunkLength, options.contextLength);
}

MemoryUse accountFor(const graph::Graph &graph, const graph::Plan &plan, const ExecutorOptions &options)
{
    MemoryUse use;
    for (const graph::Weight &weight : graph.weights)
        use.weights += valueCount(weight) * sizeof(float);
    for (const graph::KvLayer &layer : graph.kvLayers)
        use.kv += kvWidth(layer) * kvPositions(layer, options) * sizeof(float);
    use.scratch = (std::uint64_t { plan.floatsPerRow } * chunkOf(options)
                      + std::uint64_t { plan.floatsPerOutput } * options.maxOutputs)
        * sizeof(float);
    return use;
}

class ReferenceExecutor : public Executor
{
public:
    ReferenceExecutor(graph::Graph graph, ActivationFormat activations, const ExecutorOptions &options)
        : m_graph(std::move(graph))
        , m_plan(graph::planMemory(m_graph))
        , m_activations(activations)
        , m_options(options)
        , m_memory(accountFor(m_graph, m_plan, options))
    {
    }

    Result<void> load(const LoadProgress &progress, std::stop_token stop)
    {
        MARU_TRY(m_weightMemory, LargeBuffer::allocate(std::max<std::uint64_t>(m_memory.weights, 1), "weights"));
        MARU_TRY(m_kvMemory, LargeBuffer::allocate(std::max<std::uint64_t>(m_memory.kv, 1), "KV cache"));
        MARU_TRY(m_scratch, LargeBuffer::allocate(std::max<std::uint64_t>(m_memory.scratch, 1), "scratch"));
        std::span<float> room = m_weightMemory.as<float>();
        std::uint64_t done = 0;
        for (const graph::Weight &weight : m_graph.weights) {
            if (stop.stop_requested())
                return cancelled();
            const std::span<float> values = room.first(valueCount(weight));
            graph::WeightRows rows;
            MARU_TRY(const std::span<const std::byte> bytes, rows.read(weight, 0, weight.rows));
            quant::decode(weight.type, bytes.data(), values.data(), values.size());
            m_weights.push_back({ weight.rows, weight.columns, isQuantized(weight.type), values });
            room = room.subspan(values.size());
            done += values.size_bytes();
            if (progress)
                progress(done, m_memory.weights);
        }
        std::span<float> cache = m_kvMemory.as<float>();
        std::vector<std::uint32_t> kept;
        for (const graph::KvLayer &layer : m_graph.kvLayers) {
            kept.push_back(kvPositions(layer, m_options));
            const std::size_t positions = std::size_t { kept.back() } * layer.kvHeads;
            const std::span<float> keys = cache.first(positions * layer.keyWidth);
            const std::span<float> values = cache.subspan(keys.size(), positions * storedValues(layer));
            m_caches.push_back({ layer, m_options.kv, keys, values });
            cache = cache.subspan(keys.size() + values.size());
        }
        m_reach = KvReach(m_graph, kept);
        return {};
    }

    Result<void> forward(
        std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop) override
    {
        if (m_graph.input != graph::kNone)
            return invalid("tokens", "are given to a graph that starts from rows");
        return run(tokens, {}, position, outputs, stop);
    }

    Result<void> forwardRows(
        std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop) override
    {
        if (m_graph.input == graph::kNone)
            return invalid("rows", "are given to a graph that starts from tokens");
        const std::size_t width = m_graph.values[m_graph.input].width;
        if (rows.size() % width != 0)
            return invalid("rows", "are no whole rows");
        m_places.assign(rows.size() / width, 0);
        return run(m_places, rows, position, outputs, stop);
    }

    Result<void> run(std::span<const std::int32_t> tokens, std::span<const float> rows, std::uint32_t position,
        Outputs outputs, const std::stop_token &stop)
    {
        MARU_CHECK(check(tokens, position, outputs));
        MARU_CHECK(m_reach.check(position));
        const std::uint32_t end = position + static_cast<std::uint32_t>(tokens.size());
        m_reach.advance(position, end);
        m_written = position == 0 ? end : std::max(m_written, end);
        m_tokens = tokens;
        if (!rows.empty())
            std::copy(rows.begin(), rows.end(), value(m_graph.input).begin());
        m_position = position;
        m_outputs = outputs == Outputs::None ? 0 : outputs == Outputs::Last ? 1 : tokens.size();
        for (const graph::Step &step : m_graph.steps) {
            if (stop.stop_requested())
                return cancelled();
            if (step.output == graph::kNone || !value(step.output).empty())
                run(step);
        }
        return {};
    }

    std::span<const float> logits() const override { return value(m_graph.logits); }
    std::uint32_t oldestPosition() const override { return m_reach.oldestPosition(); }
    std::string cacheFormat() const override
    {
        std::string format = "reference 1 " + std::string(toString(m_options.kv));
        for (const KvCache &cache : m_caches)
            format += cache.shape.window == 0 ? "" : " " + std::to_string(positionsOf(cache));
        return format;
    }

    std::uint64_t cacheBytes(std::uint32_t count) const override
    {
        std::uint64_t bytes = sizeof m_written;
        for (const std::span<float> piece : cachePieces(count))
            bytes += piece.size_bytes();
        return bytes;
    }

    Result<void> saveCache(std::uint32_t count, const CacheSink &sink, std::stop_token) override
    {
        if (count > m_written || count < oldestPosition())
            return invalid("count", "positions are not in the cache");
        MARU_CHECK(sink(std::as_bytes(std::span(&m_written, 1))));
        for (const std::span<float> piece : cachePieces(count))
            MARU_CHECK(sink(std::as_bytes(piece)));
        return {};
    }

    Result<void> restoreCache(std::uint32_t count, const CacheSource &source, std::stop_token) override
    {
        if (count > m_options.contextLength)
            return invalid("count", "is more than the context");
        m_reach.advance(0, 0);
        m_written = 0;
        std::uint32_t written = 0;
        MARU_CHECK(source(std::as_writable_bytes(std::span(&written, 1))));
        for (const std::span<float> piece : cachePieces(count))
            MARU_CHECK(source(std::as_writable_bytes(piece)));
        m_written = std::max(written, count);
        m_reach.advance(0, m_written);
        return {};
    }

    std::uint32_t chunkLength() const override { return chunkOf(m_options); }
    std::uint32_t contextLength() const override { return m_options.contextLength; }
    std::uint32_t maxOutputs() const override { return m_options.maxOutputs; }
    MemoryUse memory() const override { return m_memory; }

    std::uint64_t bytesPerToken(std::uint32_t position) const override
    {
        std::vector<std::uint64_t> read(m_weights.size(), 0); // a weight that several steps share counts once
        std::uint64_t bytes = 0;
        for (const graph::Step &step : m_graph.steps) {
            if (step.op == graph::Op::Embed)
                bytes += m_weights[step.weights[graph::kWeight]].columns * sizeof(float);
            const bool isOfExperts = step.op == graph::Op::ExpertUp || step.op == graph::Op::ExpertDown;
            for (const graph::WeightId id : step.weights) {
                if (id == graph::kNone || step.op == graph::Op::Embed)
                    continue;
                const std::uint64_t whole = m_weights[id].values.size_bytes();
                read[id] = isOfExperts ? whole / step.routing.experts * step.routing.used : whole;
            }
        }
        for (const std::uint64_t weight : read)
            bytes += weight;
        for (const graph::KvLayer &layer : m_graph.kvLayers) {
            const std::uint32_t seen = layer.window == 0 ? position + 1 : std::min(position + 1, layer.window);
            bytes += kvWidth(layer) * seen * sizeof(float);
        }
        return bytes;
    }

private:
    static std::uint32_t positionsOf(const KvCache &cache)
    {
        return static_cast<std::uint32_t>(
            cache.keys.size() / (std::size_t { cache.shape.kvHeads } * cache.shape.keyWidth));
    }

    /// Where the positions below `count` lie.
    std::vector<std::span<float>> cachePieces(std::uint32_t count) const
    {
        std::vector<std::span<float>> pieces;
        for (const KvCache &cache : m_caches) {
            const std::uint32_t positions = positionsOf(cache);
            const std::size_t kept = std::min(count, positions);
            pieces.push_back(cache.keys.first(cache.keys.size() / positions * kept));
            pieces.push_back(cache.values.first(cache.values.size() / positions * kept));
        }
        return pieces;
    }

    Result<void> check(std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs) const
    {
        if (tokens.empty() || tokens.size() > chunkLength())
            return invalid("tokens", std::to_string(tokens.size()) + " in one chunk");
        if (position > m_options.contextLength || tokens.size() > m_options.contextLength - position)
            return invalid("position", "outside the context");
        if (outputs == Outputs::All && tokens.size() > m_options.maxOutputs)
            return invalid("outputs", "more than were asked for");
        for (const graph::Step &step : m_graph.steps) {
            if (step.op != graph::Op::Embed)
                continue;
            const std::uint32_t rows = m_weights[step.weights[graph::kWeight]].rows;
            for (const std::int32_t token : tokens) {
                if (token < 0 || static_cast<std::uint32_t>(token) >= rows)
                    return invalid("token", std::to_string(token) + " is not in the vocabulary");
            }
        }
        return {};
    }

    /// The rows that `id` has in this pass.
    std::span<float> value(graph::ValueId id) const
    {
        const graph::Value &shape = m_graph.values[id];
        const std::size_t outputArea = std::size_t { m_plan.floatsPerRow } * chunkOf(m_options);
        const std::size_t offset = shape.perOutput
            ? outputArea + std::size_t { m_plan.offsets[id] } * m_options.maxOutputs
            : std::size_t { m_plan.offsets[id] } * chunkOf(m_options);
        const std::size_t rows = shape.perOutput ? m_outputs : m_tokens.size();
        const auto all = const_cast<LargeBuffer &>(m_scratch).as<float>();
        return all.subspan(offset, rows * shape.width);
    }

    std::span<float> value(const graph::Step &step, std::size_t input) const { return value(step.inputs[input]); }

    Matrix matrix(const graph::Step &step, graph::WeightSlot slot) const
    {
        const graph::WeightId id = step.weights[slot];
        return id == graph::kNone ? Matrix {} : m_weights[id];
    }

    std::span<const float> vector(const graph::Step &step, graph::WeightSlot slot) const
    {
        return matrix(step, slot).values;
    }

    void run(const graph::Step &step)
    {
        using graph::Op;
        const std::span<float> y = step.output == graph::kNone ? std::span<float> {} : value(step.output);
        switch (step.op) {
        case Op::Embed:
            return embed(m_tokens, matrix(step, graph::kWeight), step.scale, y);
        case Op::RmsNorm:
            return rmsNorm(value(step, 0), vector(step, graph::kWeight), step.epsilon, y,
                step.group == 0 ? m_graph.values[step.output].width : step.group);
        case Op::MatMul:
            return matMul(value(step, 0), matrix(step, graph::kWeight), vector(step, graph::kBias), m_activations, y);
        case Op::Rope:
            return rope(value(step, 0), m_graph.ropeTables[step.rope], step.heads,
                m_graph.values[step.output].width / step.heads, m_position, y);
        case Op::KvWrite:
            return kvWrite(value(step, 0), step.inputs[1] == graph::kNone ? std::span<float> {} : value(step, 1),
                m_position, m_caches[step.layer]);
        case Op::Attention:
            return attention(value(step, 0), m_caches[step.layer], step.heads, step.scale, m_position, y,
                { step.softcap, vector(step, graph::kSinks), m_activations });
        case Op::Add:
            return add(value(step, 0), value(step, 1), y);
        case Op::GatedAct:
            return gatedAct(value(step, 0), value(step, 1), step.activation, y);
        case Op::Scale:
            return scale(value(step, 0), step.scale, step.softcap, y);
        case Op::HeadMatMul:
            return headMatMul(value(step, 0), step.heads, m_graph.values[step.inputs[0]].width / step.heads,
                matrix(step, graph::kWeight), m_activations, y);
        case Op::Route:
            return route(value(step, 0), step.routing, vector(step, graph::kBias), y);
        case Op::ExpertUp:
            return expertUp(value(step, 0), value(step, 1),
                { step.routing, matrix(step, graph::kGate), matrix(step, graph::kUp), vector(step, graph::kGateBias),
                    vector(step, graph::kUpBias), step.activation, m_activations },
                y);
        case Op::ExpertDown:
            return expertDown(value(step, 0), value(step, 1), step.routing, matrix(step, graph::kWeight),
                vector(step, graph::kBias), m_activations, y);
        case Op::SelectOutputs:
            return selectOutputs(value(step, 0), y);
        case Op::Qkv:
            return runQkv(step, y);
        case Op::MatMulAdd:
            return matMulAdd(value(step, 0), value(step, 1), matrix(step, graph::kWeight), vector(step, graph::kBias),
                m_activations, y);
        case Op::NormMatMul:
            return normMatMul(value(step, 0), vector(step, graph::kNorm), step.epsilon, matrix(step, graph::kWeight),
                vector(step, graph::kBias), m_activations, y);
        case Op::GatedMlp:
            return gatedMlp(value(step, 0), vector(step, graph::kNorm), step.epsilon, matrix(step, graph::kGate),
                matrix(step, graph::kUp), step.activation, m_activations, y);
        case Op::NormAdd:
            return normAdd(value(step, 0), value(step, 1), vector(step, graph::kWeight), step.epsilon, y);
        }
    }

    void runQkv(const graph::Step &step, std::span<float> y)
    {
        qkv(value(step, 0),
            { vector(step, graph::kNorm), step.epsilon,
                { matrix(step, graph::kQ), vector(step, graph::kQBias), vector(step, graph::kQNorm) },
                { matrix(step, graph::kK), vector(step, graph::kKBias), vector(step, graph::kKNorm) },
                { matrix(step, graph::kV), vector(step, graph::kVBias) },
                step.rope == graph::kNone ? nullptr : &m_graph.ropeTables[step.rope], step.heads, m_position,
                m_activations },
            m_caches[step.layer], y);
    }

    const graph::Graph m_graph;
    const graph::Plan m_plan;
    const ActivationFormat m_activations;
    const ExecutorOptions m_options;
    const MemoryUse m_memory;
    LargeBuffer m_weightMemory;
    LargeBuffer m_kvMemory;
    LargeBuffer m_scratch;
    std::vector<Matrix> m_weights;
    std::vector<KvCache> m_caches;
    KvReach m_reach;
    std::uint32_t m_written = 0; // positions, since the last pass at position 0
    std::span<const std::int32_t> m_tokens; // of the pass that runs
    std::vector<std::int32_t> m_places; // stand for tokens where the graph starts from rows
    std::uint32_t m_position = 0;
    std::size_t m_outputs = 0;
};

class ReferenceBackend : public Backend
{
public:
    ReferenceBackend(ActivationFormat activations, GraphForm form)
        : m_activations(activations)
        , m_form(form)
    {
        m_device.name = "reference";
        m_device.usable = true;
        m_device.reason = "plain scalar code";
    }

    const Device &device() const override { return m_device; }

    MemoryUse account(const graph::Graph &graph, const ExecutorOptions &options) const override
    {
        const graph::Graph formed = form(graph);
        return accountFor(formed, graph::planMemory(formed), options);
    }

    Result<std::unique_ptr<Executor>> prepare(const graph::Graph &graph, const ExecutorOptions &options,
        const LoadProgress &progress, std::stop_token stop) override
    {
        if (options.contextLength == 0 || options.chunkLength == 0)
            return invalid("contextLength", "is 0");
        MARU_CHECK(checkKvType(graph, options.kv));
        auto executor = std::make_unique<ReferenceExecutor>(form(graph), m_activations, options);
        MARU_CHECK(executor->load(progress, stop));
        return std::unique_ptr<Executor>(std::move(executor));
    }

private:
    graph::Graph form(const graph::Graph &plain) const
    {
        return m_form == GraphForm::Lowered ? graph::lower(plain) : plain;
    }

    const ActivationFormat m_activations;
    const GraphForm m_form;
    Device m_device;
};

} // namespace

std::unique_ptr<Backend> createReferenceBackend(ActivationFormat activations, GraphForm form)
{
    return std::make_unique<ReferenceBackend>(activations, form);
}

} // namespace maru::backend::reference
