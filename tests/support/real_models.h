// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>
#include <QtTest/QTest>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace maru::test {

/// The real models of the tests, which `packaging/dev test` fetches.
constexpr const char *kSmolLm2 = "SmolLM2-135M-Instruct-Q4_1.gguf";
constexpr const char *kGemma3 = "gemma-3-270m-Q4_K_M.gguf";

/// Where such a model lies: MARU_TEST_MODELS, else the user's model folder. Fails the running test if it is not there.
inline std::filesystem::path realModel(std::string_view name)
{
    std::filesystem::path folder;
    if (const char *given = std::getenv("MARU_TEST_MODELS"); given != nullptr && *given != '\0') {
        folder = given;
    } else if (const char *data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
        folder = std::filesystem::path(data) / "maru" / "models";
    } else {
        const char *home = std::getenv("HOME");
        folder = std::filesystem::path(home != nullptr ? home : "/root") / ".local" / "share" / "maru" / "models";
    }
    std::filesystem::path path = folder / name;
    if (std::error_code ignored; !std::filesystem::exists(path, ignored)) {
        const std::string message = path.string() + " is missing: packaging/dev test fetches it";
        QTest::qFail(message.c_str(), __FILE__, __LINE__);
    }
    return path;
}

inline std::filesystem::path realModel(const char *name)
{
    return realModel(std::string_view(name));
}

inline std::filesystem::path realModel(const QString &name)
{
    return realModel(std::string_view(name.toStdString()));
}

} // namespace maru::test
