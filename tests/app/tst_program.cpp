// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "tests/app/app_test.h"
#include "tests/support/real_models.h"

#include <QImage>
#include <QProcess>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// The program itself, from outside: its switches, its exit status, its windows.
class TestProgram : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void a_prompt_is_typed_sent_answered_and_photographed()
    {
        const QString picture = m_folder->filePath(QStringLiteral("shot.png"));
        const Run run
            = maru({ QStringLiteral("--engine=fake"), QStringLiteral("--prompt"), QStringLiteral("Are you there?"),
                QStringLiteral("--screenshot"), picture, QStringLiteral("--exit-after-reply") });
        QCOMPARE(run.status, 0);
        QVERIFY2(run.output.contains("Are you there?") && run.output.contains("fake engine"), run.output.constData());
        const QImage image(picture);
        QVERIFY(image.width() > 600 && image.height() > 400);
        auto database = Database::open(m_folder->filePath(QStringLiteral("maru.sqlite")));
        VERIFY_OK(database);
        QCOMPARE((*database)->value(QStringLiteral("SELECT count(*) FROM messages"))->toInt(), 2);
    }

    /// The whole way, as the README's first command shows it: a real model, a picture, and the reply on the disk.
    void a_real_model_answers()
    {
        const QString picture = m_folder->filePath(QStringLiteral("shot.png"));
        const QString model = QString::fromStdString(realModel(kSmolLm2).string());
        const Run run = maru({ QStringLiteral("--model"), model, QStringLiteral("--device"), QStringLiteral("cpu"),
            QStringLiteral("--prompt"), QStringLiteral("What is a forest?"), QStringLiteral("--screenshot"), picture,
            QStringLiteral("--exit-after-reply") });
        QCOMPARE(run.status, 0);
        QVERIFY2(run.output.contains("forest"), run.output.constData());
        QVERIFY(!QImage(picture).isNull());
        auto database = Database::open(m_folder->filePath(QStringLiteral("maru.sqlite")));
        VERIFY_OK(database);
        const auto saved = (*database)->value(QStringLiteral("SELECT text FROM messages ORDER BY id DESC LIMIT 1"));
        QVERIFY2(run.output.contains(saved->toString().trimmed().left(40).toUtf8()), run.output.constData());
    }

    void a_reply_that_fails_is_status_1_with_a_message()
    {
        const Run run = maru({ QStringLiteral("--model"), QStringLiteral("/nowhere/model.gguf"),
            QStringLiteral("--prompt"), QStringLiteral("Hello"), QStringLiteral("--exit-after-reply") });
        QCOMPARE(run.status, 1);
        QVERIFY2(run.errors.contains("/nowhere/model.gguf"), run.errors.constData());
        QVERIFY(run.output.isEmpty());
    }

    void wrong_usage_is_status_2()
    {
        QCOMPARE(maru({ QStringLiteral("--language"), QStringLiteral("xx") }).status, 2);
        QCOMPARE(maru({ QStringLiteral("--nonsense") }).status, 2);
        QCOMPARE(maru({ QStringLiteral("--help") }).status, 0);
        QVERIFY(maru({ QStringLiteral("--version") }).output.startsWith("maru "));
    }

    void a_second_window_on_the_same_data_says_so()
    {
        auto first = AppContext::create(fakeOptions(m_folder->path()));
        VERIFY_OK(first);
        const QString picture = m_folder->filePath(QStringLiteral("shot.png"));
        const Run run = maru({ QStringLiteral("--engine=fake"), QStringLiteral("--exit-after-reply"),
            QStringLiteral("--screenshot"), picture });
        QCOMPARE(run.status, 1);
        QVERIFY2(run.errors.contains("Another Maru is using"), run.errors.constData());
        QVERIFY(!QImage(picture).isNull());
    }

    void nothing_that_qml_complains_about()
    {
        const Run run = maru({ QStringLiteral("--engine=fake"), QStringLiteral("--prompt"), QStringLiteral("Hi"),
            QStringLiteral("--exit-after-reply") });
        QCOMPARE(run.status, 0);
        QVERIFY2(!run.errors.contains("qrc:/") && !run.errors.contains("QQml"), run.errors.constData());
    }

    void the_first_frame_comes_with_the_list()
    {
        {
            auto database = Database::open(m_folder->filePath(QStringLiteral("maru.sqlite")));
            VERIFY_OK(database);
            VERIFY_OK((*database)->setDurable(false));
            ConversationStore store(**database);
            for (qint64 i = 1; i <= 200; ++i) {
                VERIFY_OK(store.addConversation(conversation(i, QStringLiteral("Conversation %1").arg(i)),
                    userMessage(1000 + i, i, QStringLiteral("Hello"))));
            }
        }
        qputenv("MARU_TIMING", "1");
        const Run run = maru({ QStringLiteral("--engine=fake"), QStringLiteral("--prompt"), QStringLiteral("Hi"),
            QStringLiteral("--exit-after-reply") });
        qunsetenv("MARU_TIMING");
        QCOMPARE(run.status, 0);
        QVERIFY2(run.errors.contains("first_frame_ms "), run.errors.constData());
        QVERIFY2(run.errors.contains("conversations 200"), run.errors.constData());
        const QByteArray after = run.errors.mid(run.errors.indexOf("first_frame_ms ") + 15);
        QVERIFY2(after.left(after.indexOf(' ')).toInt() < 5000, run.errors.constData()); // quiet: under half a second
        qInfo("%s", run.errors.simplified().constData());
    }

private:
    struct Run
    {
        int status = -1;
        QByteArray output;
        QByteArray errors;
    };

    Run maru(QStringList arguments)
    {
        QProcess process;
        arguments << QStringLiteral("--data-dir") << m_folder->path();
        process.start(QStringLiteral(MARU_PROGRAM), arguments);
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return { process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() };
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
