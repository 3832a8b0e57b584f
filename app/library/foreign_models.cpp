// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/foreign_models.h"

#include "app/library/model_files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr qint64 kLargestManifest = 1 << 20; // bytes

/// Visits the files below a folder, links to files too, in the order of their names.
class FolderWalk
{
public:
    explicit FolderWalk(std::stop_token stop)
        : m_stop(std::move(stop))
    {
    }

    template <typename Visit> void run(const QString &folder, const Visit &visit, int depth = 0)
    {
        const QFileInfoList entries
            = QDir(folder).entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (m_stop.stop_requested())
                return;
            if (!entry.isDir())
                visit(entry);
            else if (depth < kDeepestFolder && !entry.isSymLink()) // a link may lead back
                run(entry.filePath(), visit, depth + 1);
        }
    }

private:
    std::stop_token m_stop;
};

/// The blob of the weights that a manifest names: "sha256-0123...", or nothing.
QString blobOf(const QString &manifest)
{
    QFile file(manifest);
    if (file.size() > kLargestManifest || !file.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression digestPattern(QStringLiteral("^sha256:[0-9a-f]{64}$"));
    const QJsonArray layers = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("layers")).toArray();
    for (const QJsonValue &value : layers) {
        const QJsonObject layer = value.toObject();
        const QString digest = layer.value(QLatin1String("digest")).toString();
        if (layer.value(QLatin1String("mediaType")).toString() == QLatin1String("application/vnd.ollama.image.model")
            && digestPattern.match(digest).hasMatch())
            return QString(digest).replace(u':', u'-');
    }
    return {};
}

/// manifests/HOST/NAMESPACE/MODEL/TAG -> "MODEL:TAG", with the namespace unless it is the usual one.
QString ollamaName(const QString &manifests, const QString &manifest)
{
    const QStringList parts = QDir(manifests).relativeFilePath(manifest).split(u'/');
    if (parts.size() < 4)
        return parts.mid(std::max<qsizetype>(0, parts.size() - 2)).join(u':');
    const QString &space = parts.at(parts.size() - 3);
    const QString name = parts.at(parts.size() - 2) + u':' + parts.last();
    return space == QLatin1String("library") ? name : space + u'/' + name;
}

QList<FoundModel> ollamaModels(const QString &folder, const std::stop_token &stop)
{
    QList<FoundModel> models;
    QSet<QString> seen;
    const QString manifests = folder + QStringLiteral("/manifests");
    FolderWalk(stop).run(manifests, [&](const QFileInfo &entry) {
        const QString blob = blobOf(entry.filePath());
        if (blob.isEmpty() || models.size() >= kMostModels)
            return;
        const QFileInfo file(folder + QStringLiteral("/blobs/") + blob);
        if (!file.isFile() || seen.contains(blob))
            return;
        seen.insert(blob);
        models.append({ file.filePath(), ollamaName(manifests, entry.filePath()), file.size() });
    });
    return models;
}

QString firstOf(const QString &a, const QString &b)
{
    return a.isEmpty() ? b : a;
}

struct Place
{
    const char *application;
    QString folder;
};

QList<Place> placesOf(const ForeignPlaces &at)
{
    return {
        { "LM Studio", at.home + QStringLiteral("/.lmstudio/models") },
        { "LM Studio", at.cacheHome + QStringLiteral("/lm-studio/models") },
        { "Jan", at.dataHome + QStringLiteral("/Jan/data") },
        { "Jan", at.configHome + QStringLiteral("/Jan/data") },
        { "Jan", at.home + QStringLiteral("/jan/models") },
        { "GPT4All", at.dataHome + QStringLiteral("/nomic.ai/GPT4All") },
        { "Ollama", firstOf(at.ollama, at.home + QStringLiteral("/.ollama/models")) },
        { "Ollama", at.system + QStringLiteral("/ollama/.ollama/models") },
        { "llama.cpp", firstOf(at.llamaCpp, at.cacheHome + QStringLiteral("/llama.cpp")) },
        { "Hugging Face", firstOf(at.huggingFace, at.cacheHome + QStringLiteral("/huggingface/hub")) },
    };
}

} // namespace

qint64 ForeignFolder::byteCount() const
{
    qint64 sum = 0;
    for (const FoundModel &model : models)
        sum += model.byteCount;
    return sum;
}

ForeignPlaces ForeignPlaces::ofThisMachine()
{
    ForeignPlaces places;
    places.home = QDir::homePath();
    const auto folder = [&](const char *variable, const char *usual) {
        return firstOf(qEnvironmentVariable(variable), places.home + QLatin1String(usual));
    };
    places.dataHome = folder("XDG_DATA_HOME", "/.local/share");
    places.configHome = folder("XDG_CONFIG_HOME", "/.config");
    places.cacheHome = folder("XDG_CACHE_HOME", "/.cache");
    places.ollama = qEnvironmentVariable("OLLAMA_MODELS");
    places.llamaCpp = qEnvironmentVariable("LLAMA_CACHE");
    places.huggingFace = qEnvironmentVariable("HF_HUB_CACHE");
    const QString hubHome = qEnvironmentVariable("HF_HOME");
    if (places.huggingFace.isEmpty() && !hubHome.isEmpty())
        places.huggingFace = hubHome + QStringLiteral("/hub");
    return places;
}

QList<FoundModel> modelsIn(const QString &folder, std::stop_token stop)
{
    if (QFileInfo(folder + QStringLiteral("/manifests")).isDir()
        && QFileInfo(folder + QStringLiteral("/blobs")).isDir())
        return ollamaModels(folder, stop);
    QList<FoundModel> models;
    QSet<QString> seen;
    FolderWalk(stop).run(folder, [&](const QFileInfo &entry) {
        if (models.size() >= kMostModels || entry.suffix().compare(QLatin1String("gguf"), Qt::CaseInsensitive) != 0)
            return;
        const ModelFiles files = ModelFiles::of(entry.filePath());
        const QString real = entry.canonicalFilePath();
        // The other parts of a split model are no models of their own; a link without a file is none at all.
        if (real.isEmpty() || files.path != entry.filePath() || seen.contains(real))
            return;
        seen.insert(real);
        models.append({ entry.filePath(), files.name, files.byteCount });
    });
    return models;
}

QList<ForeignFolder> findForeignModels(const ForeignPlaces &places, std::stop_token stop)
{
    QList<ForeignFolder> found;
    QSet<QString> seen;
    const QList<Place> all = placesOf(places);
    for (const Place &place : all) {
        const QString real = QFileInfo(place.folder).canonicalFilePath();
        if (real.isEmpty() || seen.contains(real))
            continue;
        seen.insert(real);
        ForeignFolder folder { QString::fromLatin1(place.application), QDir::cleanPath(place.folder), {} };
        folder.models = modelsIn(folder.folder, stop);
        if (!folder.models.isEmpty())
            found.append(folder);
    }
    return found;
}

} // namespace maru
