// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/about_info.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSysInfo>

namespace maru {

namespace {

struct Part
{
    const char *name;
    const char *licence;
    const char *use; ///< translated as AboutInfo
};

constexpr Part kParts[] = {
    { "Qt", "LGPL-3.0", QT_TRANSLATE_NOOP("maru::AboutInfo", "the window") },
    { "SQLite", "public domain", QT_TRANSLATE_NOOP("maru::AboutInfo", "conversations and search") },
    { "md4c", "MIT", QT_TRANSLATE_NOOP("maru::AboutInfo", "Markdown") },
    { "MathJax", "Apache-2.0", QT_TRANSLATE_NOOP("maru::AboutInfo", "formulas") },
    { "KSyntaxHighlighting", "MIT", QT_TRANSLATE_NOOP("maru::AboutInfo", "colours of code") },
    { "Highway", "Apache-2.0", QT_TRANSLATE_NOOP("maru::AboutInfo", "the engine on the processor") },
    { "Vulkan loader", "Apache-2.0", QT_TRANSLATE_NOOP("maru::AboutInfo", "the engine on graphics devices") },
    { "OpenSSL", "Apache-2.0", QT_TRANSLATE_NOOP("maru::AboutInfo", "checksums and encrypted connections") },
    { "xxHash", "BSD-2-Clause", QT_TRANSLATE_NOOP("maru::AboutInfo", "names of models") },
    { "nlohmann json", "MIT", QT_TRANSLATE_NOOP("maru::AboutInfo", "model metadata") },
    { "tl::expected", "CC0-1.0", QT_TRANSLATE_NOOP("maru::AboutInfo", "errors as values") },
};

} // namespace

QString AboutInfo::version() const
{
    return QCoreApplication::applicationVersion();
}

QString AboutInfo::systemText() const
{
    return QStringLiteral("Qt %1, %2, %3")
        .arg(QString::fromLatin1(qVersion()), QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture());
}

QVariantList AboutInfo::parts() const
{
    QVariantList parts;
    for (const Part &part : kParts)
        parts << QVariantMap { { QStringLiteral("name"), QString::fromLatin1(part.name) },
            { QStringLiteral("licence"), QString::fromLatin1(part.licence) },
            { QStringLiteral("use"), QCoreApplication::translate("maru::AboutInfo", part.use) } };
    return parts;
}

void AboutInfo::copy() const
{
    QGuiApplication::clipboard()->setText(QStringLiteral("Maru %1, %2").arg(version(), systemText()));
}

} // namespace maru
