// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/error.h"
#include "inference/base/result.h"

#include <QtTest/QTest>

#include <memory>
#include <string>

using namespace maru;

namespace {

Result<void> check(bool fine)
{
    if (!fine)
        return Error { ErrorCode::Io, Reason::DiskFull, { { "path", "/full" } }, "no room" };
    return {};
}

Result<std::unique_ptr<int>> make(bool fine)
{
    MARU_CHECK(check(fine));
    return std::make_unique<int>(3);
}

Result<std::string> describe(bool first, bool second)
{
    MARU_TRY(const auto a, make(first));
    MARU_TRY(auto b, make(second));
    std::string assigned;
    MARU_TRY(assigned, [&]() -> Result<std::string> {
        MARU_TRY(const auto inner, make(true));
        return std::to_string(*inner);
    }());
    return assigned + std::to_string(*a + *b);
}

} // namespace

class TestError : public QObject
{
    Q_OBJECT

private slots:
    void theMacrosPassValuesOnAndErrorsUp()
    {
        QVERIFY(describe(true, true).value() == "36");
        const auto failed = describe(true, false);
        QVERIFY(!failed);
        QVERIFY(failed.error().code == ErrorCode::Io);
        QVERIFY(failed.error().reason == Reason::DiskFull);
        QVERIFY(failed.error().arg("path") == "/full");
        QVERIFY(failed.error().arg("none").empty());
    }

    void contextGoesBeforeTheMessage()
    {
        Error error = check(false).error();
        error = std::move(error).in("saving").in("store");
        QVERIFY(error.message == "store: saving: no room");
        QVERIFY(error.reason == Reason::DiskFull);
        QVERIFY(error.arg("path") == "/full");
    }

    void everyCodeHasAName()
    {
        QVERIFY(toString(ErrorCode::OutOfMemory) == "OutOfMemory");
        for (int code = 0; code <= static_cast<int>(ErrorCode::Cancelled); ++code)
            QVERIFY(toString(static_cast<ErrorCode>(code)) != "?");
        QVERIFY(cancelled().code == ErrorCode::Cancelled && cancelled().reason == Reason::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
