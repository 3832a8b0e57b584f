// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Random bytes as a GGUF file. Built with -DMARU_FUZZ=ON and clang: build/bin/fuzz_gguf -max_total_time=60

#include "tests/support/read_gguf.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static_cast<void>(maru::test::readAllOfGguf(std::as_bytes(std::span(data, size))));
    return 0;
}
