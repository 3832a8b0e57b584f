// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/chat/reply_writer.h"
#include "app/engine/engine.h"
#include "app/library/library_controller.h"
#include "tests/app/app_test.h"

#include <QGuiApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <signal.h>
#include <time.h>

#include <cstdio>

using namespace maru;
using namespace maru::test;

namespace {

qint64 monotonicMs()
{
    timespec now {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

/// What the killed process is: a Maru that writes an endless reply and says how much of it there is, and when.
int writeUntilKilled(const QString &dataDir, int argc, char *argv[])
{
    QGuiApplication application(argc, argv);
    AppOptions options = fakeOptions(dataDir);
    options.fakeScript.tokensPerSecond = 150;
    options.fakeScript.reply = QString(QStringLiteral("word ")).repeated(20'000).trimmed();
    auto context = AppContext::create(options);
    if (!context)
        return 1;
    QObject::connect(
        (*context)->engine(), &Engine::written, &application, [length = qsizetype(0)](const ReplyBatch &batch) mutable {
            length += batch.text.size();
            std::fprintf(stdout, "%lld %lld\n", static_cast<long long>(monotonicMs()), static_cast<long long>(length));
            std::fflush(stdout);
        });
    (*context)->chat()->send(QStringLiteral("Tell me a long story"));
    return application.exec();
}

} // namespace

class TestKill : public QObject
{
    Q_OBJECT

private slots:
    void a_killed_reply_is_there_up_to_250_ms_before_data()
    {
        QTest::addColumn<int>("afterMs");
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("MARU_KILLS", &given);
        QRandomGenerator random(42);
        for (int i = 0; i < (given ? asked : 8); ++i)
            QTest::addRow("%d", i) << 100 + static_cast<int>(random.bounded(1500));
    }

    void a_killed_reply_is_there_up_to_250_ms_before()
    {
        QFETCH(int, afterMs);
        QTemporaryDir folder;
        QProcess maru;
        maru.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--write-until-killed"), folder.path() });
        QVERIFY(maru.waitForReadyRead(20'000));
        QTest::qWait(afterMs);
        const qint64 killedAt = monotonicMs();
        ::kill(static_cast<pid_t>(maru.processId()), SIGKILL);
        QVERIFY(maru.waitForFinished());
        qsizetype expected = 0;
        const QList<QByteArray> lines = maru.readAllStandardOutput().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> fields = line.split(' ');
            if (fields.size() == 2 && fields.at(0).toLongLong() <= killedAt - 250)
                expected = fields.at(1).toLongLong();
        }

        auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        MessageModel &messages = *(*context)->chat()->messages();
        QCOMPARE((*context)->chat()->conversations()->count(), 1);
        QTRY_COMPARE(messages.count(), 2);
        QCOMPARE(messages.message(0)->text, QStringLiteral("Tell me a long story"));
        if (expected == 0)
            return; // killed before there was anything to keep
        const Message *reply = messages.message(1);
        QVERIFY(reply);
        QCOMPARE(reply->status, MessageStatus::Interrupted);
        QVERIFY2(reply->text.size() >= expected,
            qPrintable(QStringLiteral("%1 < %2").arg(reply->text.size()).arg(expected)));
        QVERIFY(reply->text.startsWith(QStringLiteral("word word")));
        QCOMPARE(reply->tokens.size(), reply->text.split(u' ').size());
        QVERIFY(messages.data(messages.index(1), MessageModel::StatusTextRole)
                    .toString()
                    .contains(QStringLiteral("Interrupted")));
    }

    void the_journal_is_written_eight_times_a_second_at_least() { QVERIFY(ReplyWriter::kJournalMs <= 1000 / 8); }
};

int main(int argc, char *argv[])
{
    if (argc == 3 && QByteArray(argv[1]) == "--write-until-killed")
        return writeUntilKilled(QString::fromLocal8Bit(argv[2]), argc, argv);
    QGuiApplication application(argc, argv);
    TestKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_kill.moc"
