// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/installed_model_list.h"

#include "app/engine/error_text.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

/// "135 M", "7.2 B": how people name the size of a model.
QString parameterText(qint64 count)
{
    const QLocale locale;
    if (count >= 1'000'000'000)
        return locale.toString(static_cast<double>(count) / 1e9, 'f', 1) + QStringLiteral(" B");
    return locale.toString(std::max<qint64>(1, (count + 500'000) / 1'000'000)) + QStringLiteral(" M");
}

QString detail(const InstalledModel &model)
{
    QStringList parts;
    if (model.parameterCount > 0)
        parts << parameterText(model.parameterCount);
    if (!model.quantization.isEmpty())
        parts << model.quantization;
    if (model.byteCount > 0)
        parts << QLocale().formattedDataSize(model.byteCount, 0, QLocale::DataSizeSIFormat);
    return parts.join(QStringLiteral(" \u00b7 "));
}

} // namespace

int InstalledModelList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> InstalledModelList::roleNames() const
{
    return { { PathRole, "path" }, { NameRole, "name" }, { DetailRole, "detail" }, { UsableRole, "usable" },
        { ProblemTextRole, "problemText" }, { ReferencedRole, "referenced" } };
}

QVariant InstalledModelList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const InstalledModel &model = m_models.at(index.row());
    switch (role) {
    case PathRole:
        return model.path;
    case NameRole:
        return model.name;
    case DetailRole:
        return detail(model);
    case UsableRole:
        return !model.problem.has_value();
    case ProblemTextRole:
        return model.problem ? errorText(*model.problem).text : QString();
    case ReferencedRole:
        return model.referenced;
    default:
        return {};
    }
}

void InstalledModelList::reset(QList<InstalledModel> models)
{
    std::sort(models.begin(), models.end(), [](const InstalledModel &a, const InstalledModel &b) {
        const int order = a.name.compare(b.name, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.path < b.path;
    });
    beginResetModel();
    m_models = std::move(models);
    endResetModel();
    emit countChanged();
}

const InstalledModel *InstalledModelList::find(const QString &path) const
{
    const auto it = std::find_if(
        m_models.cbegin(), m_models.cend(), [&path](const InstalledModel &model) { return model.path == path; });
    return it == m_models.cend() ? nullptr : &*it;
}

} // namespace maru
