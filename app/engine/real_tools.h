// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"

#include <memory>
#include <mutex>

namespace maru::runtime {
class CheckUpStore;
}

namespace maru {

/// ModelTools over inference/runtime.
///
/// The devices are opened when something is first asked of them, since drivers take a while. Threads and failure: as
/// ModelTools.
class RealTools : public ModelTools
{
public:
    /// `checkUps` is shared with the engine, which does not use what failed; `device` is what models are loaded on.
    RealTools(QString cacheFolder, std::shared_ptr<runtime::CheckUpStore> checkUps);
    ~RealTools() override;

    /// What models are judged for from now on: "auto", "cpu", "vulkan:0".
    void setDevice(const QString &selector) override;

    void setHeld(const HeldMemory &held) override;
    Result<FitFunction> fit(const QString &path) override;
    Result<FitFunction> fitOfHeads(const QList<ModelHead> &heads) override;
    Result<FitFunction> fitAbout(const RoughModel &rough) override;
    bool refresh() override;
    QList<DeviceStatus> devices() override;
    Result<void> checkUp(const QString &selector, const Progress &progress, std::stop_token stop) override;
    ModelReport report(const QString &path) override;
    Result<QList<QuantizeTarget>> targets(const QString &path) override;
    Result<void> quantize(const QString &path, const QString &out, const QString &target, const Progress &progress,
        std::stop_token stop) override;
    Result<TextScore> score(
        const QString &path, const QString &text, const Progress &progress, std::stop_token stop) override;

private:
    struct Machine;

    Result<std::shared_ptr<Machine>> machine();
    void look(Machine &machine) const;

    QString m_cacheFolder;
    std::shared_ptr<runtime::CheckUpStore> m_checkUps;
    std::mutex m_mutex;
    QString m_device = QStringLiteral("auto");
    HeldMemory m_held;
    bool m_isOld = false; ///< functions were handed out for a machine that a check-up has changed
    std::shared_ptr<Machine> m_machine; ///< shared with the functions that were handed out
};

} // namespace maru
