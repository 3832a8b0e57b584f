// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/model_choice.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace maru {

LoadRequest ModelChoice::wanted() const
{
    if (!path.isEmpty())
        return { path, device, gpuLayers, contextLength, threads };
    // One that was made to talk, and of those the smallest: the quickest to answer a first question.
    const InstalledModel *best = nullptr;
    for (const InstalledModel &model : installed) {
        const bool better = !best || (model.hasChatTemplate && !best->hasChatTemplate)
            || (model.hasChatTemplate == best->hasChatTemplate && model.byteCount < best->byteCount);
        if (!model.problem && better)
            best = &model;
    }
    return { best ? best->path : QString(), device, gpuLayers, contextLength, threads };
}

QString ModelChoice::name() const
{
    const QString file = wanted().modelPath;
    for (const InstalledModel &model : installed) {
        if (model.path == file)
            return model.name;
    }
    return QFileInfo(file).completeBaseName();
}

QString ModelChoice::pathOf(const QString &modelName) const
{
    for (const InstalledModel &model : installed) {
        if (model.name == modelName && !model.problem)
            return model.path;
    }
    return {};
}

int ModelChoice::trainedContext() const
{
    const QString file = wanted().modelPath;
    for (const InstalledModel &model : installed) {
        if (model.path == file)
            return model.contextLength;
    }
    return 0;
}

QString ModelChoice::deviceLabel() const
{
    if (device == QLatin1String("auto"))
        return QCoreApplication::translate("maru::ModelChoice", "Automatic");
    return device == QLatin1String("cpu") ? QCoreApplication::translate("maru::ModelChoice", "Processor") : device;
}

} // namespace maru
