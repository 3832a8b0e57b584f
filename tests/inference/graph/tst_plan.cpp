// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/graph_builder.h"
#include "inference/graph/plan.h"

#include <QtTest/QtTest>

using namespace maru::graph;
using maru::quant::TensorType;

class TestPlan : public QObject
{
    Q_OBJECT

private slots:
    void valuesAliveTogetherNeverOverlap()
    {
        GraphBuilder builder;
        const auto weight = [&builder](std::uint32_t rows, std::uint32_t columns) {
            return builder.weight({ "w", TensorType::F32, rows, columns, {} });
        };
        const ValueId start = builder.embed(weight(9, 33));
        ValueId x = start;
        for (int i = 0; i < 6; ++i) {
            const ValueId gate = builder.matMul(x, weight(100, 33));
            const ValueId up = builder.matMul(x, weight(100, 33));
            const ValueId down = builder.matMul(builder.gatedAct(gate, up, Activation::Silu), weight(33, 100));
            x = builder.add(down, i == 3 ? start : x);
        }
        const ValueId selected = builder.selectOutputs(x);
        const Graph graph = builder.finish(builder.matMul(selected, weight(1000, 33)), 1);
        const Plan plan = planMemory(graph);

        std::vector<std::size_t> first(graph.values.size());
        std::vector<std::size_t> last(graph.values.size());
        for (std::size_t i = 0; i < graph.steps.size(); ++i) {
            first[graph.steps[i].output] = last[graph.steps[i].output] = i;
            for (const ValueId input : graph.steps[i].inputs) {
                if (input != kNone)
                    last[input] = i;
            }
        }
        QVERIFY(last[start] > 10);
        std::uint32_t sum = 0;
        for (ValueId a = 0; a < graph.values.size(); ++a) {
            const std::uint32_t endOfA = plan.offsets[a] + graph.values[a].width;
            const bool isOutput = graph.values[a].perOutput;
            QCOMPARE(plan.offsets[a] % 16, 0u);
            QVERIFY(endOfA <= (isOutput ? plan.floatsPerOutput : plan.floatsPerRow));
            sum += isOutput ? 0 : graph.values[a].width;
            for (ValueId b = a + 1; b < graph.values.size(); ++b) {
                const bool together
                    = first[a] <= last[b] && first[b] <= last[a] && isOutput == graph.values[b].perOutput;
                const bool apart
                    = endOfA <= plan.offsets[b] || plan.offsets[b] + graph.values[b].width <= plan.offsets[a];
                QVERIFY2(!together || apart, qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
            }
        }
        QVERIFY2(plan.floatsPerRow <= sum / 3, "memory is used again");
        QCOMPARE(plan.floatsPerOutput, 48u + 1008u);
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
