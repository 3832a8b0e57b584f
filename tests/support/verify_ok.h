// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/error.h"

#include <QtTest/QTest>

#include <string>

/// Fails the test, with the error's message, unless `result` holds a value.
#define VERIFY_OK(...)                                                                                                 \
    do {                                                                                                               \
        const auto &verifiedResult = (__VA_ARGS__);                                                                    \
        QVERIFY2(verifiedResult.has_value(), verifiedResult ? "" : verifiedResult.error().message.c_str());            \
    } while (false)

/// Fails the test unless `result` is an error with the reason `expected`.
#define VERIFY_FAILS(result, expected)                                                                                 \
    do {                                                                                                               \
        const auto &verifiedResult = (result);                                                                         \
        QVERIFY2(!verifiedResult.has_value(), "succeeded, and should have failed with " #expected);                    \
        QVERIFY2(verifiedResult.error().reason == (expected), verifiedResult.error().message.c_str());                 \
    } while (false)
