# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
#
# maru_add_kernels(maru_shaders KERNELS "id | source | defines" ...)
#
# Compiles every row with glslc (touching an include rebuilds exactly its users), embeds the SPIR-V and generates
# shaders/kernel_table.{h,cpp}, in which bindings and push constants are read from the SPIR-V itself. Alias Maru::shaders.

find_program(MARU_GLSLC glslc)
if(NOT MARU_GLSLC)
    message(FATAL_ERROR "glslc is missing: install the package glslc")
endif()
find_package(Python3 COMPONENTS Interpreter REQUIRED)

function(maru_add_kernels target)
    cmake_parse_arguments(arg "" "" "KERNELS" ${ARGN})
    set(folder ${CMAKE_CURRENT_BINARY_DIR})
    set(binaries)
    set(names)
    foreach(row IN LISTS arg_KERNELS)
        string(REPLACE "|" ";" fields "${row}")
        list(TRANSFORM fields STRIP)
        list(GET fields 0 id)
        list(GET fields 1 source)
        list(GET fields 2 defines)
        separate_arguments(defines)
        list(TRANSFORM defines PREPEND -D)
        set(binary ${folder}/${id}.spv)
        add_custom_command(OUTPUT ${binary}
            COMMAND ${MARU_GLSLC} -O --target-env=vulkan1.1 -I ${CMAKE_CURRENT_SOURCE_DIR}/include ${defines}
                    -MD -MF ${binary}.d -MT ${binary} -o ${binary} ${CMAKE_CURRENT_SOURCE_DIR}/${source}
            DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${source}
            DEPFILE ${binary}.d
            COMMENT "Compiling kernel ${id}"
            VERBATIM)
        list(APPEND binaries ${binary})
        list(APPEND names ${id})
    endforeach()
    set(generator ${CMAKE_CURRENT_SOURCE_DIR}/kernel_table.py)
    add_custom_command(OUTPUT ${folder}/kernel_table.h ${folder}/kernel_table.cpp
        COMMAND ${Python3_EXECUTABLE} ${generator} ${folder} ${names}
        DEPENDS ${generator} ${binaries} ${CMAKE_CURRENT_SOURCE_DIR}/kernels.cmake
        COMMENT "Generating the kernel table"
        VERBATIM)
    add_library(${target} STATIC ${folder}/kernel_table.cpp ${folder}/kernel_table.h)
    string(REPLACE maru_ Maru:: alias ${target})
    add_library(${alias} ALIAS ${target})
    # The kernels are embedded by the assembler, behind the compiler's back.
    set_source_files_properties(${folder}/kernel_table.cpp PROPERTIES OBJECT_DEPENDS "${binaries}")
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
endfunction()
