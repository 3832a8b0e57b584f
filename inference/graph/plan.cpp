// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/plan.h"

#include <algorithm>
#include <cstddef>

namespace maru::graph {

namespace {

constexpr std::uint32_t kAlignment = 16;

/// From the step that makes a value to the last that reads it.
struct Life
{
    std::size_t first = 0;
    std::size_t last = 0;
    bool isMade = false;
};

std::vector<Life> livesOf(const Graph &graph)
{
    std::vector<Life> lives(graph.values.size());
    if (graph.input != kNone)
        lives[graph.input].isMade = true;
    for (std::size_t i = 0; i < graph.steps.size(); ++i) {
        const Step &step = graph.steps[i];
        for (const ValueId input : step.inputs) {
            if (input != kNone)
                lives[input].last = i;
        }
        if (step.output != kNone)
            lives[step.output] = { i, i, true };
    }
    if (graph.logits != kNone)
        lives[graph.logits].last = graph.steps.size();
    return lives;
}

} // namespace

Plan planMemory(const Graph &graph)
{
    struct Placed
    {
        std::uint32_t begin;
        std::uint32_t end;
        Life life;
        bool perOutput;
    };
    const std::vector<Life> lives = livesOf(graph);
    Plan plan;
    plan.offsets.assign(graph.values.size(), 0);
    std::vector<Placed> placed; // by begin
    const auto place = [&](ValueId id) {
        const Value &value = graph.values[id];
        const Life &life = lives[id];
        const std::uint32_t room = (value.width + kAlignment - 1) / kAlignment * kAlignment;
        std::uint32_t offset = 0; // the first gap that is wide enough among those alive at the same time
        for (const Placed &other : placed) {
            const bool overlaps = other.life.first <= life.last && life.first <= other.life.last;
            if (!overlaps || other.perOutput != value.perOutput || other.end <= offset)
                continue;
            if (other.begin >= offset + room)
                break;
            offset = other.end;
        }
        const Placed mine = { offset, offset + room, life, value.perOutput };
        placed.insert(std::upper_bound(placed.begin(), placed.end(), mine,
                          [](const Placed &a, const Placed &b) { return a.begin < b.begin; }),
            mine);
        plan.offsets[id] = offset;
        std::uint32_t &area = value.perOutput ? plan.floatsPerOutput : plan.floatsPerRow;
        area = std::max(area, mine.end);
    };
    if (graph.input != kNone)
        place(graph.input);
    for (const Step &step : graph.steps) {
        if (step.output != kNone)
            place(step.output);
    }
    return plan;
}

} // namespace maru::graph
