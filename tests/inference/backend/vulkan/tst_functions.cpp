// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/functions.h"
#include "inference/backend/vulkan/instance.h"
#include "tests/support/verify_ok.h"

#include <QtTest>

using namespace maru;
using namespace maru::backend::vulkan;

class TstFunctions : public QObject
{
    Q_OBJECT

private slots:
    void a_machine_without_a_loader_is_told_so();
    void a_library_that_is_no_loader_is_told_so();
    void every_result_has_its_kind_data();
    void every_result_has_its_kind();
    void an_error_names_the_call_and_the_device();
};

void TstFunctions::a_machine_without_a_loader_is_told_so()
{
    const auto loaded = GlobalFunctions::load("libno_such_vulkan.so.1");
    VERIFY_FAILS(loaded, Reason::NoVulkanLoader);
    QVERIFY(loaded.error().code == ErrorCode::Unsupported);
    QVERIFY(!loaded.error().arg("detail").empty());
    VERIFY_FAILS(Instance::create(false, "libno_such_vulkan.so.1"), Reason::NoVulkanLoader);
}

void TstFunctions::a_library_that_is_no_loader_is_told_so()
{
    VERIFY_FAILS(GlobalFunctions::load("libm.so.6"), Reason::NoVulkanLoader);
}

void TstFunctions::every_result_has_its_kind_data()
{
    QTest::addColumn<int>("result");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<Reason>("reason");
    QTest::newRow("host memory") << int(VK_ERROR_OUT_OF_HOST_MEMORY) << ErrorCode::OutOfMemory << Reason::HostMemory;
    QTest::newRow("device memory") << int(VK_ERROR_OUT_OF_DEVICE_MEMORY) << ErrorCode::OutOfMemory
                                   << Reason::DeviceMemory;
    QTest::newRow("lost") << int(VK_ERROR_DEVICE_LOST) << ErrorCode::DeviceLost << Reason::DeviceLost;
    QTest::newRow("failed") << int(VK_ERROR_INITIALIZATION_FAILED) << ErrorCode::Unsupported << Reason::DriverFailed;
    QTest::newRow("driver") << int(VK_ERROR_INCOMPATIBLE_DRIVER) << ErrorCode::Unsupported << Reason::DriverFailed;
    QTest::newRow("unknown") << -12345 << ErrorCode::Unsupported << Reason::DriverFailed;
}

void TstFunctions::every_result_has_its_kind()
{
    QFETCH(int, result);
    QFETCH(ErrorCode, code);
    QFETCH(Reason, reason);
    const Error error = vulkanError(static_cast<VkResult>(result), "vkCall", "Card");
    QVERIFY(error.code == code);
    QVERIFY(error.reason == reason);
}

void TstFunctions::an_error_names_the_call_and_the_device()
{
    const Error error = vulkanError(VK_ERROR_DEVICE_LOST, "vkQueueSubmit", "Card");
    QCOMPARE(error.message, std::string("Card: vkQueueSubmit: VK_ERROR_DEVICE_LOST"));
    QCOMPARE(std::string(error.arg("device")), std::string("Card"));
}

QTEST_GUILESS_MAIN(TstFunctions)
#include "tst_functions.moc"
