// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/language.h"

#include <QCoreApplication>
#include <QLocale>

namespace maru {

namespace {

QString desktopLanguage()
{
    for (const QString &name : QLocale::system().uiLanguages()) {
        const QString code = name.section(u'-', 0, 0);
        if (Language::codes().contains(code))
            return code;
    }
    return QStringLiteral("en");
}

/// The desktop's own way to write dates and numbers where it speaks the language, else that of the language.
QLocale localeOf(const QString &code)
{
    const QLocale system = QLocale::system();
    return QLocale(code).language() == system.language() ? system : QLocale(code);
}

} // namespace

Language::Language(QObject *parent)
    : QObject(parent)
{
}

Language::~Language()
{
    QCoreApplication::removeTranslator(&m_texts);
}

QStringList Language::codes()
{
    return { QStringLiteral("en"), QStringLiteral("ko") };
}

QStringList Language::names()
{
    QStringList names;
    for (const QString &code : codes())
        names << (code == QLatin1String("en") ? QStringLiteral("English") : QLocale(code).nativeLanguageName());
    return names;
}

void Language::setChoice(const QString &code)
{
    const QString next = codes().contains(code) ? code : desktopLanguage();
    if (next == m_current)
        return;
    m_current = next;
    QLocale::setDefault(localeOf(next));
    QCoreApplication::removeTranslator(&m_texts);
    // English is in the sources; its file has the plural forms.
    if (m_texts.load(QStringLiteral("maru_") + next, QStringLiteral(":/translations")))
        QCoreApplication::installTranslator(&m_texts);
    emit changed();
}

} // namespace maru
