// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What Maru says to MathJax. Evaluated in an engine of its own after the bundles (math_engine.cpp), it gives an object:
// typeset(tex, display) returns { svg, problem }, one of them empty.
//
// A formula cannot change the next one: what one has defined is forgotten after it. Packages that load, configure or
// link (require, autoload, setoptions, html, action, ...) are not among those named here.
(function () {
    'use strict';

    const modules = MathJax._;
    // The room for characters that MathJax has no shape for; math_formula.cpp draws them in it.
    const adaptor = modules.adaptors.liteAdaptor.liteAdaptor({ cjkCharWidth: 0.86, unknownCharWidth: 0.54 });
    modules.handlers.html_ts.RegisterHTMLHandler(adaptor);
    const maps = modules.input.tex.MapHandler.MapHandler;

    const kPackages = ['base', 'ams', 'amscd', 'bbox', 'boldsymbol', 'braket', 'bussproofs', 'cancel', 'cases',
        'centernot', 'color', 'colortbl', 'configmacros', 'empheq', 'enclose', 'extpfeil', 'gensymb', 'mathtools',
        'mhchem', 'newcommand', 'textcomp', 'textmacros', 'unicode', 'upgreek', 'verb'];

    // What models write as if everybody had it: from packages and preambles that MathJax does not know.
    const kMacros = {
        R: '\\mathbb{R}', N: '\\mathbb{N}', Z: '\\mathbb{Z}', Q: '\\mathbb{Q}', C: '\\mathbb{C}', E: '\\mathbb{E}',
        mathbbm: ['\\mathbb{#1}', 1], mathds: ['\\mathbb{#1}', 1], bm: ['\\boldsymbol{#1}', 1],
        abs: ['\\left\\lvert #1\\right\\rvert', 1], norm: ['\\left\\lVert #1\\right\\rVert', 1],
        floor: ['\\left\\lfloor #1\\right\\rfloor', 1], ceil: ['\\left\\lceil #1\\right\\rceil', 1],
        argmax: '\\operatorname*{arg\\,max}', argmin: '\\operatorname*{arg\\,min}',
        Var: '\\operatorname{Var}', Cov: '\\operatorname{Cov}', tr: '\\operatorname{tr}', Tr: '\\operatorname{Tr}',
        rank: '\\operatorname{rank}', diag: '\\operatorname{diag}', sgn: '\\operatorname{sgn}', sign: '\\operatorname{sign}',
        dv: ['\\frac{\\mathrm{d}#1}{\\mathrm{d}#2}', 2], pdv: ['\\frac{\\partial #1}{\\partial #2}', 2],
        dd: '\\mathrm{d}', llbracket: '\\mathopen{[\\![}', rrbracket: '\\mathclose{]\\!]}',
        oiint: '\\mathop{\\iint\\mkern-27mu\\bigcirc\\mkern7mu}\\nolimits', intertext: ['\\text{#1}\\\\', 1],
        require: ['', 1], mathscr: ['{\\scr #1}', 1], textsc: ['\\text{#1}', 1], mbox: ['\\text{#1}', 1],
        vdotswithin: ['\\vdots', 1], euro: '\\unicode{x20AC}', textperthousand: '\\unicode{x2030}',
    };

    const kDefines = /\\(?:[gex]?def|(?:future)?let|(?:re|provide)?new\w*|renew\w*|provide\w*|Declare\w*|define\w*|\w*toolsset)/;

    let typesetter = makeTypesetter();

    function makeTypesetter() {
        ['new-Command', 'new-Environment', 'new-Delimiter'].forEach(name => {
            const map = maps.getMap(name);
            if (map)
                map.map.clear();
        });
        const tex = new modules.input.tex_ts.TeX({
            packages: kPackages,
            macros: kMacros,
            tags: 'none',
            maxMacros: 1000,
            maxBuffer: 64 * 1024,
            ams: { multlineWidth: '24em', multlineIndent: '1em' },
            formatError: (_, error) => { throw error; },
        });
        tex.postFilters.add(tagsInTheirTables, 50); // before attributes are inherited
        const font = new modules.output.svg.fonts.tex_ts.TeXFont();
        // MathJax's own smallest double bar is no higher than an x.
        font.delimiters[0x2016] = Object.assign({}, font.delimiters[0x2225], { schar: [0x2225], HDW: [0.75, 0.25, 0.5] });
        const svg = new modules.output.svg_ts.SVG({ fontCache: 'none', font: font });
        return modules.mathjax.mathjax.document('', { InputJax: tex, OutputJax: svg });
    }

    // MathJax sets a tag at the edge of the page, in a drawing as wide as the page. Here it stands in a last column.
    function tagsInTheirTables(filtered) {
        const options = filtered.data;
        options.root.walkTree(node => {
            if (node.isKind('mtable'))
                tagsInTable(node, (kind, children) => options.nodeFactory.create('node', kind, children));
        });
    }

    function tagsInTable(table, create) {
        if (/%/.test(String(table.attributes.getExplicit('width') || '')))
            table.attributes.set('width', 'auto');
        if (!table.childNodes.some(row => row.isKind('mlabeledtr')))
            return;
        const cellsOf = row => row.isKind('mlabeledtr') ? row.childNodes.slice(1) : row.childNodes.slice();
        const columns = Math.max(1, ...table.childNodes.map(row => cellsOf(row).length));
        table.setChildren(table.childNodes.map(row => {
            const cells = cellsOf(row);
            while (cells.length < columns)
                cells.push(create('mtd', []));
            cells.push(row.isKind('mlabeledtr') ? row.childNodes[0] : create('mtd', []));
            return create('mtr', cells);
        }));
        extend(table, 'columnalign', columns, 'right');
        extend(table, 'columnspacing', columns - 1, '2.5em');
    }

    // The list of `count` values that a table says or has by default, and `last`.
    function extend(table, name, count, last) {
        const values = String(table.attributes.get(name)).trim().split(/\s+/);
        while (values.length < count)
            values.push(values[values.length - 1]);
        table.attributes.set(name, values.slice(0, count).concat(last).join(' '));
    }

    return {
        typeset: (source, display) => {
            try {
                return { svg: adaptor.innerHTML(typesetter.convert(source, { display: display })), problem: '' };
            } catch (error) {
                return { svg: '', problem: String(error.message || error) };
            } finally {
                if (kDefines.test(source))
                    typesetter = makeTypesetter();
            }
        },
    };
})()
