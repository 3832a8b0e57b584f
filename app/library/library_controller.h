// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/library/foreign_models.h"
#include "app/library/installed_model_list.h"
#include "app/library/model_folder_list.h"
#include "app/library/model_scan.h"
#include "app/library/shelf_work.h"
#include "app/platform/paths.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <stop_token>

class QFileSystemWatcher;

namespace maru {

class InferenceEngine;
class JobWorker;
class StoreWorker;
struct Stores;

/// The shelf: which models are there, how another one gets in, and what can be done with those that are.
///
/// Models lie in Maru's own folder, in folders that the user added (those of other applications too, which are read and
/// never changed), or anywhere, imported by reference. A folder that changes is looked at again by itself. Files are
/// read on the job thread, one at a time; what was learned of one is kept in the store until its size or time changes.
/// Ownership: made by AppContext. Threads: GUI thread.
/// Failure: `errorText`. A copy or a move that fails or is cancelled leaves everything as it was.
class LibraryController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::InstalledModelList *models READ models CONSTANT)
    Q_PROPERTY(QString modelFolder READ modelFolder CONSTANT)
    Q_PROPERTY(maru::ModelFolderList *folders READ folders CONSTANT)
    Q_PROPERTY(maru::ModelFolderList *otherFolders READ otherFolders CONSTANT)
    Q_PROPERTY(maru::ShelfWork *work READ work CONSTANT)
    Q_PROPERTY(bool searching READ isSearching NOTIFY searchingChanged)
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
    ModelFolderList *folders() { return &m_folders; } ///< of the shelf, Maru's own first
    ModelFolderList *otherFolders() { return &m_otherFolders; } ///< what findOtherFolders() found
    ShelfWork *work() { return &m_work; }
    bool isSearching() const { return m_searching; }
    bool isScanning() const { return m_scanning; }
    bool isImporting() const { return m_importing; }
    double importProgress() const { return m_importing ? m_work.progress() : 0; }
    QString importText() const { return m_importing ? m_work.text() : QString(); }
    QString errorText() const { return m_errorText; }

    /// For tests: where other applications are looked for.
    void setForeignPlaces(const ForeignPlaces &places) { m_places = places; }

    /// Looks at all folders again; call it when the picker is about to be shown.
    Q_INVOKABLE void refresh();

    /// The models in `folder`, and those that come into it later, are on the shelf from now on.
    Q_INVOKABLE void addFolder(const QUrl &folder);

    /// They are no more; the files stay.
    Q_INVOKABLE void removeFolder(const QString &path);

    /// Looks for models of other applications; `otherFolders` lists them.
    Q_INVOKABLE void findOtherFolders();

    /// Takes a row of otherFolders to the shelf.
    Q_INVOKABLE void useOtherFolder(int row);

    /// Files and folders dropped on the window: models are listed where they lie, folders are added.
    Q_INVOKABLE void importDropped(const QList<QUrl> &urls);

    /// What the model is called here; "" for the file's name. The file keeps its own.
    Q_INVOKABLE void rename(const QString &path, const QString &title);
    Q_INVOKABLE void setNotes(const QString &path, const QString &text);

    /// To the trash of the desktop.
    Q_INVOKABLE void trash(const QString &path);

    /// Into another folder, which is added to the shelf if it is not part of it.
    Q_INVOKABLE void moveTo(const QString &path, const QUrl &folder);

    /// Reads all of the file and keeps its SHA-256: tells identical files from those that only look so.
    Q_INVOKABLE void verify(const QString &path);

    /// `path` has been loaded.
    void noteUse(const QString &path);

    /// `path` came from `source`; `sha256` was right, if it is not empty.
    void noteSource(const QString &path, const QString &source, const QString &sha256);

    /// Lists the file where it lies.
    Q_INVOKABLE void importReference(const QUrl &file);

    /// Copies the file into the model folder, with progress.
    Q_INVOKABLE void importCopy(const QUrl &file);
    Q_INVOKABLE void cancelImport() { m_work.cancel(); }

    /// Takes a referenced file out of the list; the file stays.
    Q_INVOKABLE void forget(const QString &path);
    Q_INVOKABLE void dismissError();

signals:
    void scanningChanged();
    void searchingChanged();
    void importChanged();
    void errorTextChanged();

    /// The list is up to date.
    void scanned();

    /// The model at `from` is at `to` now.
    void moved(const QString &from, const QString &to);

    /// `path` can be picked now.
    void imported(const QString &path);

private:
    struct Known
    {
        QList<InstalledModel> models;
        QList<ModelFolder> folders;
        QHash<QString, ModelNotes> notes; ///< by path, of files that are away too
    };

    QList<ModelFolder> allFolders() const;
    void setError(const QString &text);
    void endImport(const Result<QString> &path);
    void endListing(const ModelScan &scan);
    void readNext();
    void endScan();
    void watch(const QStringList &folders);
    void showFolders();
    void changeNotes(const QString &path, const std::function<void(ModelNotes &)> &change);
    void store(const std::function<Result<void>(Stores &)> &write);

    InferenceEngine *m_engine;
    JobWorker *m_jobs;
    StoreWorker *m_store;
    Paths m_paths;
    ForeignPlaces m_places = ForeignPlaces::ofThisMachine();
    InstalledModelList m_models;
    ModelFolderList m_folders;
    ModelFolderList m_otherFolders;
    ShelfWork m_work;
    QList<ModelFolder> m_added; ///< folders besides Maru's own
    QList<ForeignFolder> m_foreign;
    QList<QUrl> m_waiting; ///< to be imported by reference, one after another
    QList<InstalledModel> m_unread; ///< listed, to be read one after another
    QStringList m_missing; ///< folders that were not there at the last look
    QFileSystemWatcher *m_watcher; ///< on the job thread
    QTimer m_changed; ///< a folder changed: looks again once it is quiet
    QString m_errorText;
    bool m_scanning = false;
    bool m_scanAgain = false;
    bool m_searching = false;
    bool m_importing = false;
    std::stop_source m_stop; ///< of scans and searches
};

} // namespace maru
