// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/error.h"

#include <tl/expected.hpp>

#include <type_traits>
#include <utility>

namespace maru {

/// A value, or the Error that kept it from being made.
///
/// A thin [[nodiscard]] class over tl::expected with std::expected's member names, so that it becomes an alias of the
/// standard one with C++23. A dropped Result fails the build.
///
///     Result<Model> open(path)
///     {
///         MARU_TRY(auto file, gguf::GgufFile::open(path));   // returns the error, or binds the value
///         MARU_CHECK(validate(file));                        // returns the error of a Result<void>
///         return Model(std::move(file));
///     }
template <typename T> class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using Base = tl::expected<T, Error>;
    using Base::Base;

    Result() = default;

    Result(Error error)
        : Base(tl::unexpect, std::move(error))
    {
    }
};

/// Cancelled, the one failure that is not anybody's fault.
inline Error cancelled()
{
    return { ErrorCode::Cancelled, Reason::Stopped, {}, "stopped" };
}

#define MARU_DETAIL_JOIN2(a, b) a##b
#define MARU_DETAIL_JOIN(a, b) MARU_DETAIL_JOIN2(a, b)
#define MARU_DETAIL_TRY(temporary, declaration, expression)                                                            \
    auto temporary = (expression);                                                                                     \
    if (!temporary)                                                                                                    \
        return std::move(temporary).error();                                                                           \
    declaration = *std::move(temporary)

/// Declares `declaration` with the value of the Result `expression`, or returns its error from this function.
#define MARU_TRY(declaration, ...) MARU_DETAIL_TRY(MARU_DETAIL_JOIN(maruTry, __COUNTER__), declaration, (__VA_ARGS__))

#define MARU_DETAIL_CHECK(temporary, expression)                                                                       \
    do {                                                                                                               \
        if (auto temporary = (expression); !temporary)                                                                 \
            return std::move(temporary).error();                                                                       \
    } while (false)

/// Returns the error of the Result<void> `expression` from this function, if it has one.
#define MARU_CHECK(...) MARU_DETAIL_CHECK(MARU_DETAIL_JOIN(maruCheck, __COUNTER__), (__VA_ARGS__))

} // namespace maru
