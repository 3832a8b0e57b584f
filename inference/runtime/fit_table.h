// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/model/model.h"
#include "inference/runtime/device_profile.h"
#include "inference/runtime/devices.h"
#include "inference/runtime/open_options.h"
#include "inference/runtime/placement.h"
#include "inference/runtime/token_traffic.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace maru::runtime {

/// The devices that models would be put on, opened once: for many questions about many models.
///
/// Ownership: owns the backends. Threads: immutable once open; one thread at a time asks them.
class FitDevices
{
public:
    /// The devices that OpenOptions::device stands for, as ModelPlacer chooses them; the CPU alone where a GPU chosen
    /// by "auto" cannot be opened. Failure: as selectDevice() and opening a device.
    static Result<std::unique_ptr<FitDevices>> open(const OpenOptions &options);

    backend::Backend &cpu() const { return *m_cpu; }
    backend::Backend *gpu() const { return m_gpu.get(); } ///< null: there is none, or it is not to be used
    const DeviceChoice &cpuChoice() const { return m_cpuChoice; }
    const DeviceChoice &gpuChoice() const { return m_gpuChoice; }

    /// By what is free now.
    PlacementLimits limits() const;

private:
    FitDevices() = default;

    OpenOptions m_options;
    DeviceChoice m_cpuChoice;
    DeviceChoice m_gpuChoice;
    std::unique_ptr<backend::Backend> m_cpu;
    std::unique_ptr<backend::Backend> m_gpu;
};

/// What became of a question: does a model run here, and how fast?
struct ModelFit
{
    std::uint32_t context = 0; ///< that was asked for
    std::uint32_t layerCount = 0;
    std::uint32_t gpuLayers = 0; ///< as PlacementCosts counts them
    PlacementCost cost;
    bool fits = false; ///< else `cost` is that of the placement which comes nearest
    std::uint64_t missing = 0; ///< bytes, if it does not fit
    double tokensPerSecond = 0; ///< 0: nothing was measured

    bool isOnGpu() const { return gpuLayers != 0; }
    bool isWholeOnGpu() const { return gpuLayers > layerCount; }
};

/// What a model takes on this machine's devices for every context, and what it reads for a token: enough to answer
/// where it would lie and how fast it would be, at once, whatever is free.
///
/// The engine's own account at some contexts and every number of layers; between those contexts the account is a
/// straight line but for the rounding of buffers. A plain value. Threads: immutable.
class FitTable
{
public:
    /// Failure: that of buildGraph(). Takes some tens of milliseconds to a second.
    static Result<FitTable> of(
        const model::Model &model, const FitDevices &devices, backend::KvType kv = backend::KvType::F16);

    /// What is known of a model without its header.
    struct Rough
    {
        std::uint64_t weightBytes = 0; ///< of the file
        std::uint32_t layers = 0;
        std::uint64_t kvBytesPerPosition = 0; ///< of all layers
        std::uint32_t trainedContext = 0;
    };

    /// A guess: weights and cache shared out evenly, `hasGpu` or not.
    static FitTable about(const Rough &rough, bool hasGpu);

    std::uint32_t trainedContext() const { return m_trainedContext; }
    std::uint32_t layerCount() const { return m_layerCount; }

    /// Where it would lie. Profiles may be null: then nothing is said of the speed.
    ModelFit at(std::uint32_t context, const PlacementLimits &limits, const DeviceProfile *cpu = nullptr,
        const DeviceProfile *gpu = nullptr) const;

    /// The longest context, in steps of 256, that fits with as many layers on the GPU as at the shortest; 0: none.
    std::uint32_t longestContext(const PlacementLimits &limits) const;

private:
    struct Point
    {
        std::uint32_t context;
        std::vector<PlacementCost> costs; ///< by the index of m_choices
    };
    /// What is read for a token on either side, by the index of m_choices.
    struct Traffic
    {
        TokenTraffic cpu;
        TokenTraffic gpu;
    };

    PlacementCost costAt(std::size_t choice, std::uint32_t context) const;
    std::size_t indexOf(std::uint32_t gpuLayers) const;

    std::uint32_t m_trainedContext = 0;
    std::uint32_t m_layerCount = 0;
    std::uint64_t m_besides = 0; ///< bytes of the host beside layers: vocabulary, weights that are made
    std::vector<std::uint32_t> m_choices; ///< numbers of gpuLayers, rising
    std::vector<Point> m_points;
    std::vector<Traffic> m_traffic;
};

} // namespace maru::runtime
