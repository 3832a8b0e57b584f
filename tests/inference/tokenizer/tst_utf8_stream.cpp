// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/utf8_stream.h"

#include <QtCore/QStringDecoder>
#include <QtTest/QTest>

#include <array>
#include <random>

using maru::tokenizer::Utf8Stream;

class Utf8StreamTest : public QObject
{
    Q_OBJECT

private slots:
    void half_a_character_waits_for_its_rest()
    {
        Utf8Stream stream;
        QCOMPARE(stream.push("a\xf0\x9f"), std::string("a"));
        QVERIFY(stream.pending());
        QCOMPARE(stream.push("\x98"), std::string());
        QCOMPARE(stream.push("\x80z"), std::string("\xf0\x9f\x98\x80z"));
        QVERIFY(!stream.pending());
        QCOMPARE(stream.flush(), std::string());
    }

    void what_cannot_be_completed_becomes_a_replacement()
    {
        Utf8Stream stream;
        QCOMPARE(stream.push("\xe2\x82"), std::string());
        QCOMPARE(stream.push("x\xff"), std::string("\xef\xbf\xbdx\xef\xbf\xbd"));
        QCOMPARE(stream.push("\xf0\x9f"), std::string());
        QCOMPARE(stream.flush(), std::string("\xef\xbf\xbd"));
        QVERIFY(!stream.pending());
        QCOMPARE(stream.push("b"), std::string("b"));
    }

    /// However the bytes are cut, the output is the same, and valid.
    void cuts_do_not_matter()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 2000; ++round) {
            std::string bytes;
            for (auto i = random() % 40; i > 0; --i) {
                constexpr std::array<const char *, 9> kParts { "a", "\xc3\xa9", "\xea\xb0\x80", "\xf0\x9f\x98\x80",
                    "\xf0\x9f", "\x80", "\xe2", "\xff", "\xed\xa0" };
                bytes += kParts[random() % kParts.size()];
            }
            Utf8Stream whole;
            std::string expected = whole.push(bytes);
            expected += whole.flush();
            Utf8Stream cut;
            std::string out;
            for (std::size_t i = 0; i < bytes.size();) {
                const std::size_t count = random() % 4;
                const std::string part = cut.push(std::string_view(bytes).substr(i, count));
                QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
                QString decoded = decoder.decode(QByteArrayView(part.data(), static_cast<qsizetype>(part.size())));
                QVERIFY(!decoder.hasError());
                out += part;
                i += count;
            }
            QCOMPARE(out + cut.flush(), expected);
        }
    }
};

QTEST_GUILESS_MAIN(Utf8StreamTest)
#include "tst_utf8_stream.moc"
