// The box to write in: messages, and slash commands with their hints.

import { fill, h } from "./dom.js";

/** Make a box; `send(text)` resolves to whether the text may go. Made once per place. */
export function composer(label, commands, send) {
  const hints = h("div", { class: "hints", role: "listbox", "aria-label": "Commands", hidden: true });
  const box = h("textarea", {
    class: "field", rows: 1, placeholder: label, "aria-label": label,
    oninput: () => { grow(); hint(); },
    onkeydown: (event) => key(event),
    onblur: () => { hints.hidden = true; },
  });
  const button = h("button", { type: "submit", class: "button primary send", "aria-label": "Send" }, "Send");
  const form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); go(); } }, hints, box, button);
  let at = -1;

  const grow = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 200)}px`; };
  const go = async () => {
    const text = box.value;
    if (!text.trim()) return;
    button.disabled = true;
    if (await send(text)) box.value = "";
    button.disabled = false;
    grow();
    hint();
    box.focus();
  };
  const take = (command) => { box.value = `${command.command} `; hints.hidden = true; at = -1; box.focus(); };
  const hint = () => {
    const found = /^\/\S*$/.test(box.value) ? commands.filter((one) => one.command.startsWith(box.value)) : [];
    at = found.length ? 0 : -1;
    hints.hidden = !found.length;
    fill(hints, found.map((one, number) => h("div", {
      class: "hint-row", role: "option", "aria-selected": String(number === at),
      onpointerdown: (event) => { event.preventDefault(); take(one); },
    }, h("strong", {}, one.command), h("span", { class: "usage" }, one.hint), h("span", { class: "about" }, one.description))));
    hints.found = found;
  };
  const key = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!hints.hidden && step) {
      at = (at + step + hints.found.length) % hints.found.length;
      [...hints.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
      event.preventDefault();
    } else if (!hints.hidden && (event.key === "Tab" || (event.key === "Enter" && hints.found[at].command !== box.value))) {
      take(hints.found[at]);
      event.preventDefault();
    } else if (event.key === "Escape") {
      hints.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      go();
    }
  };
  return form;
}
