// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/installed_model_list.h"

#include "app/engine/error_text.h"
#include "app/library/download_text.h"
#include "app/library/model_text.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

QString detail(const InstalledModel &model)
{
    QStringList parts;
    if (model.parameterCount > 0)
        parts << parameterText(model.parameterCount);
    if (!model.quantization.isEmpty())
        parts << model.quantization;
    if (model.byteCount > 0)
        parts << sizeText(model.byteCount);
    return parts.join(QStringLiteral(" \u00b7 "));
}

/// What two files that are one have in common, as far as it is known without reading all of them.
QString fingerprint(const InstalledModel &model)
{
    return model.modelId.isEmpty() ? QString() : model.modelId + QString::number(model.byteCount);
}

} // namespace

int InstalledModelList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> InstalledModelList::roleNames() const
{
    return { { PathRole, "path" }, { NameRole, "name" }, { DetailRole, "detail" }, { UsableRole, "usable" },
        { ProblemTextRole, "problemText" }, { ReferencedRole, "referenced" }, { PendingRole, "pending" },
        { FamilyRole, "family" }, { QuantizationRole, "quantization" }, { SizeTextRole, "sizeText" },
        { LicenceRole, "licence" }, { LastUsedTextRole, "lastUsedText" }, { SourceTextRole, "sourceText" },
        { VerifiedTextRole, "verifiedText" }, { NotesRole, "notes" }, { DuplicateTextRole, "duplicateText" },
        { ReadOnlyRole, "readOnly" }, { FakeRole, "fake" }, { ContextLengthRole, "contextLength" } };
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
        return model.shownName();
    case DetailRole:
        return detail(model);
    case UsableRole:
        return !model.pending && !model.problem.has_value();
    case ProblemTextRole:
        return model.problem ? errorText(*model.problem).text : QString();
    case ReferencedRole:
        return model.referenced;
    case PendingRole:
        return model.pending;
    case FamilyRole:
        return model.family;
    case QuantizationRole:
        return model.quantization;
    case SizeTextRole:
        return sizeText(model.byteCount);
    case LicenceRole:
        return model.licence;
    case LastUsedTextRole:
        return lastUsedText(model.notes.lastUsedAt);
    case SourceTextRole:
        return model.application.isEmpty() ? model.notes.source : model.application;
    case VerifiedTextRole:
        return verifiedText(model);
    case NotesRole:
        return model.notes.notes;
    case DuplicateTextRole:
        return duplicateText(model);
    case ReadOnlyRole:
        return !model.application.isEmpty();
    case FakeRole:
        return model.folder.isEmpty() && !model.referenced;
    case ContextLengthRole:
        return model.contextLength;
    default:
        return {};
    }
}

QString InstalledModelList::duplicateText(const InstalledModel &model) const
{
    const QList<qsizetype> rows = m_alike.value(fingerprint(model));
    for (const qsizetype row : rows) {
        const InstalledModel &other = m_models.at(row);
        if (other.path == model.path)
            continue;
        const bool isCertain = !model.notes.sha256.isEmpty() && !other.notes.sha256.isEmpty();
        if (isCertain && model.notes.sha256 != other.notes.sha256)
            continue;
        return isCertain ? tr("The same file as %1 in %2").arg(other.shownName(), folderText(other.path))
                         : tr("Looks the same as %1 in %2").arg(other.shownName(), folderText(other.path));
    }
    return {};
}

void InstalledModelList::findDuplicates()
{
    m_alike.clear();
    for (qsizetype row = 0; row < m_models.size(); ++row) {
        if (const QString key = fingerprint(m_models.at(row)); !key.isEmpty())
            m_alike[key].append(row);
    }
}

void InstalledModelList::reset(QList<InstalledModel> models)
{
    std::sort(models.begin(), models.end(), [](const InstalledModel &a, const InstalledModel &b) {
        const int order = a.shownName().compare(b.shownName(), Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.path < b.path;
    });
    beginResetModel();
    m_models = std::move(models);
    findDuplicates();
    endResetModel();
    emit countChanged();
}

void InstalledModelList::update(const InstalledModel &model)
{
    const auto it = std::find_if(
        m_models.begin(), m_models.end(), [&model](const InstalledModel &other) { return other.path == model.path; });
    if (it == m_models.end())
        return;
    *it = model;
    findDuplicates();
    const auto row = static_cast<int>(it - m_models.begin());
    emit dataChanged(index(row), index(row));
    for (const qsizetype other : m_alike.value(fingerprint(model))) // whose twin it now is
        emit dataChanged(index(static_cast<int>(other)), index(static_cast<int>(other)), { DuplicateTextRole });
}

const InstalledModel *InstalledModelList::find(const QString &path) const
{
    const auto it = std::find_if(
        m_models.cbegin(), m_models.cend(), [&path](const InstalledModel &model) { return model.path == path; });
    return it == m_models.cend() ? nullptr : &*it;
}

} // namespace maru
