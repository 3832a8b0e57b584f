// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What every filter keeps and every penalty changes, against a plain computation in
// tests/data/sampling/make_goldens.py.

#include "inference/sampling/dry.h"
#include "inference/sampling/filters.h"
#include "inference/sampling/penalties.h"
#include "inference/sampling/piece_table.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace maru::sampling;

namespace {

std::vector<std::int32_t> idsOf(const std::vector<Candidate> &candidates)
{
    std::vector<std::int32_t> ids;
    for (const Candidate &candidate : candidates)
        ids.push_back(candidate.token);
    return ids;
}

std::vector<float> floatsOf(const QJsonValue &list)
{
    std::vector<float> values;
    for (const QJsonValue &value : list.toArray())
        values.push_back(static_cast<float>(value.toDouble()));
    return values;
}

std::vector<std::int32_t> tokensOf(const QJsonValue &list)
{
    std::vector<std::int32_t> values;
    for (const QJsonValue &value : list.toArray())
        values.push_back(value.toInt());
    return values;
}

std::vector<Candidate> filtered(
    const std::string &name, const std::vector<float> &logits, float value, float temperature)
{
    std::vector<Candidate> candidates = topK(logits, 0);
    if (name == "top_p")
        keepTopP(candidates, value);
    else if (name == "min_p")
        keepMinP(candidates, value);
    else if (name == "typical")
        keepTypical(candidates, value);
    else if (name == "xtc")
        excludeTopChoices(candidates, value);
    else
        keepSurprise(candidates, temperature, value);
    return candidates;
}

bool isClose(const std::vector<float> &a, const std::vector<float> &b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](float x, float y) {
        return std::abs(x - y) <= 1e-5f * std::max(1.0f, std::abs(y));
    });
}

} // namespace

class TestFilters : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QFile file(QStringLiteral(MARU_TEST_DATA "/sampling/goldens.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_goldens = QJsonDocument::fromJson(file.readAll()).object();
        QVERIFY(m_goldens["filters"].toArray().size() > 10);
    }

    void filtersKeepWhatThePlainComputationKeeps()
    {
        for (const QJsonValue &value : m_goldens["filters"].toArray()) {
            const std::vector<float> logits = floatsOf(value["logits"]);
            for (const QJsonValue &filter : value["filters"].toArray()) {
                const std::string name = filter["name"].toString().toStdString();
                const auto strength = static_cast<float>(filter["value"].toDouble());
                const auto temperature = static_cast<float>(filter["temperature"].toDouble(1.0));
                const auto kept = filtered(name, logits, strength, temperature);
                QVERIFY2(idsOf(kept) == tokensOf(filter["kept"]), (name + " " + std::to_string(strength)).c_str());
                if (name == "mirostat")
                    QCOMPARE(idsOf(withinSurprise(logits, temperature, strength)), idsOf(kept));
            }
        }
    }

    void whatSkipsTheSortingKeepsTheSame()
    {
        for (const QJsonValue &value : m_goldens["filters"].toArray()) {
            const std::vector<float> logits = floatsOf(value["logits"]);
            for (const float topP : { 0.3f, 0.95f, 1.0f }) {
                for (const float minP : { 0.01f, 0.05f, 1.0f }) {
                    std::vector<Candidate> plain = topK(logits, 0);
                    keepTopP(plain, topP);
                    keepMinP(plain, minP);
                    QCOMPARE(idsOf(withinMinP(logits, topP, minP)), idsOf(plain));
                }
            }
        }
    }

    void penaltiesChangeWhatThePlainComputationChanges()
    {
        std::vector<std::string> pieces;
        for (const QJsonValue &piece : m_goldens["pieces"].toArray())
            pieces.push_back(piece.toString().toStdString());
        const PieceTable table(pieces, {});
        int dryChanges = 0;
        for (const QJsonValue &value : m_goldens["changes"].toArray()) {
            const std::vector<float> logits = floatsOf(value["logits"]);
            const std::vector<std::int32_t> recent = tokensOf(value["recent"]);
            const QJsonObject penalties = value["penalties"].toObject();
            std::vector<float> changed = logits;
            penalizeRepetition(changed, recent,
                { static_cast<float>(penalties["repetition"].toDouble()),
                    static_cast<float>(penalties["frequency"].toDouble()),
                    static_cast<float>(penalties["presence"].toDouble()) });
            QVERIFY(isClose(changed, floatsOf(penalties["logits"])));

            DrySettings settings;
            settings.multiplier = static_cast<float>(value["dry"]["multiplier"].toDouble());
            settings.base = static_cast<float>(value["dry"]["base"].toDouble());
            settings.allowedLength = static_cast<std::uint32_t>(value["dry"]["allowed"].toInt());
            settings.breakers = { "\n", ":" };
            changed = logits;
            Dry(settings, table).penalize(changed, recent);
            QVERIFY(isClose(changed, floatsOf(value["dry"]["logits"])));
            dryChanges += changed == logits ? 0 : 1;
        }
        QVERIFY(dryChanges >= 5);
    }

    void tokensOutsideTheLogitsAreNotPenalized()
    {
        std::vector<float> logits { 2, -2, 2, 2 };
        penalizeRepetition(logits, std::vector<std::int32_t> { 0, 1, 0, 0, 99, -1 }, { 2.0f, 0.0f, 0.0f });
        QCOMPARE(logits, (std::vector<float> { 1, -4, 2, 2 }));
    }

    void dryStopsAtABreakerHoweverTokensCutIt()
    {
        const PieceTable table({ "x", "<e", "nd>", "y", "end", ">x" }, {});
        DrySettings settings;
        settings.multiplier = 1;
        settings.breakers = { "<end>" };
        const Dry dry(settings, table);
        using Tokens = std::vector<std::int32_t>;
        QCOMPARE(dry.unbroken(Tokens { 0, 1, 2, 3, 0 }), std::size_t { 2 });
        QCOMPARE(dry.unbroken(Tokens { 0, 1, 2 }), std::size_t { 0 });
        QCOMPARE(dry.unbroken(Tokens { 1, 4, 5, 3 }), std::size_t { 4 }); // <eend>x
        QCOMPARE(dry.unbroken(Tokens { 1, 2, 1, 3 }), std::size_t { 2 });
        QCOMPARE(dry.unbroken(Tokens {}), std::size_t { 0 });
        QCOMPARE(dry.unbroken(Tokens(1000, 3)), std::size_t { 1000 });
        Tokens far(1000, 3);
        far[100] = 1;
        far[101] = 2;
        QCOMPARE(dry.unbroken(far), std::size_t { 898 });
    }

    void topKKeepsTheLikeliestInOrder()
    {
        const std::vector<float> logits { 1, 5, 3, 5, -2, 4 };
        QCOMPARE(idsOf(topK(logits, 3)), (std::vector<std::int32_t> { 1, 3, 5 }));
        QCOMPARE(idsOf(topK(logits, 0)), (std::vector<std::int32_t> { 1, 3, 5, 2, 0, 4 }));
        QCOMPARE(topK(logits, 100).size(), 6u);
        QVERIFY(topK({}, 3).empty());
        for (std::uint32_t k = 1; k < 300; k += 13) { // the heap, against sorting all
            std::vector<float> many(257);
            for (std::size_t i = 0; i < many.size(); ++i)
                many[i] = static_cast<float>((i * 31) % 17);
            const std::vector<Candidate> all = topK(many, 0);
            const std::size_t count = std::min<std::size_t>(k, all.size());
            QCOMPARE(idsOf(topK(many, k)), idsOf({ all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count) }));
        }
    }

    void whatIsNoNumberIsLeftOut()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(idsOf(topK(std::vector<float> { nan, 1, nan, 2 }, 4)), (std::vector<std::int32_t> { 3, 1 }));
        QCOMPARE(idsOf(topK(std::vector<float> { nan, 1, nan, 2, nan, 7 }, 2)), (std::vector<std::int32_t> { 5, 3 }));
        QVERIFY(topK(std::vector<float> { nan, nan }, 1).empty());
        QVERIFY(withinMinP(std::vector<float> { nan, nan }, 0.9f, 0.1f).empty());
        QVERIFY(withinSurprise(std::vector<float> { nan, nan }, 1.0f, 1.0f).empty());
        QCOMPARE(
            idsOf(withinSurprise(std::vector<float> { nan, 3, 1 }, 1.0f, 1.0f)), (std::vector<std::int32_t> { 1 }));
    }

    void aFilterNeverTakesTheLastCandidate()
    {
        const float infinite = std::numeric_limits<float>::infinity();
        const std::vector<std::vector<float>> cases { { 0 }, { 1, 1, 1, 1, 1, 1, 1, 1 }, { infinite, 1, 2 },
            { -infinite, -infinite }, { infinite, infinite }, { -infinite, 0 } };
        for (const std::vector<float> &logits : cases) {
            for (const char *name : { "top_p", "min_p", "typical", "xtc", "mirostat" }) {
                for (const float value : { 0.001f, 0.5f, 1.0f }) {
                    const auto kept = filtered(name, logits, value, 1.0f);
                    QVERIFY2(!kept.empty(), name);
                    if (logits.front() == infinite && name != std::string("xtc"))
                        QVERIFY2(kept.front().token == 0, name);
                }
            }
        }
    }

    void equalCandidatesAreKeptByTheirIds()
    {
        const std::vector<float> logits(8, 1.0f);
        QCOMPARE(idsOf(filtered("top_p", logits, 0.5f, 1)), (std::vector<std::int32_t> { 0, 1, 2, 3 }));
        QCOMPARE(filtered("min_p", logits, 1.0f, 1).size(), 8u);
        QCOMPARE(idsOf(filtered("typical", logits, 0.5f, 1)), (std::vector<std::int32_t> { 0, 1, 2, 3 }));
        QCOMPARE(idsOf(filtered("xtc", logits, 0.1f, 1)), (std::vector<std::int32_t> { 7 }));
    }

private:
    QJsonObject m_goldens;
};

QTEST_GUILESS_MAIN(TestFilters)
#include "tst_filters.moc"
