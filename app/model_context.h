// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/platform/paths.h"

#include <QObject>

#include <memory>

namespace maru {

class DevicesController;
class FitService;
class InferenceEngine;
class InspectController;
class ModelTools;
class NetworkGate;
class QuantizeController;
class Settings;

/// The part of AppContext that judges models and devices: makes what the pages of the library ask, and has it follow
/// the settings.
///
/// Ownership: owns them. Threads: GUI thread; each of them starts its own.
class ModelContext : public QObject
{
    Q_OBJECT

public:
    /// `engine` is a RealEngine or a FakeEngine, and gets tools of its kind.
    ModelContext(InferenceEngine *engine, NetworkGate *gate, Settings *settings, const Paths &paths);
    ~ModelContext() override;

    ModelTools *tools() const { return m_tools.get(); }
    FitService *fit() const { return m_fit.get(); }
    DevicesController *deviceCheck() const { return m_devices.get(); }
    InspectController *inspector() const { return m_inspector.get(); }
    QuantizeController *quantizer() const { return m_quantizer.get(); }

private:
    std::unique_ptr<ModelTools> m_tools;
    std::unique_ptr<FitService> m_fit;
    std::unique_ptr<DevicesController> m_devices;
    std::unique_ptr<InspectController> m_inspector;
    std::unique_ptr<QuantizeController> m_quantizer;
};

} // namespace maru
