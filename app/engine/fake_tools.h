// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"

#include <atomic>
#include <mutex>

namespace maru {

/// ModelTools that pretend, for `--engine=fake` and for tests: a graphics card of 8 GB, a processor of 16 GB, and a
/// card that computes wrong.
///
/// A model takes what its file takes, and 100 kB a token of context. Threads: as ModelTools.
class FakeTools : public ModelTools
{
public:
    static constexpr qint64 kGpuBytes = 8'000'000'000;
    static constexpr qint64 kHostBytes = 16'000'000'000;
    static constexpr qint64 kBytesPerToken = 100'000;
    static constexpr int kLayers = 32;

    void setDevice(const QString &selector) override;
    Result<FitFunction> fit(const QString &path) override;
    Result<FitFunction> fitOfHeads(const QList<ModelHead> &heads) override;
    Result<FitFunction> fitAbout(const RoughModel &rough) override;
    bool refresh() override { return true; }
    void setHeld(const HeldMemory &held) override { static_cast<void>(held); } // all of it is always free
    QList<DeviceStatus> devices() override;
    Result<void> checkUp(const QString &selector, const Progress &progress, std::stop_token stop) override;
    ModelReport report(const QString &path) override;
    Result<QList<QuantizeTarget>> targets(const QString &path) override;
    Result<void> quantize(const QString &path, const QString &out, const QString &target, const Progress &progress,
        std::stop_token stop) override;
    Result<TextScore> score(
        const QString &path, const QString &text, const Progress &progress, std::stop_token stop) override;

private:
    FitFunction functionFor(qint64 bytes, bool isRough) const;

    std::atomic<bool> m_gpu = true;
    std::mutex m_mutex;
    QStringList m_checked; ///< selectors
};

} // namespace maru
