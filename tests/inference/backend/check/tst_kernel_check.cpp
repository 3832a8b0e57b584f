// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_check.h"

#include <QtTest/QtTest>

#include <functional>
#include <set>

using namespace maru;
using namespace maru::backend;
using namespace maru::backend::check;
using reference::ActivationFormat;
using reference::GraphForm;

namespace {

/// The reference with wrong graphs or weights: a backend with a bug.
class WrongBackend : public Backend
{
public:
    using Spoil = std::function<void(graph::Graph &graph, std::vector<std::vector<std::byte>> &bytes)>;

    WrongBackend(ActivationFormat activations, Spoil spoil)
        : m_reference(reference::createReferenceBackend(activations))
        , m_spoil(std::move(spoil))
    {
    }

    const Device &device() const override { return m_reference->device(); }
    MemoryUse account(const graph::Graph &graph, const ExecutorOptions &options) const override
    {
        return m_reference->account(graph, options);
    }
    Result<std::unique_ptr<Executor>> prepare(const graph::Graph &graph, const ExecutorOptions &options,
        const LoadProgress &progress, std::stop_token stop) override
    {
        graph::Graph wrong = graph;
        std::vector<std::vector<std::byte>> bytes;
        for (graph::Weight &weight : wrong.weights)
            bytes.emplace_back(weight.bytes.begin(), weight.bytes.end());
        m_spoil(wrong, bytes);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            wrong.weights[i].bytes = bytes[i];
        return m_reference->prepare(wrong, options, progress, stop); // decodes: the bytes may go
    }

private:
    std::unique_ptr<Backend> m_reference;
    Spoil m_spoil;
};

std::byte otherScale(std::byte scale)
{
    return scale == std::byte { 0 } ? std::byte { 1 } : std::byte { 0 };
}

/// Leaves out the scale of the first 32 (Q6_K: 16) values of every row, and nothing else.
void leaveOutOneScale(graph::Graph &graph, std::vector<std::vector<std::byte>> &bytes)
{
    using quant::TensorType;
    for (std::size_t i = 0; i < graph.weights.size(); ++i) {
        const graph::Weight &weight = graph.weights[i];
        const std::size_t rowBytes = bytes[i].size() / weight.rows;
        for (std::size_t row = 0; row < weight.rows; ++row) {
            std::byte *block = bytes[i].data() + row * rowBytes;
            switch (weight.type) {
            case TensorType::Q4_0:
            case TensorType::Q4_1:
            case TensorType::Q5_0:
            case TensorType::Q5_1:
            case TensorType::Q8_0:
            case TensorType::IQ4_NL:
                block[0] = block[1] = std::byte { 0 }; // d
                break;
            case TensorType::Q4_K:
            case TensorType::Q5_K:
                block[4] &= std::byte { 0xC0 }; // six bits of the first scale
                break;
            case TensorType::Q6_K:
                block[192] = std::byte { 0 };
                break;
            case TensorType::Q2_K:
                block[0] &= std::byte { 0xF0 };
                break;
            case TensorType::Q3_K:
                block[96] &= std::byte { 0xF0 }; // 32 is taken off: 100000
                block[104] = (block[104] & std::byte { 0xFC }) | std::byte { 2 };
                break;
            case TensorType::IQ4_XS:
                block[4] &= std::byte { 0xF0 };
                block[2] = (block[2] & std::byte { 0xFC }) | std::byte { 2 };
                break;
            case TensorType::MXFP4:
                block[0] = std::byte { 0 };
                break;
            // Scales of these are odd, so never 0: the least, or where that is it already, the next.
            case TensorType::IQ2_XXS:
                block[9] = (block[9] & std::byte { 0x0F }) | otherScale(block[9] >> 4) << 4;
                break;
            case TensorType::IQ2_XS:
                block[66] = (block[66] & std::byte { 0xF0 }) | otherScale(block[66] & std::byte { 0x0F });
                break;
            case TensorType::IQ2_S:
                block[74] = (block[74] & std::byte { 0xF0 }) | otherScale(block[74] & std::byte { 0x0F });
                break;
            case TensorType::IQ3_XXS:
                block[69] = (block[69] & std::byte { 0x0F }) | otherScale(block[69] >> 4) << 4;
                break;
            case TensorType::IQ3_S:
                block[106] = (block[106] & std::byte { 0xF0 }) | otherScale(block[106] & std::byte { 0x0F });
                break;
            default:
                break;
            }
        }
    }
}

CheckResult runCase(Backend &backend, const char *name, ActivationFormat activations = ActivationFormat::Int15Blocks)
{
    CheckOptions options;
    options.activations = activations;
    const auto result = checkCase(backend, name, options);
    if (!result)
        qFatal("%s", result.error().message.c_str());
    return *result;
}

} // namespace

class TestKernelCheck : public QObject
{
    Q_OBJECT

private slots:
    void everyOperationHasACase()
    {
        std::set<std::string> operations;
        for (const std::string &name : caseNames(Selection::All))
            operations.insert(name.substr(0, name.find('/')));
        for (int op = 0; op < graph::kOpCount; ++op)
            QVERIFY2(operations.contains(std::string(toString(static_cast<graph::Op>(op)))),
                toString(static_cast<graph::Op>(op)).data());
        const auto all = caseNames(Selection::All);
        QCOMPARE(std::set<std::string>(all.begin(), all.end()).size(), all.size());
        QVERIFY(caseNames(Selection::Quick).size() < all.size());
    }

    void theLoweredReferenceIsRight_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const std::string &name : caseNames(Selection::Quick))
            QTest::addRow("%s", name.c_str()) << QByteArray(name.c_str());
        for (const char *name : { "qkv/no_norm", "qkv/bias", "qkv/everything", "mat_mul_add/q4_0/bias",
                 "norm_mat_mul/f32/bias_of_outputs", "norm_add/577" })
            QTest::addRow("%s", name) << QByteArray(name);
    }

    void theLoweredReferenceIsRight()
    {
        QFETCH(QByteArray, name);
        const auto backend = reference::createReferenceBackend(ActivationFormat::Int15Blocks, GraphForm::Lowered);
        const CheckResult result = runCase(*backend, name);
        QVERIFY2(result.passed, result.detail.c_str());
        QCOMPARE(result.worstRatio, 0.0); // the same functions in the same order
    }

    void aScaleLeftOutIsSeen_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *type : { "q4_0", "q4_1", "q5_0", "q5_1", "q8_0", "q4_k", "q5_k", "q6_k", "q2_k", "q3_k",
                 "iq4_nl", "iq4_xs", "mxfp4", "iq2_xxs", "iq2_xs", "iq2_s", "iq3_xxs", "iq3_s" }) {
            for (const char *name : { "embed/", "mat_mul_add/", "norm_mat_mul/", "qkv/" })
                QTest::newRow((QByteArray(name) + type).constData()) << QByteArray(name) + type;
            QTest::addRow("gated_mlp %s", type) << QByteArray("gated_mlp/") + type + "/silu";
            QTest::addRow("mat_mul %s", type) << QByteArray("mat_mul/") + type + "/512x577";
            QTest::addRow("expert_up %s", type) << QByteArray("expert_up/") + type + "/6_2/256x41";
            QTest::addRow("expert_down %s", type) << QByteArray("expert_down/") + type + "/6_2/256x97";
        }
        for (const char *type : { "q4_0", "q4_k", "q6_k", "q3_k", "iq4_xs", "iq2_s" }) {
            for (const char *shape : { "2048x640", "1536x97" })
                QTest::addRow("%s %s", type, shape) << QByteArray("mat_mul/") + type + "/" + shape;
        }
    }

    void aScaleLeftOutIsSeen()
    {
        QFETCH(QByteArray, name);
        WrongBackend wrong(ActivationFormat::Int15Blocks, leaveOutOneScale);
        const CheckResult result = runCase(wrong, name);
        QVERIFY2(!result.passed, qPrintable(QString::number(result.worstRatio)));
    }

    void wrongConstantsAreSeen_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("what");
        QTest::newRow("window") << QByteArray("attention/64/heads_4_1/window_37/f16") << QByteArray("window");
        QTest::newRow("window of one") << QByteArray("kv_write/64/heads_1_1/window_1/f16") << QByteArray("window");
        QTest::newRow("scale") << QByteArray("attention/128/heads_9_3/f16") << QByteArray("scale");
        QTest::newRow("grouping") << QByteArray("attention/64/heads_9_3/f16") << QByteArray("heads");
        QTest::newRow("rope style") << QByteArray("rope/halves/128_of_128") << QByteArray("style");
        QTest::newRow("rope angle") << QByteArray("rope/adjacent/32_of_80") << QByteArray("angle");
        QTest::newRow("rope in qkv") << QByteArray("qkv/head_96") << QByteArray("style");
        QTest::newRow("activation") << QByteArray("gated_act/silu") << QByteArray("activation");
        QTest::newRow("activation in mlp") << QByteArray("gated_mlp/q4_k/gelu_tanh") << QByteArray("activation");
        QTest::newRow("epsilon") << QByteArray("rms_norm/577") << QByteArray("epsilon");
        QTest::newRow("bias") << QByteArray("mat_mul/q4_0/bias") << QByteArray("bias");
    }

    void wrongConstantsAreSeen()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, what);
        WrongBackend wrong(ActivationFormat::Int15Blocks, [what](graph::Graph &graph, auto &) {
            for (graph::KvLayer &layer : graph.kvLayers)
                layer.window += what == "window" ? 1 : 0;
            for (graph::RopeTable &table : graph.ropeTables) {
                if (what == "style")
                    table.style = table.style == graph::RopeStyle::Adjacent ? graph::RopeStyle::Halves
                                                                            : graph::RopeStyle::Adjacent;
                if (what == "angle")
                    table.inverse.back() *= 1.01f;
            }
            for (graph::Step &step : graph.steps) {
                if (what == "scale" && step.op == graph::Op::Attention)
                    step.scale *= 1.001f;
                if (what == "heads" && step.op == graph::Op::Attention)
                    graph.kvLayers[0].kvHeads = 1; // all queries read the first head
                if (what == "activation")
                    step.activation = step.activation == graph::Activation::Silu ? graph::Activation::GeluTanh
                                                                                 : graph::Activation::Silu;
                if (what == "epsilon")
                    step.epsilon *= 10.0f;
                if (what == "bias" && step.op == graph::Op::MatMul)
                    step.weights[graph::kBias] = graph::kNone;
            }
        });
        const CheckResult result = runCase(wrong, name);
        QVERIFY2(!result.passed, qPrintable(QString::number(result.worstRatio)));
    }

    void wrongExpertsAreSeen_data()
    {
        using Spoil = std::function<void(graph::Step &)>;
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<Spoil>("spoil");
        const auto row = [](const char *what, const char *name, Spoil spoil) {
            QTest::newRow(what) << QByteArray(name) << std::move(spoil);
        };
        row("groups", "route/sigmoid/256_8/groups_8_4", [](graph::Step &step) { step.routing.groups = 1; });
        row("groups used", "route/softmax/160_6/groups_8_3", [](graph::Step &step) { ++step.routing.groupsUsed; });
        row("two best", "route/sigmoid/256_8/groups_8_4", [](graph::Step &step) { step.routing.sumsTwoBest = false; });
        row("sum", "route/softmax/128_8", [](graph::Step &step) { step.routing.normalizes = false; });
        row("no sum", "route/softmax/64_6", [](graph::Step &step) { step.routing.normalizes = true; });
        row("factor", "route/softmax/160_6/groups_8_3", [](graph::Step &step) { step.routing.scale = 15.99f; });
        row("gating", "route/softmax_of_chosen/32_4",
            [](graph::Step &step) { step.routing.gating = graph::Gating::Sigmoid; });
        row("bias while choosing", "route/sigmoid/256_8/groups_8_4",
            [](graph::Step &step) { step.weights[graph::kBias] = graph::kNone; });
        row("gate for up", "expert_up/q8_0/6_2/256x41",
            [](graph::Step &step) { std::swap(step.weights[graph::kGate], step.weights[graph::kUp]); });
        row("bias of up", "expert_up/q8_0/6_2/128x48/bias",
            [](graph::Step &step) { step.weights[graph::kUpBias] = graph::kNone; });
        row("activation", "expert_up/q8_0/6_2/128x48/bias",
            [](graph::Step &step) { step.activation = graph::Activation::Silu; });
        row("bias of down", "expert_down/q8_0/6_2/128x97/bias",
            [](graph::Step &step) { step.weights[graph::kBias] = graph::kNone; });
    }

    void wrongExpertsAreSeen()
    {
        QFETCH(QByteArray, name);
        QFETCH(std::function<void(graph::Step &)>, spoil);
        const std::string op = name.left(name.indexOf('/')).toStdString();
        WrongBackend wrong(ActivationFormat::Int15Blocks, [&](graph::Graph &graph, auto &) {
            for (graph::Step &step : graph.steps) {
                if (toString(step.op) == op)
                    spoil(step);
            }
        });
        const CheckResult result = runCase(wrong, name);
        QVERIFY2(!result.passed, qPrintable(QString::number(result.worstRatio)));
    }

    void theWrongActivationFormatIsSeen()
    {
        const auto backend = reference::createReferenceBackend(ActivationFormat::Int15Blocks);
        QVERIFY(!runCase(*backend, "mat_mul/q4_k/512x577", ActivationFormat::F32).passed);
        QVERIFY(runCase(*backend, "mat_mul/f16/512x577", ActivationFormat::F32).passed);
    }

    void anUnknownNameIsAnError()
    {
        const auto backend = reference::createReferenceBackend(ActivationFormat::F32);
        const auto result = checkCase(*backend, "mat_mul/q9_9");
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestKernelCheck)
#include "tst_kernel_check.moc"
