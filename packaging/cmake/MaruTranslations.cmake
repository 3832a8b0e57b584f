# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
#
# maru_embed_translations(maru_app)
#
# Compiles resources/translations/maru_*.ts into the target, as :/translations/maru_ko.qm.
function(maru_embed_translations target)
    set(texts)
    foreach(language IN ITEMS en ko)
        set(source ${PROJECT_SOURCE_DIR}/resources/translations/maru_${language}.ts)
        set(text ${CMAKE_CURRENT_BINARY_DIR}/maru_${language}.qm)
        add_custom_command(OUTPUT ${text}
            COMMAND Qt6::lrelease -silent ${source} -qm ${text}
            DEPENDS ${source})
        list(APPEND texts ${text})
    endforeach()
    qt_add_resources(${target} translations PREFIX /translations BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${texts})
endfunction()
