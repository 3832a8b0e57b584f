// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/library_controller.h"

#include "app/engine/error_text.h"
#include "app/engine/inference_engine.h"
#include "app/engine/job_worker.h"
#include "app/library/model_copy.h"
#include "app/library/model_files.h"
#include "app/store/store_worker.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QHash>
#include <QLocale>

#include <memory>
#include <utility>

namespace maru {

LibraryController::LibraryController(
    InferenceEngine *engine, JobWorker *jobs, StoreWorker *store, const Paths &paths, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_jobs(jobs)
    , m_store(store)
    , m_paths(paths)
{
    m_jobs->post([folder = paths.models] { removePartialCopies(folder); });
}

LibraryController::~LibraryController()
{
    m_importStop.request_stop();
}

double LibraryController::importProgress() const
{
    return m_importTotal > 0 ? static_cast<double>(m_importDone) / static_cast<double>(m_importTotal) : 0;
}

QString LibraryController::importText() const
{
    if (!m_importing)
        return {};
    if (m_importTotal == 0)
        return tr("Reading %1").arg(m_importName);
    const QLocale locale;
    return tr("Copying %1, %2 of %3")
        .arg(m_importName, locale.formattedDataSize(m_importDone, 0, QLocale::DataSizeSIFormat),
            locale.formattedDataSize(m_importTotal, 0, QLocale::DataSizeSIFormat));
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

/// What the picker shows of the model at `path`, whose files are `files`.
static InstalledModel inspect(const InferenceEngine &engine, const QString &path, const ModelFiles &files)
{
    InstalledModel model = engine.inspect(path);
    model.name = files.name;
    model.byteCount = files.byteCount;
    model.modifiedAt = files.modifiedAt;
    return model;
}

LibraryController::Scan LibraryController::scan(
    const InferenceEngine &engine, const QString &folder, const QList<InstalledModel> &known)
{
    QHash<QString, InstalledModel> old;
    QStringList paths;
    for (const InstalledModel &model : known) {
        old.insert(model.path, model);
        if (model.referenced)
            paths << model.path;
    }
    QDirIterator files(folder, { QStringLiteral("*.gguf") }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (ModelFiles::of(path).path == path) // the other parts of a split model are no models of their own
            paths << path;
    }

    Scan result;
    for (const QString &path : std::as_const(paths)) {
        const ModelFiles parts = ModelFiles::of(path);
        const auto before = old.constFind(path);
        const bool isKnown = before != old.cend();
        if (isKnown && !parts.parts.isEmpty() && before->byteCount == parts.byteCount
            && before->modifiedAt == parts.modifiedAt) {
            result.models.append(*before);
            continue;
        }
        InstalledModel model = inspect(engine, path, parts);
        model.referenced = isKnown && before->referenced;
        result.models.append(model);
        result.changed.append(model);
    }
    for (const InstalledModel &model : known) {
        if (!paths.contains(model.path))
            result.gone << model.path;
    }
    return result;
}

void LibraryController::refresh()
{
    if (std::exchange(m_scanning, true)) {
        m_scanAgain = true;
        return;
    }
    emit scanningChanged();
    m_store->read<QList<InstalledModel>>(
        this, [](Stores &stores) { return stores.models.models(); },
        [this](const Result<QList<InstalledModel>> &known) {
            m_jobs->post(
                this,
                [engine = m_engine, folder = m_paths.models, list = known.value_or(QList<InstalledModel>())] {
                    return scan(*engine, folder, list);
                },
                [this](const Scan &scan) { endScan(scan); });
        });
}

void LibraryController::endScan(const Scan &scan)
{
    // What was learned is kept for the next start; if that fails, it is only slower.
    m_store->write(this, [scan](Stores &stores) -> Result<void> {
        for (const InstalledModel &model : scan.changed)
            MARU_CHECK(stores.models.put(model));
        for (const QString &path : scan.gone)
            MARU_CHECK(stores.models.remove(path));
        return {};
    });
    m_models.reset(m_engine->builtInModels() + scan.models);
    m_scanning = false;
    emit scanningChanged();
    emit scanned();
    if (std::exchange(m_scanAgain, false))
        refresh();
}

void LibraryController::startImport(const QString &name)
{
    setError({});
    m_importName = name;
    m_importDone = m_importTotal = 0;
    m_importStop = std::stop_source();
    m_importing = true;
    emit importChanged();
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
}

void LibraryController::importReference(const QUrl &file)
{
    if (m_importing)
        return;
    const QString path = QDir::cleanPath(file.toLocalFile());
    startImport(QFileInfo(path).fileName());
    m_jobs->post(
        this,
        [engine = m_engine, path]() {
            const ModelFiles files = ModelFiles::of(path);
            InstalledModel model = inspect(*engine, files.path, files);
            model.referenced = true;
            return model;
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
    if (m_importing)
        return;
    const QString path = QDir::cleanPath(file.toLocalFile());
    startImport(QFileInfo(path).fileName());
    auto sinceReport = std::make_shared<QElapsedTimer>();
    const auto progress
        = [this, sinceReport, jobs = m_jobs, guard = QPointer<QObject>(this)](qint64 done, qint64 total) {
              if (sinceReport->isValid() && sinceReport->elapsed() < 50 && done < total)
                  return;
              sinceReport->start();
              jobs->deliver([this, guard, done, total] {
                  if (!guard)
                      return;
                  m_importDone = done;
                  m_importTotal = total;
                  emit importChanged();
              });
          };
    m_jobs->post(
        this,
        [engine = m_engine, path, folder = m_paths.models, progress,
            stop = m_importStop.get_token()]() -> Result<QString> {
            if (const InstalledModel model = engine->inspect(path); model.problem)
                return *model.problem;
            return copyModel(path, folder, progress, stop);
        },
        [this](const Result<QString> &copied) { endImport(copied); });
}

void LibraryController::cancelImport()
{
    m_importStop.request_stop();
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
