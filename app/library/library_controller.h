// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/library/installed_model_list.h"
#include "app/platform/paths.h"

#include <QObject>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <stop_token>

namespace maru {

class InferenceEngine;
class JobWorker;
class StoreWorker;

/// Which models are there, and how another one gets in: by reference or as a copy in the model folder.
///
/// Files are read on the job thread; what was learned of a file is kept in the store until its size or time changes.
/// Ownership: made by AppContext. Threads: GUI thread.
/// Failure: `errorText`. A copy that fails or is cancelled leaves nothing behind.
class LibraryController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::InstalledModelList *models READ models CONSTANT)
    Q_PROPERTY(QString modelFolder READ modelFolder CONSTANT)
    Q_PROPERTY(bool scanning READ isScanning NOTIFY scanningChanged)
    Q_PROPERTY(bool importing READ isImporting NOTIFY importChanged)
    Q_PROPERTY(double importProgress READ importProgress NOTIFY importChanged)
    Q_PROPERTY(QString importText READ importText NOTIFY importChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY errorTextChanged)

public:
    LibraryController(
        InferenceEngine *engine, JobWorker *jobs, StoreWorker *store, const Paths &paths, QObject *parent = nullptr);
    ~LibraryController() override;

    InstalledModelList *models() { return &m_models; }
    QString modelFolder() const { return m_paths.models; }
    bool isScanning() const { return m_scanning; }
    bool isImporting() const { return m_importing; }
    double importProgress() const;
    QString importText() const;
    QString errorText() const { return m_errorText; }

    /// Looks at the model folder again; call it when the picker is about to be shown.
    Q_INVOKABLE void refresh();

    /// Lists the file where it lies.
    Q_INVOKABLE void importReference(const QUrl &file);

    /// Copies the file into the model folder, with progress.
    Q_INVOKABLE void importCopy(const QUrl &file);
    Q_INVOKABLE void cancelImport();

    /// Takes a referenced file out of the list; the file stays.
    Q_INVOKABLE void forget(const QString &path);
    Q_INVOKABLE void dismissError();

signals:
    void scanningChanged();
    void importChanged();
    void errorTextChanged();

    /// The list is up to date.
    void scanned();

    /// `path` can be picked now.
    void imported(const QString &path);

private:
    /// Files as a scan found them, and which of them the store does not know yet.
    struct Scan
    {
        QList<InstalledModel> models;
        QList<InstalledModel> changed;
        QStringList gone;
    };

    static Scan scan(const InferenceEngine &engine, const QString &folder, const QList<InstalledModel> &known);
    void setError(const QString &text);
    void endImport(const Result<QString> &path);
    void startImport(const QString &name);
    void endScan(const Scan &scan);

    InferenceEngine *m_engine;
    JobWorker *m_jobs;
    StoreWorker *m_store;
    Paths m_paths;
    InstalledModelList m_models;
    QString m_errorText;
    QString m_importName;
    qint64 m_importDone = 0;
    qint64 m_importTotal = 0;
    bool m_scanning = false;
    bool m_scanAgain = false;
    bool m_importing = false;
    std::stop_source m_importStop;
};

} // namespace maru
