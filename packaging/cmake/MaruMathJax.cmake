# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
#
# maru_embed_mathjax(target): the bundles of MathJax and our glue, compiled into `target` as :/mathjax/...
#
# packaging/dev fetches the bundles (packaging/deps/fetch_mathjax.py); nothing is downloaded here.

set(MARU_MATHJAX ${PROJECT_SOURCE_DIR}/build/deps/mathjax CACHE PATH "Folder with the es5 bundles of MathJax 3.2.2")

function(maru_embed_mathjax target)
    set(bundles loader.js core.js adaptors/liteDOM.js input/tex-full.js output/svg.js output/svg/fonts/tex.js)
    foreach(bundle IN LISTS bundles)
        if(NOT EXISTS ${MARU_MATHJAX}/${bundle})
            message(FATAL_ERROR "MathJax is missing: run  python3 packaging/deps/fetch_mathjax.py ${MARU_MATHJAX}")
        endif()
    endforeach()
    list(TRANSFORM bundles PREPEND ${MARU_MATHJAX}/ OUTPUT_VARIABLE files)
    qt_add_resources(${target} mathjax_bundles PREFIX /mathjax BASE ${MARU_MATHJAX} FILES ${files})
    qt_add_resources(${target} mathjax_glue PREFIX /mathjax
        BASE ${PROJECT_SOURCE_DIR}/resources/mathjax FILES ${PROJECT_SOURCE_DIR}/resources/mathjax/glue.js)
endfunction()
