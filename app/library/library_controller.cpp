// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/library_controller.h"

#include "app/engine/error_text.h"
#include "app/engine/inference_engine.h"
#include "app/engine/job_worker.h"
#include "app/library/model_copy.h"
#include "app/library/model_files.h"
#include "app/library/model_move.h"
#include "app/store/store_worker.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QFileSystemWatcher>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr int kQuietMs = 400; // after a change of a folder: a copy is many changes

} // namespace

LibraryController::LibraryController(
    InferenceEngine *engine, JobWorker *jobs, StoreWorker *store, const Paths &paths, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_jobs(jobs)
    , m_store(store)
    , m_paths(paths)
    , m_watcher(new QFileSystemWatcher)
{
    m_jobs->post([folder = paths.models] { removePartialCopies(folder); });
    m_watcher->moveToThread(m_jobs->context()->thread());
    m_changed.setSingleShot(true);
    m_changed.setInterval(kQuietMs);
    connect(&m_changed, &QTimer::timeout, this, &LibraryController::refresh);
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_changed.start(); });
    connect(&m_work, &ShelfWork::changed, this, &LibraryController::importChanged);
    showFolders();
}

LibraryController::~LibraryController()
{
    m_stop.request_stop();
    m_watcher->deleteLater(); // there, after what was posted
}

void LibraryController::setError(const QString &text)
{
    if (std::exchange(m_errorText, text) != text)
        emit errorTextChanged();
}

void LibraryController::dismissError()
{
    setError({});
}

void LibraryController::store(const std::function<Result<void>(Stores &)> &write)
{
    m_store->write(this, write);
}

QList<ModelFolder> LibraryController::allFolders() const
{
    return QList<ModelFolder> { { m_paths.models, {} } } + m_added;
}

void LibraryController::refresh()
{
    if (std::exchange(m_scanning, true)) {
        m_scanAgain = true;
        return;
    }
    emit scanningChanged();
    m_store->read<Known>(
        this,
        [](Stores &stores) -> Result<Known> {
            Known known;
            MARU_TRY(known.models, stores.models.models());
            MARU_TRY(known.folders, stores.models.folders());
            MARU_TRY(known.notes, stores.models.notes());
            return known;
        },
        [this](const Result<Known> &result) {
            const Known known = result.value_or(Known());
            if (result)
                m_added = known.folders;
            m_jobs->post(
                this,
                [folders = allFolders(), known, stop = m_stop.get_token()] {
                    ModelScan scan = ModelScan::of(folders, known.models, stop);
                    for (InstalledModel &model : scan.models)
                        model.notes = known.notes.value(model.path, model.notes);
                    return scan;
                },
                [this](const ModelScan &scan) { endListing(scan); });
        });
}

void LibraryController::endListing(const ModelScan &scan)
{
    if (!scan.gone.isEmpty()) {
        store([gone = scan.gone](Stores &stores) -> Result<void> {
            for (const QString &path : gone)
                MARU_CHECK(stores.models.remove(path));
            return {};
        });
    }
    watch(scan.watched);
    m_missing = scan.missing;
    m_unread.clear();
    for (const InstalledModel &model : scan.models) {
        if (model.pending)
            m_unread.append(model);
    }
    m_models.reset(m_engine->builtInModels() + scan.models);
    showFolders();
    // What is known can be picked while the rest is read.
    if (!m_unread.isEmpty() && m_unread.size() < scan.models.size())
        emit scanned();
    readNext();
}

void LibraryController::readNext()
{
    if (m_unread.isEmpty() || m_scanAgain) {
        endScan();
        return;
    }
    m_jobs->post(
        this,
        [engine = m_engine, model = m_unread.takeFirst(), stop = m_stop.get_token()] {
            return stop.stop_requested() ? model : ModelScan::read(*engine, model);
        },
        [this](InstalledModel model) {
            if (const InstalledModel *row = m_models.find(model.path))
                model.notes = row->notes; // may have changed meanwhile
            m_models.update(model);
            // What was learned is kept for the next start; if that fails, it is only slower.
            store([model](Stores &stores) { return stores.models.put(model); });
            readNext();
        });
}

void LibraryController::endScan()
{
    m_scanning = false;
    emit scanningChanged();
    emit scanned();
    if (std::exchange(m_scanAgain, false))
        refresh();
}

void LibraryController::watch(const QStringList &folders)
{
    m_jobs->post([watcher = m_watcher, folders] {
        const QStringList before = watcher->directories();
        QStringList gone;
        std::copy_if(before.begin(), before.end(), std::back_inserter(gone),
            [&folders](const QString &folder) { return !folders.contains(folder); });
        if (!gone.isEmpty())
            watcher->removePaths(gone);
        QStringList added;
        std::copy_if(folders.begin(), folders.end(), std::back_inserter(added),
            [&before](const QString &folder) { return !before.contains(folder); });
        if (!added.isEmpty())
            watcher->addPaths(added);
    });
}

void LibraryController::showFolders()
{
    QList<ModelFolderList::Item> items;
    const QList<ModelFolder> folders = allFolders();
    for (const ModelFolder &folder : folders) {
        ModelFolderList::Item item;
        item.folder = folder;
        item.own = folder.path == m_paths.models;
        item.missing = m_missing.contains(folder.path);
        for (const InstalledModel &model : m_models.all()) {
            if (model.folder != folder.path)
                continue;
            ++item.modelCount;
            item.byteCount += model.byteCount;
        }
        items.append(item);
    }
    m_folders.reset(items);

    QList<ModelFolderList::Item> others;
    for (const ForeignFolder &folder : std::as_const(m_foreign)) {
        ModelFolderList::Item item;
        item.folder = { folder.folder, folder.application };
        item.modelCount = static_cast<int>(folder.models.size());
        item.byteCount = folder.byteCount();
        item.used = std::any_of(m_added.begin(), m_added.end(),
            [&folder](const ModelFolder &added) { return added.path == folder.folder; });
        others.append(item);
    }
    m_otherFolders.reset(others);
}

void LibraryController::addFolder(const QUrl &folder)
{
    const QString path = QDir::cleanPath(folder.toLocalFile());
    if (path.isEmpty() || path == m_paths.models)
        return;
    const ModelFolder added { path, {} };
    m_added.append(added);
    store([added](Stores &stores) { return stores.models.addFolder(added); });
    refresh();
}

void LibraryController::removeFolder(const QString &path)
{
    m_added.removeIf([&path](const ModelFolder &folder) { return folder.path == path; });
    store([path](Stores &stores) { return stores.models.removeFolder(path); });
    refresh();
}

void LibraryController::findOtherFolders()
{
    if (std::exchange(m_searching, true))
        return;
    emit searchingChanged();
    m_jobs->post(
        this, [places = m_places, stop = m_stop.get_token()] { return findForeignModels(places, stop); },
        [this](const QList<ForeignFolder> &found) {
            m_foreign = found;
            m_searching = false;
            showFolders();
            emit searchingChanged();
        });
}

void LibraryController::useOtherFolder(int row)
{
    if (row < 0 || row >= m_foreign.size())
        return;
    const ModelFolder added { m_foreign.at(row).folder, m_foreign.at(row).application };
    if (m_added.contains(added))
        return;
    m_added.append(added);
    store([added](Stores &stores) { return stores.models.addFolder(added); });
    refresh();
}

void LibraryController::changeNotes(const QString &path, const std::function<void(ModelNotes &)> &change)
{
    const InstalledModel *row = m_models.find(path);
    if (!row)
        return;
    InstalledModel model = *row;
    change(model.notes);
    if (model.notes == row->notes)
        return;
    m_models.update(model);
    store([path, notes = model.notes](Stores &stores) { return stores.models.setNotes(path, notes); });
}

void LibraryController::rename(const QString &path, const QString &title)
{
    changeNotes(path, [&title](ModelNotes &notes) { notes.title = title.simplified(); });
}

void LibraryController::setNotes(const QString &path, const QString &text)
{
    changeNotes(path, [&text](ModelNotes &notes) { notes.notes = text; });
}

void LibraryController::noteUse(const QString &path)
{
    changeNotes(path, [](ModelNotes &notes) { notes.lastUsedAt = QDateTime::currentMSecsSinceEpoch(); });
}

void LibraryController::noteSource(const QString &path, const QString &source, const QString &sha256)
{
    ModelNotes notes;
    if (const InstalledModel *row = m_models.find(path))
        notes = row->notes;
    notes.source = source;
    notes.sha256 = sha256;
    notes.verifiedAt = sha256.isEmpty() ? 0 : QDateTime::currentMSecsSinceEpoch();
    store([path, notes](Stores &stores) { return stores.models.setNotes(path, notes); });
    refresh();
}

void LibraryController::trash(const QString &path)
{
    const InstalledModel *model = m_models.find(path);
    if (!model || !model->application.isEmpty())
        return;
    setError({});
    m_work.post<Result<void>>(
        this, [path] { return trashModel(path); },
        [this, path](const Result<void> &done) {
            if (!done)
                setError(tr("It could not be moved to the trash. Delete %1 in the file manager.").arg(path));
            else
                store([path](Stores &stores) { return stores.models.remove(path); });
            refresh();
        });
}

void LibraryController::moveTo(const QString &path, const QUrl &folder)
{
    const InstalledModel *model = m_models.find(path);
    const QString target = QDir::cleanPath(folder.toLocalFile());
    if (!model || !model->application.isEmpty() || target.isEmpty())
        return;
    setError({});
    m_work.start(
        path, tr("Moving %1").arg(model->shownName()),
        [path, target](const ShelfWork::Progress &progress, std::stop_token stop) {
            return moveModel(path, target, progress, stop);
        },
        [this, path, target](const Result<QString> &moved) {
            if (!moved) {
                if (moved.error().code != ErrorCode::Cancelled)
                    setError(maru::errorText(moved.error()).text);
                return;
            }
            store([path, to = *moved](Stores &stores) { return stores.models.rename(path, to); });
            emit this->moved(path, *moved);
            const QList<ModelFolder> folders = allFolders();
            const bool isListed = std::any_of(folders.begin(), folders.end(), [&target](const ModelFolder &shelf) {
                return target == shelf.path || target.startsWith(shelf.path + u'/');
            });
            if (isListed)
                refresh();
            else
                addFolder(QUrl::fromLocalFile(target));
        });
}

void LibraryController::verify(const QString &path)
{
    const InstalledModel *model = m_models.find(path);
    if (!model)
        return;
    setError({});
    m_work.start(
        path, tr("Checking %1").arg(model->shownName()),
        [path](const ShelfWork::Progress &progress, std::stop_token stop) { return hashModel(path, progress, stop); },
        [this, path](const Result<QString> &hash) {
            if (hash) {
                changeNotes(path, [&hash](ModelNotes &notes) {
                    notes.sha256 = *hash;
                    notes.verifiedAt = QDateTime::currentMSecsSinceEpoch();
                });
            } else if (hash.error().code != ErrorCode::Cancelled) {
                setError(maru::errorText(hash.error()).text);
            }
        });
}

void LibraryController::endImport(const Result<QString> &path)
{
    m_importing = false;
    emit importChanged();
    if (path) {
        refresh();
        emit imported(*path);
    } else if (path.error().code != ErrorCode::Cancelled) {
        setError(maru::errorText(path.error()).text);
    }
    if (!m_waiting.isEmpty())
        importReference(m_waiting.takeFirst());
}

void LibraryController::importReference(const QUrl &file)
{
    const QString path = QDir::cleanPath(file.toLocalFile());
    if (std::exchange(m_importing, true)) {
        m_waiting.append(file);
        return;
    }
    setError({});
    emit importChanged();
    m_jobs->post(
        this,
        [engine = m_engine, path] {
            const ModelFiles files = ModelFiles::of(path);
            InstalledModel model;
            model.path = files.path;
            model.name = files.name;
            model.referenced = true;
            return ModelScan::read(*engine, model);
        },
        [this](const InstalledModel &model) {
            if (model.problem) {
                endImport(*model.problem);
                return;
            }
            m_store->write(
                this, [model](Stores &stores) { return stores.models.put(model); },
                [this, path = model.path](const Result<void> &saved) {
                    if (saved)
                        endImport(path);
                    else
                        endImport(saved.error());
                });
        });
}

void LibraryController::importCopy(const QUrl &file)
{
    const QString path = QDir::cleanPath(file.toLocalFile());
    if (m_importing || m_work.isRunning())
        return;
    setError({});
    m_importing = true;
    m_work.start(
        path, tr("Copying %1").arg(QFileInfo(path).fileName()),
        [engine = m_engine, path, folder = m_paths.models](
            const ShelfWork::Progress &progress, std::stop_token stop) -> Result<QString> {
            if (const InstalledModel model = engine->inspect(path); model.problem)
                return *model.problem;
            return copyModel(path, folder, progress, stop);
        },
        [this](const Result<QString> &copied) { endImport(copied); });
}

void LibraryController::importDropped(const QList<QUrl> &urls)
{
    using Folders = QList<std::pair<QUrl, bool>>;
    m_jobs->post(
        this,
        [urls] {
            Folders result;
            for (const QUrl &url : urls) {
                if (url.isLocalFile())
                    result.append({ url, QFileInfo(url.toLocalFile()).isDir() });
            }
            return result;
        },
        [this](const Folders &dropped) {
            for (const auto &[url, isFolder] : dropped) {
                if (isFolder)
                    addFolder(url);
                else
                    importReference(url);
            }
        });
}

void LibraryController::forget(const QString &path)
{
    const InstalledModel *model = m_models.find(path);
    if (!model || !model->referenced)
        return;
    m_store->write(
        this, [path](Stores &stores) { return stores.models.remove(path); },
        [this](const Result<void> &) { refresh(); });
}

} // namespace maru
