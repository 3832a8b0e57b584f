// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/importance.h"

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/model/model.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace maru::runtime {

namespace {

using tokenizer::Token;

Error tooShort(std::size_t tokens, std::uint32_t chunkLength)
{
    return { ErrorCode::InvalidArgument, Reason::BadValue,
        { { "key", "text" },
            { "detail",
                "has " + std::to_string(tokens) + " tokens, fewer than one chunk of " + std::to_string(chunkLength) } },
        "the text is shorter than one chunk" };
}

/// Adds the squares of what an observer sees to a matrix.
backend::cpu::MatMulObserver addingTo(quantizer::ImportanceMatrix &matrix)
{
    return
        [&matrix](const graph::Weight &weight, std::uint32_t index, std::uint32_t matrices, std::span<const float> x) {
            quantizer::ImportanceMatrix::Entry &entry = matrix.entries[weight.name];
            if (entry.counts.empty()) {
                entry.columns = weight.columns;
                entry.counts.assign(matrices, 0.0f);
                entry.squares.assign(std::size_t { matrices } * weight.columns, 0.0f);
            }
            if (entry.columns != x.size() || index >= entry.counts.size())
                return; // another view of a fused tensor
            entry.counts[index] += 1.0f;
            float *squares = entry.squares.data() + std::size_t { index } * entry.columns;
            for (std::size_t column = 0; column < x.size(); ++column)
                squares[column] += x[column] * x[column];
        };
}

} // namespace

Result<quantizer::ImportanceMatrix> computeImportance(const std::filesystem::path &path, std::string_view text,
    std::uint32_t chunkLength, std::uint32_t maxChunks, unsigned threads,
    const std::function<void(std::uint32_t, std::uint32_t)> &progress, std::stop_token stop)
{
    MARU_TRY(const std::unique_ptr<model::Model> model, model::Model::open(path));
    const tokenizer::Tokenizer &tokenizer = model->tokenizer();
    const std::vector<Token> tokens = tokenizer.encode(text, tokenizer::SpecialText::Plain, true);
    if (chunkLength == 0 || tokens.size() < chunkLength)
        return tooShort(tokens.size(), chunkLength);
    std::size_t chunks = tokens.size() / chunkLength;
    if (maxChunks != 0)
        chunks = std::min<std::size_t>(chunks, maxChunks);

    quantizer::ImportanceMatrix matrix;
    const auto cpu = backend::cpu::createCpuBackend(threads, addingTo(matrix));
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(*model, chunkLength));
    backend::ExecutorOptions options;
    options.contextLength = chunkLength;
    MARU_TRY(const std::unique_ptr<backend::Executor> executor, cpu->prepare(graph, options, {}, stop));
    const auto &special = tokenizer.special();
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
        const auto first = tokens.begin() + static_cast<std::ptrdiff_t>(chunk * chunkLength);
        std::vector<Token> window(first, first + chunkLength);
        if (special.addBeginOfSequence)
            window[0] = special.beginOfSequence;
        for (std::uint32_t position = 0; position < chunkLength;) {
            const std::uint32_t count = std::min(executor->chunkLength(), chunkLength - position);
            MARU_CHECK(executor->forward(
                std::span<const Token>(window).subspan(position, count), position, backend::Outputs::None, stop));
            position += count;
        }
        ++matrix.chunks;
        if (progress)
            progress(matrix.chunks, static_cast<std::uint32_t>(chunks));
    }
    return matrix;
}

} // namespace maru::runtime
