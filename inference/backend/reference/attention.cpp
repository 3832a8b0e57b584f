// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace maru::backend::reference {

namespace {

/// The weight of each position in [first, first + scores.size()) for one head of one token.
void softmax(std::span<double> scores)
{
    const double largest = *std::max_element(scores.begin(), scores.end());
    double sum = 0.0;
    for (double &score : scores) {
        score = std::exp(score - largest);
        sum += score;
    }
    for (double &score : scores)
        score /= sum;
}

} // namespace

void attention(std::span<const float> q, const KvCache &cache, std::uint32_t heads, float scale, std::uint32_t position,
    std::span<float> y)
{
    const std::size_t keyWidth = cache.shape.keyWidth;
    const std::size_t valueWidth = cache.shape.valueWidth;
    const std::size_t kvHeads = cache.shape.kvHeads;
    const std::size_t tokens = q.size() / (heads * keyWidth);
    std::vector<double> scores;
    std::vector<double> sums(valueWidth);
    for (std::size_t token = 0; token < tokens; ++token) {
        const std::size_t end = position + token + 1;
        const std::size_t window = cache.shape.window;
        const std::size_t first = window != 0 && end > window ? end - window : 0;
        for (std::size_t head = 0; head < heads; ++head) {
            const std::size_t kvHead = head / (heads / kvHeads);
            const float *query = q.data() + (token * heads + head) * keyWidth;
            scores.assign(end - first, 0.0);
            for (std::size_t i = first; i < end; ++i) {
                const float *key = cache.keys.data() + (i * kvHeads + kvHead) * keyWidth;
                double sum = 0.0;
                for (std::size_t d = 0; d < keyWidth; ++d)
                    sum += static_cast<double>(query[d]) * static_cast<double>(key[d]);
                scores[i - first] = sum * static_cast<double>(scale);
            }
            softmax(scores);
            std::fill(sums.begin(), sums.end(), 0.0);
            for (std::size_t i = first; i < end; ++i) {
                const float *value = cache.values.data() + (i * kvHeads + kvHead) * valueWidth;
                for (std::size_t d = 0; d < valueWidth; ++d)
                    sums[d] += scores[i - first] * static_cast<double>(value[d]);
            }
            float *out = y.data() + (token * heads + head) * valueWidth;
            std::transform(sums.begin(), sums.end(), out, [](double sum) { return static_cast<float>(sum); });
        }
    }
}

} // namespace maru::backend::reference
