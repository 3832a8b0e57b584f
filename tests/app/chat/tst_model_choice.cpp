// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/model_choice.h"

#include <QTest>

using namespace maru;

namespace {

InstalledModel model(const char *path, qint64 size, bool talks, bool broken = false)
{
    InstalledModel result;
    result.path = QString::fromLatin1(path);
    result.name = QStringLiteral("name of ") + result.path;
    result.byteCount = size;
    result.hasChatTemplate = talks;
    if (broken)
        result.problem = Error {};
    return result;
}

} // namespace

class TestModelChoice : public QObject
{
    Q_OBJECT

private slots:
    void without_a_choice_it_is_the_smallest_that_talks_and_works()
    {
        ModelChoice choice;
        QVERIFY(choice.wanted().modelPath.isEmpty());
        QVERIFY(choice.name().isEmpty());
        choice.installed = { model("/base", 10, false), model("/broken", 5, true, true), model("/big", 90, true),
            model("/small", 50, true) };
        QCOMPARE(choice.wanted().modelPath, QStringLiteral("/small"));
        QCOMPARE(choice.name(), QStringLiteral("name of /small"));
        choice.installed.removeLast();
        choice.installed.removeLast();
        QCOMPARE(choice.wanted().modelPath, QStringLiteral("/base"));
        choice.installed = { model("/broken", 5, true, true) };
        QVERIFY(choice.wanted().modelPath.isEmpty());
    }

    void a_choice_holds()
    {
        ModelChoice choice;
        choice.path = QStringLiteral("/else/where.gguf");
        choice.device = QStringLiteral("vulkan:1");
        choice.installed = { model("/small", 50, true) };
        QCOMPARE(choice.wanted().modelPath, QStringLiteral("/else/where.gguf"));
        QCOMPARE(choice.wanted().device, QStringLiteral("vulkan:1"));
        QCOMPARE(choice.name(), QStringLiteral("where"));
        QCOMPARE(choice.deviceLabel(), QStringLiteral("vulkan:1"));
    }
};

QTEST_GUILESS_MAIN(TestModelChoice)
#include "tst_model_choice.moc"
