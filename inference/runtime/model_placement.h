// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/model/model.h"
#include "inference/runtime/devices.h"
#include "inference/runtime/open_options.h"
#include "inference/runtime/placement.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace maru::runtime {

/// Positions of the context that these options ask for.
std::uint32_t contextFor(const model::Model &model, const OpenOptions &options);

/// The layers that lie on one device.
struct PlacedPart
{
    DeviceChoice choice;
    std::uint32_t firstLayer = 0;
    std::uint32_t layerCount = 0;
    backend::MemoryUse memory;
};

/// Where a model lies, and what it takes there.
struct Placement
{
    std::vector<PlacedPart> parts; ///< in the order of the layers: one, or the CPU's and the GPU's
    std::uint32_t layerCount = 0;
    std::uint32_t gpuLayers = 0; ///< as PlacementCosts counts them: layerCount + 1 is everything
    std::uint64_t vocabulary = 0; ///< bytes of the host for the vocabulary, beside what the parts take
    std::uint64_t made = 0; ///< bytes of the host for weights that are not in the file as they are used

    backend::MemoryUse memory() const; ///< of all parts
    std::uint64_t total() const { return memory().total() + vocabulary + made; }

    /// The part that has the head: the device that a person would name.
    const PlacedPart &main() const { return parts.back(); }
};

/// Decides where the layers of a model go, and sets it up there.
///
/// Ownership: `graph` and `model` must outlive it; it owns the backends, which must outlive what setUp() makes.
class ModelPlacer
{
public:
    /// Chooses the devices. Failure: as selectDevice() and opening a device; BadOption for layers on a GPU where the
    /// device is the CPU.
    static Result<std::unique_ptr<ModelPlacer>> create(
        const model::Model &model, const graph::Graph &graph, const OpenOptions &options);

    /// Where the layers go by what is free now. `problem` is set if they do not fit so: OutOfMemory (HostMemory or
    /// DeviceMemory) with needed, free, missing, and what would help: gpu_layers, context, kv, quantization.
    Placement place(std::optional<Error> &problem) const;

    /// The same with this many layers on the GPU, whatever is free.
    Placement placeAt(std::uint32_t gpuLayers) const;

    /// Failure: as Backend::prepare().
    Result<std::unique_ptr<backend::Executor>> setUp(
        const Placement &placement, const backend::LoadProgress &progress, const std::stop_token &stop) const;

    PlacementFreedom freedom() const { return { !m_options.gpuLayers && m_isCuttable, m_mayUseCpu }; }

    /// Why no layer lies on a GPU under `placement`, if one was to be used; else empty.
    std::string note(const Placement &placement) const;

private:
    ModelPlacer(const model::Model &model, const graph::Graph &graph, const OpenOptions &options);

    std::uint32_t layerCount() const { return static_cast<std::uint32_t>(m_graph.kvLayers.size()); }
    std::uint32_t everything() const { return layerCount() + 1; }
    std::vector<std::uint32_t> choices(bool areFree) const;
    PlacementCost cost(std::uint32_t gpuLayers, const backend::ExecutorOptions &options) const;
    PlacementLimits limits() const;
    Error tooLarge(std::uint32_t gpuLayers, const PlacementCost &cost, const PlacementLimits &limits) const;

    const model::Model &m_model;
    const graph::Graph &m_graph;
    OpenOptions m_options;
    backend::ExecutorOptions m_executorOptions;
    DeviceChoice m_cpuChoice;
    DeviceChoice m_gpuChoice;
    std::unique_ptr<backend::Backend> m_cpu;
    std::unique_ptr<backend::Backend> m_gpu; ///< none: the CPU alone
    bool m_mayUseCpu = false;
    bool m_isCuttable = false;
    std::string m_note;
};

} // namespace maru::runtime
