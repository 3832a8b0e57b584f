// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QStringList>

namespace maru {

/// Texts as models write them, with what is hard about them.
inline QStringList markdownCorpus()
{
    return {
        QStringLiteral(
            "# Title\n\nA paragraph with **bold *both* bold** and `code`,\nand a second line.\n\nAnother.\n"),
        QStringLiteral(
            "Intro:\n- one\n- two\n  - nested\n\n    with a paragraph\n- three\n\nAfter the list.\n\n- a new list\n"),
        QStringLiteral(
            "1. first\n\n   ```python\n   print(1)\n\n   print(2)\n   ```\n\n2. second\n\n3) other list\n\n10. text\n"),
        QStringLiteral("- [ ] open\n- [x] done\n- plain\n\n2024 was a year.\n\n-5 is a number.\n"),
        QStringLiteral("> quote\nlazy\n\n> second quote\n> > nested\n>\n> - list\n> - list\n\nend\n"),
        QStringLiteral("| a | b |\n|:--|--:|\n| 1 | `x|y` |\n| $a|b$ | 2 |\n\nafter\n\n| no table |\n"),
        QStringLiteral(
            "```\ncode\n\n    $x$\n```\ntext right behind\n~~~js\nlet a = `b`;\n~~~\n# heading\n```\nunclosed\n\nmore"),
        QStringLiteral("The sum is\n$$\n\\sum_{i=1}^n i\n= \\frac{n(n+1)}{2}\n$$\nfor all $n$. It costs $5 and "
                       "$6.\n\n\\[\nx\n\\]\n"),
        QStringLiteral("Title\n=====\n\nSub\n---\n\ntext\n***\ntext\n\n* * *\n\nend"),
        QStringLiteral("    indented code\n\n    more of it\n\ntext\n\n    code again\n"),
        QStringLiteral("A [link][one] and [two].\n\n[one]: https://example.org \"t\"\n\nMore [one].\n\n[two]: "
                       "<https://example.com>\n"),
        QStringLiteral("<div>\n\n**raw**\n\n</div>\n<script>\n\nalert(1)\n\n</script>\n\n<!-- a\n\nb -->\n\nend\n"),
        QStringLiteral("- a\n\n  b\n\n      code in the item\n\n c\n\n- d\n-\n- e\n\n\n- f\n\ntext\n"),
        QString::fromUtf8("한국어 **굵은 글씨**입니다. 값은 $x$이고 $y$다.\n\n1. 첫째\n2. 둘째\n\n**중요:** 끝. "
                          "🙂\n"),
        QStringLiteral("- ```\n  code\n  ```\n- > quote\n  > more\n-     code\n\n\ttext\n\n+ other\n"),
        QStringLiteral("text\n\n1986\\. A great year\n\n* one\n+ two\n- three\n\n> - a\n>\n> - b\n\n>> deep\n\nend\n"),
    };
}

} // namespace maru
