// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/reply_details.h"

#include <QTest>

using namespace maru;

class TestReplyDetails : public QObject
{
    Q_OBJECT

private slots:
    void the_sentence_names_what_took_longest_data()
    {
        QTest::addColumn<double>("loadMs");
        QTest::addColumn<double>("promptMs");
        QTest::addColumn<double>("speed");
        QTest::addColumn<int>("gpuLayers");
        QTest::addColumn<double>("thinkingMs");
        QTest::addColumn<QString>("words");
        QTest::addRow("loading") << 9000.0 << 500.0 << 50.0 << 33 << 0.0 << "loading the model";
        QTest::addRow("reading") << 0.0 << 8000.0 << 50.0 << 33 << 0.0 << "reading 300 token";
        QTest::addRow("writing") << 0.0 << 500.0 << 5.0 << 33 << 0.0 << "writing 101 token";
        QTest::addRow("thinking") << 0.0 << 500.0 << 5.0 << 33 << 15000.0 << "15 s of that was thinking";
        QTest::addRow("split") << 0.0 << 500.0 << 5.0 << 24 << 0.0 << "9 of 33 layers lie on the processor";
        QTest::addRow("processor") << 0.0 << 500.0 << 5.0 << 0 << 0.0 << "The processor did it all";
    }

    void the_sentence_names_what_took_longest()
    {
        QFETCH(double, loadMs);
        QFETCH(double, promptMs);
        QFETCH(double, speed);
        QFETCH(int, gpuLayers);
        QFETCH(double, thinkingMs);
        QFETCH(QString, words);
        Message message = reply();
        message.statistics.loadMs = loadMs;
        message.statistics.promptMs = promptMs;
        message.statistics.gpuLayers = gpuLayers;
        message.tokensPerSecond = speed;
        message.thinkingMs = thinkingMs;
        QVERIFY2(whySlow(message).contains(words), qPrintable(whySlow(message)));
    }

    void every_number_is_told()
    {
        Message message = reply();
        message.statistics.promptMs = 2000;
        message.statistics.gpuLayers = 24;
        message.tokensPerSecond = 20;
        message.seed = 77;
        QString all;
        for (const DetailLine &line : replyDetails(message))
            all += line.name + u'=' + line.value + u'\n';
        for (const char *words : { "Model=Qwen", "in 2.0 s; 700 more were known", "at 20 tok/s",
                 "24 on the graphics device, 9 on the processor", "Device=Radeon", "Seed=77", "temperature 0.8" })
            QVERIFY2(all.contains(QLatin1String(words)), qPrintable(all));
    }

    void a_reply_of_which_nothing_is_known_says_nothing()
    {
        Message message;
        message.role = MessageRole::Assistant;
        message.text = QStringLiteral("imported");
        QCOMPARE(whySlow(message), QString());
    }

private:
    static Message reply()
    {
        Message message;
        message.role = MessageRole::Assistant;
        message.modelName = QStringLiteral("Qwen");
        message.tokens = QList<qint32>(101, 5);
        message.statistics.promptTokens = 1000;
        message.statistics.reusedTokens = 700;
        message.statistics.layerCount = 33;
        message.statistics.device = QStringLiteral("Radeon");
        return message;
    }
};

QTEST_GUILESS_MAIN(TestReplyDetails)
#include "tst_reply_details.moc"
