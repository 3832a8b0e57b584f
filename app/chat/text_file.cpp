// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/text_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStringDecoder>

#include <iconv.h>

#include <algorithm>
#include <optional>

namespace maru {

namespace {

struct TextFileText
{
    Q_DECLARE_TR_FUNCTIONS(maru::TextFile)
};

std::optional<QString> decoded(const QByteArray &bytes, QStringConverter::Encoding encoding)
{
    QStringDecoder decoder(encoding);
    const QString text = decoder(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

/// Qt's own converter knows this encoding only where it was built with ICU; the C library always does.
std::optional<QString> decodedAsKorean(const QByteArray &bytes)
{
    const iconv_t converter = iconv_open("UTF-8", "CP949");
    if (converter == reinterpret_cast<iconv_t>(-1))
        return {};
    QByteArray input = bytes;
    QByteArray output(bytes.size() * 3 + 16, Qt::Uninitialized); // two bytes become three at most
    char *from = input.data();
    char *to = output.data();
    auto fromLeft = static_cast<std::size_t>(input.size());
    auto toLeft = static_cast<std::size_t>(output.size());
    const bool done = iconv(converter, &from, &fromLeft, &to, &toLeft) != static_cast<std::size_t>(-1) && fromLeft == 0;
    iconv_close(converter);
    if (!done)
        return {};
    return QString::fromUtf8(output.constData(), output.size() - static_cast<qsizetype>(toLeft));
}

bool isHangul(QChar letter)
{
    return letter >= QChar(0xAC00) && letter <= QChar(0xD7A3);
}

/// Two-byte text of another language is often valid CP949 too, but then of rare characters.
bool looksKorean(const QString &text)
{
    const auto isForeign = [](QChar letter) { return letter.unicode() >= 0x80; };
    const auto foreign = std::count_if(text.cbegin(), text.cend(), isForeign);
    const auto hangul = std::count_if(text.cbegin(), text.cend(), isHangul);
    return foreign > 0 && hangul * 2 >= foreign;
}

bool hasControls(const QByteArray &bytes)
{
    return std::any_of(bytes.cbegin(), bytes.cend(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value < 0x20 && value != '\t' && value != '\n' && value != '\r' && value != '\f' && value != 0x1b;
    });
}

/// UTF-16 without a mark shows in text of any script with Latin letters or line ends: every other byte is 0.
std::optional<QStringConverter::Encoding> utf16Without(const QByteArray &bytes)
{
    if (bytes.size() < 4 || bytes.size() % 2 != 0)
        return {};
    qsizetype zeros[2] = { 0, 0 };
    for (qsizetype i = 0; i < bytes.size(); ++i)
        zeros[i % 2] += bytes.at(i) == 0 ? 1 : 0;
    if (zeros[0] == 0 && zeros[1] * 8 > bytes.size() / 2)
        return QStringConverter::Utf16LE;
    if (zeros[1] == 0 && zeros[0] * 8 > bytes.size() / 2)
        return QStringConverter::Utf16BE;
    return {};
}

/// Every byte means something in it, so it comes last, and only where most of the text is plain.
bool looksWestern(const QByteArray &bytes)
{
    const auto high = std::count_if(
        bytes.cbegin(), bytes.cend(), [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
    return high * 4 < bytes.size();
}

QString withLineEnds(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    return text;
}

} // namespace

TextFile textFromBytes(const QString &name, const QByteArray &bytes)
{
    TextFile result;
    result.attachment.name = name;
    const auto take = [&result](const QString &text, const QString &encoding) {
        result.attachment.text = withLineEnds(text);
        result.attachment.encoding = encoding;
        return result;
    };
    if (bytes.isEmpty()) {
        result.problem = TextFileText::tr("\u201c%1\u201d is empty.").arg(name);
        return result;
    }
    if (const auto marked = QStringConverter::encodingForData(bytes)) {
        if (const auto text = decoded(bytes, *marked))
            return take(*text, QString::fromLatin1(QStringConverter::nameForEncoding(*marked)));
    }
    if (const auto wide = utf16Without(bytes)) {
        if (const auto text = decoded(bytes, *wide))
            return take(*text, QString::fromLatin1(QStringConverter::nameForEncoding(*wide)));
    }
    if (!hasControls(bytes)) {
        if (const auto text = decoded(bytes, QStringConverter::Utf8))
            return take(*text, QStringLiteral("UTF-8"));
        if (const auto text = decodedAsKorean(bytes); text && looksKorean(*text))
            return take(*text, QStringLiteral("EUC-KR"));
        if (looksWestern(bytes))
            return take(QString::fromLatin1(bytes), QStringLiteral("ISO-8859-1"));
    }
    result.problem = TextFileText::tr("\u201c%1\u201d is not a text file, or is written in an encoding that Maru "
                                      "does not know. Save it as UTF-8 and try again.")
                         .arg(name);
    return result;
}

TextFile readTextFile(const QString &path)
{
    const QFileInfo info(path);
    TextFile result;
    result.attachment.name = info.fileName();
    QFile file(path);
    if (info.isDir()) {
        result.problem = TextFileText::tr("\u201c%1\u201d is a folder. Choose the files in it.").arg(info.fileName());
    } else if (info.size() > kLargestAttachment) {
        result.problem = TextFileText::tr("\u201c%1\u201d has %2. A file can have %3 at most.")
                             .arg(info.fileName(), QLocale().formattedDataSize(info.size(), 1),
                                 QLocale().formattedDataSize(kLargestAttachment, 0));
    } else if (!file.open(QIODevice::ReadOnly)) {
        result.problem = TextFileText::tr("\u201c%1\u201d cannot be read: %2").arg(info.fileName(), file.errorString());
    } else {
        return textFromBytes(info.fileName(), file.read(kLargestAttachment + 1));
    }
    return result;
}

} // namespace maru
