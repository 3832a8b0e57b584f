// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/program.h"

#include "inference/backend/vulkan/emitter.h"
#include "inference/graph/lowering.h"
#include "shaders/include/params/state.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace maru::backend::vulkan {

namespace {

constexpr std::uint32_t kMaxHeadWidth = 576; // shaders/include/constants.glsl
constexpr std::uint32_t kMaxExperts = 512; // shaders/include/constants.glsl
constexpr std::uint64_t kAlignment = 256;
constexpr std::uint32_t kFinePositions = 256; // shaders/include/rope.glsl
constexpr std::uint64_t kSlack = 256; // bytes past the last row that a kernel may read (and drop)
constexpr std::uint32_t kLeastChunk = 4;
constexpr std::array kCapacities = { 1U, 16U, 64U, 256U };

std::uint64_t aligned(std::uint64_t bytes)
{
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

std::uint32_t wholeRows(std::uint32_t rows)
{
    return (rows + 3) / 4 * 4; // so that every value starts at a multiple of 256 bytes
}

/// Body first, then head: no step of the body reads what the head makes.
graph::Graph split(graph::Graph graph)
{
    std::stable_partition(graph.steps.begin(), graph.steps.end(),
        [&](const graph::Step &step) { return step.output == graph::kNone || !graph.values[step.output].perOutput; });
    return graph;
}

bool isHead(const graph::Graph &graph, const graph::Step &step)
{
    return step.output != graph::kNone && graph.values[step.output].perOutput;
}

Error unsupported(std::string detail)
{
    std::string message = "the Vulkan kernels cannot run this model: " + detail;
    return { ErrorCode::Unsupported, Reason::DeviceTooWeak, { { "device", "Vulkan" }, { "detail", std::move(detail) } },
        std::move(message) };
}

} // namespace

Result<std::unique_ptr<Program>> Program::build(
    const graph::Graph &graph, const ExecutorOptions &options, const ProgramLimits &limits)
{
    ExecutorOptions bounded = options;
    bounded.contextLength = std::max(1U, options.contextLength);
    bounded.chunkLength = std::clamp(options.chunkLength, 1U, std::min(512U, bounded.contextLength));
    const std::uint64_t logitsBytes = std::max<std::uint64_t>(graph.vocabularySize, 1) * sizeof(float);
    const auto mostOutputs = static_cast<std::uint32_t>(
        std::clamp<std::uint64_t>(limits.bindingBytes / logitsBytes / 4 * 4, 1, bounded.chunkLength));
    bounded.maxOutputs = std::clamp(options.maxOutputs, 1U, mostOutputs);
    for (;;) {
        std::unique_ptr<Program> self(new Program(split(graph::lower(graph)), bounded, limits));
        MARU_CHECK(self->check());
        self->registerWeights();
        self->emitPasses();
        Result<void> fits = self->checkPlaces();
        if (fits)
            return self;
        if (bounded.chunkLength <= kLeastChunk)
            return std::move(fits.error());
        bounded.chunkLength = std::max(bounded.chunkLength / 2, kLeastChunk); // its values may be what is too large
        bounded.maxOutputs = std::min(bounded.maxOutputs, bounded.chunkLength);
    }
}

Program::Program(graph::Graph graph, const ExecutorOptions &options, const ProgramLimits &limits)
    : m_graph(std::move(graph))
    , m_options(options)
    , m_limits(limits)
    , m_plan(graph::planMemory(m_graph))
    , m_weights(m_graph,
          { limits.bindingBytes, limits.blockBytes, kFirstKvBuffer + static_cast<BufferId>(m_graph.kvLayers.size()) })
{
}

Result<void> Program::check() const
{
    for (const graph::Weight &weight : m_graph.weights) {
        const quant::TensorTypeInfo &info = quant::tensorTypeInfo(weight.type);
        if (!info.canRun)
            return Error { ErrorCode::Unsupported, Reason::UnknownWeightType,
                { { "type", std::string(info.name) }, { "tensor", weight.name } },
                weight.name + " is of type " + std::string(info.name) };
        if (weight.columns % info.blockLength != 0)
            return unsupported(weight.name + " has rows that are no whole blocks");
    }
    MARU_CHECK(checkKvType(m_graph, m_options.kv));
    for (const graph::Step &step : m_graph.steps)
        MARU_CHECK(checkStep(step));
    for (std::uint32_t i = 0; i < m_graph.kvLayers.size(); ++i)
        MARU_CHECK(checkLayer(i));
    return {};
}

Result<void> Program::checkStep(const graph::Step &step) const
{
    const graph::Routing &routing = step.routing;
    switch (step.op) {
    case graph::Op::Route:
        if (routing.experts > kMaxExperts)
            return unsupported(
                "it has " + std::to_string(routing.experts) + " experts, more than " + std::to_string(kMaxExperts));
        break;
    case graph::Op::ExpertDown: // kernels read x in fours
        if (m_graph.weights[step.weights[graph::kWeight]].columns % 4 != 0)
            return unsupported("its experts have rows that are no multiple of 4");
        break;
    case graph::Op::HeadMatMul:
        if (m_graph.values[step.inputs[0]].width / step.heads % 4 != 0)
            return unsupported("its heads are no multiple of 4 wide");
        break;
    default:
        break;
    }
    return {};
}

Result<void> Program::checkLayer(std::uint32_t index) const
{
    const graph::KvLayer &layer = m_graph.kvLayers[index];
    if (layer.keyWidth > kMaxHeadWidth || layer.valueWidth > kMaxHeadWidth)
        return unsupported("its heads are wider than " + std::to_string(kMaxHeadWidth));
    if (std::max(keyRange(index).bytes, valueCacheRange(index).bytes) > m_limits.bindingBytes)
        return unsupported("a context of " + std::to_string(m_options.contextLength)
            + " positions needs larger buffers than the device has");
    return {};
}

/// Whether everything that is bound can be.
Result<void> Program::checkPlaces() const
{
    for (const std::vector<PlannedPass> *passes : { &m_bodies, &m_heads }) {
        for (const PlannedPass &pass : *passes) {
            for (const Dispatch &dispatch : pass.dispatches) {
                for (const BufferRange &range : dispatch.bindings) {
                    if (range.bytes > m_limits.bindingBytes)
                        return unsupported("a step binds " + std::to_string(range.bytes) + " bytes, the device allows "
                            + std::to_string(m_limits.bindingBytes));
                }
            }
        }
    }
    return {};
}

// ---- sizes and places

std::uint32_t Program::stride(graph::ValueId value) const
{
    const std::uint32_t width = m_graph.values[value].width;
    return value == m_graph.logits ? width : (width + 15) / 16 * 16; // logits are read as one array
}

BufferRange Program::valueRange(graph::ValueId value, std::uint32_t rows) const
{
    const bool perOutput = m_graph.values[value].perOutput;
    const std::uint64_t area = wholeRows(perOutput ? m_options.maxOutputs : m_options.chunkLength);
    return { perOutput ? kOutputBuffer : kTokenBuffer, m_plan.offsets[value] * area * sizeof(float),
        std::uint64_t(stride(value)) * rows * sizeof(float) };
}

std::uint64_t Program::headBytes(std::uint32_t width) const
{
    if (m_options.kv == KvType::Q8_0)
        return width + scaleBytes(width);
    const std::uint64_t bytes = std::uint64_t(width) * (m_options.kv == KvType::F16 ? 2 : 4);
    return (bytes + kVectorBytes - 1) / kVectorBytes * kVectorBytes;
}

/// Of the scales of a head of a q8_0 cache: whole words.
std::uint64_t Program::scaleBytes(std::uint32_t width) const
{
    return m_options.kv == KvType::Q8_0 ? std::uint64_t(width / kKvBlock + 1) / 2 * sizeof(std::uint32_t) : 0;
}

std::uint32_t Program::kvCapacity(std::uint32_t layer) const
{
    const std::uint64_t window = m_graph.kvLayers[layer].window;
    const std::uint64_t seen = window + m_options.chunkLength;
    return window == 0 ? m_options.contextLength
                       : static_cast<std::uint32_t>(std::min<std::uint64_t>(seen, m_options.contextLength));
}

BufferRange Program::keyRange(std::uint32_t layer) const
{
    const graph::KvLayer &kv = m_graph.kvLayers[layer];
    return { kFirstKvBuffer + layer, 0, headBytes(kv.keyWidth) * kv.kvHeads * kvCapacity(layer) };
}

BufferRange Program::valueCacheRange(std::uint32_t layer) const
{
    const graph::KvLayer &kv = m_graph.kvLayers[layer];
    if (kv.valuesInKeys)
        return keyRange(layer);
    return { kFirstKvBuffer + layer, aligned(keyRange(layer).bytes),
        headBytes(kv.valueWidth) * kv.kvHeads * kvCapacity(layer) };
}

std::vector<BufferRange> Program::cachePieces(std::uint32_t count, std::uint64_t mostBytes) const
{
    std::vector<BufferRange> pieces;
    const auto add = [&](BufferId buffer, std::uint64_t offset, std::uint64_t bytes) {
        for (std::uint64_t done = 0; done < bytes; done += mostBytes)
            pieces.push_back({ buffer, offset + done, std::min(mostBytes, bytes - done) });
    };
    // One plane, [kvHeads, capacity, rowBytes].
    const auto addPlane = [&](std::uint32_t layer, std::uint64_t start, std::uint64_t rowBytes) {
        const graph::KvLayer &kv = m_graph.kvLayers[layer];
        const std::uint32_t capacity = kvCapacity(layer);
        const std::uint32_t kept = kv.window == 0 ? count : std::min(count, kv.window);
        const std::uint32_t first = (count - kept) % capacity;
        const std::uint32_t unbroken = std::min(kept, capacity - first); // the rest lies at the ring's start
        for (std::uint64_t head = 0; head < kv.kvHeads; ++head) {
            const std::uint64_t from = start + head * capacity * rowBytes;
            add(kFirstKvBuffer + layer, from + first * rowBytes, unbroken * rowBytes);
            add(kFirstKvBuffer + layer, from, (kept - unbroken) * rowBytes);
        }
    };
    for (std::uint32_t layer = 0; layer < m_graph.kvLayers.size(); ++layer) {
        const graph::KvLayer &kv = m_graph.kvLayers[layer];
        for (const bool isKey : { true, false }) {
            if (!isKey && kv.valuesInKeys)
                continue;
            const std::uint32_t width = isKey ? kv.keyWidth : kv.valueWidth;
            const std::uint64_t start = (isKey ? keyRange(layer) : valueCacheRange(layer)).offset;
            const std::uint64_t rowBytes = headBytes(width) - scaleBytes(width);
            addPlane(layer, start, rowBytes);
            if (scaleBytes(width) != 0)
                addPlane(layer, start + rowBytes * kvCapacity(layer) * kv.kvHeads, scaleBytes(width));
        }
    }
    return pieces;
}

BufferRange Program::ropeRange(std::uint32_t table) const
{
    const std::uint64_t rows = kFinePositions + m_options.contextLength / kFinePositions + 1;
    BufferRange range = { kRopeBuffer, 0, 0 };
    for (std::uint32_t i = 0; i <= table; ++i) {
        range.offset += aligned(range.bytes);
        range.bytes = rows * (m_graph.ropeTables[i].rotaryWidth / 2) * 2 * sizeof(float);
    }
    return range;
}

BufferRange Program::stateRange() const
{
    return { kStateBuffer, 0, sizeof(shaders::State) + std::uint64_t(m_options.chunkLength) * sizeof(std::int32_t) };
}

RowLayout Program::inputLayout() const
{
    return rowLayout(quant::TensorType::F32, m_graph.input == graph::kNone ? 0 : m_graph.values[m_graph.input].width);
}

BufferRange Program::inputRange() const
{
    return { kStateBuffer, aligned(stateRange().bytes), inputLayout().bytes() * m_options.chunkLength };
}

std::vector<std::uint64_t> Program::bufferBytes() const
{
    std::vector<std::uint64_t> bytes(kFirstKvBuffer);
    bytes[kStateBuffer]
        = inputRange().bytes == 0 ? stateRange().bytes : inputRange().offset + inputRange().bytes + kSlack;
    bytes[kTokenBuffer]
        = std::uint64_t(m_plan.floatsPerRow) * wholeRows(m_options.chunkLength) * sizeof(float) + kSlack;
    bytes[kOutputBuffer]
        = std::uint64_t(m_plan.floatsPerOutput) * wholeRows(m_options.maxOutputs) * sizeof(float) + kSlack;
    bytes[kTemporaryBuffer] = m_temporaryBytes + kSlack;
    bytes[kStagingBuffer] = kStagingBytes;
    bytes[kRopeBuffer] = kSlack;
    if (!m_graph.ropeTables.empty()) {
        const BufferRange last = ropeRange(static_cast<std::uint32_t>(m_graph.ropeTables.size() - 1));
        bytes[kRopeBuffer] = last.offset + std::max(last.bytes, kSlack);
    }
    for (std::uint32_t i = 0; i < m_graph.kvLayers.size(); ++i) {
        const BufferRange values = valueCacheRange(i);
        bytes.push_back(values.offset + values.bytes);
    }
    return bytes;
}

std::vector<float> Program::ropeTurns() const
{
    std::vector<float> turns(bufferBytes()[kRopeBuffer] / sizeof(float), 0.0f);
    for (std::uint32_t t = 0; t < m_graph.ropeTables.size(); ++t) {
        const graph::RopeTable &table = m_graph.ropeTables[t];
        const BufferRange range = ropeRange(t);
        float *to = turns.data() + range.offset / sizeof(float);
        const std::size_t pairs = table.rotaryWidth / 2;
        const std::size_t rows = pairs == 0 ? 0 : range.bytes / sizeof(float) / (2 * pairs);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto position
                = static_cast<double>(row < kFinePositions ? row : (row - kFinePositions) * kFinePositions);
            for (std::size_t i = 0; i < pairs; ++i) {
                const double angle = position * static_cast<double>(table.inverse[i]);
                *to++ = static_cast<float>(std::cos(angle));
                *to++ = static_cast<float>(std::sin(angle));
            }
        }
    }
    return turns;
}

std::uint64_t Program::logitsOffset() const
{
    return valueRange(m_graph.logits, 1).offset;
}

std::uint64_t Program::bytesPerToken(std::uint32_t position) const
{
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < m_graph.steps.size(); ++i) {
        const graph::Step &step = m_graph.steps[i];
        const StepWeights &weights = m_stepWeights[i];
        for (const StepWeights::Part &part : weights.matrices) {
            const Matrix &matrix = m_weights.matrices()[part.matrix];
            std::uint64_t rows = step.op == graph::Op::Embed ? 1 : matrix.rows;
            if (step.op == graph::Op::ExpertUp || step.op == graph::Op::ExpertDown)
                rows = std::uint64_t(matrix.rowsOfOne()) * step.routing.used;
            bytes += matrix.layout.bytes() * rows;
        }
        for (const std::uint32_t vector :
            { weights.norm, weights.bias, weights.upBias, weights.qNorm, weights.kNorm }) {
            if (vector != graph::kNone)
                bytes += m_weights.vectors()[vector].count * sizeof(float);
        }
        if (step.op == graph::Op::Attention) {
            const graph::KvLayer &kv = m_graph.kvLayers[step.layer];
            const std::uint64_t seen = kv.window == 0 ? position + 1 : std::min(kv.window, position + 1);
            bytes += seen * kv.kvHeads * (headBytes(kv.keyWidth) + (kv.valuesInKeys ? 0 : headBytes(kv.valueWidth)));
        }
    }
    return bytes;
}

std::uint32_t Program::embeddingRows() const
{
    std::uint32_t rows = std::numeric_limits<std::int32_t>::max();
    for (const graph::Step &step : m_graph.steps) {
        if (step.op == graph::Op::Embed)
            rows = std::min(rows, m_graph.weights[step.weights[graph::kWeight]].rows);
    }
    return rows;
}

// ---- weights

std::uint32_t Program::addNorm(graph::WeightId weight)
{
    if (weight == graph::kNone)
        return graph::kNone;
    const FloatVector::Part part = { weight, m_graph.weights[weight].columns, 0 };
    return m_weights.addVector({ &part, 1 });
}

void Program::registerExperts(const graph::Step &step, StepWeights &weights)
{
    const std::uint32_t experts = step.routing.experts;
    if (step.op == graph::Op::ExpertDown) {
        weights.matrices = { { m_weights.addMatrix({ &step.weights[graph::kWeight], 1 }, experts), 0 } };
        weights.bias = addNorm(step.weights[graph::kBias]);
        return;
    }
    const std::array both = { step.weights[graph::kGate], step.weights[graph::kUp] };
    const std::array biases = { step.weights[graph::kGateBias], step.weights[graph::kUpBias] };
    const std::uint32_t rows = m_graph.weights[both[0]].rows / experts;
    const bool hasBias = biases[0] != graph::kNone || biases[1] != graph::kNone;
    if (!m_weights.fitTogether(both, experts)) {
        std::array<std::uint32_t, 2> vectors = { graph::kNone, graph::kNone };
        for (std::size_t i = 0; i < 2; ++i) {
            weights.matrices.push_back({ m_weights.addMatrix({ &both[i], 1 }, experts), 0 });
            vectors[i] = addNorm(biases[i]);
        }
        weights.bias = vectors[0];
        weights.upBias = vectors[1];
        return;
    }
    weights.matrices = { { m_weights.addMatrix(both, experts), 0 } };
    std::vector<FloatVector::Part> parts; // in turns, as the matrices
    for (std::uint32_t expert = 0; expert < experts && hasBias; ++expert) {
        for (const graph::WeightId bias : biases)
            parts.push_back({ bias, rows, bias == graph::kNone ? 0 : expert * rows });
    }
    if (hasBias)
        weights.bias = m_weights.addVector(parts);
}

StepWeights Program::registerStep(const graph::Step &step)
{
    struct Source
    {
        graph::WeightId matrix;
        graph::WeightId bias;
    };
    std::vector<Source> sources;
    StepWeights weights;
    switch (step.op) {
    case graph::Op::Qkv:
        sources = { { step.weights[graph::kQ], step.weights[graph::kQBias] },
            { step.weights[graph::kK], step.weights[graph::kKBias] },
            { step.weights[graph::kV], step.weights[graph::kVBias] } };
        weights.norm = addNorm(step.weights[graph::kNorm]);
        weights.qNorm = addNorm(step.weights[graph::kQNorm]);
        weights.kNorm = addNorm(step.weights[graph::kKNorm]);
        break;
    case graph::Op::GatedMlp:
        sources = { { step.weights[graph::kGate], graph::kNone }, { step.weights[graph::kUp], graph::kNone } };
        weights.norm = addNorm(step.weights[graph::kNorm]);
        break;
    case graph::Op::NormMatMul:
        weights.norm = addNorm(step.weights[graph::kNorm]);
        [[fallthrough]];
    case graph::Op::MatMul:
    case graph::Op::MatMulAdd:
        sources = { { step.weights[graph::kWeight], step.weights[graph::kBias] } };
        break;
    case graph::Op::Embed:
        sources = { { step.weights[graph::kWeight], graph::kNone } };
        break;
    case graph::Op::RmsNorm:
    case graph::Op::NormAdd:
        weights.norm = addNorm(step.weights[graph::kWeight]);
        break;
    case graph::Op::HeadMatMul:
        weights.matrices = { { m_weights.addMatrix({ &step.weights[graph::kWeight], 1 }, step.heads), 0 } };
        return weights;
    case graph::Op::Route:
        weights.bias = addNorm(step.weights[graph::kBias]);
        return weights;
    case graph::Op::Attention:
        weights.bias = addNorm(step.weights[graph::kSinks]);
        return weights;
    case graph::Op::ExpertUp:
    case graph::Op::ExpertDown:
        registerExperts(step, weights);
        return weights;
    default:
        break;
    }

    std::vector<graph::WeightId> together;
    std::vector<FloatVector::Part> biases;
    std::uint32_t firstRow = 0;
    std::uint32_t row = 0;
    const auto close = [&] {
        if (!together.empty())
            weights.matrices.push_back({ m_weights.addMatrix(together), firstRow });
        together.clear();
        firstRow = row;
    };
    for (const Source &source : sources) {
        together.push_back(source.matrix);
        if (!m_weights.fitTogether(together) && together.size() > 1) {
            together.pop_back();
            close();
            together.push_back(source.matrix);
        }
        const std::uint32_t rows = m_graph.weights[source.matrix].rows;
        row += rows;
        biases.push_back({ source.bias, rows, 0 });
    }
    close();
    if (std::any_of(biases.begin(), biases.end(), [](const auto &part) { return part.weight != graph::kNone; }))
        weights.bias = m_weights.addVector(biases);
    return weights;
}

void Program::registerWeights()
{
    for (const graph::Step &step : m_graph.steps)
        m_stepWeights.push_back(registerStep(step));
    m_weights.place();
}

// ---- passes

PlannedPass Program::emitPass(std::uint32_t rows, bool wantsHead)
{
    Emitter emitter(*this, rows, wantsHead);
    if (m_graph.input != graph::kNone && !wantsHead) {
        emitInput(emitter, m_graph.input);
        emitter.endStep();
    }
    for (std::size_t i = 0; i < m_graph.steps.size(); ++i) {
        const graph::Step &step = m_graph.steps[i];
        if (isHead(m_graph, step) != wantsHead)
            continue;
        const StepWeights &weights = m_stepWeights[i];
        switch (step.op) {
        case graph::Op::Embed:
            emitEmbed(emitter, step, weights);
            break;
        case graph::Op::RmsNorm:
        case graph::Op::NormAdd:
            emitRmsNorm(emitter, step, weights);
            break;
        case graph::Op::MatMul:
        case graph::Op::MatMulAdd:
        case graph::Op::NormMatMul:
            emitMatMul(emitter, step, weights);
            break;
        case graph::Op::GatedMlp:
            emitGatedMlp(emitter, step, weights);
            break;
        case graph::Op::Qkv:
            emitQkv(emitter, step, weights);
            break;
        case graph::Op::Rope:
            emitRope(emitter, step);
            break;
        case graph::Op::KvWrite:
            emitKvWrite(emitter, step);
            break;
        case graph::Op::Attention:
            emitAttention(emitter, step, weights);
            break;
        case graph::Op::Add:
            emitAdd(emitter, step);
            break;
        case graph::Op::GatedAct:
            emitGatedAct(emitter, step);
            break;
        case graph::Op::SelectOutputs:
            emitSelectOutputs(emitter, step);
            break;
        case graph::Op::Scale:
            emitScale(emitter, step);
            break;
        case graph::Op::HeadMatMul:
            emitHeadMatMul(emitter, step, weights);
            break;
        case graph::Op::Route:
            emitRoute(emitter, step, weights);
            break;
        case graph::Op::ExpertUp:
            emitExpertUp(emitter, step, weights);
            break;
        case graph::Op::ExpertDown:
            emitExpertDown(emitter, step, weights);
            break;
        }
        emitter.endStep();
    }
    m_temporaryBytes = std::max(m_temporaryBytes, emitter.temporaryBytes());
    return { rows, emitter.take() };
}

void Program::emitPasses()
{
    for (const std::uint32_t rows : kCapacities) {
        if (rows < m_options.chunkLength)
            m_bodies.push_back(emitPass(rows, false));
    }
    m_bodies.push_back(emitPass(m_options.chunkLength, false));
    m_heads.push_back(emitPass(1, true));
    if (m_options.maxOutputs > 1)
        m_heads.push_back(emitPass(m_options.maxOutputs, true));
}

} // namespace maru::backend::vulkan
