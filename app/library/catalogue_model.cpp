// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue_model.h"

#include "app/library/download_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kReckonedContext = 8192; // tokens that a chat has room for at least
constexpr qint64 kScratchBytes = 500'000'000; // buffers of the engine, and what others need of a device

QString languageName(const QString &code)
{
    const QString name = QLocale(code).nativeLanguageName();
    return name.isEmpty() ? code : name.at(0).toUpper() + name.mid(1);
}

QString languagesText(const QStringList &codes)
{
    QStringList names;
    for (const QString &code : codes)
        names << languageName(code);
    return names.join(QStringLiteral(", "));
}

QString parametersText(double parameters)
{
    const QLocale locale;
    return parameters < 1e9 ? CatalogueModel::tr("%1 M").arg(locale.toString(parameters / 1e6, 'f', 0))
                            : CatalogueModel::tr("%1 B").arg(locale.toString(parameters / 1e9, 'f', 1));
}

} // namespace

QString fitText(CatalogueFit fit)
{
    switch (fit) {
    case CatalogueFit::Gpu:
        return CatalogueModel::tr("Runs well here");
    case CatalogueFit::Partly:
        return CatalogueModel::tr("Runs here, partly on the processor");
    case CatalogueFit::Cpu:
        return CatalogueModel::tr("Runs here on the processor");
    case CatalogueFit::TooLarge:
        return CatalogueModel::tr("Too large for this computer");
    case CatalogueFit::Unknown:
        break;
    }
    return {};
}

int CatalogueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant CatalogueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CatalogueModelEntry &model = m_catalogue.models.at(m_rows.at(index.row()));
    const CatalogueFile &best = model.files.at(bestFile(model));
    const qint64 bytes = model.sizeOf(best);
    switch (role) {
    case ModelIdRole:
        return model.id;
    case NameRole:
        return model.name;
    case MakerRole:
        return model.maker;
    case FamilyRole:
        return model.family;
    case SentenceRole:
        return model.sentence(QLocale().name().left(2));
    case LicenceRole:
        return model.licence;
    case LayersRole:
        return model.layers;
    case KvBytesPerTokenRole:
        return model.kvBytesPerToken;
    case ContextLengthRole:
        return model.contextLength;
    case LicenceUrlRole:
        return model.licenceUrl;
    case LanguagesRole:
        return model.languages;
    case LanguagesTextRole:
        return languagesText(model.languages);
    case ParametersTextRole:
        return parametersText(model.parameters);
    case ThinkingRole:
        return model.thinks;
    case BestBytesRole:
        return bytes;
    case BestSizeTextRole:
        return bytes < 0 ? QString() : best.byteCount() < 0 ? tr("about %1").arg(sizeText(bytes)) : sizeText(bytes);
    case BestQuantizationRole:
        return best.quantization;
    case FitRole:
        return static_cast<int>(fitOf(model, best));
    case FitTextRole:
        return fitText(fitOf(model, best));
    case FileCountRole:
        return model.files.size();
    case PageUrlRole:
        return model.page;
    case InstalledRole:
        return std::any_of(m_installed.cbegin(), m_installed.cend(), [&](const QString &file) {
            return file.startsWith(model.repository.section(u'/', 1).chopped(5), Qt::CaseInsensitive);
        });
    default:
        return {};
    }
}

QHash<int, QByteArray> CatalogueModel::roleNames() const
{
    return {
        { ModelIdRole, "modelId" },
        { NameRole, "name" },
        { MakerRole, "maker" },
        { FamilyRole, "family" },
        { SentenceRole, "sentence" },
        { LicenceRole, "licence" },
        { LayersRole, "layers" },
        { KvBytesPerTokenRole, "kvBytesPerToken" },
        { ContextLengthRole, "contextLength" },
        { LicenceUrlRole, "licenceUrl" },
        { LanguagesRole, "languages" },
        { LanguagesTextRole, "languagesText" },
        { ParametersTextRole, "parametersText" },
        { ThinkingRole, "thinking" },
        { BestBytesRole, "bestBytes" },
        { BestSizeTextRole, "bestSizeText" },
        { BestQuantizationRole, "bestQuantization" },
        { FitRole, "fit" },
        { FitTextRole, "fitText" },
        { FileCountRole, "fileCount" },
        { PageUrlRole, "pageUrl" },
        { InstalledRole, "installed" },
    };
}

const CatalogueModelEntry *CatalogueModel::find(const QString &id) const
{
    const auto found = std::find_if(m_catalogue.models.cbegin(), m_catalogue.models.cend(),
        [&](const CatalogueModelEntry &model) { return model.id == id; });
    return found == m_catalogue.models.cend() ? nullptr : &*found;
}

CatalogueFit CatalogueModel::fitOf(const CatalogueModelEntry &model, const CatalogueFile &file) const
{
    const qint64 size = model.sizeOf(file);
    if (size < 0 || m_memory.hostBytes <= 0)
        return CatalogueFit::Unknown;
    const qint64 context
        = model.contextLength > 0 ? std::min<qint64>(model.contextLength, kReckonedContext) : kReckonedContext;
    const qint64 needed = size + context * model.kvBytesPerToken + kScratchBytes;
    if (needed <= m_memory.deviceBytes)
        return CatalogueFit::Gpu;
    if (needed > m_memory.hostBytes + m_memory.deviceBytes)
        return CatalogueFit::TooLarge;
    // A device that would hold hardly any of it is no help.
    return m_memory.deviceBytes > needed / 4 ? CatalogueFit::Partly
        : needed <= m_memory.hostBytes       ? CatalogueFit::Cpu
                                             : CatalogueFit::TooLarge;
}

qsizetype CatalogueModel::bestFile(const CatalogueModelEntry &model) const
{
    const auto rank = [&](const CatalogueFile &file) {
        const CatalogueFit fit = fitOf(model, file);
        return fit == CatalogueFit::Unknown ? 0 : static_cast<int>(fit);
    };
    qsizetype best = 0;
    for (qsizetype i = 1; i < model.files.size(); ++i) {
        const int before = rank(model.files.at(best));
        const int now = rank(model.files.at(i));
        const bool isLarger = model.sizeOf(model.files.at(i)) > model.sizeOf(model.files.at(best));
        // Of those that run equally well the largest loses least; where nothing fits or is known, the first, which is
        // the usual one, or the smallest.
        const bool runs = now > 0 && now < static_cast<int>(CatalogueFit::TooLarge);
        if (now < before || (now == before && (runs ? isLarger : now > 0 && !isLarger)))
            best = i;
    }
    return best;
}

bool CatalogueModel::passes(const CatalogueModelEntry &model) const
{
    const CatalogueFile &file = model.files.at(bestFile(model));
    if (!m_language.isEmpty() && !model.languages.contains(m_language))
        return false;
    if (m_largestBytes > 0 && model.sizeOf(file) > m_largestBytes)
        return false;
    if (m_onlyFitting && fitOf(model, file) == CatalogueFit::TooLarge)
        return false;
    const QString all = model.name + u' ' + model.maker + u' ' + model.family + u' ' + model.licence + u' '
        + model.sentence(QLocale().name().left(2));
    const QStringList words = m_searchText.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(
        words.cbegin(), words.cend(), [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

void CatalogueModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    for (qsizetype i = 0; i < m_catalogue.models.size(); ++i) {
        if (passes(m_catalogue.models.at(i)))
            m_rows.append(i);
    }
    endResetModel();
    emit countChanged();
}

void CatalogueModel::setSearchText(const QString &text)
{
    if (std::exchange(m_searchText, text) == text)
        return;
    rebuild();
    emit filterChanged();
}

void CatalogueModel::setLanguage(const QString &code)
{
    if (std::exchange(m_language, code) == code)
        return;
    rebuild();
    emit filterChanged();
}

void CatalogueModel::setLargestBytes(double bytes)
{
    const auto most = static_cast<qint64>(std::max(bytes, 0.0));
    if (std::exchange(m_largestBytes, most) == most)
        return;
    rebuild();
    emit filterChanged();
}

void CatalogueModel::setOnlyFitting(bool only)
{
    if (std::exchange(m_onlyFitting, only) == only)
        return;
    rebuild();
    emit filterChanged();
}

QStringList CatalogueModel::languages() const
{
    QHash<QString, int> counts;
    for (const CatalogueModelEntry &model : m_catalogue.models) {
        for (const QString &code : model.languages)
            ++counts[code];
    }
    QStringList codes = counts.keys();
    std::sort(codes.begin(), codes.end(),
        [&](const QString &a, const QString &b) { return counts[a] != counts[b] ? counts[a] > counts[b] : a < b; });
    return codes;
}

void CatalogueModel::setCatalogue(const Catalogue &catalogue)
{
    m_catalogue = catalogue;
    rebuild();
    emit catalogueChanged();
}

void CatalogueModel::learn(const QString &id, const QList<HubFile> &files)
{
    for (CatalogueModelEntry &model : m_catalogue.models) {
        if (model.id != id)
            continue;
        for (CatalogueFile &format : model.files) {
            const auto found = std::find_if(files.cbegin(), files.cend(),
                [&](const HubFile &file) { return file.quantization == format.quantization; });
            if (found != files.cend() && format.parts.isEmpty())
                format.parts = found->parts;
        }
    }
    if (count() > 0)
        emit dataChanged(index(0), index(count() - 1));
}

void CatalogueModel::setMemory(const CatalogueMemory &memory)
{
    if (m_memory == memory)
        return;
    m_memory = memory;
    rebuild();
}

void CatalogueModel::setInstalled(const QSet<QString> &fileNames)
{
    m_installed = fileNames;
    if (count() > 0)
        emit dataChanged(index(0), index(count() - 1), { InstalledRole });
}

} // namespace maru
