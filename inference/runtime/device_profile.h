// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/quant/tensor_type.h"
#include "inference/runtime/token_traffic.h"

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>

namespace maru::runtime {

/// How fast a device writes tokens, as it was measured with the engine's own kernels.
///
/// The time of a token is taken to be
///     perToken + layers * perLayer + sum over formats of bytes / bandwidth + cache bytes / cacheBandwidth
/// which holds as long as one token is computed at a time: memory is what decides, and a fixed cost for each dispatch
/// or barrier. A plain value.
struct DeviceProfile
{
    double perToken = 0; ///< seconds
    double perLayer = 0; ///< seconds
    std::map<quant::TensorType, double> bandwidth; ///< bytes a second of weights, as they lie in the file
    double cacheBandwidth = 0; ///< bytes a second of keys and values
    double multiplyAdds = 0; ///< a second, of many tokens at once: how fast a prompt is read

    bool isEmpty() const { return bandwidth.empty(); }

    /// Of weights in `type`; of one that was not measured, that of the measured format whose weights are nearest in
    /// size. 0: nothing was measured.
    double bandwidthOf(quant::TensorType type) const;

    /// Seconds for a token at `position`; 0: nothing was measured.
    double secondsPerToken(const TokenTraffic &traffic, std::uint32_t position) const;
};

/// Measures `backend` with small transformers of random weights, some seconds in all. `progress` gets steps done and in
/// all. Failure: that of the backend; Cancelled.
Result<DeviceProfile> measureDevice(backend::Backend &backend,
    const std::function<void(std::uint32_t done, std::uint32_t total)> &progress = {}, std::stop_token stop = {});

} // namespace maru::runtime
