// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace maru {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(maru::DownloadText)

public:
    static QString duration(qint64 seconds)
    {
        if (seconds < 60)
            return tr("%1 s").arg(seconds);
        if (seconds < 3600)
            return tr("%1 min").arg((seconds + 30) / 60);
        return tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
    }

    static QString amount(const DownloadStatus &status)
    {
        return status.total < 0 ? sizeText(status.done)
                                : tr("%1 of %2").arg(sizeText(status.done), sizeText(status.total));
    }

    static QString running(const DownloadStatus &status)
    {
        QString text = amount(status);
        if (status.bytesPerSecond > 0)
            text += QStringLiteral(", ") + tr("%1/s").arg(sizeText(status.bytesPerSecond));
        if (status.secondsLeft >= 0)
            text += QStringLiteral(", ") + tr("%1 left").arg(duration(status.secondsLeft));
        return text;
    }

    static QString all(const DownloadStatus &status)
    {
        switch (status.state) {
        case DownloadState::Waiting:
            return tr("Waiting");
        case DownloadState::Connecting:
            return tr("Connecting");
        case DownloadState::Running:
            return running(status);
        case DownloadState::Retrying:
            return tr("Trying again, %1").arg(amount(status));
        case DownloadState::Paused:
            return tr("Paused, %1").arg(amount(status));
        case DownloadState::Checking:
            return tr("Checking, %1").arg(amount(status));
        case DownloadState::Done:
            return status.verified ? tr("Done, checksum right, %1").arg(sizeText(status.total))
                                   : tr("Done, no checksum known, %1").arg(sizeText(status.total));
        case DownloadState::Failed:
            return tr("Stopped, %1").arg(amount(status));
        }
        return {};
    }
};

} // namespace

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString durationText(qint64 seconds)
{
    return Words::duration(seconds);
}

QString downloadText(const DownloadStatus &status)
{
    return Words::all(status);
}

} // namespace maru
