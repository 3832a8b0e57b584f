// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/model/model.h"
#include "tests/support/real_models.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <malloc.h>

using namespace maru;

/// What the account says is what the process grows by: anonymous and file pages, since before the file was opened.
class TestMemoryAccount : public QObject
{
    Q_OBJECT

private slots:
    void measure()
    {
        for (int round = 0; round < 2; ++round) {
            for (const char *name : { test::kSmolLm2, test::kGemma3 }) {
                ::malloc_trim(0);
                const Resident before = resident();
                auto model = model::Model::open(test::realModel(name));
                VERIFY_OK(model);
                const Resident opened = resident();
                auto graph = architecture::buildGraph(**model);
                VERIFY_OK(graph);
                backend::ExecutorOptions options;
                options.contextLength = 512;
                const auto cpu = backend::cpu::createCpuBackend(2);
                const backend::MemoryUse account = cpu->account(*graph, options);
                auto executor = cpu->prepare(*graph, options);
                VERIFY_OK(executor);
                const Resident loaded = resident();
                std::vector<std::int32_t> tokens(512);
                for (std::size_t i = 0; i < tokens.size(); ++i)
                    tokens[i] = static_cast<std::int32_t>(i * 37 + 5);
                VERIFY_OK((*executor)->forward(tokens, 0, backend::Outputs::Last));
                const Resident used = resident();
                qInfo("%s: account %llu (w %llu kv %llu s %llu); open anon %lld file %lld; load anon %lld file %lld; used "
                      "anon %lld file %lld; over %lld",
                    name, (unsigned long long)account.total(), (unsigned long long)account.weights,
                    (unsigned long long)account.kv, (unsigned long long)account.scratch,
                    opened.anonymous - before.anonymous, opened.file - before.file, loaded.anonymous - opened.anonymous,
                    loaded.file - opened.file, used.anonymous - loaded.anonymous, used.file - loaded.file,
                    used.anonymous + used.file - before.anonymous - before.file - (long long)account.total());
            }
        }
    }

private:
    struct Resident
    {
        long long anonymous = 0;
        long long file = 0;
    };

    static Resident resident()
    {
        std::ifstream stream("/proc/self/smaps_rollup");
        std::string word;
        long long rss = 0;
        Resident found;
        while (stream >> word) {
            if (word == "Rss:")
                stream >> rss;
            else if (word == "Anonymous:")
                stream >> found.anonymous;
        }
        found.anonymous *= 1024;
        found.file = rss * 1024 - found.anonymous;
        return found;
    }
};

QTEST_GUILESS_MAIN(TestMemoryAccount)
#include "tst_memory_account.moc"
