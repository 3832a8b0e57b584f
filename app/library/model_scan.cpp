// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/model_scan.h"

#include "app/engine/inference_engine.h"
#include "app/library/foreign_models.h"
#include "app/library/model_files.h"

#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <utility>

namespace maru {

namespace {

constexpr qsizetype kMostWatched = 500; // folders: what systems allow is a few thousand for all programs

/// Collects models, each file once.
class Collector
{
public:
    Collector(ModelScan &scan, const QList<InstalledModel> &known)
        : m_scan(scan)
    {
        for (const InstalledModel &model : known)
            m_known.insert(model.path, model);
    }

    void add(const FoundModel &found, const ModelFolder &folder)
    {
        const QString real = QFileInfo(found.path).canonicalFilePath();
        if (!real.isEmpty() && m_seen.contains(real))
            return;
        m_seen.insert(real.isEmpty() ? found.path : real);
        const ModelFiles files = ModelFiles::of(found.path);
        const auto before = m_known.constFind(found.path);
        const bool isKnown = before != m_known.cend();
        InstalledModel model;
        if (isKnown && !files.parts.isEmpty() && before->byteCount == files.byteCount
            && before->modifiedAt == files.modifiedAt) {
            model = *before;
        } else {
            model.path = found.path;
            model.pending = true;
            model.byteCount = files.byteCount;
            model.modifiedAt = files.modifiedAt;
        }
        if (isKnown) {
            model.notes = before->notes;
            model.referenced = before->referenced && folder.path.isEmpty();
        }
        model.name = found.name;
        model.folder = folder.path;
        model.application = folder.application;
        m_scan.models.append(model);
        watch(QFileInfo(found.path).path());
        m_listed.insert(found.path);
    }

    void watch(const QString &folder)
    {
        if (m_scan.watched.size() < kMostWatched && !m_scan.watched.contains(folder) && QFileInfo(folder).isDir())
            m_scan.watched << folder;
    }

    bool has(const QString &path) const { return m_listed.contains(path); }

private:
    ModelScan &m_scan;
    QHash<QString, InstalledModel> m_known;
    QSet<QString> m_seen; // by their real paths
    QSet<QString> m_listed;
};

} // namespace

ModelScan ModelScan::of(const QList<ModelFolder> &folders, const QList<InstalledModel> &known, std::stop_token stop)
{
    ModelScan scan;
    Collector collector(scan, known);
    for (const ModelFolder &folder : folders) {
        if (!QFileInfo(folder.path).isDir()) {
            scan.missing << folder.path;
            continue;
        }
        collector.watch(folder.path);
        const QList<FoundModel> found = modelsIn(folder.path, stop);
        for (const FoundModel &model : found)
            collector.add(model, folder);
    }
    for (const InstalledModel &model : known) {
        if (model.referenced && !collector.has(model.path))
            collector.add({ model.path, ModelFiles::of(model.path).name, model.byteCount }, {});
    }
    for (const InstalledModel &model : known) {
        if (!collector.has(model.path) && !stop.stop_requested())
            scan.gone << model.path;
    }
    return scan;
}

InstalledModel ModelScan::read(const InferenceEngine &engine, const InstalledModel &pending)
{
    const ModelFiles files = ModelFiles::of(pending.path);
    InstalledModel model = engine.inspect(pending.path);
    model.name = pending.name;
    model.byteCount = files.byteCount;
    model.modifiedAt = files.modifiedAt;
    model.referenced = pending.referenced;
    model.folder = pending.folder;
    model.application = pending.application;
    model.notes = pending.notes;
    return model;
}

} // namespace maru
