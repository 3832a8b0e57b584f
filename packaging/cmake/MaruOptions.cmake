# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
#
# maru_options: the language level, warnings and sanitizers that every target of the project shares.
# maru_library(): one folder of the tree as one static library, named after its path.

add_library(maru_options INTERFACE)
add_library(Maru::options ALIAS maru_options)
target_compile_features(maru_options INTERFACE cxx_std_20)
target_include_directories(maru_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
# g++ 12 warns about its own std::string ("x" + std::string) with -Wrestrict; g++ 13 no longer does.
set(maru_gcc_before_13 $<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>)
target_compile_options(maru_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror=unused-result
    $<${maru_gcc_before_13}:-Wno-restrict>
    # Part of -Wconversion for clang only.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>
    $<$<BOOL:${MARU_WERROR}>:-Werror>)

set(MARU_SANITIZE "" CACHE STRING "Sanitizers of the build: empty, address;undefined or thread")
if(MARU_SANITIZE)
    list(JOIN MARU_SANITIZE "," maru_sanitizers)
    target_compile_options(maru_options INTERFACE
        -fsanitize=${maru_sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(maru_options INTERFACE -fsanitize=${maru_sanitizers})
endif()

# maru_library(PATH inference/base SOURCES ... HEADERS ... LINKS ...)
#
# Makes the target maru_inference_base (alias Maru::inference_base). LINKS are public: they are the
# folders that PATH may include, as in the layer table of ARCHITECTURE.md.
function(maru_library)
    cmake_parse_arguments(arg "" "PATH" "SOURCES;HEADERS;LINKS;PRIVATE_LINKS" ${ARGN})
    string(REPLACE "/" "_" name ${arg_PATH})
    list(TRANSFORM arg_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/${arg_PATH}/)
    list(TRANSFORM arg_HEADERS PREPEND ${PROJECT_SOURCE_DIR}/${arg_PATH}/)
    if(arg_SOURCES)
        add_library(maru_${name} STATIC ${arg_SOURCES})
        set(scope PUBLIC)
        target_link_libraries(maru_${name} PRIVATE maru_options ${arg_PRIVATE_LINKS})
    else()
        add_library(maru_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    add_library(Maru::${name} ALIAS maru_${name})
    target_compile_features(maru_${name} ${scope} cxx_std_20)
    target_include_directories(maru_${name} ${scope} ${PROJECT_SOURCE_DIR})
    target_link_libraries(maru_${name} ${scope} ${arg_LINKS})
    if(arg_HEADERS)
        target_sources(maru_${name} ${scope}
            FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
        set_target_properties(maru_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
    endif()
endfunction()
