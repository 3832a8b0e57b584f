// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// A download goes on after the program was killed, wherever it was: this test kills itself, in another process.

#include "tests/support/download_test.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace maru;
using namespace maru::test;

namespace {

constexpr qint64 kSize = 48 * 1024 * 1024 + 5;
constexpr int kKills = 20;

TransferSettings settings()
{
    TransferSettings result = hastySettings();
    result.stallMs = 5000;
    result.pieceBytes = 1024 * 1024;
    result.spanBytes = 4 * 1024 * 1024;
    return result;
}

/// The process that is killed: goes on with what lies in `folder`, or begins.
int child(const QString &folder, const QUrl &url)
{
    NetworkGate gate;
    DownloadController downloads(&gate, folder, settings());
    downloads.adopt(folder);
    QObject::connect(
        &downloads, &DownloadController::finished, qApp, [](const QString &) { QCoreApplication::exit(0); });
    QObject::connect(&downloads, &DownloadController::failed, qApp, [] { QCoreApplication::exit(3); });
    if (QDir(folder + QStringLiteral("/.downloads")).isEmpty())
        downloads.start(orderOf(QStringLiteral("model.gguf"), { url }, randomFile(kSize)));
    return QCoreApplication::exec();
}

} // namespace

class TestDownloadKill : public QObject
{
    Q_OBJECT

private slots:
    void it_goes_on_after_twenty_kills()
    {
        const QByteArray content = randomFile(kSize);
        LyingServer server;
        server.serve("/model", content);
        server.setLie([](const LyingServer::Request &, LyingServer::Reply &reply) {
            reply.stepBytes = 32 * 1024;
            reply.stepMs = 5;
        });
        QTemporaryDir folder;
        const QString target = folder.filePath(QStringLiteral("model.gguf"));
        QRandomGenerator random(7);
        int kills = 0;
        qint64 asked = 0;
        for (int round = 0; round < 200 && !QFile::exists(target); ++round) {
            QProcess process;
            process.setProcessChannelMode(QProcess::ForwardedChannels);
            process.start(QCoreApplication::applicationFilePath(),
                { QStringLiteral("--child"), folder.path(), server.url(QStringLiteral("/model")).toString() });
            QVERIFY(process.waitForStarted());
            const int lifeMs = kills < kKills ? 40 + static_cast<int>(random.bounded(80)) : 60000;
            if (!process.waitForFinished(lifeMs)) {
                process.kill();
                QVERIFY(process.waitForFinished());
                ++kills;
            } else {
                QCOMPARE(process.exitStatus(), QProcess::NormalExit);
                QCOMPARE(process.exitCode(), 0);
            }
            if (QFile::exists(target))
                QVERIFY(contentOf(target) == content);
        }
        QVERIFY(contentOf(target) == content);
        QVERIFY2(kills >= kKills, qPrintable(QString::number(kills)));
        // No byte is asked for that was there: what was begun in the range of one request is not begun again further
        // in front than one chunk.
        qint64 front = 0;
        for (const LyingServer::Request &request : server.requests()) {
            QVERIFY(request.first >= 0);
            asked = std::max(asked, request.first);
            front = std::max(front, asked - request.first);
        }
        QVERIFY2(front <= 4 * settings().spanBytes, qPrintable(QString::number(front)));
        QVERIFY(QDir(folder.filePath(QStringLiteral(".downloads"))).isEmpty());
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--child"))
        return child(arguments.value(2), QUrl(arguments.value(3)));
    TestDownloadKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_download_kill.moc"
