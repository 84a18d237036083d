// Blocks, drawn into a message, a modal or the Home tab.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { text, words } from "./text.js";

/**
 * Draw blocks. `context` is that of elements.js, with `values` (entered so far, by block id and
 * action id), `errors` (by block id), `act(block, element, value, node)` for elements used, and
 * `suggest(block, element, typed)` for menus that ask the app.
 * Returns {nodes, entries()}: what stands entered now, by block id and action id.
 */
export function drawBlocks(blocks, context) {
  const controls = [];
  const nodes = blocks.map((block) => {
    const maker = MAKERS[block.type] ?? unknown;
    return maker(block, {
      context,
      control: (spec, label, onUse) => control(block, spec, label, onUse, context, controls),
    });
  });
  return { nodes, entries: () => entries(controls) };
}

function control(block, spec, label, onUse, context, controls) {
  const state = context.values?.[block.block_id]?.[spec.action_id];
  const use = onUse ?? ((used, value, node) => context.act(block, used, value, node));
  const suggest = (used, typed) => context.suggest?.(block, used, typed) ?? [];
  const made = element(spec, { ...context, state, label, use, suggest });
  if (made.value) controls.push({ block: block.block_id, action: spec.action_id, value: made.value });
  return made.node;
}

function entries(controls) {
  const found = {};
  for (const one of controls) (found[one.block] ??= {})[one.action] = one.value();
  return found;
}

const MAKERS = { section, header, divider, context: contextBlock, actions, image, input, rich_text: rich, markdown: rich, alert };

function section(block, { control }) {
  const label = words(block.text);
  return h("div", { class: "block section" },
    h("div", { class: "section-text" },
      block.text ? h("div", { class: "text" }, text(block.text.nodes)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, text(field.nodes)))) : null),
    block.accessory ? h("div", { class: "accessory" }, control(block.accessory, label)) : null);
}

function header(block) {
  return h("h3", { class: "block header" }, text(block.text.nodes));
}

function divider() {
  return h("hr", { class: "block divider" });
}

function contextBlock(block, { control }) {
  return h("div", { class: "block context" }, block.elements.map((item) =>
    (item.type === "image" ? control(item) : h("span", { class: "text" }, text(item.nodes)))));
}

function actions(block, { control }) {
  return h("div", { class: "block actions" }, block.elements.map((item) => control(item)));
}

function image(block, { control }) {
  return h("figure", { class: "block image" },
    block.title ? h("figcaption", {}, text(block.title.nodes)) : null, control(block));
}

function input(block, { control, context }) {
  const label = words(block.label);
  const error = context.errors?.[block.block_id];
  // Only an input that dispatches sends anything by itself; the others wait for the submission.
  const onUse = block.dispatch_action ? undefined : () => {};
  const note = error ? `error-${block.block_id}` : null;
  const node = control(block.element, label, onUse);
  if (note) { node.setAttribute("aria-describedby", note); node.setAttribute("aria-invalid", "true"); }
  return h("div", { class: error ? "block input wrong" : "block input" },
    h("div", { class: "label" }, text(block.label.nodes), block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    node,
    error ? h("div", { class: "error", id: note, role: "alert" }, error) : null,
    block.hint ? h("div", { class: "hint" }, text(block.hint.nodes)) : null);
}

function rich(block) {
  return h("div", { class: "block text prose" }, text(block.nodes));
}

function alert(block) {
  return h("div", { class: `block alert ${block.level ?? "default"}`, role: "note" }, h("div", { class: "text" }, text(block.text.nodes)));
}

function unknown(block) {
  return h("div", { class: "block unknown" }, `(${block.type})`);
}
