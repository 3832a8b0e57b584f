// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.Ui.Components

TestCase {
    name: "Theme"

    function linear(channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    function luminance(colour) {
        return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
    }

    /// As WCAG 2 has it: 1 to 21.
    function contrast(one, other) {
        const a = luminance(one);
        const b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    function cleanup() {
        Theme.dark = false;
        Theme.highContrast = false;
        Theme.zoom = 1;
        Theme.reducedMotion = false;
    }

    function test_text_is_readable_on_every_ground_data() {
        return [
            { tag: "light", dark: false, high: false, least: 4.5 },
            { tag: "dark", dark: true, high: false, least: 4.5 },
            { tag: "light, high contrast", dark: false, high: true, least: 7 },
            { tag: "dark, high contrast", dark: true, high: true, least: 7 }
        ];
    }

    function test_text_is_readable_on_every_ground(data) {
        Theme.dark = data.dark;
        Theme.highContrast = data.high;
        for (const ink of ["text", "muted", "accent"]) {
            for (const ground of ["window", "panel", "surface", "code", "bubble", "hover"]) {
                const found = contrast(Theme[ink], Theme[ground]);
                verify(found >= data.least, ink + " on " + ground + ": " + found.toFixed(2));
            }
        }
        const button = contrast(Theme.accentText, Theme.accent);
        verify(button >= data.least, "a main button: " + button.toFixed(2));
    }

    function test_the_frame_of_the_focus_is_seen() {
        for (const dark of [false, true]) {
            Theme.dark = dark;
            for (const ground of ["window", "panel", "surface"])
                verify(contrast(Theme.accent, Theme[ground]) >= 3);
        }
    }

    function test_every_length_follows_the_text_data() {
        return [{ tag: "half", zoom: 0.5 }, { tag: "one and a half", zoom: 1.5 }, { tag: "three", zoom: 3 }];
    }

    function test_every_length_follows_the_text(data) {
        const lengths = ["body", "small", "title", "codeSize", "space1", "space2", "space4", "space8", "controlHeight", "iconSize",
                         "controlRadius", "columnWidth", "sidebarWidth", "collapseWidth", "headerHeight"];
        const before = lengths.map(name => Theme[name]);
        Theme.zoom = data.zoom;
        for (const i in lengths)
            verify(Math.abs(Theme[lengths[i]] - before[i] * data.zoom) <= Math.max(2, before[i] * 0.13),
                   lengths[i] + ": " + before[i] + " became " + Theme[lengths[i]]);
    }

    function test_nothing_moves_where_less_motion_is_asked_for() {
        verify(Theme.motion > 0);
        Theme.reducedMotion = true;
        compare(Theme.motion, 0);
    }
}
