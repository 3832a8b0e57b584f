// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/graph/graph.h"

#include <cstddef>
#include <cstdint>
#include <span>

/// Every operation as a plain function: scalar, sums in double, no shortcuts. What each computes is said at graph::Op.
///
/// Values are rows of float32, row after row; how many rows there are follows from the lengths. Outputs never overlap
/// inputs. Shapes that do not fit are the caller's bugs. Threads: none; the functions keep nothing.
namespace maru::backend::reference {

/// A weight, decoded. A vector is a matrix of 1 row; `values` empty: absent.
struct Matrix
{
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    bool isQuantized = false; ///< in the file; such weights meet activations in the ActivationFormat
    std::span<const float> values = {}; // [rows, columns]

    std::span<const float> row(std::size_t index) const { return values.subspan(index * columns, columns); }
    bool isAbsent() const { return values.empty(); }

    /// The matrix numbered `index` of `count` that lie one above the other: of a head, of an expert.
    Matrix part(std::uint32_t count, std::size_t index) const
    {
        const std::uint32_t own = rows / count;
        const std::size_t size = std::size_t { own } * columns;
        return { own, columns, isQuantized, values.subspan(index * size, size) };
    }
};

/// The keys and values of one layer, already rounded as the cache's type does.
struct KvCache
{
    graph::KvLayer shape = {};
    KvType type = KvType::F32;
    std::span<float> keys = {}; // [places, kvHeads, keyWidth]
    std::span<float> values = {}; // [places, kvHeads, valueWidth]; empty with shape.valuesInKeys

    /// Position p lies in place p % this.
    std::size_t places() const { return keys.size() / (std::size_t { shape.kvHeads } * shape.keyWidth); }
};

/// True for the block formats: every type but F32, F16 and BF16.
bool isQuantized(quant::TensorType type);

/// `x` as `format` keeps it: decoded again. Lengths are whole blocks.
void roundActivations(std::span<const float> x, ActivationFormat format, std::span<float> y);

void embed(std::span<const std::int32_t> tokens, const Matrix &table, float scale, std::span<float> y);

/// `group` values are normed together, 0: as many as `weight` has; of a longer group what is behind passes.
void rmsNorm(
    std::span<const float> x, std::span<const float> weight, float epsilon, std::span<float> y, std::size_t group = 0);

void matMul(std::span<const float> x, const Matrix &weight, std::span<const float> bias, ActivationFormat activations,
    std::span<float> y);

/// The first row of `x` is at `position`. Angles are computed in double.
void rope(std::span<const float> x, const graph::RopeTable &table, std::uint32_t heads, std::uint32_t headWidth,
    std::uint32_t position, std::span<float> y);

/// `x`, keys or values of whole heads, as a cache of `type` keeps them: decoded again.
void roundKv(std::span<const float> x, KvType type, std::span<float> y);

/// `v` is empty where values lie in keys.
void kvWrite(std::span<const float> k, std::span<const float> v, std::uint32_t position, const KvCache &cache);

/// What some families' attention has more.
struct AttentionExtras
{
    float softcap = 0.0f; ///< 0: none
    std::span<const float> sinks = {}; ///< [heads]; empty: none
    ActivationFormat queries = ActivationFormat::F32; ///< how those that meet a Q8_0 cache are rounded
};

void attention(std::span<const float> q, const KvCache &cache, std::uint32_t heads, float scale, std::uint32_t position,
    std::span<float> y, const AttentionExtras &extras = {});

void add(std::span<const float> a, std::span<const float> b, std::span<float> y);

void gatedAct(std::span<const float> gate, std::span<const float> up, graph::Activation activation, std::span<float> y);

/// `softcap` 0: none.
void scale(std::span<const float> x, float factor, float softcap, std::span<float> y);

/// Heads of `x` are `headWidth` wide.
void headMatMul(std::span<const float> x, std::uint32_t heads, std::uint32_t headWidth, const Matrix &weight,
    ActivationFormat activations, std::span<float> y);

/// `bias` empty: none.
void route(
    std::span<const float> logits, const graph::Routing &routing, std::span<const float> bias, std::span<float> y);

/// What ExpertUp needs beyond its inputs.
struct ExpertUpArguments
{
    const graph::Routing &routing;
    Matrix gate = {};
    Matrix up = {};
    std::span<const float> gateBias = {}; ///< [experts, rows]; empty: none
    std::span<const float> upBias = {};
    graph::Activation activation = graph::Activation::Silu;
    ActivationFormat activations = ActivationFormat::F32;
};

void expertUp(
    std::span<const float> x, std::span<const float> routes, const ExpertUpArguments &arguments, std::span<float> y);

/// `bias` is [experts, rows]; empty: none.
void expertDown(std::span<const float> x, std::span<const float> routes, const graph::Routing &routing,
    const Matrix &weight, std::span<const float> bias, ActivationFormat activations, std::span<float> y);

/// The last rows of `x`, as many as `y` holds.
void selectOutputs(std::span<const float> x, std::span<float> y);

/// One of the three projections of Qkv.
struct Projection
{
    Matrix weight;
    std::span<const float> bias = {}; ///< empty: none
    std::span<const float> headNorm = {}; ///< empty: none
};

/// What Qkv needs beyond its input.
struct QkvArguments
{
    std::span<const float> norm = {}; ///< empty: none
    float epsilon = 0.0f;
    Projection q = {};
    Projection k = {};
    Projection v = {}; ///< no head norm
    const graph::RopeTable *table = nullptr; ///< null: nothing turns
    std::uint32_t heads = 0;
    std::uint32_t position = 0;
    ActivationFormat activations = ActivationFormat::F32;
};

void qkv(std::span<const float> x, const QkvArguments &arguments, const KvCache &cache, std::span<float> q);

void matMulAdd(std::span<const float> x, std::span<const float> residual, const Matrix &weight,
    std::span<const float> bias, ActivationFormat activations, std::span<float> y);

void normMatMul(std::span<const float> x, std::span<const float> norm, float epsilon, const Matrix &weight,
    std::span<const float> bias, ActivationFormat activations, std::span<float> y);

void gatedMlp(std::span<const float> x, std::span<const float> norm, float epsilon, const Matrix &gate,
    const Matrix &up, graph::Activation activation, ActivationFormat activations, std::span<float> y);

void normAdd(std::span<const float> x, std::span<const float> residual, std::span<const float> norm, float epsilon,
    std::span<float> y);

} // namespace maru::backend::reference
