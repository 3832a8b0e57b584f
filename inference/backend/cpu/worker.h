// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/attention.h"
#include "inference/backend/cpu/machine.h"

#include <cstdint>

namespace maru::backend::cpu {

/// One thread's part of a forward pass.
///
/// All threads go through the same steps and meet at a barrier after each; within a step they share rows, panels of
/// weights or heads. A stop is noticed between pieces: the rest of the pass is then run through without work, so that
/// all threads still meet.
/// Threads: one Worker per thread; it touches only its own scratch and the pieces it claimed.
class Worker
{
public:
    Worker(Machine &machine, const Pass &pass, unsigned thread);

    void run();

private:
    /// Rows of a value that a step works on.
    struct Rows
    {
        std::uint32_t first;
        std::uint32_t count;
    };

    /// A step's rounded or normed input.
    struct Input
    {
        const ActivationBlock *blocks; ///< [rows, blockStride]
        const float *floats; ///< [rows, floatStride]
        std::size_t floatStride;
        std::size_t blockStride; ///< Scratch's, or less
    };

    /// Slots by expert: those of expert e are slots[starts[e]] to slots[starts[e + 1] - 1].
    struct Sorted
    {
        const std::uint32_t *starts = nullptr; ///< [experts + 1]
        const std::uint32_t *slots = nullptr;
        const std::uint32_t *places = nullptr; ///< of each slot among the slots
    };

    void runStep(std::size_t index);
    void observe(const graph::Step &step, Rows rows) const;
    Rows rowsOf(std::size_t index) const;
    float *row(graph::ValueId id, std::uint32_t index) const;
    std::uint32_t width(graph::ValueId id) const { return m_machine.graph.values[id].width; }
    Rows share(Rows rows) const;
    void wait() { m_machine.pool->barrier().wait(); }

    // plain steps: worker.cpp
    void turnRopeTables();
    void embed(const graph::Step &step, Rows rows);
    void rmsNormStep(const PreparedStep &prepared, Rows rows);
    void ropeStep(const graph::Step &step, Rows rows);
    void kvWrite(const graph::Step &step, Rows rows);
    void elementwise(const graph::Step &step, Rows rows);
    void scaleStep(const graph::Step &step, Rows rows);
    void selectOutputs(const graph::Step &step);
    void normAdd(const PreparedStep &prepared, Rows rows);
    bool normAddForNext(std::size_t index, Rows rows);
    void turn(float *head, std::uint32_t table, std::uint32_t token) const;

    // steps with matrices: worker_matrix.cpp
    Input prepareInput(const PreparedStep &prepared, Rows rows);
    void matMul(const PreparedStep &prepared, Rows rows);
    void gatedMlp(const PreparedStep &prepared, Rows rows);
    void qkv(const PreparedStep &prepared, Rows rows);
    void multiply(const Projection &projection, const Input &input, std::uint32_t panel, std::uint32_t firstToken,
        std::uint32_t tokens, float *tile) const;
    std::uint32_t pieceOf(std::uint32_t panels, std::uint32_t rows) const;
    void finishHeads(const PreparedStep &prepared, std::uint32_t which, std::uint32_t panel, Rows rows);
    void finishHead(const PreparedStep &prepared, std::uint32_t which, std::uint32_t head, Rows rows);

    // steps with a matrix for each head or expert: worker_expert.cpp
    void routeStep(const PreparedStep &prepared, Rows rows);
    void headMatMul(const PreparedStep &prepared, Rows rows);
    Input headInput(const Projection &projection, const float *x, std::size_t stride, std::uint32_t tokens) const;
    Sorted sortSlots(const graph::Step &step, Rows rows) const;
    Input expertInput(const PreparedStep &prepared, Rows rows, const Sorted *sorted);
    void gateTile(const PreparedStep &prepared, const Input &input, std::uint32_t expert, std::uint32_t panel,
        std::uint32_t first, std::uint32_t count) const;
    void expertUp(const PreparedStep &prepared, Rows rows);
    void expertDown(const PreparedStep &prepared, Rows rows);

    // attention: worker_attention.cpp
    struct AttentionPiece;
    void attention(const PreparedStep &prepared, Rows rows);
    void attendPiece(const PreparedStep &prepared, Rows rows, const AttentionPiece &piece);
    void prepareQueries(const KvHead &head, AttentionRows &rows) const;

    Machine &m_machine;
    const Pass &m_pass;
    const unsigned m_thread;
    const unsigned m_threads;
    const Scratch::Private m_own;
    unsigned m_phase = 0; ///< of the work share
    const float *m_ownInput
        = nullptr; ///< the next step's input, if this thread has made its own copy: [rows, rowStride]
};

} // namespace maru::backend::cpu
