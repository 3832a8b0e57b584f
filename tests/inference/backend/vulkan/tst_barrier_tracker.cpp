// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_cases.h"
#include "inference/backend/vulkan/barrier_tracker.h"
#include "inference/backend/vulkan/program.h"

#include <QtTest>

namespace check = maru::backend::check;
using namespace maru::backend::vulkan;
using maru::shaders::Kernel;

namespace {

/// y = a + b of kernel add: bindings state, a, b, y; only y is written.
Dispatch adding(BufferRange a, BufferRange b, BufferRange y)
{
    Dispatch dispatch;
    dispatch.kernel = Kernel::add;
    dispatch.bindings = { { kStateBuffer, 0, 64 }, a, b, y };
    return dispatch;
}

BufferRange at(std::uint64_t offset, std::uint64_t bytes = 64)
{
    return { kTokenBuffer, offset, bytes };
}

bool conflict(const Dispatch &earlier, const Dispatch &later)
{
    const std::uint32_t writesOfEarlier = maru::shaders::kernelInfo(earlier.kernel).written;
    const std::uint32_t writesOfLater = maru::shaders::kernelInfo(later.kernel).written;
    for (std::size_t i = 0; i < earlier.bindings.size(); ++i) {
        for (std::size_t j = 0; j < later.bindings.size(); ++j) {
            const BufferRange &a = earlier.bindings[i];
            const BufferRange &b = later.bindings[j];
            const bool isWrite = (writesOfEarlier >> i & 1U) != 0 || (writesOfLater >> j & 1U) != 0;
            if (isWrite && a.buffer == b.buffer && a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes)
                return true;
        }
    }
    return false;
}

} // namespace

class TstBarrierTracker : public QObject
{
    Q_OBJECT

private slots:
    void what_was_written_is_read_behind_a_barrier();
    void what_was_read_is_written_behind_a_barrier();
    void what_was_written_is_written_behind_a_barrier();
    void what_was_read_is_read_without();
    void neighbours_need_none();
    void a_barrier_settles_what_was_before();
    void everywhere_is_everywhere();
    void every_program_is_guarded();
};

void TstBarrierTracker::what_was_written_is_read_behind_a_barrier()
{
    BarrierTracker tracker;
    QVERIFY(!tracker.next(adding(at(0), at(64), at(128))));
    QVERIFY(tracker.overlaps(adding(at(180, 16), at(64), at(256))));
    QVERIFY(tracker.next(adding(at(180, 16), at(64), at(256))));
}

void TstBarrierTracker::what_was_read_is_written_behind_a_barrier()
{
    BarrierTracker tracker;
    tracker.next(adding(at(0), at(64), at(128)));
    QVERIFY(tracker.next(adding(at(512), at(576), at(64))));
}

void TstBarrierTracker::what_was_written_is_written_behind_a_barrier()
{
    BarrierTracker tracker;
    tracker.next(adding(at(0), at(64), at(128)));
    QVERIFY(tracker.next(adding(at(512), at(576), at(128))));
}

void TstBarrierTracker::what_was_read_is_read_without()
{
    BarrierTracker tracker;
    tracker.next(adding(at(0), at(64), at(128)));
    QVERIFY(!tracker.next(adding(at(0), at(64), at(192))));
}

void TstBarrierTracker::neighbours_need_none()
{
    BarrierTracker tracker;
    tracker.next(adding(at(0), at(64), at(128)));
    QVERIFY(!tracker.next(adding(at(192), at(256), at(320))));
    Dispatch other = adding(at(128), at(64), at(128));
    for (std::size_t i = 1; i < other.bindings.size(); ++i)
        other.bindings[i].buffer = kTemporaryBuffer;
    QVERIFY(!tracker.next(other));
}

void TstBarrierTracker::a_barrier_settles_what_was_before()
{
    BarrierTracker tracker;
    tracker.next(adding(at(0), at(64), at(128)));
    QVERIFY(tracker.next(adding(at(128), at(64), at(256))));
    QVERIFY(!tracker.next(adding(at(128), at(64), at(320))));
}

void TstBarrierTracker::everywhere_is_everywhere()
{
    BarrierTracker tracker(true);
    QVERIFY(!tracker.next(adding(at(0), at(64), at(128))));
    QVERIFY(tracker.next(adding(at(0), at(64), at(192))));
}

/// Says it again without the tracker: between any two dispatches that meet lies a barrier.
void TstBarrierTracker::every_program_is_guarded()
{
    ProgramLimits limits;
    limits.bindingBytes = 128U << 20;
    limits.blockBytes = 1U << 30;
    std::size_t conflicts = 0;
    for (const check::CaseEntry &entry : check::allCases()) {
        const check::KernelCase kernelCase = entry.make();
        const auto program = Program::build(kernelCase.graph, kernelCase.options, limits);
        QVERIFY2(program, entry.name.c_str());
        for (const auto *passes : { &(*program)->bodies(), &(*program)->heads() }) {
            for (const PlannedPass &pass : *passes) {
                BarrierTracker tracker;
                std::size_t lastBarrier = 0;
                for (std::size_t i = 0; i < pass.dispatches.size(); ++i) {
                    if (tracker.next(pass.dispatches[i]))
                        lastBarrier = i;
                    for (std::size_t j = 0; j < i; ++j) {
                        const bool meets = conflict(pass.dispatches[j], pass.dispatches[i]);
                        conflicts += meets;
                        QVERIFY2(!meets || j < lastBarrier, entry.name.c_str());
                    }
                }
            }
        }
    }
    QVERIFY(conflicts > 100);
}

QTEST_GUILESS_MAIN(TstBarrierTracker)
#include "tst_barrier_tracker.moc"
