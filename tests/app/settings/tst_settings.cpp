// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/settings/settings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace maru;

class TestSettings : public QObject
{
    Q_OBJECT

private slots:
    void what_was_chosen_is_there_again()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.ini"));
        {
            Settings settings(file);
            QCOMPARE(settings.theme(), Settings::Theme::System);
            QCOMPARE(settings.device(), QStringLiteral("auto"));
            QSignalSpy changed(&settings, &Settings::generationChanged);
            settings.setTheme(Settings::Theme::Dark);
            settings.setModelPath(QStringLiteral("/a b/\u00fc.gguf"));
            settings.setDevice(QStringLiteral("cpu"));
            settings.setSidebarOpen(false);
            settings.setTemperature(0.3);
            settings.setTopK(7);
            QCOMPARE(settings.gpuLayers(), -1);
            settings.setGpuLayers(12);
            settings.setLastConversation(99);
            settings.setLanguage(QStringLiteral("ko"));
            settings.setZoom(1.3);
            settings.setTray(true);
            settings.setNotify(false);
            settings.setOffline(true);
            settings.setTrashDays(7);
            settings.setIdleMinutes(15);
            settings.setThreads(1);
            settings.setWindowGeometry("1 2 3 4 0");
            QCOMPARE(changed.count(), 3);
            settings.setTopK(7);
            QCOMPARE(changed.count(), 3);
        }
        Settings settings(file);
        QCOMPARE(settings.theme(), Settings::Theme::Dark);
        QCOMPARE(settings.gpuLayers(), 12);
        QCOMPARE(settings.modelPath(), QStringLiteral("/a b/\u00fc.gguf"));
        QCOMPARE(settings.device(), QStringLiteral("cpu"));
        QVERIFY(!settings.isSidebarOpen());
        QCOMPARE(settings.temperature(), 0.3);
        QCOMPARE(settings.topK(), 7);
        QCOMPARE(settings.lastConversation(), 99);
        QCOMPARE(settings.language(), QStringLiteral("ko"));
        QCOMPARE(settings.zoom(), 1.3);
        QVERIFY(settings.isTray());
        QVERIFY(!settings.isNotify());
        QVERIFY(settings.isOffline());
        QCOMPARE(settings.trashDays(), 7);
        QCOMPARE(settings.idleMinutes(), 15);
        QCOMPARE(settings.threads(), 1);
        QCOMPARE(settings.windowGeometry(), QByteArray("1 2 3 4 0"));
        settings.resetGeneration();
        QCOMPARE(settings.generation(), GenerationSettings());
    }

    void numbers_stay_inside_their_range()
    {
        QTemporaryDir folder;
        Settings settings(folder.filePath(QStringLiteral("settings.ini")));
        settings.setZoom(0.1 + 0.2 + 0.7);
        QCOMPARE(settings.zoom(), 1.0);
        settings.setZoom(99);
        QCOMPARE(settings.zoom(), 3.0);
        settings.setZoom(qQNaN());
        QCOMPARE(settings.zoom(), 1.0);
        settings.setTrashDays(-1);
        QCOMPARE(settings.trashDays(), 0);
        QCOMPARE(settings.threads(), 0);
        settings.setThreads(-2);
        QCOMPARE(settings.threads(), 0);
        settings.setThreads(100'000);
        QCOMPARE(settings.threads(), Settings::mostThreads());
        settings.setTemperature(-3);
        QCOMPARE(settings.temperature(), 0.0);
        settings.setTemperature(qQNaN());
        QCOMPARE(settings.temperature(), 0.8);
        settings.setTopP(4);
        QCOMPARE(settings.topP(), 1.0);
        settings.setTopK(-1);
        QCOMPARE(settings.topK(), 0);
        settings.setRepetitionPenalty(0);
        QCOMPARE(settings.repetitionPenalty(), 1.0);
        settings.setMaxTokens(-5);
        QCOMPARE(settings.maxTokens(), 0);
        settings.setMinP(0.25);
        QCOMPARE(settings.minP(), 0.25);
    }

    void nonsense_in_the_file_is_the_default()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("settings.ini")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[General]\ntheme=77\ngeneration=\"{{{\"\n\x00\xff\xfe garbage");
        file.close();
        Settings settings(file.fileName());
        QCOMPARE(settings.theme(), Settings::Theme::Dark); // the nearest there is
        QCOMPARE(settings.generation(), GenerationSettings());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
