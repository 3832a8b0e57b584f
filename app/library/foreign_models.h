// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QString>

#include <stop_token>

namespace maru {

/// A model file that lies in a folder, with the name people know it by.
struct FoundModel
{
    QString path;
    QString name; ///< "llama3:8b" of Ollama, else the file's without its ending
    qint64 byteCount = 0; ///< of all its parts
};

/// A folder in which another application keeps its models.
struct ForeignFolder
{
    QString application; ///< "Ollama", "LM Studio": a name, never translated
    QString folder;
    QList<FoundModel> models;

    qint64 byteCount() const;
};

/// Where to look: the home folder and what the environment says. A plain value, so that tests have their own.
struct ForeignPlaces
{
    QString home;
    QString dataHome; ///< $XDG_DATA_HOME or ~/.local/share
    QString configHome; ///< $XDG_CONFIG_HOME or ~/.config
    QString cacheHome; ///< $XDG_CACHE_HOME or ~/.cache
    QString ollama; ///< $OLLAMA_MODELS
    QString llamaCpp; ///< $LLAMA_CACHE
    QString huggingFace; ///< $HF_HUB_CACHE, or $HF_HOME/hub
    QString system = QStringLiteral("/usr/share"); ///< of services: Ollama's own user

    static ForeignPlaces ofThisMachine();
};

/// The folders of LM Studio, Jan, GPT4All, Ollama, llama.cpp and Hugging Face that have models in them.
///
/// Only names and sizes are read (and Ollama's manifests): nothing is opened, changed or made. Blocks; any thread.
QList<ForeignFolder> findForeignModels(const ForeignPlaces &places, std::stop_token stop = {});

/// The models of one folder. Of a folder of Ollama, those that its manifests name; else every .gguf below it, split
/// ones once, and a file that two links lead to once.
///
/// At most kMostModels, and no deeper than kDeepestFolder: a folder chosen by mistake ends soon.
QList<FoundModel> modelsIn(const QString &folder, std::stop_token stop = {});

inline constexpr int kMostModels = 5000;
inline constexpr int kDeepestFolder = 8;

} // namespace maru
