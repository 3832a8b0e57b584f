// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/model/family_keys.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <limits>
#include <optional>

using namespace maru;
using model::FamilyKeys;

class TestFamilyKeys : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::optional<gguf::GgufFile> m_file;

private slots:
    void initTestCase()
    {
        auto file = gguf::GgufFile::open(test::TinyGguf()
                                             .set("some.count", 7U)
                                             .set("some.negative", -1)
                                             .set("some.equal", std::vector<std::uint32_t> { 4, 4, 4 })
                                             .set("some.different", std::vector<std::uint32_t> { 4, 5, 4 })
                                             .set("some.empty", std::vector<std::uint32_t> {})
                                             .set("some.ratio", 0.5f)
                                             .set("some.nothing", std::numeric_limits<float>::quiet_NaN())
                                             .set("some.flag", false)
                                             .set("some.word", "hello")
                                             .set("other.count", 9U)
                                             .write(m_folder.filePath("some.gguf").toStdString()));
        VERIFY_OK(file);
        m_file.emplace(*std::move(file));
    }

    void absentKeysLeaveTheTarget()
    {
        const FamilyKeys keys(*m_file, "some");
        std::uint32_t count = 3;
        float ratio = 0.25f;
        bool flag = true;
        VERIFY_OK(keys.optional("absent", count, 1, 10));
        VERIFY_OK(keys.optional("absent", ratio, 0, 1));
        VERIFY_OK(keys.optional("absent", flag));
        QCOMPARE(count, 3u);
        QCOMPARE(ratio, 0.25f);
        QVERIFY(flag);
        QVERIFY(keys.text("absent").empty());
        QVERIFY(keys.list("absent", 3, 0, 9).value_or(std::vector<std::uint32_t>(1)).empty());
        const auto required = keys.required("absent", count, 1, 10);
        VERIFY_FAILS(required, Reason::MissingKey);
        QCOMPARE(required.error().arg("key"), std::string_view("some.absent"));
    }

    void numbersAreReadIntoTheirRange()
    {
        const FamilyKeys keys(*m_file, "some");
        std::uint32_t count = 0;
        float ratio = 0.0f;
        bool flag = true;
        VERIFY_OK(keys.required("count", count, 7, 7));
        QCOMPARE(count, 7u);
        VERIFY_FAILS(keys.required("count", count, 8, 10), Reason::BadValue);
        VERIFY_FAILS(keys.required("count", count, 1, 6), Reason::BadValue);
        VERIFY_FAILS(keys.optional("negative", count, 0, 10), Reason::BadValue);
        VERIFY_FAILS(keys.optional("word", count, 0, 10), Reason::BadValue);
        VERIFY_FAILS(keys.optional("ratio", count, 0, 10), Reason::BadValue);
        QCOMPARE(count, 7u);
        VERIFY_OK(keys.required("ratio", ratio, 0.5, 0.5));
        QCOMPARE(ratio, 0.5f);
        VERIFY_FAILS(keys.optional("ratio", ratio, 0.6, 1), Reason::BadValue);
        VERIFY_FAILS(keys.optional("nothing", ratio, -1e30, 1e30), Reason::BadValue);
        VERIFY_FAILS(keys.optional("word", ratio, 0, 1), Reason::BadValue);
        VERIFY_OK(keys.optional("flag", flag));
        QVERIFY(!flag);
        VERIFY_FAILS(keys.optional("count", flag), Reason::BadValue);
        QCOMPARE(keys.text("word"), std::string_view("hello"));
        VERIFY_OK(FamilyKeys(*m_file, "other").required("count", count, 0, 10));
        QCOMPARE(count, 9u);
    }

    void anArrayOfOneNumberIsThatNumber()
    {
        const FamilyKeys keys(*m_file, "some");
        std::uint32_t count = 0;
        VERIFY_OK(keys.required("equal", count, 1, 10));
        QCOMPARE(count, 4u);
        VERIFY_FAILS(keys.required("equal", count, 5, 10), Reason::BadValue);
        VERIFY_FAILS(keys.required("different", count, 1, 10), Reason::BadValue);
        VERIFY_FAILS(keys.required("empty", count, 1, 10), Reason::BadValue);
    }

    void listsHaveTheirLength()
    {
        const FamilyKeys keys(*m_file, "some");
        const auto list = keys.list("different", 3, 0, 5);
        VERIFY_OK(list);
        QCOMPARE(*list, std::vector<std::uint32_t>({ 4, 5, 4 }));
        VERIFY_FAILS(keys.list("different", 2, 0, 5), Reason::BadValue);
        VERIFY_FAILS(keys.list("different", 3, 0, 4), Reason::BadValue);
        VERIFY_FAILS(keys.list("word", 3, 0, 4), Reason::BadValue);
        VERIFY_FAILS(keys.list("count", 1, 0, 9), Reason::BadValue);
    }
};

QTEST_GUILESS_MAIN(TestFamilyKeys)
#include "tst_family_keys.moc"
