// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_cases.h"
#include "inference/backend/check/kernel_check.h"
#include "inference/backend/vulkan/program.h"
#include "inference/backend/vulkan/vulkan_backend.h"

#include <QtTest>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace check = maru::backend::check;
namespace vulkan = maru::backend::vulkan;
using maru::backend::Backend;
using maru::backend::Device;
using maru::backend::Outputs;

namespace {

/// The pass of `passes` that runs `rows` rows.
const vulkan::PlannedPass *passFor(const std::vector<vulkan::PlannedPass> &passes, std::size_t rows)
{
    const auto found = std::find_if(passes.begin(), passes.end(), [&](const auto &pass) { return pass.rows >= rows; });
    return found == passes.end() ? nullptr : &*found;
}

/// The kernels that a case runs on a device like `limits`.
std::set<std::string> kernelsOf(const check::KernelCase &kernelCase, const vulkan::ProgramLimits &limits)
{
    const auto program = vulkan::Program::build(kernelCase.graph, kernelCase.options, limits);
    std::set<std::string> names;
    if (!program)
        return names;
    const auto add = [&](const vulkan::PlannedPass *pass) {
        if (!pass)
            return;
        for (const vulkan::Dispatch &dispatch : pass->dispatches)
            names.insert(maru::shaders::kernelInfo(dispatch.kernel).name);
    };
    for (const check::Pass &pass : kernelCase.passes) {
        const std::size_t tokens = std::min<std::size_t>(pass.tokens.size(), (*program)->chunkLength());
        add(passFor((*program)->bodies(), tokens));
        if (pass.outputs != Outputs::None)
            add(passFor((*program)->heads(), pass.outputs == Outputs::All ? tokens : 1));
    }
    return names;
}

} // namespace

/// Every row of kernels.cmake, on every Vulkan device of the machine, against the scalar reference.
class TstKernels : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void every_kernel_has_a_case();
    void a_kernel_gives_the_numbers_of_the_reference_data();
    void a_kernel_gives_the_numbers_of_the_reference();

private:
    std::vector<Device> m_devices;
    std::map<int, std::unique_ptr<Backend>> m_backends;
};

void TstKernels::initTestCase()
{
    const auto devices = vulkan::listDevices();
    QVERIFY2(devices, devices ? "" : devices.error().message.c_str());
    m_devices = *devices;
    const auto usable = std::count_if(m_devices.begin(), m_devices.end(), [](const Device &d) { return d.usable; });
    QVERIFY2(usable > 0, "no usable Vulkan device: `packaging/dev test` installs lavapipe (mesa-vulkan-drivers)");
}

void TstKernels::every_kernel_has_a_case()
{
    vulkan::ProgramLimits limits;
    limits.bindingBytes = 128U << 20;
    limits.blockBytes = 1U << 30;
    std::set<std::string> covered;
    for (const check::CaseEntry &entry : check::allCases())
        covered.merge(kernelsOf(entry.make(), limits));
    QStringList missing;
    for (const maru::shaders::KernelInfo &kernel : maru::shaders::kernels()) {
        if (!covered.contains(kernel.name))
            missing << QString::fromLatin1(kernel.name);
    }
    QVERIFY2(missing.isEmpty(), qPrintable("no case runs " + missing.join(", ")));
}

void TstKernels::a_kernel_gives_the_numbers_of_the_reference_data()
{
    QTest::addColumn<int>("device");
    QTest::addColumn<QString>("name");
    const std::vector<std::string> names = check::caseNames(check::Selection::All);
    for (std::size_t i = 0; i < m_devices.size(); ++i) {
        if (!m_devices[i].usable)
            continue;
        for (const std::string &name : names)
            QTest::addRow("%s %s", m_devices[i].name.c_str(), name.c_str()) << int(i) << QString::fromStdString(name);
    }
}

void TstKernels::a_kernel_gives_the_numbers_of_the_reference()
{
    QFETCH(int, device);
    QFETCH(QString, name);
    std::unique_ptr<Backend> &backend = m_backends[device];
    if (!backend) {
        auto created = vulkan::createVulkanBackend(static_cast<std::uint32_t>(device));
        QVERIFY2(created, created ? "" : created.error().message.c_str());
        backend = std::move(*created);
    }
    check::CheckOptions options;
    options.activations = maru::backend::reference::ActivationFormat::F32;
    options.queries = maru::backend::reference::ActivationFormat::F32;
    // What Vulkan promises of exp, tanh and 1 / sqrt, and of packing a half, which it may round towards zero.
    options.functionEpsilon = 0x1p-18;
    options.kvEpsilon = 0x1p-11;
    const auto result = check::checkCase(*backend, name.toStdString(), options);
    QVERIFY2(result, result ? "" : result.error().message.c_str());
    QVERIFY2(result->passed,
        qPrintable(QString("%1 times what is allowed: %2")
                       .arg(result->worstRatio)
                       .arg(QString::fromStdString(result->detail))));
}

QTEST_GUILESS_MAIN(TstKernels)
#include "tst_kernels.moc"
