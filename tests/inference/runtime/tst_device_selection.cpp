// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/device_selection.h"

#include <QtTest/QTest>

using namespace maru;
using backend::DeviceKind;

namespace {

runtime::DeviceChoice choice(std::string selector, DeviceKind kind, std::uint64_t memory, bool usable = true)
{
    backend::Device device;
    device.name = selector;
    device.kind = kind;
    device.uuid = selector == "cpu" ? "" : "abc" + selector.substr(7);
    device.memoryTotal = memory;
    device.usable = usable;
    device.reason = usable ? "works" : "no compute queue";
    return { std::move(selector), device, false };
}

runtime::DeviceList list(std::vector<runtime::DeviceChoice> devices)
{
    devices.insert(devices.begin(), choice("cpu", DeviceKind::Cpu, 64));
    return { devices, {} };
}

} // namespace

class TestDeviceSelection : public QObject
{
    Q_OBJECT

private slots:
    void autoTakesTheDiscreteCardWithMostMemory()
    {
        const auto devices = list({ choice("vulkan:0", DeviceKind::Integrated, 32),
            choice("vulkan:1", DeviceKind::Discrete, 8), choice("vulkan:2", DeviceKind::Discrete, 16) });
        QCOMPARE(runtime::chooseAutomatically(devices), 3u);
    }

    void autoNeverTakesASoftwareDevice()
    {
        QCOMPARE(runtime::chooseAutomatically(list({ choice("vulkan:0", DeviceKind::Software, 128) })), 0u);
    }

    void autoPassesOverWhatCannotBeUsed()
    {
        QCOMPARE(runtime::chooseAutomatically(list({ choice("vulkan:0", DeviceKind::Discrete, 16, false) })), 0u);
    }

    void devicesAreFoundByIndexAndUuid()
    {
        const auto devices
            = list({ choice("vulkan:0", DeviceKind::Software, 1), choice("vulkan:1", DeviceKind::Discrete, 8) });
        QCOMPARE(runtime::selectDevice(devices, "vulkan:0").value(), 1u);
        QCOMPARE(runtime::selectDevice(devices, "vulkan:abc1").value(), 2u);
        QCOMPARE(runtime::selectDevice(devices, "vulkan").value(), 2u);
        QCOMPARE(runtime::selectDevice(devices, "cpu").value(), 0u);
        QCOMPARE(runtime::selectDevice(list({ choice("vulkan:0", DeviceKind::Software, 1) }), "vulkan").value(), 1u);
    }

    void whatIsNotThereIsNamed()
    {
        const auto devices = list({ choice("vulkan:0", DeviceKind::Discrete, 8, false) });
        const auto absent = runtime::selectDevice(devices, "vulkan:7");
        QVERIFY(!absent);
        QCOMPARE(absent.error().reason, Reason::NoVulkanDevice);
        QCOMPARE(absent.error().arg("index"), std::string_view("vulkan:7"));
        QCOMPARE(runtime::selectDevice(devices, "vulkan:0").error().reason, Reason::DeviceTooWeak);
        QCOMPARE(runtime::selectDevice(devices, "cuda").error().reason, Reason::BadOption);

        runtime::DeviceList none = list({});
        none.note = "libvulkan.so.1 not found";
        QCOMPARE(runtime::selectDevice(none, "vulkan").error().reason, Reason::NoVulkanLoader);
    }
};

QTEST_GUILESS_MAIN(TestDeviceSelection)
#include "tst_device_selection.moc"
