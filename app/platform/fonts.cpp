// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/fonts.h"

#include <QStringList>

namespace maru {

QFont withKoreanForms(QFont font, const QLocale &desktop)
{
    if (desktop.language() == QLocale::Japanese || desktop.language() == QLocale::Chinese)
        return font;
    // What is not installed is passed over.
    font.setFamilies(font.families()
        + QStringList { QStringLiteral("Noto Sans CJK KR"), QStringLiteral("Noto Sans KR"),
            QStringLiteral("Pretendard"), QStringLiteral("NanumGothic"), QStringLiteral("UnDotum") });
    return font;
}

} // namespace maru
