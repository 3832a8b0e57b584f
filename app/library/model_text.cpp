// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/model_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace maru {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(maru::ModelText)
};

QString dateText(const QDate &date)
{
    return QLocale().toString(date, QLocale::ShortFormat);
}

} // namespace

QString parameterText(qint64 count)
{
    const QLocale locale;
    if (count >= 1'000'000'000)
        return locale.toString(static_cast<double>(count) / 1e9, 'f', 1) + QStringLiteral(" B");
    return locale.toString(std::max<qint64>(1, (count + 500'000) / 1'000'000)) + QStringLiteral(" M");
}

QString lastUsedText(qint64 at)
{
    if (at == 0)
        return Words::tr("Never used");
    const QDate date = QDateTime::fromMSecsSinceEpoch(at).date();
    const qint64 days = date.daysTo(QDate::currentDate());
    if (days <= 0)
        return Words::tr("Used today");
    if (days == 1)
        return Words::tr("Used yesterday");
    return Words::tr("Used on %1").arg(dateText(date));
}

QString verifiedText(const InstalledModel &model)
{
    if (model.notes.verifiedAt == 0 || model.notes.sha256.isEmpty())
        return {};
    const QString date = dateText(QDateTime::fromMSecsSinceEpoch(model.notes.verifiedAt).date());
    if (model.modifiedAt > model.notes.verifiedAt)
        return Words::tr("Changed since it was checked on %1").arg(date);
    return Words::tr("Checked on %1").arg(date);
}

QString folderText(const QString &path)
{
    const QString folder = QFileInfo(path).path();
    const QString home = QDir::homePath();
    return folder == home || folder.startsWith(home + u'/') ? u'~' + folder.mid(home.size()) : folder;
}

QString contextText(int tokens)
{
    return tokens >= 1024 ? QLocale().toString(tokens / 1024) + u'k' : QLocale().toString(tokens);
}

} // namespace maru
