// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/retranslate.h"

#include <QAbstractItemModel>
#include <QMetaProperty>
#include <QSet>

namespace maru {

namespace {

bool isText(const QMetaProperty &property)
{
    return property.metaType().id() == QMetaType::QString || property.metaType().id() == QMetaType::QStringList;
}

void askAgain(QAbstractItemModel *model)
{
    if (const int rows = model->rowCount(); rows > 0)
        emit model->dataChanged(model->index(0, 0), model->index(rows - 1, 0));
}

void retranslate(QObject *object, QSet<QObject *> &seen)
{
    if (!object || seen.contains(object))
        return;
    seen.insert(object);
    if (auto *model = qobject_cast<QAbstractItemModel *>(object))
        askAgain(model);
    QSet<int> told;
    const QMetaObject *type = object->metaObject();
    for (int i = QObject::staticMetaObject.propertyCount(); i < type->propertyCount(); ++i) {
        const QMetaProperty property = type->property(i);
        if (property.metaType().flags() & QMetaType::PointerToQObject)
            retranslate(property.read(object).value<QObject *>(), seen);
        else if (isText(property) && property.hasNotifySignal() && !told.contains(property.notifySignalIndex())) {
            told.insert(property.notifySignalIndex());
            property.notifySignal().invoke(object, Qt::DirectConnection);
        }
    }
}

} // namespace

void retranslate(const QList<QObject *> &objects, const QList<QObject *> &except)
{
    QSet<QObject *> seen(except.begin(), except.end());
    for (QObject *object : objects)
        retranslate(object, seen);
}

} // namespace maru
