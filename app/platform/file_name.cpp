// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/file_name.h"

#include <QChar>
#include <QRegularExpression>

#include <algorithm>

namespace maru {

namespace {

constexpr qsizetype kMostBytes = 200; // with a number and ".part" added, still below the 255 of most file systems

bool isAllowed(char32_t character)
{
    if (character < 0x80)
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z')
            || (character >= 'A' && character <= 'Z')
            || QStringLiteral("-_.+ ()[]=,@#&!~").contains(QChar(static_cast<ushort>(character)));
    switch (QChar::category(character)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
    case QChar::Number_DecimalDigit:
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
        // Fillers are letters that nobody sees.
        return character != 0x115f && character != 0x1160 && character != 0x3164 && character != 0xffa0;
    default:
        return false;
    }
}

/// Windows takes these for devices, with any ending.
bool isDevice(const QString &name)
{
    static const QRegularExpression devices(
        QStringLiteral("^(con|prn|aux|nul|clock\\$|conin\\$|conout\\$|com[0-9]|lpt[0-9])[ .]"),
        QRegularExpression::CaseInsensitiveOption);
    return devices.match(name).hasMatch();
}

bool isSafe(const QString &name)
{
    if (name.toUtf8().size() > kMostBytes || !name.isValidUtf16()
        || !name.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive))
        return false;
    if (name.startsWith(u'.') || name.startsWith(u' ') || name.startsWith(u'-') || name.startsWith(u'~')
        || name.contains(QLatin1String("..")))
        return false;
    const auto characters = name.toUcs4();
    return std::all_of(
               characters.cbegin(), characters.cend(), [](auto c) { return isAllowed(static_cast<char32_t>(c)); })
        && name.normalized(QString::NormalizationForm_KC) == name && !isDevice(name);
}

/// For a sentence: nothing in it that could act on the text around it.
QString harmless(const QString &name)
{
    QString text;
    for (const QChar character : name.left(80))
        text += character.isPrint() && !character.isSurrogate() ? character : QChar(u'?');
    return text;
}

} // namespace

Result<QString> safeFileName(const QString &name)
{
    if (isSafe(name))
        return name;
    const std::string shown = harmless(name).toStdString();
    return Error { ErrorCode::InvalidArgument, Reason::BadName, { { "name", shown } }, "unsafe file name " + shown };
}

} // namespace maru
