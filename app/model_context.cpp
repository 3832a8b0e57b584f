// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/model_context.h"

#include "app/engine/fake_tools.h"
#include "app/engine/real_engine.h"
#include "app/engine/real_tools.h"
#include "app/library/devices_controller.h"
#include "app/library/fit_service.h"
#include "app/library/inspect_controller.h"
#include "app/library/quantize_controller.h"
#include "app/settings/settings.h"

namespace maru {

namespace {

std::unique_ptr<ModelTools> makeTools(InferenceEngine *engine, const Paths &paths)
{
    if (const auto *real = dynamic_cast<RealEngine *>(engine))
        return std::make_unique<RealTools>(paths.cache, real->checkUps());
    return std::make_unique<FakeTools>();
}

} // namespace

ModelContext::ModelContext(InferenceEngine *engine, NetworkGate *gate, Settings *settings, const Paths &paths)
    : m_tools(makeTools(engine, paths))
    , m_fit(std::make_unique<FitService>(m_tools.get(), gate))
    , m_devices(std::make_unique<DevicesController>(m_tools.get()))
    , m_inspector(std::make_unique<InspectController>(m_tools.get()))
    , m_quantizer(std::make_unique<QuantizeController>(m_tools.get(), m_fit.get(), paths.models))
{
    m_tools->setDevice(settings->device());
    connect(settings, &Settings::deviceChanged, m_fit.get(),
        [fit = m_fit.get(), settings] { fit->setDevice(settings->device()); });
    connect(m_devices.get(), &DevicesController::checked, m_fit.get(), &FitService::refresh);
}

ModelContext::~ModelContext() = default;

} // namespace maru
