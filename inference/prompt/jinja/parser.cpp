// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/parser.h"

#include "inference/prompt/jinja/expression_parser.h"

#include <algorithm>
#include <utility>

namespace maru::prompt::jinja {

namespace {

class Parser : public ExpressionParser
{
public:
    using ExpressionParser::ExpressionParser;

    Result<Block> run()
    {
        MARU_TRY(Block whole, block({}));
        return whole;
    }

private:
    using Names = std::initializer_list<std::string_view>;

    /// Statements up to the tag of one of `ends`, whose name becomes current; to the end of the template without any.
    Result<Block> block(Names ends)
    {
        const Level level(*this);
        MARU_CHECK(checkDepth());
        Block statements;
        while (true) {
            const std::uint32_t start = line();
            switch (current().kind) {
            case TokenKind::End:
                if (ends.size() > 0)
                    return syntaxError(
                        start, "the template ends where '" + std::string(*(ends.end() - 1)) + "' is missing");
                return statements;
            case TokenKind::Text:
                statements.push_back({ .kind = StatementKind::Text, .line = start, .text = current().text });
                advance();
                break;
            case TokenKind::PrintBegin: {
                advance();
                Statement statement { .kind = StatementKind::Print, .line = line() };
                MARU_TRY(statement.value, tuple(true));
                MARU_CHECK(expect(TokenKind::PrintEnd, "end of print statement"));
                statements.push_back(std::move(statement));
                break;
            }
            default: {
                MARU_CHECK(expect(TokenKind::BlockBegin, "a tag"));
                if (std::any_of(ends.begin(), ends.end(), [this](std::string_view end) { return isName(end); }))
                    return statements;
                MARU_TRY(Statement statement, tag());
                statements.push_back(std::move(statement));
            }
            }
        }
    }

    Result<void> expect(TokenKind kind, std::string_view wanted)
    {
        if (current().kind != kind)
            return unexpected(wanted);
        advance();
        return {};
    }

    Result<void> endTag() { return expect(TokenKind::BlockEnd, "end of statement block"); }

    /// The end of this tag, the body and the tag `end`.
    Result<void> body(Statement &statement, std::string_view end)
    {
        MARU_CHECK(endTag());
        MARU_TRY(statement.body, block({ end }));
        advance();
        return endTag();
    }

    Result<Statement> tag()
    {
        Statement statement { .line = line() };
        MARU_TRY(const std::string name, expectName());
        if (name == "if") {
            MARU_CHECK(conditional(statement));
        } else if (name == "for") {
            MARU_CHECK(loop(statement));
        } else if (name == "set") {
            MARU_CHECK(assignment(statement));
        } else if (name == "macro") {
            statement.kind = StatementKind::Macro;
            MARU_TRY(statement.signature.name, expectName());
            MARU_CHECK(parameters(statement.signature));
            MARU_CHECK(macroBody(statement, "endmacro"));
        } else if (name == "call") {
            statement.kind = StatementKind::CallBlock;
            statement.signature.name = "caller";
            if (isOperator("("))
                MARU_CHECK(parameters(statement.signature));
            MARU_TRY(statement.value, unary());
            if (statement.value.links.empty() || statement.value.links.back().kind != LinkKind::Call)
                return syntaxError(statement.line, "'call' needs a call");
            MARU_CHECK(macroBody(statement, "endcall"));
        } else if (name == "filter") {
            statement.kind = StatementKind::FilterBlock;
            MARU_CHECK(filterLinks(statement.value, true));
            MARU_CHECK(body(statement, "endfilter"));
        } else if (name == "with") {
            MARU_CHECK(with(statement));
        } else if (name == "generation") {
            statement.kind = StatementKind::Scope;
            MARU_CHECK(body(statement, "endgeneration"));
        } else if (name == "break" || name == "continue") {
            statement.kind = name == "break" ? StatementKind::Break : StatementKind::Continue;
            if (m_loops == 0)
                return syntaxError(statement.line, "'" + name + "' outside of a loop");
            MARU_CHECK(endTag());
        } else {
            return syntaxError(statement.line, "unknown tag '" + name + "'");
        }
        return statement;
    }

    Result<void> conditional(Statement &statement)
    {
        statement.kind = StatementKind::If;
        while (true) {
            Branch branch;
            MARU_TRY(branch.condition, tuple(false));
            MARU_CHECK(endTag());
            MARU_TRY(branch.body, block({ "elif", "else", "endif" }));
            statement.branches.push_back(std::move(branch));
            if (!acceptName("elif"))
                break;
        }
        if (acceptName("else")) {
            MARU_CHECK(endTag());
            Branch branch;
            branch.isElse = true;
            MARU_TRY(branch.body, block({ "endif" }));
            statement.branches.push_back(std::move(branch));
        }
        advance();
        return endTag();
    }

    Result<void> loop(Statement &statement)
    {
        statement.kind = StatementKind::For;
        MARU_TRY(statement.target, target(false));
        if (!acceptName("in"))
            return unexpected("'in'");
        MARU_TRY(statement.value, tuple(false));
        statement.hasCondition = acceptName("if");
        if (statement.hasCondition) {
            MARU_TRY(statement.condition, disjunction());
        }
        statement.isRecursive = acceptName("recursive");
        MARU_CHECK(endTag());
        ++m_loops;
        auto repeated = block({ "else", "endfor" });
        --m_loops;
        MARU_TRY(statement.body, std::move(repeated));
        if (acceptName("else")) {
            MARU_CHECK(endTag());
            MARU_TRY(statement.otherwise, block({ "endfor" }));
        }
        advance();
        return endTag();
    }

    Result<void> assignment(Statement &statement)
    {
        MARU_TRY(statement.target, target(true));
        if (acceptOperator("=")) {
            statement.kind = StatementKind::Set;
            MARU_TRY(statement.value, tuple(true));
            return endTag();
        }
        statement.kind = StatementKind::SetBlock;
        if (statement.target.kind == ExpressionKind::Tuple)
            return unexpected("'='");
        MARU_CHECK(filterLinks(statement.value, false));
        return body(statement, "endset");
    }

    Result<void> parameters(Signature &signature)
    {
        MARU_CHECK(expectOperator("("));
        while (!isOperator(")")) {
            if (!signature.parameters.empty())
                MARU_CHECK(expectOperator(","));
            Parameter parameter;
            MARU_TRY(parameter.name, expectName());
            parameter.hasDefault = acceptOperator("=");
            if (parameter.hasDefault) {
                MARU_TRY(parameter.defaultValue, condition());
            } else if (!signature.parameters.empty() && signature.parameters.back().hasDefault) {
                return syntaxError(line(), "a parameter without a default after one that has it");
            }
            signature.parameters.push_back(std::move(parameter));
        }
        return expectOperator(")");
    }

    Result<void> macroBody(Statement &statement, std::string_view end)
    {
        const std::uint8_t outerNames = std::exchange(m_specialNames, std::uint8_t { 0 });
        const std::uint32_t outerLoops = std::exchange(m_loops, 0u);
        auto parsed = body(statement, end);
        statement.signature.takesCaller = (m_specialNames & kCaller) != 0;
        statement.signature.takesVariable = (m_specialNames & kVariable) != 0;
        statement.signature.takesNamed = (m_specialNames & kNamed) != 0;
        m_specialNames = outerNames;
        m_loops = outerLoops;
        return parsed;
    }

    Result<void> with(Statement &statement)
    {
        statement.kind = StatementKind::With;
        while (current().kind != TokenKind::BlockEnd) {
            if (!statement.bindings.empty())
                MARU_CHECK(expectOperator(","));
            Binding binding;
            binding.target = { .kind = ExpressionKind::Name, .line = line() };
            MARU_TRY(binding.target.text, expectName());
            MARU_CHECK(expectOperator("="));
            MARU_TRY(binding.value, condition());
            statement.bindings.push_back(std::move(binding));
        }
        return body(statement, "endwith");
    }

    std::uint32_t m_loops = 0;
};

} // namespace

Result<Block> parse(std::string_view source, std::uint32_t depth)
{
    MARU_TRY(std::vector<Token> tokens, tokenize(source));
    return Parser(std::move(tokens), depth).run();
}

} // namespace maru::prompt::jinja
