// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/runtime/device_profile.h"
#include "inference/runtime/devices.h"
#include "inference/runtime/open_options.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace maru::runtime {

/// What a check-up is true of: this device with this driver, and these kernels.
struct CheckUpKey
{
    std::string device; ///< the UUID; of the processor, its name
    std::string driver; ///< name and version; of the processor, its instructions
    std::string kernels; ///< a hash of all shaders; of the processor, the version of the program's kernels

    bool operator==(const CheckUpKey &) const = default;
    static CheckUpKey of(const DeviceChoice &choice);
    static CheckUpKey ofProcessor();
};

/// A kernel that computes wrong.
struct KernelProblem
{
    std::string name; ///< "mat_mul/q4_k/512x577"
    std::string detail; ///< both values
};

/// What came of a check-up. A plain value.
struct CheckUp
{
    CheckUpKey key;
    std::uint32_t cases = 0; ///< kernels that were compared with the reference
    std::vector<KernelProblem> problems; ///< of what would be used
    std::vector<KernelProblem> avoided; ///< of faster instructions of the processor, which are not used any more
    std::string instructions; ///< of the processor, what is used instead of the best; empty: the best
    DeviceProfile profile; ///< empty where the device is not used
    std::int64_t time = 0; ///< seconds since 1970
    double seconds = 0; ///< that it took

    bool passed() const { return problems.empty(); }
};

/// Called with steps done and in all, on the thread that checks.
using CheckUpProgress = std::function<void(std::uint32_t done, std::uint32_t total)>;

struct CheckUpOptions
{
    unsigned threads = 0; ///< of the CPU; 0: one per physical core
    std::filesystem::path cacheDirectory; ///< pipelines; empty: none kept
    std::string loader; ///< for tests: the library to open in place of the system's Vulkan loader
};

/// Compares the device's kernels with the scalar reference at real shapes, and measures how fast they are: some
/// seconds.
///
/// A kernel that computes wrong, or fails, is a result and not an error. Of a processor whose best instructions compute
/// wrong, the next ones that do not are used from then on, in this process, and named in the result.
/// Failure: Cancelled; that of opening the device.
Result<CheckUp> runCheckUp(const DeviceChoice &choice, const CheckUpOptions &options,
    const CheckUpProgress &progress = {}, std::stop_token stop = {});

/// The check-ups of this machine, kept in a file.
///
/// A file that is cut off, changed or of another version is ignored: everything is then checked again.
/// Threads: any. Failure of put(): DiskFull, ReadOnly; the result holds until the process ends.
class CheckUpStore
{
public:
    /// `file` empty: only in memory.
    explicit CheckUpStore(std::filesystem::path file);

    /// What is known of exactly this device, driver and kernels.
    std::optional<CheckUp> find(const CheckUpKey &key) const;

    Result<void> put(const CheckUp &result);

private:
    std::filesystem::path m_file;
    mutable std::mutex m_mutex;
    std::vector<CheckUp> m_results;
};

/// Why a device with this failed check-up is not used, one English clause.
std::string wrongResults(const CheckUp &result);

/// The graphics device that a model opened with `options` would be put on, if nothing is known of it yet.
std::optional<DeviceChoice> uncheckedDevice(const OpenOptions &options);

} // namespace maru::runtime
