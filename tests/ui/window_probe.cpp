// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/ui/window_probe.h"

#include <QAccessible>
#include <QImage>
#include <QTest>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr int kMostSteps = 80;
constexpr qreal kFrame = 28; // a frame around a control belongs to it

QString nameOf(QQuickItem *item)
{
    QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(item);
    return accessible ? accessible->text(QAccessible::Name) : QString();
}

/// What it is to a screen reader; nothing if that is not said.
bool hasRole(QQuickItem *item)
{
    QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(item);
    return accessible && accessible->role() != QAccessible::NoRole && accessible->role() != QAccessible::Client;
}

QString described(QQuickItem *item)
{
    return QStringLiteral("%1 %2 \"%3\"")
        .arg(QString::fromLatin1(item->metaObject()->className()), item->objectName(), nameOf(item));
}

bool takesFocus(QQuickItem *item)
{
    return item->activeFocusOnTab() || (item->property("focusPolicy").toInt() & Qt::TabFocus);
}

void collectNameless(QQuickItem *item, QStringList &found)
{
    if (!item->isVisible() || !item->isEnabled())
        return;
    if (takesFocus(item) && nameOf(item).isEmpty())
        found << described(item);
    else if (takesFocus(item) && !hasRole(item))
        found << described(item) + QStringLiteral(" has no role");
    const QList<QQuickItem *> children = item->childItems();
    for (QQuickItem *child : children)
        collectNameless(child, found);
}

/// Controls that take the focus by Tab, but for those inside another one, which moves it among them by arrows, and
/// those that are scrolled or slid out of sight.
void collectControls(QQuickItem *item, QList<QQuickItem *> &found)
{
    if (!item->isVisible() || !item->isEnabled() || item->width() <= 0 || item->height() <= 0)
        return;
    if (takesFocus(item))
        found << item;
    const QList<QQuickItem *> children = item->childItems();
    for (QQuickItem *child : children)
        collectControls(child, found);
}

QRect placeOf(QQuickItem *item)
{
    return item->mapRectToScene(item->boundingRect()).adjusted(-kFrame, -kFrame, kFrame, kFrame).toAlignedRect();
}

} // namespace

void WindowProbe::pressKey(QQuickWindow *window, int key, int modifiers)
{
    QTest::keyClick(window, static_cast<Qt::Key>(key), static_cast<Qt::KeyboardModifiers>(modifiers));
}

void WindowProbe::typeText(QQuickWindow *window, const QString &text)
{
    for (const QChar letter : text)
        QTest::keyClick(window, letter.toLatin1());
}

QStringList WindowProbe::namelessControls(QQuickWindow *window)
{
    QStringList found;
    collectNameless(window->contentItem(), found);
    return found;
}

QStringList WindowProbe::tabOrder(QQuickWindow *window)
{
    struct Step
    {
        QQuickItem *item;
        QString name;
        QRect place;
        QImage picture;
    };
    QList<Step> steps;
    window->requestActivate();
    static_cast<void>(QTest::qWaitForWindowActive(window));
    for (int i = 0; i < kMostSteps; ++i) {
        QTest::keyClick(window, Qt::Key_Tab);
        QTest::qWait(30); // for what appears beside the focus
        QQuickItem *item = window->activeFocusItem();
        if (!item || (!steps.isEmpty() && item == steps.constFirst().item))
            break;
        steps.append({ item, described(item), placeOf(item), window->grabWindow() });
    }
    QStringList names;
    m_unseen.clear();
    m_unreached.clear();
    QList<QQuickItem *> controls;
    collectControls(window->contentItem(), controls);
    for (QQuickItem *control : std::as_const(controls)) {
        const bool reached = std::any_of(steps.cbegin(), steps.cend(), [control](const Step &step) {
            return step.item == control || control->isAncestorOf(step.item) || step.item->isAncestorOf(control);
        });
        if (!reached)
            m_unreached << described(control);
    }
    m_trapped = steps.size() >= kMostSteps;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        names << steps.at(i).name;
        const QImage &without = steps.at(i + 1 < steps.size() ? i + 1 : 0).picture;
        if (steps.size() > 1 && steps.at(i).picture.copy(steps.at(i).place) == without.copy(steps.at(i).place))
            m_unseen << steps.at(i).name;
    }
    return names;
}

} // namespace maru
