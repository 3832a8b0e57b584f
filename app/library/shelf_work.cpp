// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/shelf_work.h"

#include "app/library/download_text.h"

#include <memory>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kReportMs = 50;

} // namespace

ShelfWork::ShelfWork(QObject *parent)
    : QObject(parent)
    , m_thread(QStringLiteral("files"))
{
}

ShelfWork::~ShelfWork()
{
    m_stop.request_stop();
}

double ShelfWork::progress() const
{
    return m_total > 0 ? static_cast<double>(m_done) / static_cast<double>(m_total) : 0;
}

QString ShelfWork::text() const
{
    if (!m_running)
        return {};
    return m_total == 0 ? m_verb : tr("%1, %2 of %3").arg(m_verb, sizeText(m_done), sizeText(m_total));
}

bool ShelfWork::start(const QString &path, const QString &verb, Work work, Done done)
{
    if (std::exchange(m_running, true))
        return false;
    m_path = path;
    m_verb = verb;
    m_done = m_total = 0;
    m_stop = std::stop_source();
    emit changed();
    auto sinceReport = std::make_shared<QElapsedTimer>();
    const Progress progress = [this, sinceReport, guard = QPointer<QObject>(this)](qint64 count, qint64 total) {
        if (sinceReport->isValid() && sinceReport->elapsed() < kReportMs && count < total)
            return;
        sinceReport->start();
        m_thread.deliver([this, guard, count, total] {
            if (!guard)
                return;
            m_done = count;
            m_total = total;
            emit changed();
        });
    };
    m_thread.post(
        this, [work = std::move(work), progress, stop = m_stop.get_token()] { return work(progress, stop); },
        [this, done = std::move(done)](const Result<QString> &result) {
            m_running = false;
            m_path.clear();
            emit changed();
            done(result);
        });
    return true;
}

} // namespace maru
