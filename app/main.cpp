// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/error_text.h"
#include "app/options.h"
#include "app/platform/fonts.h"
#include "app/window.h"

#include <QGuiApplication>
#include <QQuickStyle>

#include <cstdio>

namespace {

QStringList argumentsOf(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

/// Without a display Qt would abort; a message is kinder. Some platforms of Qt need none.
bool hasDisplay()
{
    const QString platform = qEnvironmentVariable("QT_QPA_PLATFORM");
    return (!platform.isEmpty() && !platform.startsWith(QLatin1String("xcb"))
               && !platform.startsWith(QLatin1String("wayland")))
        || !qEnvironmentVariable("DISPLAY").isEmpty() || !qEnvironmentVariable("WAYLAND_DISPLAY").isEmpty();
}

} // namespace

int main(int argc, char *argv[])
{
    const maru::Result<maru::Options> options = maru::parseOptions(argumentsOf(argc, argv));
    if (!options) {
        std::fprintf(stderr, "maru: %s\n", qUtf8Printable(maru::errorText(options.error()).text));
        return 2;
    }
    if (options->help || options->version) {
        std::fprintf(stdout, "%s", options->help ? qUtf8Printable(maru::helpText()) : "maru " MARU_VERSION "\n");
        return 0;
    }
    if (!hasDisplay()) {
        std::fprintf(stderr, "maru: there is no display to open a window on; log in to a desktop, or use maru-cli\n");
        return 1;
    }
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication::setApplicationName(QStringLiteral("maru"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Maru"));
    QGuiApplication::setDesktopFileName(QStringLiteral("maru"));
    QGuiApplication::setApplicationVersion(QStringLiteral(MARU_VERSION));
    QGuiApplication application(argc, argv);
    QGuiApplication::setFont(maru::withKoreanForms(QGuiApplication::font(), QLocale::system()));
    maru::Window window(*options);
    return window.open() ? application.exec() : 1;
}
