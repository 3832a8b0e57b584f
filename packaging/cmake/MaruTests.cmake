# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
#
# maru_add_test(inference/gguf/tst_gguf_file.cpp LABELS unit LINKS Maru::inference_gguf)
#
# One Qt Test program per file. The CTest name is the path with dots: inference.gguf.gguf_file.
function(maru_add_test file)
    cmake_parse_arguments(arg "" "TIMEOUT" "LABELS;LINKS;ENVIRONMENT;DEFINITIONS" ${ARGN})
    get_filename_component(folder ${file} DIRECTORY)
    get_filename_component(base ${file} NAME_WE)
    string(REGEX REPLACE "^tst_" "" subject ${base})
    string(REPLACE "/" "_" target "${folder}/${base}")
    string(REPLACE "/" "." name "${folder}/${subject}")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    if(MARU_SANITIZE OR MARU_PATIENT_TESTS)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 8")
    endif()
    add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/${file})
    set_target_properties(${target} PROPERTIES AUTOMOC ON
        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(${target} PRIVATE maru_options Qt6::Test ${arg_LINKS} Maru::tests_support)
    target_compile_definitions(${target} PRIVATE
        MARU_SOURCE_DIR="${PROJECT_SOURCE_DIR}" MARU_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
        ${arg_DEFINITIONS})
    add_test(NAME ${name} COMMAND ${target})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${arg_ENVIRONMENT}")
endfunction()
