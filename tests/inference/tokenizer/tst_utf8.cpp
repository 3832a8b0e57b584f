// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/utf8.h"

#include <QtTest/QTest>

using namespace maru::tokenizer;
using State = StrictSequence::State;

Q_DECLARE_METATYPE(State)

class Utf8Test : public QObject
{
    Q_OBJECT

private slots:
    void every_code_point_survives_encoding()
    {
        for (char32_t c = 0; c <= 0x10ffff; ++c) {
            std::string text;
            appendUtf8(text, c);
            const LooseCodePoint loose = looseCodePoint(text);
            QVERIFY(loose.value == c && loose.length == text.size() && loose.canonical);
            const StrictSequence strict = strictSequence(text);
            const bool surrogate = c >= 0xd800 && c <= 0xdfff;
            QVERIFY((strict.state == State::Valid) == !surrogate);
            QCOMPARE(strict.length, surrogate ? std::size_t { 1 } : text.size());
            QCOMPARE(sequenceLength(text[0]), text.size());
        }
    }

    void strict_reading_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<State>("state");
        QTest::addColumn<int>("length");
        QTest::newRow("lone continuation") << QByteArray("\x80x") << State::Invalid << 1;
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << State::Invalid << 1;
        QTest::newRow("overlong of three") << QByteArray("\xe0\x80\xaf") << State::Invalid << 1;
        QTest::newRow("above the last") << QByteArray("\xf4\x90\x80\x80") << State::Invalid << 1;
        QTest::newRow("f5") << QByteArray("\xf5\x80\x80\x80") << State::Invalid << 1;
        QTest::newRow("half of two") << QByteArray("\xc3") << State::Incomplete << 1;
        QTest::newRow("three of four") << QByteArray("\xf0\x9f\x98") << State::Incomplete << 3;
        QTest::newRow("broken after three") << QByteArray("\xf0\x9f\x98x") << State::Invalid << 3;
        QTest::newRow("broken after one") << QByteArray("\xe2x") << State::Invalid << 1;
        QTest::newRow("euro") << QByteArray("\xe2\x82\xac!") << State::Valid << 3;
    }

    void strict_reading()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(State, state);
        QFETCH(int, length);
        const StrictSequence read = strictSequence({ bytes.constData(), static_cast<std::size_t>(bytes.size()) });
        QVERIFY(read.state == state);
        QCOMPARE(static_cast<int>(read.length), length);
    }

    void loose_reading_takes_overlong_forms_and_replaces_what_is_broken()
    {
        const LooseCodePoint overlong = looseCodePoint("\xc0\xbc");
        QVERIFY(overlong.value == U'<' && overlong.length == 2 && !overlong.canonical);
        const LooseCodePoint broken = looseCodePoint("\xe2\x82 ");
        QVERIFY(broken.value == U'\ufffd' && broken.length == 1 && !broken.canonical);
        const LooseCodePoint tooHigh = looseCodePoint("\xf7\xbf\xbf\xbf");
        QVERIFY(tooHigh.value == U'\ufffd' && tooHigh.length == 1);
    }
};

QTEST_GUILESS_MAIN(Utf8Test)
#include "tst_utf8.moc"
