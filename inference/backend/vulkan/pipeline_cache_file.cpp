// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/pipeline_cache_file.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace maru::backend::vulkan {

namespace {

constexpr std::uint64_t kMagic = 0x3143504B'5552414DU; // "MARUKPC1"
constexpr std::uint64_t kMostBytes = 256U << 20;

struct Header
{
    std::uint64_t magic;
    std::uint64_t byteCount;
    std::uint64_t checksum;
};

/// FNV-1a over 8 bytes at a time: enough against a cut or rotten file.
std::uint64_t checksum(std::span<const std::byte> data)
{
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const std::byte byte : data)
        hash = (hash ^ static_cast<std::uint64_t>(byte)) * 0x100000001B3U;
    return hash;
}

bool isOfDriver(std::span<const std::byte> data, const VkPhysicalDeviceProperties &properties)
{
    VkPipelineCacheHeaderVersionOne header = {};
    if (data.size() < sizeof(header))
        return false;
    std::memcpy(&header, data.data(), sizeof(header));
    return header.headerSize >= 32 && header.headerVersion == VK_PIPELINE_CACHE_HEADER_VERSION_ONE
        && header.vendorID == properties.vendorID && header.deviceID == properties.deviceID
        && std::memcmp(header.pipelineCacheUUID, properties.pipelineCacheUUID, VK_UUID_SIZE) == 0;
}

void appendHex(std::string &text, std::uint64_t value, int digits)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (int i = digits - 1; i >= 0; --i)
        text += kDigits[value >> (4 * i) & 15U];
}

} // namespace

std::filesystem::path pipelineCachePath(
    const std::filesystem::path &directory, const VkPhysicalDeviceProperties &properties)
{
    std::string name = "pipelines-";
    appendHex(name, properties.vendorID, 8);
    appendHex(name, properties.deviceID, 8);
    name += '-';
    appendHex(name, properties.driverVersion, 8);
    name += '-';
    for (const std::uint8_t byte : properties.pipelineCacheUUID)
        appendHex(name, byte, 2);
    return directory / (name + ".bin");
}

std::vector<std::byte> readPipelineCache(
    const std::filesystem::path &path, const VkPhysicalDeviceProperties &properties)
{
    std::ifstream file(path, std::ios::binary);
    Header header = {};
    file.read(reinterpret_cast<char *>(&header), sizeof(header));
    if (!file || header.magic != kMagic || header.byteCount > kMostBytes)
        return {};
    std::error_code error;
    if (std::filesystem::file_size(path, error) != sizeof(header) + header.byteCount || error)
        return {};
    std::vector<std::byte> data(header.byteCount);
    file.read(reinterpret_cast<char *>(data.data()), static_cast<std::streamsize>(data.size()));
    if (!file || checksum(data) != header.checksum || !isOfDriver(data, properties))
        return {};
    return data;
}

void writePipelineCache(const std::filesystem::path &path, std::span<const std::byte> data)
{
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::filesystem::path temporary = path;
    temporary += ".new";
    {
        std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
        const Header header = { kMagic, data.size(), checksum(data) };
        file.write(reinterpret_cast<const char *>(&header), sizeof(header));
        file.write(reinterpret_cast<const char *>(data.data()), static_cast<std::streamsize>(data.size()));
        file.close();
        if (!file) {
            std::filesystem::remove(temporary, error);
            return;
        }
    }
    std::filesystem::rename(temporary, path, error);
    if (error)
        std::filesystem::remove(temporary, error);
}

} // namespace maru::backend::vulkan
