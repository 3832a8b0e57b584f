// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_check.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/cpu_features.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <set>

using namespace maru;
using namespace maru::backend;

/// Every operation at every shape against the scalar reference: on the best instruction set; with MARU_LONG_TESTS also
/// on each other one and with 1 and 3 threads, which tst_same_bits shows to give the same bits.
class KernelsTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { cpu::forceInstructionSet(std::nullopt); }

    void allCasesPass_data();
    void allCasesPass();
    void bestSetIsTheLastAvailable();
};

void KernelsTest::allCasesPass_data()
{
    QTest::addColumn<int>("set");
    QTest::addColumn<unsigned>("threads");
    const bool isLong = qEnvironmentVariableIsSet("MARU_LONG_TESTS");
    for (const cpu::InstructionSet set : cpu::kInstructionSets) {
        const bool isBest = set == cpu::activeInstructionSet();
        if (!cpu::isAvailable(set) || !(isBest || isLong))
            continue;
        for (const unsigned threads : { 1U, 2U, 3U }) {
            if (threads == 2 || (isBest && isLong))
                QTest::addRow("%s %u threads", toString(set).data(), threads) << static_cast<int>(set) << threads;
        }
    }
}

void KernelsTest::allCasesPass()
{
    QFETCH(int, set);
    QFETCH(unsigned, threads);
    cpu::forceInstructionSet(static_cast<cpu::InstructionSet>(set));
    const auto backend = cpu::createCpuBackend(threads);
    // A key or value that lies between two halves may go to either: a whole step, seldom enough to be no part of the
    // error that is expected. Cutting off instead of rounding is four times this and fails.
    check::CheckOptions options;
    options.kvEpsilon = 0x1p-13;
    const auto results = check::checkKernels(*backend, check::Selection::All, options);
    VERIFY_OK(results);
    std::set<graph::Op> seen;
    for (const check::CheckResult &result : *results) {
        seen.insert(result.op);
        if (!result.passed)
            QTest::qFail((result.name + ": " + result.detail).c_str(), __FILE__, __LINE__);
    }
    QVERIFY(seen.size() > 5);
}

void KernelsTest::bestSetIsTheLastAvailable()
{
    QVERIFY(cpu::isAvailable(cpu::InstructionSet::Scalar));
    QVERIFY(cpu::isAvailable(cpu::activeInstructionSet()));
    cpu::forceInstructionSet(cpu::InstructionSet::Scalar);
    QVERIFY(cpu::activeInstructionSet() == cpu::InstructionSet::Scalar);
    const auto features = cpu::createCpuBackend(1)->device().features;
    QVERIFY(std::find(features.begin(), features.end(), std::pair<std::string, std::string>("instructions", "scalar"))
        != features.end());
}

QTEST_GUILESS_MAIN(KernelsTest)
#include "tst_kernels.moc"
