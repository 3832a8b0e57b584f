// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/network/refused_network.h"
#include "app/options.h"

#include <QObject>

#include <memory>

class QQmlApplicationEngine;

namespace maru {

class Language;
class ScriptedRun;
class SingleInstance;
class StartupProblem;
class WindowGeometry;

/// Makes AppContext and the window over it, or the window that says why there is none.
///
/// Ownership: owns both. Threads: GUI thread.
class Window : public QObject
{
    Q_OBJECT

public:
    explicit Window(const Options &options, QObject *parent = nullptr);
    ~Window() override;

    /// Shows the window; where another Maru uses the same data, brings that one's to the front and ends this program.
    /// False if there is no window at all to show: the QML is broken.
    bool open();

private:
    bool openMain(std::unique_ptr<AppContext> context);
    bool openProblem(const Error &error);
    bool load(const QString &file, const QVariantMap &properties);
    bool raiseOther(const Error &error);
    void raise(const QString &activationToken);
    void keepGeometry();
    void retry();
    void finish(int status, const QString &text, const QString &message);

    Options m_options;
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<StartupProblem> m_problem;
    RefusedNetwork m_refused; ///< the window itself opens no connection
    std::unique_ptr<QQmlApplicationEngine> m_qml; ///< after what its objects refer to
    std::unique_ptr<ScriptedRun> m_script;
    std::unique_ptr<SingleInstance> m_instance;
    std::unique_ptr<WindowGeometry> m_geometry;
    std::unique_ptr<Language> m_language; ///< of the window that says why there is no other
};

} // namespace maru
