// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/highlighter/languages.h"

namespace maru::highlighter {

namespace {

struct Alias
{
    const char *alias;
    const char *name; ///< of the grammar
};

/// What is neither the name of a grammar nor an ending of its files.
constexpr Alias kAliases[] = {
    { "asm", "Intel x86 (NASM)" },
    { "assembly", "Intel x86 (NASM)" },
    { "c#", "C#" },
    { "console", "Bash" },
    { "cplusplus", "C++" },
    { "csharp", "C#" },
    { "docker", "Dockerfile" },
    { "elisp", "Common Lisp" },
    { "f#", "FSharp" },
    { "golang", "Go" },
    { "jsonc", "JSON" },
    { "json5", "JSON" },
    { "jsx", "JavaScript React (JSX)" },
    { "latex", "LaTeX" },
    { "lisp", "Common Lisp" },
    { "make", "Makefile" },
    { "mysql", "SQL (MySQL)" },
    { "node", "JavaScript" },
    { "obj-c", "Objective-C" },
    { "objc", "Objective-C" },
    { "objectivec", "Objective-C" },
    { "patch", "Diff" },
    { "php", "PHP/PHP" },
    { "plsql", "SQL" },
    { "postgres", "SQL (PostgreSQL)" },
    { "postgresql", "SQL (PostgreSQL)" },
    { "proto", "Protobuf" },
    { "python3", "Python" },
    { "shell", "Bash" },
    { "shell-session", "Bash" },
    { "sqlite", "SQL" },
    { "terminal", "Bash" },
    { "tsx", "TypeScript React (TSX)" },
    { "vue.js", "Vue" },
    { "zsh", "Zsh" },
};

} // namespace

Languages::Languages()
{
    const auto definitions = m_repository.definitions();
    for (const KSyntaxHighlighting::Definition &definition : definitions)
        m_byName.insert(definition.name().toLower(), definition);
    for (const Alias &alias : kAliases) {
        const auto found = m_byName.constFind(QString::fromLatin1(alias.name).toLower());
        if (found != m_byName.constEnd())
            m_byName.insert(QString::fromLatin1(alias.alias), found.value());
    }
}

KSyntaxHighlighting::Definition Languages::find(const QString &language) const
{
    const QString name = language.trimmed().toLower();
    if (name.isEmpty() || name.size() > 40)
        return {};
    const auto found = m_byName.constFind(name);
    if (found != m_byName.constEnd())
        return found.value();
    // "x.rs" and "Dockerfile": by the ending, then by the whole name of a file.
    const KSyntaxHighlighting::Definition byEnding = m_repository.definitionForFileName(QLatin1String("x.") + name);
    return byEnding.isValid() ? byEnding : m_repository.definitionForFileName(language.trimmed());
}

} // namespace maru::highlighter
