// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/window_geometry.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWindow>

#include <algorithm>

namespace maru {

namespace {

constexpr int kSettleMs = 400; // a move is many events
constexpr qsizetype kParts = 5;

qint64 area(const QRect &rect)
{
    return rect.isEmpty() ? 0 : qint64(rect.width()) * rect.height();
}

} // namespace

WindowGeometry::WindowGeometry(QWindow *window, const QByteArray &saved, QObject *parent)
    : QObject(parent)
    , m_window(window)
{
    restore(saved);
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, [this] { emit changed(written()); });
    for (const auto signal :
        { &QWindow::xChanged, &QWindow::yChanged, &QWindow::widthChanged, &QWindow::heightChanged })
        connect(window, signal, this, &WindowGeometry::note);
    connect(window, &QWindow::visibilityChanged, this, &WindowGeometry::note);
}

void WindowGeometry::finish()
{
    if (!m_settle.isActive())
        return;
    m_settle.stop();
    emit changed(written());
}

QRect WindowGeometry::fitted(const QRect &wanted, const QList<QRect> &screens)
{
    if (screens.isEmpty())
        return wanted;
    const QRect screen = *std::max_element(screens.cbegin(), screens.cend(), [&wanted](const QRect &a, const QRect &b) {
        return area(a.intersected(wanted)) < area(b.intersected(wanted));
    });
    QRect result(wanted.topLeft(), wanted.size().boundedTo(screen.size()));
    result.moveLeft(std::clamp(result.left(), screen.left(), screen.right() + 1 - result.width()));
    result.moveTop(std::clamp(result.top(), screen.top(), screen.bottom() + 1 - result.height()));
    return result;
}

void WindowGeometry::restore(const QByteArray &saved)
{
    m_normal = m_window->geometry();
    const QList<QByteArray> parts = saved.split(' ');
    if (parts.size() != kParts)
        return;
    int numbers[kParts];
    for (qsizetype i = 0; i < kParts; ++i) {
        bool ok = false;
        numbers[i] = parts.at(i).toInt(&ok);
        if (!ok)
            return;
    }
    const QSize size = QSize(numbers[2], numbers[3]).expandedTo(m_window->minimumSize());
    QList<QRect> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens << screen->availableGeometry();
    m_normal = fitted(QRect(QPoint(numbers[0], numbers[1]), size), screens);
    m_maximised = numbers[4] != 0;
    m_window->setGeometry(m_normal);
    if (m_maximised)
        m_window->setWindowStates(Qt::WindowMaximized);
}

void WindowGeometry::note()
{
    if (m_window->visibility() == QWindow::Hidden || m_window->visibility() == QWindow::Minimized)
        return;
    m_maximised = m_window->visibility() == QWindow::Maximized;
    if (m_window->visibility() == QWindow::Windowed)
        m_normal = m_window->geometry();
    m_settle.start();
}

QByteArray WindowGeometry::written() const
{
    QByteArray text;
    for (const int number : { m_normal.x(), m_normal.y(), m_normal.width(), m_normal.height() })
        text += QByteArray::number(number) + ' ';
    return text + (m_maximised ? '1' : '0');
}

} // namespace maru
