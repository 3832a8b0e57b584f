// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"
#include "app/library/catalogue.h"
#include "app/library/hub_files_model.h"

#include <QAbstractListModel>
#include <QSet>
#include <QtQml/qqmlregistration.h>

namespace maru {

class FitService;

/// How a model would run on this computer, as far as the catalogue's figures tell. The shelf's forecast reads the
/// file's header and knows it better.
enum class CatalogueFit { Unknown, Gpu, Partly, Cpu, TooLarge };

/// What this computer has for a model.
struct CatalogueMemory
{
    qint64 hostBytes = 0; ///< 0: not known
    qint64 deviceBytes = 0; ///< of the graphics device; 0: none

    bool operator==(const CatalogueMemory &) const = default;
};

/// The chosen models of the catalogue that pass the filters, in the catalogue's own order.
///
/// Ownership: a member of CatalogueController, which alone fills it. Threads: GUI thread.
class CatalogueModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(QString searchText READ searchText WRITE setSearchText NOTIFY filterChanged)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY filterChanged)
    Q_PROPERTY(double largestBytes READ largestBytes WRITE setLargestBytes NOTIFY filterChanged)
    Q_PROPERTY(bool onlyFitting READ onlyFitting WRITE setOnlyFitting NOTIFY filterChanged)
    Q_PROPERTY(QStringList languages READ languages NOTIFY catalogueChanged)
    Q_PROPERTY(QStringList languageNames READ languageNames NOTIFY catalogueChanged)

public:
    enum Roles {
        ModelIdRole = Qt::UserRole + 1, ///< what CatalogueController's calls take
        NameRole,
        MakerRole,
        FamilyRole,
        SentenceRole, ///< what it is good for, in the window's language
        LicenceRole,
        LicenceUrlRole,
        LanguagesRole, ///< QStringList of their names
        LanguagesTextRole, ///< "English, Korean"
        ParametersTextRole, ///< "7.6 B"
        ThinkingRole, ///< thinks before it answers
        BestBytesRole, ///< of the file that suits this computer; -1: not known
        BestSizeTextRole, ///< "4.7 GB", or "about 4.7 GB" where only the format is known
        BestQuantizationRole,
        FitRole, ///< a Fit
        FitTextRole, ///< "Runs well here", "Partly on the processor", "Too large for this computer" ...
        FileCountRole,
        PageUrlRole,
        InstalledRole, ///< a file of it lies in the library
        LayersRole, ///< with the two below: for the forecast
        KvBytesPerTokenRole,
        ContextLengthRole, ///< it was trained for
    };

    enum Fit { FitUnknown, FitsGpu, FitsPartly, FitsCpu, FitsNot };
    Q_ENUM(Fit)

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString searchText() const { return m_searchText; }
    void setSearchText(const QString &text);
    QString language() const { return m_language; } ///< a code of `languages`; "": any
    void setLanguage(const QString &code);
    double largestBytes() const { return static_cast<double>(m_largestBytes); } ///< 0: any
    void setLargestBytes(double bytes);
    bool onlyFitting() const { return m_onlyFitting; }
    void setOnlyFitting(bool only);
    Q_INVOKABLE void clearFilters();
    QStringList languages() const; ///< codes, those of most models first
    QStringList languageNames() const; ///< of those codes

    void setCatalogue(const Catalogue &catalogue);
    /// The hub has told which files the formats of the model `id` are.
    void learn(const QString &id, const QList<HubFile> &files);
    void setMemory(const CatalogueMemory &memory);
    void setInstalled(const QSet<QString> &fileNames);

    /// The forecast that `onlyFitting` goes by: the same that the badges of the rows show. Without one, the catalogue's
    /// own figures count.
    void setFitService(FitService *fit);

    const Catalogue &catalogue() const { return m_catalogue; }
    const CatalogueModelEntry *find(const QString &id) const;

    /// The file of `model` that suits this computer: the best that fits the graphics device, else the processor's
    /// memory, else the smallest. -1: it has none.
    qsizetype bestFile(const CatalogueModelEntry &model) const;
    CatalogueFit fitOf(const CatalogueModelEntry &model, const CatalogueFile &file) const;
    bool isInstalled(const CatalogueModelEntry &model) const; ///< a file of it lies in the library

    /// What the forecast takes of a file that is not here.
    static RoughModel roughOf(const CatalogueModelEntry &model, const CatalogueFile &file);

signals:
    void countChanged();
    void filterChanged();
    void catalogueChanged();

private:
    bool passes(const CatalogueModelEntry &model) const;
    bool runsWell(const CatalogueModelEntry &model, const CatalogueFile &file) const;
    QList<qsizetype> passing() const;
    void rebuild();
    void judgeAgain();

    Catalogue m_catalogue;
    CatalogueMemory m_memory;
    FitService *m_fit = nullptr;
    QSet<QString> m_installed;
    QList<qsizetype> m_rows; ///< indices into m_catalogue.models
    QString m_searchText;
    QString m_language;
    qint64 m_largestBytes = 0;
    bool m_onlyFitting = false;
};

/// "Runs well here" and so on, for people.
QString fitText(CatalogueFit fit);

/// "English", "Deutsch": as its speakers call it.
QString languageName(const QString &code);
QString languagesText(const QStringList &codes); ///< "English, Deutsch"
QString parametersText(double parameters); ///< "7.6 B"

} // namespace maru
