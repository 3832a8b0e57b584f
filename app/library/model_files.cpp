// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/model_files.h"

#include <QDateTime>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace maru {

namespace {

constexpr int kMostParts = 1000; // that are looked for; more would be no model

QRegularExpressionMatch partName(const QString &path)
{
    static const QRegularExpression pattern(QStringLiteral("^(.*/)?([^/]+)(-(\\d{5})-of-(\\d{5})\\.gguf)$"));
    return pattern.match(path);
}

QString partPath(const QString &prefix, int number, int count)
{
    return QStringLiteral("%1-%2-of-%3.gguf")
        .arg(prefix)
        .arg(number, 5, 10, QLatin1Char('0'))
        .arg(count, 5, 10, QLatin1Char('0'));
}

} // namespace

ModelFiles ModelFiles::of(const QString &path)
{
    ModelFiles files;
    files.path = path;
    files.name = QFileInfo(path).completeBaseName();
    QStringList paths { path };
    if (const QRegularExpressionMatch match = partName(path); match.hasMatch()) {
        const int number = match.captured(4).toInt();
        const int count = match.captured(5).toInt();
        if (number >= 1 && number <= count && count > 1) {
            const QString prefix = match.captured(1) + match.captured(2);
            files.name = match.captured(2);
            paths.clear();
            for (int part = 1; part <= std::min(count, kMostParts); ++part)
                paths << partPath(prefix, part, count);
        }
    }
    for (const QString &part : std::as_const(paths)) {
        const QFileInfo info(part);
        if (!info.exists())
            continue;
        files.parts << part;
        files.byteCount += info.size();
        files.modifiedAt = std::max(files.modifiedAt, info.lastModified().toMSecsSinceEpoch());
    }
    if (!files.parts.isEmpty())
        files.path = files.parts.first();
    return files;
}

QString ModelFiles::renamed(qsizetype index, const QString &folder, const QString &newName) const
{
    const QString &part = parts.at(index);
    const QRegularExpressionMatch match = partName(part);
    const QString end
        = match.hasMatch() && match.captured(2) == name ? match.captured(3) : u'.' + QFileInfo(part).suffix();
    return folder + u'/' + newName + end;
}

} // namespace maru
