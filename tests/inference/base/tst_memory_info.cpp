// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/memory_info.h"
#include "tests/support/temp_dir.h"

#include <QtTest/QTest>

#include <memory>
#include <string>

using namespace maru;

namespace {

constexpr std::uint64_t kMegabyte = 1 << 20;

/// A file tree that stands for the system's.
class FakeSystem
{
public:
    FakeSystem()
    {
        write("proc/meminfo", "MemTotal:       8192000 kB\nMemFree:         100000 kB\nMemAvailable:    4096000 kB\n");
    }

    void write(const std::filesystem::path &file, const std::string &text) const
    {
        std::filesystem::create_directories((root() / file).parent_path());
        m_folder.write(file.string(), text);
    }

    std::filesystem::path root() const { return m_folder.path(); }

private:
    test::TempDir m_folder;
};

} // namespace

class TestMemoryInfo : public QObject
{
    Q_OBJECT

private slots:
    void thisMachineHasMemory()
    {
        const MemoryInfo memory = hostMemory();
        QVERIFY(memory.total > 64 * kMegabyte);
        QVERIFY(memory.free > 0 && memory.free <= memory.total);
    }

    void withoutLimitsTheMachineCounts()
    {
        const FakeSystem system;
        const MemoryInfo memory = hostMemory(system.root());
        QCOMPARE(memory.total, std::uint64_t { 8192000 } * 1024);
        QCOMPARE(memory.free, std::uint64_t { 4096000 } * 1024);
    }

    void controlGroupsOfVersion2Limit()
    {
        const FakeSystem system;
        system.write("proc/self/cgroup", "0::/user.slice/app.scope\n");
        system.write("sys/fs/cgroup/user.slice/app.scope/memory.max", "max\n");
        system.write("sys/fs/cgroup/user.slice/app.scope/memory.current", std::to_string(900 * kMegabyte));
        system.write(
            "sys/fs/cgroup/user.slice/memory.max", std::to_string(1000 * kMegabyte) + "\n"); // the one around it
        system.write("sys/fs/cgroup/user.slice/memory.current", std::to_string(900 * kMegabyte) + "\n");
        system.write("sys/fs/cgroup/user.slice/memory.stat",
            "anon 5\ninactive_file " + std::to_string(300 * kMegabyte) + "\nactive_file 7\n");
        const MemoryInfo memory = hostMemory(system.root());
        QCOMPARE(memory.total, 1000 * kMegabyte);
        QCOMPARE(memory.free, 400 * kMegabyte);
    }

    void controlGroupsOfVersion1Limit()
    {
        const FakeSystem system;
        system.write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker\n");
        system.write("sys/fs/cgroup/memory/docker/memory.limit_in_bytes", std::to_string(500 * kMegabyte));
        system.write("sys/fs/cgroup/memory/docker/memory.usage_in_bytes", std::to_string(600 * kMegabyte));
        const MemoryInfo memory = hostMemory(system.root());
        QCOMPARE(memory.total, 500 * kMegabyte);
        QCOMPARE(memory.free, std::uint64_t { 0 });
    }

    void limitsAboveTheMachineAndOddFilesAreIgnored()
    {
        const FakeSystem system;
        system.write("proc/self/cgroup", "nonsense\n0::/\n4:memory:\n");
        system.write("sys/fs/cgroup/memory.max", "9223372036854771712");
        system.write("sys/fs/cgroup/memory.current", "100");
        system.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "words");
        QCOMPARE(hostMemory(system.root()).total, std::uint64_t { 8192000 } * 1024);
        const test::TempDir nothing;
        QCOMPARE(hostMemory(nothing.path()).total, std::uint64_t { 0 });
    }
};

QTEST_GUILESS_MAIN(TestMemoryInfo)
#include "tst_memory_info.moc"
