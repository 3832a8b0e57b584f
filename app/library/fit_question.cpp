// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/fit_question.h"

#include "app/engine/error_text.h"
#include "app/library/download_text.h"
#include "app/library/model_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

QString speedText(double tokensPerSecond)
{
    if (tokensPerSecond <= 0)
        return {};
    constexpr double kWhole = 10;
    return QCoreApplication::translate("maru::FitQuestion", "about %1 tokens a second")
        .arg(QLocale().toString(tokensPerSecond, 'f', tokensPerSecond < kWhole ? 1 : 0));
}

FitQuestion::FitQuestion(QObject *parent)
    : QObject(parent)
{
    connect(this, &FitQuestion::asked, this, &FitQuestion::ask);
}

void FitQuestion::setService(FitService *service)
{
    if (m_service == service)
        return;
    if (m_service)
        m_service->disconnect(this);
    m_service = service;
    if (m_service) {
        connect(m_service, &FitService::contextChanged, this, &FitQuestion::ask);
        connect(m_service, &FitService::changed, this, &FitQuestion::ask);
    }
    emit asked();
}

void FitQuestion::ask()
{
    if (!m_service)
        return;
    FitService::Known known;
    bool isAsked = true;
    if (!m_path.isEmpty()) {
        known = m_service->ofFile(m_path);
    } else {
        known = m_service->ofUrls(m_urls, m_exact);
        isAsked = m_exact || m_rough.byteCount > 0;
        if (!known || !*known)
            known = m_rough.byteCount > 0 ? m_service->ofRough(m_rough) : known;
    }
    m_reading = isAsked && !known;
    if (known && *known) {
        const int longest = m_rough.contextLength > 0 ? m_rough.contextLength : m_service->context();
        show((**known)(std::min(m_service->context(), longest)));
        return;
    }
    m_verdict = Unknown;
    m_badge.clear();
    m_text = known ? errorText(known->error()).text : QString();
    emit answered();
}

void FitQuestion::show(const FitAnswer &answer)
{
    const int context = m_service->context();
    m_verdict = fitVerdict(answer);
    m_text = fitText(answer, m_rough.contextLength > 0 ? std::min(context, m_rough.contextLength) : context);
    m_badge = m_verdict == TooLarge ? tr("Too large")
        : m_verdict == Partly       ? tr("Partly on the processor")
        : m_verdict == Unknown      ? QString()
                                    : tr("Fits");
    emit answered();
}

FitQuestion::Verdict fitVerdict(const FitAnswer &answer)
{
    switch (answer.where) {
    case FitAnswer::Where::Gpu:
        return FitQuestion::Fits;
    case FitAnswer::Where::Partly:
        return FitQuestion::Partly;
    case FitAnswer::Where::Processor:
        return FitQuestion::OnProcessor;
    case FitAnswer::Where::TooLarge:
        return FitQuestion::TooLarge;
    case FitAnswer::Where::Unknown:
        break;
    }
    return FitQuestion::Unknown;
}

QString fitText(const FitAnswer &answer, int context)
{
    const QString length = contextText(context);
    QStringList words;
    switch (answer.where) {
    case FitAnswer::Where::Gpu:
        words << FitQuestion::tr("Runs on %1 with %2 context").arg(answer.deviceName, length);
        break;
    case FitAnswer::Where::Partly:
        words << FitQuestion::tr("%1 of %2 layers on %3 with %4 context, the rest on the processor")
                     .arg(answer.gpuLayers)
                     .arg(answer.layerCount)
                     .arg(answer.deviceName, length);
        break;
    case FitAnswer::Where::Processor:
        words << FitQuestion::tr("Runs on the processor with %1 context").arg(length);
        break;
    case FitAnswer::Where::TooLarge:
        words << FitQuestion::tr("Needs %1 more memory with %2 context").arg(sizeText(answer.missing), length);
        break;
    case FitAnswer::Where::Unknown:
        return {};
    }
    if (const QString speed = speedText(answer.tokensPerSecond); !speed.isEmpty())
        words << speed;
    const QString text = words.join(QStringLiteral(", "));
    return answer.isRough ? FitQuestion::tr("%1 (an estimate)").arg(text) : text;
}

} // namespace maru
