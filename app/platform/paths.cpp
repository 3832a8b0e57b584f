// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/paths.h"

#include "app/platform/free_space.h"

#include <QDir>
#include <QFileInfo>

namespace maru {

namespace {

/// An XDG folder: the variable if it is an absolute path (the specification ignores others), else below the home.
QString xdgFolder(const char *variable, const QString &belowHome)
{
    const QString value = qEnvironmentVariable(variable);
    const QString base = QDir::isAbsolutePath(value) ? value : QDir::homePath() + QLatin1Char('/') + belowHome;
    return QDir::cleanPath(base + QStringLiteral("/maru"));
}

Paths below(const QString &data, const QString &cache)
{
    return { data, data + QStringLiteral("/models"), cache, data + QStringLiteral("/maru.sqlite"),
        data + QStringLiteral("/settings.ini"), data + QStringLiteral("/maru.lock") };
}

} // namespace

Paths Paths::of(const QString &dataDir)
{
    if (dataDir.isEmpty())
        return below(xdgFolder("XDG_DATA_HOME", QStringLiteral(".local/share")),
            xdgFolder("XDG_CACHE_HOME", QStringLiteral(".cache")));
    const QString data = QDir::cleanPath(QFileInfo(dataDir).absoluteFilePath());
    return below(data, data + QStringLiteral("/cache"));
}

Result<void> Paths::create() const
{
    for (const QString &folder : { data, models, cache }) {
        if (!QDir().mkpath(folder))
            return writeError(folder);
    }
    return {};
}

} // namespace maru
