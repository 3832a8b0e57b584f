// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/progress_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace maru {

namespace {

constexpr qint64 kTooEarlyMs = 1500; // to tell how long it takes

struct ProgressText
{
    Q_DECLARE_TR_FUNCTIONS(maru::ProgressText)
};

QString size(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeSIFormat);
}

} // namespace

QString loadingText(qint64 doneBytes, qint64 totalBytes, qint64 elapsedMs)
{
    if (totalBytes <= 0)
        return ProgressText::tr("Loading the model");
    QStringList parts { ProgressText::tr("Loading %1 %").arg(doneBytes * 100 / totalBytes),
        ProgressText::tr("%1 of %2").arg(size(doneBytes), size(totalBytes)) };
    if (doneBytes > 0 && elapsedMs > kTooEarlyMs) {
        const qint64 left = static_cast<qint64>(static_cast<double>(elapsedMs)
            * static_cast<double>(totalBytes - doneBytes) / static_cast<double>(doneBytes) / 1000);
        if (left > 0)
            parts << ProgressText::tr("%L1 s left").arg(left);
    }
    return parts.join(QStringLiteral(" \u00b7 "));
}

QString checkingText(qint64 done, qint64 total)
{
    return ProgressText::tr("Checking the graphics device for its first use, %1 %")
        .arg(total > 0 ? done * 100 / total : 0);
}

QString readingText(qint64 doneTokens, qint64 totalTokens)
{
    return totalTokens > 0 ? ProgressText::tr("Reading %L1 of %L2 tokens").arg(doneTokens).arg(totalTokens)
                           : ProgressText::tr("Reading");
}

} // namespace maru
