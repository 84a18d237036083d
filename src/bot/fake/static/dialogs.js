// Modals and confirmations, as dialogs: the browser keeps the focus inside and hears Escape.

import { drawBlocks } from "./blocks.js";
import { byId, fill, h } from "./dom.js";
import { text } from "./text.js";

let shown = null; // Which modal stands open, in which state.

/** Show the top modal, or none. `deeds` has act, submit, close and the context of elements. */
export function showModal(modals, deeds, errors = {}) {
  const dialog = byId("modal");
  const view = modals.at(-1);
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  const key = `${view.id} ${view.hash} ${JSON.stringify(errors)}`;
  if (shown === key) return;
  const drawn = drawBlocks(view.blocks, {
    ...deeds.context, values: view.values, errors,
    act: (block, spec, value, node) => deeds.act(view, block, spec, value, node, drawn.entries()),
    suggest: (block, spec, typed) => deeds.suggest(view, block, spec, typed),
  });
  shown = key;
  fill(dialog, frame(view, modals.length, drawn, deeds));
  dialog.oncancel = (event) => { event.preventDefault(); deeds.close(); };
  if (!dialog.open) dialog.showModal();
  const first = "[aria-invalid], [autofocus], .modal-body :is(input, select, textarea, button)";
  dialog.querySelector(first)?.focus();
}

function frame(view, depth, drawn, deeds) {
  const submit = view.submit
    ? h("button", { class: "button primary", type: "submit" }, text(view.submit.nodes)) : null;
  return h("form", {
    class: "modal-frame", novalidate: true,
    onsubmit: (event) => { event.preventDefault(); deeds.submit(view, drawn.entries(), submit); },
  },
  h("div", { class: "modal-head" },
    h("span", { class: "face lamp", "aria-hidden": "true" }),
    h("h2", { id: "modal-title" }, text(view.title?.nodes)),
    depth > 1 ? h("span", { class: "depth" }, `${depth} of 3`) : null,
    h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: () => deeds.close() }, "✕")),
  h("div", { class: "modal-body" }, drawn.nodes),
  h("div", { class: "modal-foot" },
    h("button", { type: "button", class: "button", onclick: () => deeds.close() }, view.close ? text(view.close.nodes) : depth > 1 ? "Back" : "Cancel"),
    submit));
}

/** Ask the person first, if the element wants it. Resolves to whether to go on. */
export function confirmed(spec) {
  if (!spec) return Promise.resolve(true);
  const dialog = byId("confirm");
  return new Promise((resolve) => {
    const end = (yes) => { dialog.close(); resolve(yes); };
    fill(dialog, h("div", { class: "modal-frame" },
      h("div", { class: "modal-head" }, h("h2", { id: "confirm-title" }, text(spec.title.nodes))),
      h("div", { class: "modal-body" }, h("div", { class: "text" }, text(spec.text.nodes))),
      h("div", { class: "modal-foot" },
        h("button", { type: "button", class: "button", onclick: () => end(false) }, text(spec.deny.nodes)),
        h("button", { type: "button", class: `button ${spec.style ?? "primary"}`, autofocus: true, onclick: () => end(true) }, text(spec.confirm.nodes)))));
    dialog.oncancel = (event) => { event.preventDefault(); end(false); };
    dialog.showModal();
  });
}
