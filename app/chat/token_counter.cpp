// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/token_counter.h"

#include "app/engine/engine.h"
#include "app/engine/job_worker.h"

namespace maru {

namespace {

constexpr double kLettersPerToken = 4; // of words in Latin letters
constexpr double kWideLettersPerToken = 1.5; // of Korean, Japanese, Chinese
constexpr char16_t kFirstWide = 0x1100;

} // namespace

void TokenCounter::count(QObject *receiver, const QStringList &texts, const Done &done) const
{
    m_jobs->post(
        receiver, [counting = m_engine->counting(), texts] { return counting(texts); }, done);
}

int TokenCounter::estimate(const QString &text)
{
    double tokens = 0;
    for (const QChar letter : text)
        tokens += letter.unicode() >= kFirstWide ? 1 / kWideLettersPerToken : 1 / kLettersPerToken;
    return text.isEmpty() ? 0 : static_cast<int>(tokens) + 1;
}

} // namespace maru
