// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/window.h"

#include "app/chat/chat_controller.h"
#include "app/engine/error_text.h"
#include "app/scripted_run.h"
#include "app/startup_problem.h"
#include "app/startup_timing.h"

#include <QCoreApplication>
#include <QQmlApplicationEngine>
#include <QTimer>

#include <cstdio>
#include <utility>

namespace maru {

namespace {

QQuickWindow *rootWindow(const QQmlApplicationEngine &engine)
{
    return engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow *>(engine.rootObjects().constFirst());
}

} // namespace

Window::Window(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
{
}

Window::~Window() = default;

bool Window::open()
{
    Result<std::unique_ptr<AppContext>> context = AppContext::create(m_options.app);
    return context ? openMain(*std::move(context)) : openProblem(context.error());
}

bool Window::load(const QString &file, const QVariantMap &properties)
{
    m_script.reset();
    m_qml = std::make_unique<QQmlApplicationEngine>();
    m_qml->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_qml->setInitialProperties(properties);
    m_qml->load(QUrl(QStringLiteral("qrc:/qt/qml/Maru/Ui/") + file));
    return rootWindow(*m_qml) != nullptr;
}

bool Window::openMain(std::unique_ptr<AppContext> context)
{
    const std::unique_ptr<QQmlApplicationEngine> before = std::move(m_qml);
    m_context = std::move(context);
    if (!load(QStringLiteral("Main.qml"), m_context->initialProperties()))
        return false;
    QQuickWindow *window = rootWindow(*m_qml);
    reportFirstFrame(window, m_context->chat());
    m_script = std::make_unique<ScriptedRun>(window, m_context->chat(), m_options);
    connect(m_script.get(), &ScriptedRun::finished, this, &Window::finish);
    return true;
}

bool Window::openProblem(const Error &error)
{
    const QString title = error.reason == Reason::AlreadyRunning ? tr("Maru is already open") : tr("Maru cannot start");
    const QString text = errorText(error).text;
    std::fprintf(stderr, "maru: %s\n", qUtf8Printable(text));
    const std::unique_ptr<QQmlApplicationEngine> before = std::move(m_qml); // it shows the old problem
    const std::unique_ptr<StartupProblem> old = std::move(m_problem);
    m_problem = std::make_unique<StartupProblem>(title, text);
    // Later: the button that asks lives in the window that goes away then.
    connect(m_problem.get(), &StartupProblem::retryRequested, this, &Window::retry, Qt::QueuedConnection);
    if (!load(QStringLiteral("ProblemWindow.qml"),
            { { QStringLiteral("problem"), QVariant::fromValue(m_problem.get()) } }))
        return false;
    if (!m_options.exitAfterReply && m_options.screenshot.isEmpty())
        return true;
    QTimer::singleShot(500, this, [this, text] {
        QString message;
        if (!m_options.screenshot.isEmpty()) {
            if (const Result<void> saved = saveScreenshot(rootWindow(*m_qml), m_options.screenshot); !saved)
                message = QStringLiteral("maru: ") + errorText(saved.error()).text;
        }
        finish(m_options.exitAfterReply ? 1 : -1, {}, message);
    });
    return true;
}

void Window::retry()
{
    if (!open())
        QCoreApplication::exit(1);
}

/// `status` -1: go on.
void Window::finish(int status, const QString &text, const QString &message)
{
    if (!message.isEmpty())
        std::fprintf(stderr, "%s\n", qUtf8Printable(message));
    if (!text.isEmpty())
        std::fprintf(stdout, "%s\n", qUtf8Printable(text));
    std::fflush(stdout);
    if (status >= 0)
        QCoreApplication::exit(status);
}

} // namespace maru
