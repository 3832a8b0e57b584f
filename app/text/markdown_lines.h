// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace maru {

/// Goes through Markdown line by line and knows as much of its blocks as is needed before a parser sees it: what is
/// code between fences, what may still belong to a list, and where one may cut so that both halves mean by themselves
/// what they mean together.
///
/// A cut lies before a line that begins in the first column, behind an empty line or a closed fence; while a list is
/// open also only before what cannot be its next item. Where it is in doubt, it does not cut. A plain value, cheap to
/// copy.
class MarkdownLines
{
public:
    enum class Kind { Text, Blank, FenceOpen, FenceBody, FenceClose };

    /// The next line, without its line break.
    Kind feed(QStringView line);

    /// A new segment may begin with `line`, which comes next. `complete`: all of it is there.
    bool canCutBefore(QStringView line, bool complete) const;

    bool inFence() const { return m_length > 0; }

    /// `line` is, so far, a piece of the fence that would close the open one.
    bool mayClose(QStringView line) const;

    /// Where the text of `line` begins, behind the signs of quotes and lists.
    static qsizetype textBegin(QStringView line);

    /// `line` begins like an item of a list, a heading or a row of a table: no code and no formula within a line of
    /// text goes on into it.
    static bool beginsBlock(QStringView line);

private:
    struct Prefix
    {
        int indent = 0; ///< columns before the first sign
        int quotes = 0; ///< signs of quotes before any other
        bool item = false; ///< a sign of a list
        int column = 0; ///< of the text
        qsizetype text = 0; ///< its place in the line
    };

    static Prefix prefixOf(QStringView line);
    Kind feedFence(QStringView line, const Prefix &prefix);
    bool opensFence(QStringView line, const Prefix &prefix);
    bool endsContainer(QStringView line, const Prefix &prefix) const;
    QStringView insideQuotes(QStringView line) const;

    Kind m_last = Kind::Blank;
    bool m_cutAllowed = true; ///< the last line was empty, or closed a fence that lies in nothing
    bool m_list = false;

    // The open fence; its length is 0 if there is none.
    QChar m_sign;
    int m_length = 0;
    int m_quotes = 0;
    int m_column = 0; ///< text left of it is no longer in the list that the fence lies in
};

} // namespace maru
