// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// generate with a template that thinks: a real model whose file has been given such a template.

#include "tests/support/real_models.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cstring>

using namespace maru;

namespace {

constexpr char kTemplate[] = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
                             "<|im_start|>assistant\n<think>\n"
                             "{% if enable_thinking is defined and not enable_thinking %}\n</think>\n\n{% endif %}";

} // namespace

class TestCliThinking : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_model = m_folder.filePath("thinking.gguf");
        QVERIFY(QFile::copy(QString::fromStdString(test::realModel(test::kSmolLm2).string()), m_model));
        QFile file(m_model);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.open(QIODevice::ReadWrite));
        const QByteArray head = file.read(16 << 20);
        constexpr char kKey[] = "tokenizer.chat_template";
        const auto start = head.indexOf(kKey) + static_cast<qsizetype>(sizeof kKey - 1) + 4;
        quint64 length = 0;
        std::memcpy(&length, head.constData() + start, sizeof length);
        QByteArray text = kTemplate;
        QVERIFY(static_cast<quint64>(text.size()) + 8 < length);
        text += "{#" + QByteArray(static_cast<qsizetype>(length) - text.size() - 4, '.') + "#}";
        QVERIFY(file.seek(start + 8) && file.write(text) == text.size());
        QFile messages(m_folder.filePath("messages.json"));
        QVERIFY(messages.open(QIODevice::WriteOnly));
        messages.write(R"([{"role": "user", "content": "What is a tree?"},)"
                       R"({"role": "assistant", "content": "A plant.", "reasoning": "secret"},)"
                       R"({"role": "user", "content": "And a forest?"}])");
    }

    void aBudgetClosesTheThinking()
    {
        const QJsonObject result = generate({ "--thinking-budget", "6", "-n", "24" });
        QVERIFY(!result["reasoning"].toString().isEmpty());
        QVERIFY(!result["text"].toString().isEmpty());
        QVERIFY(!result["reasoning"].toString().contains("think>"));
        QVERIFY(!result["text"].toString().startsWith("</think>"));
        QVERIFY(result["reasoning_tokens"].toInt() >= 6 && result["reasoning_tokens"].toInt() < 16);
        QVERIFY(
            detokenized(result["tokens"].toArray()).contains("\n</think>\n\n")); // the model has been made to write it
        QVERIFY(result["timings"].toObject()["reasoning_ms"].toDouble() > 0);
    }

    void withoutOneItMayGoOnToTheEnd()
    {
        const QJsonObject result = generate({ "-n", "8" });
        QCOMPARE(result["text"].toString(), QString());
        QVERIFY(!result["reasoning"].toString().isEmpty());
        QCOMPARE(result["reasoning_tokens"].toInt(), result["tokens"].toArray().size());
    }

    void itCanBeSwitchedOff()
    {
        const QJsonObject result = generate({ "--thinking", "off", "-n", "8" });
        QCOMPARE(result["reasoning"].toString(), QString());
        QVERIFY(!result["text"].toString().isEmpty());
    }

private:
    QByteArray run(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral(MARU_CLI), arguments);
        if (!process.waitForFinished(120000))
            process.kill();
        return process.readAllStandardOutput();
    }

    QJsonObject generate(const QStringList &more)
    {
        const QStringList arguments { "generate", m_model, "--messages", m_folder.filePath("messages.json"), "--device",
            "cpu", "--context", "256", "--temperature", "0", "--json" };
        return QJsonDocument::fromJson(run(arguments + more)).object();
    }

    QString detokenized(const QJsonArray &tokens)
    {
        QStringList list;
        for (const auto &token : tokens)
            list << QString::number(token.toInt());
        return QString::fromUtf8(run({ "detokenize", m_model, "--tokens", list.join(',') }));
    }

    QTemporaryDir m_folder;
    QString m_model;
};

QTEST_GUILESS_MAIN(TestCliThinking)
#include "tst_cli_thinking.moc"
