// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/memory_info.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>

namespace maru {

namespace {

/// The number in `file`, or nothing ("max" is no number).
std::optional<std::uint64_t> numberIn(const std::filesystem::path &file)
{
    std::ifstream stream(file);
    std::uint64_t number = 0;
    if (stream >> number)
        return number;
    return std::nullopt;
}

/// The number behind `key` in a file of "key number" lines, or 0.
std::uint64_t valueOf(const std::filesystem::path &file, const std::string &key)
{
    std::ifstream stream(file);
    std::string line;
    while (std::getline(stream, line)) {
        if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ') {
            std::uint64_t number = 0;
            for (const char character : line.substr(key.size())) {
                if (character >= '0' && character <= '9')
                    number = number * 10 + static_cast<std::uint64_t>(character - '0');
            }
            return number;
        }
    }
    return 0;
}

/// The names of one version's files in a control group's folder.
struct ControlGroupFiles
{
    const char *limit;
    const char *used;
    const char *reclaimable; ///< key in memory.stat
};

constexpr ControlGroupFiles kVersion2 { "memory.max", "memory.current", "inactive_file" };
constexpr ControlGroupFiles kVersion1 { "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file" };

/// Lowers `memory` to what the group `folder` allows.
void limitTo(const std::filesystem::path &folder, const ControlGroupFiles &files, MemoryInfo &memory)
{
    const std::optional<std::uint64_t> limit = numberIn(folder / files.limit);
    const std::optional<std::uint64_t> used = numberIn(folder / files.used);
    if (!limit || !used || *limit >= memory.total)
        return;
    const std::uint64_t reclaimable = std::min(*used, valueOf(folder / "memory.stat", files.reclaimable));
    const std::uint64_t taken = *used - reclaimable;
    memory.total = *limit;
    memory.free = std::min(memory.free, *limit > taken ? *limit - taken : 0);
}

/// Applies the limits of `group` ("/user.slice/x") below `mount` and of all groups around it.
void limitToGroups(
    const std::filesystem::path &mount, std::string group, const ControlGroupFiles &files, MemoryInfo &memory)
{
    while (true) {
        limitTo(mount / std::filesystem::path(group).relative_path(), files, memory);
        const std::size_t slash = group.find_last_of('/');
        if (group.empty() || slash == std::string::npos)
            return;
        group.resize(slash);
    }
}

} // namespace

MemoryInfo hostMemory(const std::filesystem::path &root)
{
    const std::filesystem::path meminfo = root / "proc/meminfo";
    MemoryInfo memory { valueOf(meminfo, "MemTotal:") * 1024, valueOf(meminfo, "MemAvailable:") * 1024 };

    // Lines are "number:controllers:group"; version 2 has the number 0 and no controllers.
    std::ifstream groups(root / "proc/self/cgroup");
    std::string line;
    while (std::getline(groups, line)) {
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
        const std::string group = line.substr(second + 1);
        if (controllers == ",,")
            limitToGroups(root / "sys/fs/cgroup", group, kVersion2, memory);
        else if (controllers.find(",memory,") != std::string::npos)
            limitToGroups(root / "sys/fs/cgroup/memory", group, kVersion1, memory);
    }
    return memory;
}

} // namespace maru
