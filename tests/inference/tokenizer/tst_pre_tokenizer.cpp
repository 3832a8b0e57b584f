// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/pre_tokenizer.h"
#include "tests/inference/tokenizer/vectors.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

using namespace maru;
using tokenizer::PreTokenizer;

class PreTokenizerTest : public QObject
{
    Q_OBJECT

private slots:
    /// splits.vectors holds what Python's regex package makes of the published expressions.
    void words_are_those_of_the_published_expressions_data()
    {
        QTest::addColumn<int>("column");
        const auto rows = test::readVectors("splits.vectors");
        QVERIFY2(rows.size() > 700, "tests/data/tokenizer/splits.vectors is missing or short");
        for (qsizetype i = 1; i < rows.front().size(); ++i)
            QTest::newRow(rows.front()[i].constData()) << static_cast<int>(i);
    }

    void words_are_those_of_the_published_expressions()
    {
        QFETCH(int, column);
        const auto rows = test::readVectors("splits.vectors");
        const auto preTokenizer = PreTokenizer::find(rows.front()[column].toStdString());
        QVERIFY(preTokenizer);
        for (std::size_t row = 1; row < rows.size(); ++row) {
            const std::string text = QByteArray::fromHex(rows[row][0]).toStdString();
            std::vector<std::size_t> ends;
            preTokenizer->split(text, ends);
            std::vector<std::size_t> expected = test::readNumbers<std::size_t>(rows[row][column]);
            for (std::size_t i = 1; i < expected.size(); ++i)
                expected[i] += expected[i - 1];
            QVERIFY2(ends == expected, rows[row][0].constData());
        }
    }

    void a_name_it_does_not_know_gives_nothing()
    {
        QVERIFY(!PreTokenizer::find("nobody-2"));
        QVERIFY(!PreTokenizer::find(""));
        QVERIFY(PreTokenizer::find("llama-bpe")->ignoresMerges());
        QVERIFY(!PreTokenizer::find("qwen2")->ignoresMerges());
    }

    void long_runs_take_linear_time_data()
    {
        QTest::addColumn<QByteArray>("unit");
        QTest::newRow("spaces") << QByteArray(" ");
        QTest::newRow("newlines") << QByteArray("\n");
        QTest::newRow("capitals") << QByteArray("A");
        QTest::newRow("space and newline") << QByteArray(" \n");
        QTest::newRow("apostrophes") << QByteArray("'");
        QTest::newRow("kana") << QByteArray("\xe3\x81\x82");
    }

    void long_runs_take_linear_time()
    {
        QFETCH(QByteArray, unit);
        const std::string text = unit.repeated(300000).toStdString();
        for (const char *name : { "gpt-2", "llama-bpe", "gpt-4o", "deepseek-llm", "deepseek-v3", "default" }) {
            QElapsedTimer timer;
            timer.start();
            std::vector<std::size_t> ends;
            PreTokenizer::find(name)->split(text, ends);
            QCOMPARE(ends.back(), text.size());
            QVERIFY2(timer.elapsed() < 5000, name); // quadratic would take minutes
        }
    }
};

QTEST_GUILESS_MAIN(PreTokenizerTest)
#include "tst_pre_tokenizer.moc"
