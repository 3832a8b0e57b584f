// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/pipeline_cache_file.h"

#include <QtTest>

#include <cstring>
#include <fstream>

using namespace maru::backend::vulkan;

namespace {

VkPhysicalDeviceProperties someDriver()
{
    VkPhysicalDeviceProperties properties = {};
    properties.vendorID = 0x10005;
    properties.deviceID = 7;
    properties.driverVersion = 3;
    for (std::size_t i = 0; i < VK_UUID_SIZE; ++i)
        properties.pipelineCacheUUID[i] = static_cast<std::uint8_t>(i);
    return properties;
}

/// What a driver gives: Vulkan's header, then anything.
std::vector<std::byte> driverData(const VkPhysicalDeviceProperties &properties)
{
    VkPipelineCacheHeaderVersionOne header = {};
    header.headerSize = sizeof(header);
    header.headerVersion = VK_PIPELINE_CACHE_HEADER_VERSION_ONE;
    header.vendorID = properties.vendorID;
    header.deviceID = properties.deviceID;
    std::memcpy(header.pipelineCacheUUID, properties.pipelineCacheUUID, VK_UUID_SIZE);
    std::vector<std::byte> data(sizeof(header) + 1000, std::byte { 42 });
    std::memcpy(data.data(), &header, sizeof(header));
    return data;
}

} // namespace

class TstPipelineCacheFile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void what_was_written_is_read();
    void a_missing_file_is_nothing();
    void a_cut_file_is_ignored();
    void a_changed_byte_is_noticed();
    void another_drivers_data_is_ignored();
    void every_driver_has_its_own_file();
    void a_folder_that_cannot_be_written_is_no_failure();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;
};

void TstPipelineCacheFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = pipelineCachePath(m_folder->path().toStdString() + "/deeper", someDriver());
}

void TstPipelineCacheFile::what_was_written_is_read()
{
    const std::vector<std::byte> data = driverData(someDriver());
    writePipelineCache(m_path, data);
    QVERIFY(readPipelineCache(m_path, someDriver()) == data);
}

void TstPipelineCacheFile::a_missing_file_is_nothing()
{
    QVERIFY(readPipelineCache(m_path, someDriver()).empty());
}

void TstPipelineCacheFile::a_cut_file_is_ignored()
{
    writePipelineCache(m_path, driverData(someDriver()));
    const auto size = std::filesystem::file_size(m_path);
    for (const std::uintmax_t length :
        { size - 1, size / 2, std::uintmax_t(25), std::uintmax_t(10), std::uintmax_t(0) }) {
        std::filesystem::resize_file(m_path, length);
        QVERIFY(readPipelineCache(m_path, someDriver()).empty());
    }
}

void TstPipelineCacheFile::a_changed_byte_is_noticed()
{
    writePipelineCache(m_path, driverData(someDriver()));
    for (const int offset : { 0, 9, 17, 60, 500 }) {
        std::fstream file(m_path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(offset);
        const char old = static_cast<char>(file.get());
        file.seekp(offset);
        file.put(static_cast<char>(old ^ 1));
        file.close();
        QVERIFY2(readPipelineCache(m_path, someDriver()).empty(), qPrintable(QString::number(offset)));
        file.open(m_path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(offset);
        file.put(old);
        file.close();
        QVERIFY(!readPipelineCache(m_path, someDriver()).empty());
    }
}

void TstPipelineCacheFile::another_drivers_data_is_ignored()
{
    writePipelineCache(m_path, driverData(someDriver()));
    VkPhysicalDeviceProperties other = someDriver();
    other.pipelineCacheUUID[5] ^= 1;
    QVERIFY(readPipelineCache(m_path, other).empty());
    other = someDriver();
    other.deviceID = 8;
    QVERIFY(readPipelineCache(m_path, other).empty());
}

void TstPipelineCacheFile::every_driver_has_its_own_file()
{
    VkPhysicalDeviceProperties newer = someDriver();
    newer.driverVersion = 4;
    QVERIFY(pipelineCachePath("folder", newer) != pipelineCachePath("folder", someDriver()));
}

void TstPipelineCacheFile::a_folder_that_cannot_be_written_is_no_failure()
{
    const std::filesystem::path blocked = std::filesystem::path(m_folder->path().toStdString()) / "file";
    std::ofstream(blocked) << "not a folder";
    writePipelineCache(blocked / "cache.bin", driverData(someDriver()));
    QVERIFY(!std::filesystem::exists(blocked / "cache.bin"));
}

QTEST_GUILESS_MAIN(TstPipelineCacheFile)
#include "tst_pipeline_cache_file.moc"
