// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace maru::backend::reference {

namespace {

/// The weight of each position in [first, first + scores.size()) for one head of one token; `sink` is one more score,
/// of no position, or -infinity.
void softmax(std::span<double> scores, double sink)
{
    const double largest = std::max(sink, *std::max_element(scores.begin(), scores.end()));
    double sum = std::exp(sink - largest);
    for (double &score : scores) {
        score = std::exp(score - largest);
        sum += score;
    }
    for (double &score : scores)
        score /= sum;
}

double cap(double score, double softcap)
{
    return softcap == 0.0 ? score : softcap * std::tanh(score / softcap);
}

} // namespace

void attention(std::span<const float> q, const KvCache &cache, std::uint32_t heads, float scale, std::uint32_t position,
    std::span<float> y, const AttentionExtras &extras)
{
    const std::size_t keyWidth = cache.shape.keyWidth;
    const std::size_t valueWidth = cache.shape.valueWidth;
    const std::size_t kvHeads = cache.shape.kvHeads;
    const float *values = cache.shape.valuesInKeys ? cache.keys.data() : cache.values.data();
    const std::size_t valueStride = cache.shape.valuesInKeys ? keyWidth : valueWidth;
    const std::size_t places = cache.places();
    const std::size_t tokens = q.size() / (heads * keyWidth);
    std::vector<float> queries(q.begin(), q.end());
    if (cache.type == KvType::Q8_0)
        roundActivations(q, extras.queries, queries); // whole blocks: heads are
    std::vector<double> scores;
    std::vector<double> sums(valueWidth);
    for (std::size_t token = 0; token < tokens; ++token) {
        const std::size_t end = position + token + 1;
        const std::size_t window = cache.shape.window;
        const std::size_t first = window != 0 && end > window ? end - window : 0;
        for (std::size_t head = 0; head < heads; ++head) {
            const std::size_t kvHead = head / (heads / kvHeads);
            const float *query = queries.data() + (token * heads + head) * keyWidth;
            scores.assign(end - first, 0.0);
            for (std::size_t i = first; i < end; ++i) {
                const float *key = cache.keys.data() + (i % places * kvHeads + kvHead) * keyWidth;
                double sum = 0.0;
                for (std::size_t d = 0; d < keyWidth; ++d)
                    sum += static_cast<double>(query[d]) * static_cast<double>(key[d]);
                scores[i - first] = cap(sum * static_cast<double>(scale), static_cast<double>(extras.softcap));
            }
            softmax(scores,
                extras.sinks.empty() ? -std::numeric_limits<double>::infinity()
                                     : static_cast<double>(extras.sinks[head]));
            std::fill(sums.begin(), sums.end(), 0.0);
            for (std::size_t i = first; i < end; ++i) {
                const float *value = values + (i % places * kvHeads + kvHead) * valueStride;
                for (std::size_t d = 0; d < valueWidth; ++d)
                    sums[d] += scores[i - first] * static_cast<double>(value[d]);
            }
            float *out = y.data() + (token * heads + head) * valueWidth;
            std::transform(sums.begin(), sums.end(), out, [](double sum) { return static_cast<float>(sum); });
        }
    }
}

} // namespace maru::backend::reference
