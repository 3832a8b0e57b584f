// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/generation_settings.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The settings of a reply as rows of a form: what each is called, what it does in plain words, its range, its value.
///
/// One table in the .cpp names them all. The list knows nothing of where its values are kept: it reports `edited`.
/// Ownership: that of its owner. Threads: GUI thread.
class SettingList : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

public:
    enum class Kind {
        Number, ///< from..to
        Switch, ///< true or false
        Choice, ///< a place in `choices`
        Text, ///< one line
        LongText,
    };
    Q_ENUM(Kind)

    enum Roles {
        KeyRole = Qt::UserRole + 1, ///< "temperature": for tests and for nothing on screen
        TitleRole,
        ExplanationRole,
        KindRole,
        ValueRole,
        FromRole,
        ToRole,
        StepRole,
        DigitsRole, ///< behind the point
        ChoicesRole, ///< words, if it is a choice
        SpecialTextRole, ///< what the lowest value means: "all", "automatic"; empty: nothing special
        AdvancedRole, ///< bool: few people need it
    };

    explicit SettingList(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void show(const GenerationSettings &values);

    /// What somebody entered in `row`; a number outside its range is moved inside, a text that means nothing is
    /// ignored.
    Q_INVOKABLE void setValue(int row, const QVariant &value);

    /// The row with this key, or -1.
    Q_INVOKABLE int rowOf(const QString &key) const;

signals:
    void edited(const maru::GenerationSettings &values);

private:
    void edit(const GenerationSettings &values);

    GenerationSettings m_values;
};

} // namespace maru
