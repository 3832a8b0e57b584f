// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_executor.h"

#include "inference/backend/cpu/kv_transfer.h"
#include "inference/backend/cpu/worker.h"

#include <algorithm>
#include <string>
#include <utility>

namespace maru::backend::cpu {

namespace {

Error invalid(std::string message)
{
    return { ErrorCode::InvalidArgument, Reason::Unspecified, {}, std::move(message) };
}

} // namespace

CpuExecutor::CpuExecutor(std::unique_ptr<Machine> machine, const ExecutorOptions &options, const MemoryUse &memory)
    : m_machine(std::move(machine))
    , m_options(options)
    , m_memory(memory)
    , m_reach(m_machine->graph, m_machine->kv.positions())
{
}

CpuExecutor::~CpuExecutor() = default;

ExecutorOptions CpuExecutor::settle(ExecutorOptions options)
{
    options.contextLength = std::max(options.contextLength, 1U);
    options.chunkLength = std::clamp(options.chunkLength, 1U, options.contextLength);
    options.maxOutputs = std::clamp(options.maxOutputs, 1U, options.chunkLength);
    return options;
}

Result<void> CpuExecutor::check(
    std::span<const std::int32_t> tokens, std::uint32_t position, std::uint32_t outputs) const
{
    if (tokens.empty() || tokens.size() > m_options.chunkLength)
        return invalid("a chunk of " + std::to_string(tokens.size()) + " tokens");
    if (position > m_options.contextLength || tokens.size() > m_options.contextLength - position)
        return invalid("tokens beyond the context of " + std::to_string(m_options.contextLength));
    if (outputs > m_options.maxOutputs)
        return invalid(std::to_string(outputs) + " rows of logits, at most " + std::to_string(m_options.maxOutputs));
    const std::uint32_t vocabulary = m_machine->embeddingRows;
    for (const std::int32_t token : tokens) {
        if (token < 0 || static_cast<std::uint32_t>(token) >= vocabulary)
            return invalid("token " + std::to_string(token) + " of a vocabulary of " + std::to_string(vocabulary));
    }
    return {};
}

Result<void> CpuExecutor::forward(
    std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop)
{
    if (m_machine->graph.input != graph::kNone)
        return invalid("tokens for a graph that starts from rows");
    return run(tokens, position, outputs, std::move(stop));
}

Result<void> CpuExecutor::forwardRows(
    std::span<const float> rows, std::uint32_t position, Outputs outputs, std::stop_token stop)
{
    const graph::ValueId input = m_machine->graph.input;
    if (input == graph::kNone)
        return invalid("rows for a graph that starts from tokens");
    const std::size_t width = m_machine->graph.values[input].width;
    if (rows.size() % width != 0 || rows.size() / width > m_options.chunkLength)
        return invalid("a chunk of " + std::to_string(rows.size()) + " values");
    m_places.assign(rows.size() / width, 0);
    std::copy(rows.begin(), rows.end(), m_machine->scratch.value(input));
    return run(m_places, position, outputs, std::move(stop));
}

Result<void> CpuExecutor::run(
    std::span<const std::int32_t> tokens, std::uint32_t position, Outputs outputs, std::stop_token stop)
{
    const auto count = static_cast<std::uint32_t>(tokens.size());
    const std::uint32_t rows = outputs == Outputs::None ? 0 : outputs == Outputs::Last ? 1 : count;
    MARU_CHECK(check(tokens, position, rows));
    MARU_CHECK(m_reach.check(position));
    m_outputs = 0;
    m_reach.advance(position, position + count);
    m_written = position == 0 ? count : std::max(m_written, position + count);

    // A pass that was stopped may have left counts behind.
    Machine &machine = *m_machine;
    machine.share.reset();
    machine.splitRows.reset();
    for (PreparedStep &step : machine.steps)
        step.heads.reset();

    const Pass pass { tokens, position, rows, std::move(stop) };
    machine.failure.reset();
    machine.pool->run([&](unsigned thread) { Worker(machine, pass, thread).run(); });
    if (pass.stop.stop_requested())
        return cancelled();
    MARU_CHECK(machine.failure.result());
    m_outputs = rows;
    return {};
}

std::span<const float> CpuExecutor::logits() const
{
    return { m_machine->scratch.value(m_machine->graph.logits),
        std::size_t { m_outputs } * m_machine->graph.values[m_machine->graph.logits].width };
}

std::string CpuExecutor::cacheFormat() const
{
    return cpu::cacheFormat(m_machine->kv, m_machine->graph, m_options.kv);
}

std::uint64_t CpuExecutor::cacheBytes(std::uint32_t count) const
{
    std::uint64_t bytes = sizeof m_written;
    for (const std::span<std::byte> piece : cachePieces(m_machine->kv, m_machine->graph, count))
        bytes += piece.size();
    return bytes;
}

Result<void> CpuExecutor::saveCache(std::uint32_t count, const CacheSink &sink, std::stop_token stop)
{
    if (count > m_written || count < oldestPosition())
        return invalid(std::to_string(count) + " positions are not in the cache");
    MARU_CHECK(sink(std::as_bytes(std::span(&m_written, 1))));
    for (const std::span<std::byte> piece : cachePieces(m_machine->kv, m_machine->graph, count)) {
        if (stop.stop_requested())
            return cancelled();
        MARU_CHECK(sink(piece));
    }
    return {};
}

Result<void> CpuExecutor::restoreCache(std::uint32_t count, const CacheSource &source, std::stop_token stop)
{
    if (count > m_options.contextLength)
        return invalid(std::to_string(count) + " positions are more than the context");
    m_reach.advance(0, 0);
    m_written = 0;
    std::uint32_t written = 0;
    MARU_CHECK(source(std::as_writable_bytes(std::span(&written, 1))));
    for (const std::span<std::byte> piece : cachePieces(m_machine->kv, m_machine->graph, count)) {
        if (stop.stop_requested())
            return cancelled();
        MARU_CHECK(source(piece));
    }
    m_written = std::max(written, count);
    m_reach.advance(0, m_written); // what a ring had lost when it was saved is lost here
    return {};
}

std::uint64_t CpuExecutor::bytesPerToken(std::uint32_t position) const
{
    return m_machine->weights.bytesPerPass() + m_machine->kv.bytesRead(position);
}

} // namespace maru::backend::cpu
