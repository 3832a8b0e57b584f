#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
#
# The quick checks before each commit (.pre-commit-config.yaml), under 30 seconds; with `format` only that one, as CTest
# does (rules.format; the other rules are tests of their own).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
failed=0

check() {
    local name=$1
    shift
    "$@" || {
        echo "check: $name failed"
        failed=1
    }
}

# Each clang-format lays code out a little differently; the tree is laid out by this one.
format_version=14

# shellcheck disable=SC2317 # called by check()
check_format() {
    local program
    program=$(command -v "clang-format-$format_version" || command -v clang-format) || program=
    if [ -z "$program" ] || ! "$program" --version | grep -q "version $format_version\."; then
        echo "check: formatting not checked, there is no clang-format $format_version"
        return
    fi
    find inference app tests \( -name '*.cpp' -o -name '*.h' \) -not -path '*/data/*' -print0 |
        xargs -0 -P "$(nproc)" -n 16 "$program" --dry-run 2>&1 | sed -n 's/:[0-9]*:[0-9]*: warning: .*//p' | sort -u |
        { ! grep .; }
}

if [ "${1:-}" = format ]; then
    check formatting check_format
    exit $failed
fi
for rule in layers network tree text; do
    check "tests/rules/check_$rule.py" python3 "tests/rules/check_$rule.py"
done
check formatting check_format
if [ -f build/build.ninja ] && ninja -C build -t query all_qmllint >/dev/null 2>&1; then
    check qmllint ninja -C build all_qmllint
fi
exit $failed
