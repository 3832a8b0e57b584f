// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/scripted_run.h"

#include "app/chat/chat_controller.h"
#include "app/engine/error_text.h"
#include "app/platform/free_space.h"

#include <QCoreApplication>
#include <QImage>
#include <QInputMethodEvent>
#include <QMouseEvent>
#include <QQuickItem>
#include <QTimer>

#include <utility>

namespace maru {

namespace {

constexpr int kSettleMs = 400; // for what moves when a reply ends

void sendMouse(QQuickWindow *window, QEvent::Type type, const QPointF &position)
{
    const Qt::MouseButtons held = type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton;
    QMouseEvent event(type, position, window->mapToGlobal(position), Qt::LeftButton, held, Qt::NoModifier);
    QCoreApplication::sendEvent(window, &event);
}

} // namespace

Result<void> saveScreenshot(QQuickWindow *window, const QString &file)
{
    const QImage image = window->grabWindow();
    if (image.isNull() || !image.save(file))
        return writeError(file);
    return {};
}

ScriptedRun::ScriptedRun(QQuickWindow *window, ChatController *chat, const Options &options, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_chat(chat)
    , m_options(options)
{
    if (!m_options.prompt.isEmpty() || !m_options.screenshot.isEmpty() || m_options.exitAfterReply)
        connect(m_chat, &ChatController::replyEnded, this, &ScriptedRun::replyEnded);
    // From the render thread: once there is a frame, the controls are where a person would see them.
    if (!m_options.prompt.isEmpty())
        connect(m_window, &QQuickWindow::frameSwapped, this, &ScriptedRun::begin, Qt::QueuedConnection);
}

void ScriptedRun::begin()
{
    if (std::exchange(m_begun, true))
        return;
    m_chat->newConversation();
    if (!type() || !click())
        emit finished(1, {}, QStringLiteral("maru: the window has no field to type into; please report this"));
}

bool ScriptedRun::type()
{
    auto *field = m_window->findChild<QQuickItem *>(QStringLiteral("promptField"));
    if (!field)
        return false;
    field->forceActiveFocus();
    QInputMethodEvent event;
    event.setCommitString(m_options.prompt);
    QCoreApplication::sendEvent(field, &event);
    return true;
}

bool ScriptedRun::click()
{
    auto *button = m_window->findChild<QQuickItem *>(QStringLiteral("sendButton"));
    if (!button)
        return false;
    const QPointF middle = button->mapToScene(QPointF(button->width() / 2, button->height() / 2));
    sendMouse(m_window, QEvent::MouseButtonPress, middle);
    sendMouse(m_window, QEvent::MouseButtonRelease, middle);
    return true;
}

void ScriptedRun::replyEnded(const QString &text, const QString &error)
{
    const bool failed = text.isEmpty() || !error.isEmpty();
    QString message;
    if (failed)
        message = QStringLiteral("maru: ") + (error.isEmpty() ? QStringLiteral("no reply came; try again") : error);
    QTimer::singleShot(kSettleMs, this, [this, text, message, failed] {
        QString problem = message;
        bool bad = failed;
        if (!m_options.screenshot.isEmpty()) {
            if (const Result<void> saved = saveScreenshot(m_window, m_options.screenshot); !saved) {
                problem += (problem.isEmpty() ? QString() : QStringLiteral("\n")) + QStringLiteral("maru: ")
                    + errorText(saved.error()).text;
                bad = true;
            }
            m_options.screenshot.clear(); // of the first reply
        }
        if (m_options.exitAfterReply)
            emit finished(bad ? 1 : 0, text, problem);
        else if (!problem.isEmpty())
            emit finished(-1, {}, problem);
    });
}

} // namespace maru
