// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlParserStatus>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

class ActionRegistry;

/// One thing a person can do: what the command palette lists, the shortcut sheet shows and a key does.
///
/// A page declares it and says what it does; it is in `registry` for as long as it lives:
///
///     AppAction { registry: root.actions; name: "chat.new"; group: qsTr("Chat"); text: qsTr("New chat");
///                 shortcut: "Ctrl+N"; onTriggered: root.chat.newConversation() }
///
/// Ownership: its page. Threads: GUI thread.
class AppAction : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    QML_ELEMENT
    Q_INTERFACES(QQmlParserStatus)

    Q_PROPERTY(maru::ActionRegistry *registry READ registry WRITE setRegistry NOTIFY registryChanged)
    Q_PROPERTY(QString name MEMBER m_name NOTIFY changed)
    Q_PROPERTY(QString group MEMBER m_group NOTIFY changed)
    Q_PROPERTY(QString text MEMBER m_text NOTIFY changed)
    Q_PROPERTY(QString shortcut MEMBER m_shortcut NOTIFY changed)
    Q_PROPERTY(QString otherShortcut MEMBER m_otherShortcut NOTIFY changed)
    Q_PROPERTY(QString shortcutText READ shortcutText NOTIFY changed)
    Q_PROPERTY(bool enabled MEMBER m_enabled NOTIFY changed)
    Q_PROPERTY(bool listed MEMBER m_listed NOTIFY changed)

public:
    explicit AppAction(QObject *parent = nullptr);
    ~AppAction() override;

    ActionRegistry *registry() const { return m_registry; }
    void setRegistry(ActionRegistry *registry);
    QString name() const { return m_name; } ///< never translated: "chat.new"
    QString group() const { return m_group; } ///< its heading on the shortcut sheet
    QString text() const { return m_text; }
    QString shortcut() const { return m_shortcut; } ///< "Ctrl+N"; empty: none
    QString shortcutText() const; ///< as the desktop writes it
    bool isEnabled() const { return m_enabled; }
    bool isListed() const { return m_listed; } ///< in the command palette

    /// Does it, if it can be done now.
    Q_INVOKABLE void trigger();

    void classBegin() override { }
    void componentComplete() override;

signals:
    void triggered();
    void changed();
    void registryChanged();

private:
    QPointer<ActionRegistry> m_registry;
    QString m_name;
    QString m_group;
    QString m_text;
    QString m_shortcut;
    QString m_otherShortcut; ///< a second key for the same
    bool m_enabled = true;
    bool m_listed = true;
    bool m_complete = false;
};

} // namespace maru
