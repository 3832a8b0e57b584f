// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Random vocabularies with random texts. Built with -DMARU_FUZZ=ON and clang: build/bin/fuzz_tokenizer
// -max_total_time=60

#include "tests/support/use_tokenizer.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static_cast<void>(maru::test::useTokenizer(std::string_view(reinterpret_cast<const char *>(data), size)));
    return 0;
}
