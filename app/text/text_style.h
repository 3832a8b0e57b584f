// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Gives the paragraphs of a TextEdit the line height that QML's TextEdit has no property for.
///
///     TextEdit { id: edit }
///     TextStyle { document: edit.textDocument; lineHeight: 1.5 }
///
/// Only paragraphs that change are touched, so a streaming text stays cheap. Ownership: the QML item's. Threads: GUI.
class TextStyle : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(QQuickTextDocument *document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(double lineHeight READ lineHeight WRITE setLineHeight NOTIFY lineHeightChanged)

public:
    using QObject::QObject;

    QQuickTextDocument *document() const { return m_document; }
    void setDocument(QQuickTextDocument *document);
    double lineHeight() const { return m_lineHeight; }
    void setLineHeight(double factor);

signals:
    void documentChanged();
    void lineHeightChanged();

private:
    void style(int position, int removed, int added);
    void styleAll();

    QPointer<QQuickTextDocument> m_document;
    double m_lineHeight = 1.0;
    bool m_styling = false;
};

} // namespace maru
