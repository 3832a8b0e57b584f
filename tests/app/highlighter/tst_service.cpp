// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The program maru-highlighter as it is, spoken to in its protocol.

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtEndian>
#include <QtTest>

/// Ends with the test.
class Helper : public QProcess
{
public:
    ~Helper() override
    {
        kill();
        waitForFinished();
    }
};

class TstService : public QObject
{
    Q_OBJECT

private:
    static void send(QProcess *helper, const QByteArray &body)
    {
        QByteArray header(4, Qt::Uninitialized);
        qToLittleEndian(static_cast<quint32>(body.size()), header.data());
        helper->write(header + body);
    }

    static QJsonObject receive(QProcess *helper)
    {
        QByteArray received;
        const auto need = [&](qsizetype size) {
            while (received.size() < size && helper->waitForReadyRead(10'000))
                received += helper->readAllStandardOutput();
            return received.size() >= size;
        };
        if (!need(4))
            return {};
        const auto length = static_cast<qsizetype>(qFromLittleEndian<quint32>(received.constData()));
        return need(4 + length) ? QJsonDocument::fromJson(received.mid(4, length)).object() : QJsonObject();
    }

    static QJsonObject ask(
        QProcess *helper, int document, const QString &language, int first, const QStringList &lines, int finished)
    {
        send(helper,
            QJsonDocument(QJsonObject { { QStringLiteral("id"), 1 }, { QStringLiteral("document"), document },
                              { QStringLiteral("language"), language }, { QStringLiteral("first"), first },
                              { QStringLiteral("lines"), QJsonArray::fromStringList(lines) },
                              { QStringLiteral("finished"), finished } })
                .toJson());
        return receive(helper);
    }

    static void start(QProcess *helper)
    {
        helper->start(QStringLiteral(MARU_HIGHLIGHTER), {});
        QVERIFY(helper->waitForStarted());
    }

private slots:
    void linesGetTheirStyles()
    {
        Helper helper;
        start(&helper);
        const QJsonObject reply = ask(&helper, 1, QStringLiteral("python"), 0, { QStringLiteral("def f(): # c") }, 1);
        const QJsonArray spans = reply.value(QStringLiteral("lines")).toArray().at(0).toArray();
        QVERIFY(!spans.isEmpty());
        QCOMPARE(spans.size() % 3, 0);
        QCOMPARE(spans.at(0).toInt(), 0);
        QCOMPARE(spans.at(1).toInt(), 3);
        QCOMPARE(spans.at(2).toInt(), 1); // a keyword
    }

    void languagesAreFoundByUsualNames_data()
    {
        QTest::addColumn<QString>("language");
        for (const char *name : { "python", "py", "Python3", "c++", "cpp", "c", "rust", "rs", "typescript", "ts", "tsx",
                 "javascript", "js", "jsx", "json", "yaml", "yml", "bash", "sh", "shell", "zsh", "console", "go",
                 "golang", "java", "kotlin", "swift", "ruby", "rb", "php", "html", "css", "xml", "sql", "toml", "ini",
                 "cmake", "make", "dockerfile", "docker", "diff", "latex", "tex", "markdown", "md", "csharp", "c#",
                 "lua", "perl", "r", "julia", "haskell", "scala", "dart", "powershell", "asm", "matlab" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void languagesAreFoundByUsualNames()
    {
        QFETCH(QString, language);
        Helper helper;
        start(&helper);
        QVERIFY(ask(&helper, 1, language, 0, { QStringLiteral("x") }, 1).contains(QStringLiteral("lines")));
    }

    void otherLanguagesAreUnknown()
    {
        Helper helper;
        start(&helper);
        for (const char *name : { "text", "plaintext", "", "no such language", "../../etc/passwd" }) {
            const QJsonObject reply = ask(&helper, 1, QString::fromLatin1(name), 0, { QStringLiteral("x") }, 1);
            QCOMPARE(reply.value(QStringLiteral("unknown")).toString(), QStringLiteral("language"));
        }
    }

    void lineByLineIsTheSameAsAllAtOnce()
    {
        const QStringList code
            = QStringLiteral("/* a\n b */ int x = 1;\nconst char *s = R\"(raw\n\"x\" )\";\n#define A \\\n  1\n// end")
                  .split(QLatin1Char('\n'));
        Helper helper;
        start(&helper);
        const auto count = static_cast<int>(code.size());
        const QJsonArray whole
            = ask(&helper, 1, QStringLiteral("cpp"), 0, code, count).value(QStringLiteral("lines")).toArray();
        QCOMPARE(whole.size(), code.size());
        for (int i = 0; i < count; ++i) {
            // First a line that is not finished, which must leave no trace.
            ask(&helper, 2, QStringLiteral("cpp"), i, { code.at(i).left(3) + QStringLiteral(" /* \"") }, 0);
            const QJsonArray one
                = ask(&helper, 2, QStringLiteral("cpp"), i, { code.at(i) }, 1).value(QStringLiteral("lines")).toArray();
            QCOMPARE(one.at(0).toArray(), whole.at(i).toArray());
        }
    }

    void aTextItDoesNotKnowIsSaidToBeUnknown()
    {
        Helper helper;
        start(&helper);
        const QJsonObject reply = ask(&helper, 9, QStringLiteral("python"), 5, { QStringLiteral("x") }, 1);
        QCOMPARE(reply.value(QStringLiteral("unknown")).toString(), QStringLiteral("document"));
    }

    void manyTextsPushTheOldestOut()
    {
        Helper helper;
        start(&helper);
        for (int i = 0; i < 200; ++i)
            ask(&helper, i, QStringLiteral("json"), 0, { QStringLiteral("{") }, 1);
        QVERIFY(
            ask(&helper, 199, QStringLiteral("json"), 1, { QStringLiteral("}") }, 1).contains(QStringLiteral("lines")));
        QVERIFY(
            ask(&helper, 0, QStringLiteral("json"), 1, { QStringLiteral("}") }, 1).contains(QStringLiteral("unknown")));
    }

    void aVeryLongLineStaysPlain()
    {
        Helper helper;
        start(&helper);
        const QJsonObject reply
            = ask(&helper, 1, QStringLiteral("json"), 0, { QString(1'000'000, QLatin1Char('[')) }, 1);
        QCOMPARE(reply.value(QStringLiteral("lines")).toArray().at(0).toArray(), QJsonArray());
    }

    void itEndsWithItsInputAndWithNonsense()
    {
        for (const QByteArray &body : { QByteArray("no json"), QByteArray("[]"), QByteArray() }) {
            Helper helper;
            start(&helper);
            send(&helper, body);
            QVERIFY(helper.waitForFinished(10'000));
            QCOMPARE(helper.exitCode(), 1);
        }
        Helper helper;
        start(&helper);
        helper.write("\xff\xff\xff\xff too long", 13);
        QVERIFY(helper.waitForFinished(10'000));
        Helper other;
        start(&other);
        other.closeWriteChannel();
        QVERIFY(other.waitForFinished(10'000));
        QCOMPARE(other.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TstService)
#include "tst_service.moc"
