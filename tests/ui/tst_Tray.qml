// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.Ui

/// The icon in the tray, as far as it can be tried where there is no tray.
Item {
    id: root

    width: 100
    height: 100

    Component {
        id: trayComponent

        Tray {}
    }
    Component {
        id: windowComponent

        Main {}
    }

    TestCase {
        name: "Tray"
        when: windowShown

        function test_each_line_of_the_menu_does_one_thing() {
            const tray = createTemporaryObject(trayComponent, root, { downloadText: "62 %" });
            verify(tray);
            const wanted = ["showRequested", "modelsRequested", "newChatRequested", "quitRequested"];
            compare(tray.menu.items.length, wanted.length);
            for (let i = 0; i < wanted.length; ++i) {
                let heard = [];
                for (const name of wanted)
                    tray[name].connect(() => heard.push(name));
                verify(tray.menu.items[i].text.length > 0);
                tray.menu.items[i].triggered();
                verify(heard.length > 0 && heard.every(name => name === wanted[i]), i + ": " + heard.join(", "));
            }
        }

        function test_a_click_on_the_icon_shows_the_window_but_one_for_the_menu_does_not() {
            const tray = createTemporaryObject(trayComponent, root);
            let shown = 0;
            tray.showRequested.connect(() => ++shown);
            tray.activated(3); // Trigger
            compare(shown, 1);
            tray.activated(1); // Context
            compare(shown, 1);
        }

        /// A window that hides where nothing can bring it back would be lost.
        function test_without_a_tray_closing_closes() {
            verify(app.reset());
            app.settings.tray = true;
            const window = windowComponent.createObject(null, app.properties());
            window.show();
            tryVerify(() => window.visible);
            let accepted = false;
            window.closing.connect(close => accepted = close.accepted);
            window.close();
            tryVerify(() => !window.visible);
            verify(accepted, "closed, not hidden");
            window.destroy();
            app.settings.tray = false;
            wait(0);
        }
    }
}
