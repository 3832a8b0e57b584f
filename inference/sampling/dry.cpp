// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/dry.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace maru::sampling {

using tokenizer::Token;

namespace {

constexpr std::size_t kFirstLook = 64; // tokens: most often there is a breaker among them

} // namespace

Dry::Dry(DrySettings settings, const PieceTable &pieces)
    : m_settings(std::move(settings))
    , m_pieces(pieces)
    , m_holdsBreaker(pieces.size(), false)
{
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::string_view piece = pieces.piece(static_cast<Token>(i));
        m_holdsBreaker[i] = std::any_of(m_settings.breakers.begin(), m_settings.breakers.end(),
            [piece](const std::string &breaker) { return piece.find(breaker) != std::string_view::npos; });
    }
}

std::size_t Dry::unbroken(std::span<const Token> recent) const
{
    std::string text;
    std::vector<std::size_t> starts;
    for (std::size_t looked = std::min(kFirstLook, recent.size());; looked = std::min(looked * 4, recent.size())) {
        text.clear();
        starts.clear();
        for (const Token token : recent.last(looked)) {
            starts.push_back(text.size());
            if (knows(token))
                text += m_pieces.piece(token);
        }
        std::size_t end = 0; // of the last breaker
        for (const std::string &breaker : m_settings.breakers) {
            if (const std::size_t at = text.rfind(breaker); at != std::string::npos)
                end = std::max(end, at + breaker.size());
        }
        if (end != 0) {
            const auto behind = std::lower_bound(starts.begin(), starts.end(), end);
            return static_cast<std::size_t>(starts.end() - behind);
        }
        if (looked == recent.size())
            return looked;
    }
}

void Dry::penalize(std::span<float> logits, std::span<const Token> recent)
{
    if (m_settings.multiplier == 0.0f)
        return;
    if (m_settings.window != 0)
        recent = recent.last(std::min<std::size_t>(m_settings.window, recent.size()));
    const std::size_t limit = unbroken(recent);
    if (recent.size() < 2 || limit < m_settings.allowedLength)
        return;

    // Z-function of the text read backwards: lengths[i] is how far the text before i tokens ago agrees with its end.
    const std::size_t n = recent.size();
    const auto back = [recent, n](std::size_t i) { return recent[n - 1 - i]; };
    m_lengths.assign(n, 0);
    for (std::size_t i = 1, left = 0, right = 0; i < n; ++i) {
        std::size_t length = i < right ? std::min<std::size_t>(right - i, m_lengths[i - left]) : 0;
        while (i + length < n && back(length) == back(i + length))
            ++length;
        m_lengths[i] = static_cast<std::uint32_t>(length);
        if (i + length > right) {
            left = i;
            right = i + length;
        }
    }
    std::unordered_map<Token, std::size_t> longest; // of the token that went on then
    for (std::size_t i = 1; i < n; ++i) {
        const std::size_t length = std::min<std::size_t>(m_lengths[i], limit);
        if (length >= std::max(m_settings.allowedLength, 1U)) {
            std::size_t &known = longest[back(i - 1)];
            known = std::max(known, length);
        }
    }
    for (const auto &[token, length] : longest) {
        if (!knows(token) || static_cast<std::size_t>(token) >= logits.size()
            || m_holdsBreaker[static_cast<std::size_t>(token)])
            continue;
        const double power = static_cast<double>(length - m_settings.allowedLength);
        const double penalty = static_cast<double>(m_settings.multiplier) * std::pow(m_settings.base, power);
        logits[static_cast<std::size_t>(token)] -= static_cast<float>(std::min(penalty, 1e30));
    }
}

} // namespace maru::sampling
