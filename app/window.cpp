// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/window.h"

#include "app/actions/action_registry.h"
#include "app/chat/chat_controller.h"
#include "app/engine/error_text.h"
#include "app/library/download_notice.h"
#include "app/platform/language.h"
#include "app/platform/notifier.h"
#include "app/platform/single_instance.h"
#include "app/platform/window_geometry.h"
#include "app/scripted_run.h"
#include "app/settings/settings.h"
#include "app/startup_problem.h"
#include "app/startup_timing.h"

#include <QGuiApplication>
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
    if (context)
        return openMain(*std::move(context));
    return raiseOther(context.error()) || openProblem(context.error());
}

bool Window::load(const QString &file, const QVariantMap &properties)
{
    m_script.reset();
    m_geometry.reset();
    m_qml = std::make_unique<QQmlApplicationEngine>();
    m_qml->setNetworkAccessManagerFactory(&m_refused);
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
    m_language.reset();
    QQuickWindow *window = rootWindow(*m_qml);
    connect(m_context->language(), &Language::changed, m_qml.get(), &QQmlEngine::retranslate);
    m_instance = std::make_unique<SingleInstance>(m_context->paths().data);
    connect(m_instance.get(), &SingleInstance::raiseRequested, this, &Window::raise);
    connect(m_context->notifier(), &Notifier::activated, this, [this](qint64 subject, const QString &token) {
        if (DownloadNotice::isAboutModels(subject))
            m_context->actions()->trigger(QStringLiteral("page.library"));
        else
            m_context->chat()->open(subject);
        raise(token);
    });
    keepGeometry();
    reportFirstFrame(window, m_context->chat());
    m_script = std::make_unique<ScriptedRun>(window, m_context->chat(), m_options);
    connect(m_script.get(), &ScriptedRun::finished, this, &Window::finish);
    window->show();
    return true;
}

void Window::keepGeometry()
{
    Settings *settings = m_context->settings();
    m_geometry = std::make_unique<WindowGeometry>(rootWindow(*m_qml), settings->windowGeometry());
    connect(m_geometry.get(), &WindowGeometry::changed, settings, &Settings::setWindowGeometry);
    connect(qGuiApp, &QCoreApplication::aboutToQuit, m_geometry.get(), &WindowGeometry::finish);
}

/// A run that types or takes a picture wants a window of its own.
bool Window::raiseOther(const Error &error)
{
    const bool scripted = m_options.exitAfterReply || !m_options.screenshot.isEmpty() || !m_options.prompt.isEmpty();
    if (error.reason != Reason::AlreadyRunning || scripted || m_problem
        || !SingleInstance::raiseOther(Paths::of(m_options.app.dataDir).data))
        return false;
    QTimer::singleShot(0, qGuiApp, [] { QCoreApplication::exit(0); });
    return true;
}

void Window::raise(const QString &activationToken)
{
    if (!activationToken.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activationToken.toUtf8()); // requestActivate() takes it from there
    QQuickWindow *window = rootWindow(*m_qml);
    window->setWindowStates(window->windowStates() & ~Qt::WindowMinimized); // one that was maximized stays so
    window->show();
    window->raise();
    window->requestActivate();
}

bool Window::openProblem(const Error &error)
{
    m_language = std::make_unique<Language>();
    m_language->setChoice(m_options.app.language);
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
