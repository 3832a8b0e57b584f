// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Runs every tst_*.qml below this folder over the real controllers and the fake engine. The tests reach them as
// `app.chat`, `app.library` ...; app.reset(...) starts over with an empty data folder.

#include "app/actions/action_registry.h"
#include "app/actions/palette_model.h"
#include "app/app_context.h"
#include "app/chat/chat_controller.h"
#include "app/engine/device_model.h"
#include "app/history/history_controller.h"
#include "app/library/catalogue_controller.h"
#include "app/library/devices_controller.h"
#include "app/library/download_controller.h"
#include "app/library/fit_service.h"
#include "app/library/hub_controller.h"
#include "app/library/inspect_controller.h"
#include "app/library/library_controller.h"
#include "app/library/quantize_controller.h"
#include "app/model_context.h"
#include "app/network_context.h"
#include "app/platform/colour_scheme.h"
#include "app/platform/language.h"
#include "app/settings/settings.h"
#include "tests/ui/window_probe.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QInputMethodEvent>
#include <QtQml/QQmlContext>
#include <QtQml/QQmlEngine>
#include <QtQuickControls2/QQuickStyle>
#include <QtQuickTest/quicktest.h>

#include <memory>

using namespace maru;

/// The application under test, made anew for every test that asks.
class TestApp : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QObject *chat READ chat NOTIFY changed)
    Q_PROPERTY(QObject *history READ history NOTIFY changed)
    Q_PROPERTY(QObject *library READ library NOTIFY changed)
    Q_PROPERTY(QObject *devices READ devices NOTIFY changed)
    Q_PROPERTY(QObject *settings READ settings NOTIFY changed)
    Q_PROPERTY(QObject *colourScheme READ colourScheme NOTIFY changed)
    Q_PROPERTY(QObject *actions READ actions NOTIFY changed)
    Q_PROPERTY(QObject *language READ language NOTIFY changed)
    Q_PROPERTY(QObject *downloads READ downloads NOTIFY changed)
    Q_PROPERTY(QObject *catalogue READ catalogue NOTIFY changed)
    Q_PROPERTY(QObject *hub READ hub NOTIFY changed)
    Q_PROPERTY(QObject *fit READ fit NOTIFY changed)
    Q_PROPERTY(QObject *deviceCheck READ deviceCheck NOTIFY changed)
    Q_PROPERTY(QObject *inspector READ inspector NOTIFY changed)
    Q_PROPERTY(QObject *quantizer READ quantizer NOTIFY changed)

public:
    QObject *history() const { return m_context ? m_context->history() : nullptr; }
    QObject *chat() const { return m_context ? m_context->chat() : nullptr; }
    QObject *library() const { return m_context ? m_context->library() : nullptr; }
    QObject *devices() const { return m_context ? m_context->devices() : nullptr; }
    QObject *settings() const { return m_context ? m_context->settings() : nullptr; }
    QObject *colourScheme() const { return m_context ? m_context->colourScheme() : nullptr; }
    QObject *actions() const { return m_context ? m_context->actions() : nullptr; }
    QObject *language() const { return m_context ? m_context->language() : nullptr; }
    QObject *downloads() const { return m_context ? m_context->network()->downloads() : nullptr; }
    QObject *catalogue() const { return m_context ? m_context->network()->catalogue() : nullptr; }
    QObject *hub() const { return m_context ? m_context->network()->hub() : nullptr; }
    QObject *fit() const { return m_context ? m_context->models()->fit() : nullptr; }
    QObject *deviceCheck() const { return m_context ? m_context->models()->deviceCheck() : nullptr; }
    QObject *inspector() const { return m_context ? m_context->models()->inspector() : nullptr; }
    QObject *quantizer() const { return m_context ? m_context->models()->quantizer() : nullptr; }

    /// What Main.qml takes.
    Q_INVOKABLE QVariantMap properties() const { return m_context->initialProperties(); }

    Q_INVOKABLE QObject *actionAt(int row) const { return m_context->actions()->all().at(row); }

    /// How many lines a command palette shows.
    Q_INVOKABLE static int paletteCount(QObject *palette) { return palette->findChild<PaletteModel *>()->count(); }

    /// An application over a new, empty data folder. True if it started.
    Q_INVOKABLE bool reset()
    {
        m_context.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        return start();
    }

    /// The same over a model that thinks first, and for which long conversations do not fit.
    Q_INVOKABLE bool resetThinking()
    {
        m_context.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        return start(true);
    }

    /// The same data, as after closing and opening the window.
    Q_INVOKABLE bool restart()
    {
        m_context.reset();
        return start();
    }

    /// What an input method sends to the item with the focus: `committed` becomes text, `preedit` stands in its place.
    Q_INVOKABLE void compose(const QString &preedit, const QString &committed = {})
    {
        QInputMethodEvent event(preedit, {});
        event.setCommitString(committed);
        QCoreApplication::sendEvent(QGuiApplication::focusObject(), &event);
    }

    Q_INVOKABLE void setClipboard(const QString &text) { QGuiApplication::clipboard()->setText(text); }
    Q_INVOKABLE QString clipboard() const { return QGuiApplication::clipboard()->text(); }

    /// The address of a file with these words in the data folder.
    Q_INVOKABLE QUrl makeFile(const QString &name, const QString &text)
    {
        QFile file(m_folder->filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(text.toUtf8());
        return QUrl::fromLocalFile(file.fileName());
    }

    void setEngine(QQmlEngine *engine) { m_engine = engine; }

    /// Ends the application, whose threads can only be joined while there is a QGuiApplication.
    void close() { m_context.reset(); }

private:
    bool start(bool thinks = false)
    {
        AppOptions options;
        options.dataDir = m_folder->path();
        options.engine = EngineKind::Fake;
        options.language = QStringLiteral("en");
        if (thinks) {
            options.fakeScript.thinking = QStringLiteral("first I think of it");
            options.fakeScript.reply = QStringLiteral("then I say it");
            options.fakeScript.canSwitchThinking = true;
            options.fakeScript.unseen = 1;
        }
        auto context = AppContext::create(options);
        if (!context)
            return false;
        m_context = *std::move(context);
        if (m_engine)
            connect(m_context->language(), &Language::changed, m_engine, &QQmlEngine::retranslate);
        emit changed();
        return true;
    }

signals:
    void changed();

private:
    QQmlEngine *m_engine = nullptr;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
};

class Setup : public QObject
{
    Q_OBJECT

public slots:
    void applicationAvailable() { QQuickStyle::setStyle(QStringLiteral("Basic")); }

    void qmlEngineAvailable(QQmlEngine *engine)
    {
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine->rootContext()->setContextProperty(QStringLiteral("app"), &m_app);
        engine->rootContext()->setContextProperty(QStringLiteral("probe"), &m_probe);
        m_app.setEngine(engine);
    }

    void cleanupTestCase() { m_app.close(); }

private:
    TestApp m_app;
    WindowProbe m_probe;
};

QUICK_TEST_MAIN_WITH_SETUP(maru_ui, Setup)
#include "qml_main.moc"
