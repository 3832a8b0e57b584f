// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/text_file.h"

#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>

using namespace maru;

class TestTextFile : public QObject
{
    Q_OBJECT

private slots:
    void encodings_are_recognised_data()
    {
        const QString words = QStringLiteral("Grüße, 안녕하세요\n둘째 줄\n");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("encoding");
        QTest::addRow("utf-8") << words.toUtf8() << words << "UTF-8";
        QTest::addRow("utf-8 with a mark") << QByteArray("\xEF\xBB\xBF" + words.toUtf8()) << words << "UTF-8";
        const QString latin = QStringLiteral("plain words\n");
        QTest::addRow("utf-16 le, marked") << QByteArray("\xFF\xFE") + utf16(words, false) << words << "UTF-16LE";
        QTest::addRow("utf-16 be, marked") << QByteArray("\xFE\xFF") + utf16(words, true) << words << "UTF-16BE";
        QTest::addRow("utf-16 le, bare") << utf16(latin, false) << latin << "UTF-16LE";
        QTest::addRow("utf-16 be, bare") << utf16(latin, true) << latin << "UTF-16BE";
        // 안녕, and a syllable that only CP949 has (뷁).
        QTest::addRow("euc-kr") << QByteArray("\xBE\xC8\xB3\xE7\n") << QStringLiteral("안녕\n") << "EUC-KR";
        QTest::addRow("cp949") << QByteArray("\xBE\xC8 \x94\xEE\n") << QStringLiteral("안 뷁\n") << "EUC-KR";
        QTest::addRow("western") << QByteArray("caf\xE9 au lait, s'il vous pla\xEEt\n")
                                 << QStringLiteral("café au lait, s'il vous plaît\n") << "ISO-8859-1";
        QTest::addRow("line ends") << QByteArray("a\r\nb\rc") << QStringLiteral("a\nb\nc") << "UTF-8";
    }

    void encodings_are_recognised()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QFETCH(QString, encoding);
        const TextFile read = textFromBytes(QStringLiteral("a.txt"), bytes);
        QVERIFY2(read.problem.isEmpty(), qPrintable(read.problem));
        QCOMPARE(read.attachment.text, text);
        QCOMPARE(read.attachment.encoding, encoding);
        QCOMPARE(read.attachment.name, QStringLiteral("a.txt"));
    }

    void what_is_no_text_is_refused_in_words_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("empty") << QByteArray();
        QTest::addRow("png") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 18);
        QTest::addRow("zeros") << QByteArray(64, '\0');
        QByteArray noise;
        for (int i = 0; i < 256; ++i)
            noise.append(static_cast<char>((i * 73 + 31) % 256));
        QTest::addRow("noise") << noise;
        QTest::addRow("only high bytes") << QByteArray(64, '\xFF');
    }

    void what_is_no_text_is_refused_in_words()
    {
        QFETCH(QByteArray, bytes);
        const TextFile read = textFromBytes(QStringLiteral("photo.bin"), bytes);
        QVERIFY(read.problem.contains(QStringLiteral("photo.bin")));
        QVERIFY(read.attachment.text.isEmpty());
    }

    void files_too_large_folders_and_missing_ones_are_refused()
    {
        QTemporaryDir folder;
        QFile large(folder.filePath(QStringLiteral("large.txt")));
        QVERIFY(large.open(QIODevice::WriteOnly));
        QVERIFY(large.resize(kLargestAttachment + 1));
        QVERIFY(readTextFile(large.fileName()).problem.contains(QStringLiteral("at most")));
        QVERIFY(readTextFile(folder.path()).problem.contains(QStringLiteral("folder")));
        QVERIFY(readTextFile(folder.filePath(QStringLiteral("none.txt"))).problem.contains(QStringLiteral("none.txt")));
    }

private:
    static QByteArray utf16(const QString &text, bool bigEndian)
    {
        QStringEncoder encoder(bigEndian ? QStringConverter::Utf16BE : QStringConverter::Utf16LE);
        return encoder(text);
    }
};

QTEST_GUILESS_MAIN(TestTextFile)
#include "tst_text_file.moc"
