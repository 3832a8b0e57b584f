// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/architecture/architecture.h"
#include "inference/backend/backend.h"
#include "inference/model/model.h"

#include <QtCore/QByteArray>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

/// The tiny models of tests/data/families, and what transformers computed with them: see make_goldens.py there.
namespace maru::test {

inline constexpr std::uint32_t kFamilyContext = 128;

inline QString familyFile(const QString &name)
{
    return QStringLiteral(MARU_TEST_DATA "/families/") + name;
}

/// The names of all models.
inline QStringList familyModels()
{
    QStringList names = QDir(familyFile({})).entryList({ QStringLiteral("*.gguf") }, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(5);
    return names;
}

/// Tokens, and the logits at every position.
struct FamilyGolden
{
    std::vector<std::int32_t> tokens;
    std::vector<float> logits; ///< [tokens, vocabulary]
    double deviation = 0.0; ///< of all logits

    /// Empty if there is none. NAME-old and NAME-merged share that of NAME.
    static FamilyGolden read(QString name)
    {
        for (const QString &end : { QStringLiteral("-old"), QStringLiteral("-merged") }) {
            if (name.endsWith(end))
                name.chop(end.size());
        }
        QFile file(familyFile(name + QStringLiteral(".golden")));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        std::int32_t sizes[2] = {};
        FamilyGolden golden;
        if (bytes.size() < qsizetype(sizeof sizes))
            return golden;
        std::memcpy(sizes, bytes.data(), sizeof sizes);
        golden.tokens.resize(std::size_t(sizes[0]));
        golden.logits.resize(golden.tokens.size() * std::size_t(sizes[1]));
        const char *data = bytes.data() + sizeof sizes;
        std::memcpy(golden.tokens.data(), data, golden.tokens.size() * 4);
        std::memcpy(golden.logits.data(), data + golden.tokens.size() * 4, golden.logits.size() * 4);
        double sum = 0.0;
        double squares = 0.0;
        for (const float logit : golden.logits) {
            sum += double(logit);
            squares += double(logit) * double(logit);
        }
        const double count = double(golden.logits.size());
        golden.deviation = std::sqrt(squares / count - (sum / count) * (sum / count));
        return golden;
    }

    /// The largest difference, in deviations; infinite if one is not a number.
    double distance(std::span<const float> computed) const
    {
        double worst = computed.size() == logits.size() ? 0.0 : std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < std::min(computed.size(), logits.size()); ++i) {
            const double difference = std::abs(double(computed[i]) - double(logits[i]));
            worst = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(worst, difference);
        }
        return worst / deviation;
    }

    /// The root of the mean squared difference at a position, in deviations: the median of all positions. What a
    /// coarser cache does to most of them; a few may take another expert and be far away.
    double usualDistance(std::span<const float> computed) const
    {
        if (computed.size() != logits.size())
            return std::numeric_limits<double>::infinity();
        const std::size_t width = logits.size() / tokens.size();
        std::vector<double> distances;
        for (std::size_t row = 0; row < tokens.size(); ++row) {
            double squares = 0.0;
            for (std::size_t i = row * width; i < (row + 1) * width; ++i)
                squares += std::pow(double(computed[i]) - double(logits[i]), 2.0);
            distances.push_back(
                std::isnan(squares) ? std::numeric_limits<double>::infinity() : std::sqrt(squares / double(width)));
        }
        std::nth_element(distances.begin(), distances.begin() + std::ptrdiff_t(distances.size() / 2), distances.end());
        return distances[distances.size() / 2] / deviation;
    }
};

/// How 80 tokens are cut into calls.
inline std::vector<std::size_t> wholeText()
{
    return { 80 };
}

inline std::vector<std::size_t> twoPieces()
{
    return { 47, 33 };
}

inline std::vector<std::size_t> singleTokens()
{
    std::vector<std::size_t> pieces(30, 1);
    pieces.insert(pieces.begin(), { 43, 4, 3 });
    return pieces;
}

/// The logits of all tokens, in calls of the given lengths.
inline Result<std::vector<float>> familyLogits(backend::Backend &backend, const model::Model &model, backend::KvType kv,
    std::span<const std::int32_t> tokens, const std::vector<std::size_t> &pieces)
{
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(model, kFamilyContext));
    backend::ExecutorOptions options;
    options.contextLength = kFamilyContext;
    options.chunkLength = kFamilyContext;
    options.maxOutputs = kFamilyContext;
    options.kv = kv;
    MARU_TRY(const auto executor, backend.prepare(graph, options));
    std::vector<float> logits;
    std::size_t start = 0;
    for (const std::size_t piece : pieces) {
        MARU_CHECK(executor->forward(tokens.subspan(start, piece), std::uint32_t(start), backend::Outputs::All));
        logits.insert(logits.end(), executor->logits().begin(), executor->logits().end());
        start += piece;
    }
    return logits;
}

} // namespace maru::test
