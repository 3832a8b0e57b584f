// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue_model.h"

#include "app/library/download_text.h"
#include "app/library/fit_service.h"
#include "app/library/hub_api.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kReckonedContext = 8192; // tokens that a chat has room for at least
constexpr qint64 kScratchBytes = 500'000'000; // buffers of the engine, and what others need of a device
constexpr double kReadingSpeed = 5; // tokens a second: below it people wait for words

} // namespace

QString languageName(const QString &code)
{
    // Of these Qt names a country's own: American English, the Spanish of Spain.
    static const QHash<QString, QString> plain { { QStringLiteral("en"), QStringLiteral("English") },
        { QStringLiteral("es"), QStringLiteral("Espa\u00f1ol") },
        { QStringLiteral("pt"), QStringLiteral("Portugu\u00eas") },
        { QStringLiteral("zh"), QStringLiteral("\u4e2d\u6587") } };
    if (plain.contains(code))
        return plain.value(code);
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
        return isInstalled(model);
    default:
        return {};
    }
}

bool CatalogueModel::isInstalled(const CatalogueModelEntry &model) const
{
    constexpr qsizetype kEnding = 5; // "-GGUF"
    const QString start = model.repository.section(u'/', 1).chopped(kEnding);
    return std::any_of(m_installed.cbegin(), m_installed.cend(), [&](const QString &file) {
        if (!file.startsWith(start, Qt::CaseInsensitive))
            return false;
        // Nothing but a format may follow: Phi-4-mini is not Phi-4.
        const QString rest = file.mid(start.size());
        return rest.isEmpty() || HubApi::quantizationOf(rest + QStringLiteral(".gguf")) == rest.mid(1).toUpper();
    });
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
    if (m_onlyFitting && !runsWell(model, file))
        return false;
    const QString all = model.name + u' ' + model.maker + u' ' + model.family + u' ' + model.licence + u' '
        + model.sentence(QLocale().name().left(2));
    const QStringList words = m_searchText.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(
        words.cbegin(), words.cend(), [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

/// All of it on the graphics device, or wherever, as long as it writes as quickly as people read. Of what is not known
/// yet, yes.
bool CatalogueModel::runsWell(const CatalogueModelEntry &model, const CatalogueFile &file) const
{
    if (!m_fit)
        return fitOf(model, file) != CatalogueFit::TooLarge;
    const FitService::Known known = m_fit->ofRough(roughOf(model, file));
    if (!known || !*known)
        return true;
    const int longest = model.contextLength > 0 ? model.contextLength : m_fit->context();
    const FitAnswer answer = (**known)(std::min(m_fit->context(), longest));
    if (answer.where == FitAnswer::Where::TooLarge)
        return false;
    return answer.where == FitAnswer::Where::Gpu || answer.tokensPerSecond <= 0
        || answer.tokensPerSecond >= kReadingSpeed;
}

RoughModel CatalogueModel::roughOf(const CatalogueModelEntry &model, const CatalogueFile &file)
{
    return { model.sizeOf(file), model.layers, model.kvBytesPerToken, model.contextLength };
}

void CatalogueModel::setFitService(FitService *fit)
{
    m_fit = fit;
    connect(fit, &FitService::changed, this, &CatalogueModel::judgeAgain);
    connect(fit, &FitService::contextChanged, this, &CatalogueModel::judgeAgain);
}

/// The rows stay where they are unless others pass now.
void CatalogueModel::judgeAgain()
{
    if (m_onlyFitting && passing() != m_rows)
        rebuild();
}

QList<qsizetype> CatalogueModel::passing() const
{
    QList<qsizetype> rows;
    for (qsizetype i = 0; i < m_catalogue.models.size(); ++i) {
        if (passes(m_catalogue.models.at(i)))
            rows.append(i);
    }
    return rows;
}

void CatalogueModel::rebuild()
{
    const QList<qsizetype> rows = passing();
    beginResetModel();
    m_rows = rows;
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

void CatalogueModel::clearFilters()
{
    m_searchText.clear();
    m_language.clear();
    m_largestBytes = 0;
    m_onlyFitting = false;
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

QStringList CatalogueModel::languageNames() const
{
    QStringList names;
    for (const QString &code : languages())
        names << languageName(code);
    return names;
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
