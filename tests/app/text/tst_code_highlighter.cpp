// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_highlighter.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace maru;

class TstCodeHighlighter : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    /// A program that takes the helper's place.
    QString script(const QByteArray &body)
    {
        const QString path = m_folder.filePath(QStringLiteral("helper%1").arg(QRandomGenerator::global()->generate()));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("#!/bin/sh\n" + body + "\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }

    static CodeHighlighter::Question question(qint64 document, const QStringList &lines, int first = 0)
    {
        return { document, QStringLiteral("python"), first, lines, static_cast<int>(lines.size()) };
    }

    static void expectGaveUp(CodeHighlighter *highlighter)
    {
        QSignalSpy gaveUp(highlighter, &CodeHighlighter::gaveUp);
        QSignalSpy highlighted(highlighter, &CodeHighlighter::highlighted);
        const qint64 document = highlighter->newDocument();
        highlighter->ask(question(document, { QStringLiteral("x") }));
        QVERIFY(gaveUp.wait(5000));
        QCOMPARE(gaveUp.at(0).at(0).toLongLong(), document);
        QCOMPARE(highlighted.size(), 0);
    }

private slots:
    void answersCome()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        QSignalSpy highlighted(&highlighter, &CodeHighlighter::highlighted);
        const qint64 document = highlighter.newDocument();
        highlighter.ask(question(document, { QStringLiteral("def f():"), QString() }));
        QVERIFY(highlighted.wait());
        QCOMPARE(highlighted.at(0).at(0).toLongLong(), document);
        const auto lines = highlighted.at(0).at(2).value<QList<CodeLine>>();
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.at(0).at(0), (CodeSpan { 0, 3, 1 }));
    }

    void aHelperThatHangsIsEnded()
    {
        CodeHighlighter highlighter(script("exec sleep 100"));
        highlighter.setTimeLimitMs(200);
        expectGaveUp(&highlighter);
        QCOMPARE(highlighter.processId(), 0);
    }

    void aHelperThatDiesIsNoHarm()
    {
        CodeHighlighter highlighter(script("exit 3"));
        expectGaveUp(&highlighter);
        expectGaveUp(&highlighter);
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("text") << QByteArray("echo hello world");
        QTest::newRow("too long") << QByteArray("printf '\\377\\377\\377\\377'; exec sleep 100");
        QTest::newRow("no object") << QByteArray("printf '\\002\\000\\000\\000[]'; exec sleep 100");
        QTest::newRow("of another question") << QByteArray("printf '\\010\\000\\000\\000{\"id\":7}'; exec sleep 100");
        QTest::newRow("no lines") << QByteArray("printf '\\010\\000\\000\\000{\"id\":1}'; exec sleep 100");
        QTest::newRow("a span outside of its line")
            << QByteArray("printf '\\035\\000\\000\\000{\"id\":1,\"lines\":[[0,9999,1]]}'; exec sleep 100");
        QTest::newRow("numbers that are none")
            << QByteArray("printf '\\035\\000\\000\\000{\"id\":1,\"lines\":[[-1,\"a\",{}]]}'; exec sleep 100");
    }

    void nonsenseIsRefused()
    {
        QFETCH(QByteArray, body);
        CodeHighlighter highlighter(script(body));
        highlighter.setTimeLimitMs(2000);
        expectGaveUp(&highlighter);
    }

    void aHelperThatIsNotThereIsNoHarm()
    {
        CodeHighlighter highlighter(QStringLiteral("/nonexistent/maru-highlighter"));
        for (int i = 0; i < 7; ++i)
            expectGaveUp(&highlighter);
    }

    void afterADeathTheNextQuestionStartsAnother()
    {
        CodeHighlighter highlighter(QStringLiteral(MARU_HIGHLIGHTER));
        QSignalSpy highlighted(&highlighter, &CodeHighlighter::highlighted);
        QSignalSpy lost(&highlighter, &CodeHighlighter::lost);
        const qint64 document = highlighter.newDocument();
        highlighter.ask(question(document, { QStringLiteral("a = 1") }));
        QVERIFY(highlighted.wait());
        const qint64 first = highlighter.processId();
        QVERIFY(first > 0);
        QCOMPARE(::kill(static_cast<pid_t>(first), SIGKILL), 0);
        QTRY_COMPARE(highlighter.processId(), 0);
        highlighter.ask(question(document, { QStringLiteral("b = 2") }, 1));
        QVERIFY(lost.wait()); // the new one knows nothing of the text
        QVERIFY(highlighter.processId() > 0 && highlighter.processId() != first);
        highlighter.ask(question(document, { QStringLiteral("a = 1"), QStringLiteral("b = 2") }));
        QVERIFY(highlighted.wait());
    }

    void oneTextThatHangsDoesNotStopTheOthers()
    {
        // Hangs for the first question of each start, works for those that do not say "evil".
        CodeHighlighter highlighter(
            script("if [ ! -e \"$0.once\" ]; then touch \"$0.once\"; exec sleep 100; fi; exec '" MARU_HIGHLIGHTER "'"));
        highlighter.setTimeLimitMs(300);
        QSignalSpy gaveUp(&highlighter, &CodeHighlighter::gaveUp);
        QSignalSpy highlighted(&highlighter, &CodeHighlighter::highlighted);
        const qint64 evil = highlighter.newDocument();
        const qint64 good = highlighter.newDocument();
        highlighter.ask(question(evil, { QStringLiteral("evil") }));
        highlighter.ask(question(good, { QStringLiteral("good") }));
        highlighter.setTimeLimitMs(1500);
        QTRY_COMPARE(highlighted.size(), 1);
        QCOMPARE(highlighted.at(0).at(0).toLongLong(), good);
        QCOMPARE(gaveUp.size(), 1);
        QCOMPARE(gaveUp.at(0).at(0).toLongLong(), evil);
    }

    void itEndsAtOnceWhileAHelperHangs()
    {
        QElapsedTimer timer;
        {
            CodeHighlighter highlighter(script("exec sleep 100"));
            highlighter.ask(question(highlighter.newDocument(), { QStringLiteral("x") }));
            QTRY_VERIFY(highlighter.processId() > 0);
            timer.start();
        }
        QVERIFY(timer.elapsed() < 1000);
    }
};

QTEST_GUILESS_MAIN(TstCodeHighlighter)
#include "tst_code_highlighter.moc"
