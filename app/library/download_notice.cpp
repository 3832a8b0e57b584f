// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/download_notice.h"

#include "app/library/download_controller.h"
#include "app/platform/notifier.h"
#include "app/settings/settings.h"

#include <utility>

namespace maru {

DownloadNotice::DownloadNotice(
    DownloadController *downloads, Settings *settings, Notifier *notifier, std::function<bool()> seen, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_notifier(notifier)
    , m_seen(std::move(seen))
{
    connect(downloads, &DownloadController::finished, this, [this](const QString &, const DownloadOrder &order) {
        tell(order.title, tr("The model is here: you can chat with it now."));
    });
    connect(downloads, &DownloadController::failed, this, [this, downloads](const QString &id, const QString &text) {
        const DownloadModel::Item *item = downloads->downloads()->find(id);
        tell(item ? item->title : tr("A download"), text);
    });
}

void DownloadNotice::tell(const QString &title, const QString &text)
{
    if (m_settings->isNotify() && !m_seen())
        m_notifier->show(--m_last, title, text);
}

} // namespace maru
