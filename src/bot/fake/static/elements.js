// The elements of Block Kit as form controls. A control knows its plain value and tells when it
// is used; what that means (a click to send, an entry to keep) is decided by who draws it.

import { h, openMenu } from "./dom.js";
import { text, words } from "./text.js";

const OPTION_FILTER_FROM = 9; // From here on a list of choices gets a box to filter it.

/**
 * Draw an element.
 * `context` gives people, channels, the `state` entered so far, a `label` for screen readers,
 * `use(element, value)`, called when the element is used, and `suggest(element, typed)`, which
 * resolves to the options that the app offers in a menu that asks it.
 * Returns {node, value()}; `value` is missing on elements that keep nothing.
 */
export function element(spec, context) {
  const maker = MAKERS[spec.type];
  if (!maker) return { node: h("em", { class: "unknown" }, `(${spec.type})`) };
  return maker(spec, context);
}

const MAKERS = {
  button, overflow, image,
  static_select: (spec, context) => select(spec, context, optionGroups(spec), spec.initial_option?.value),
  external_select: (spec, context) => asking(spec, context, "radio", [spec.initial_option].filter(Boolean)),
  multi_external_select: (spec, context) => asking(spec, context, "checkbox", spec.initial_options ?? []),
  users_select: (spec, context) => select(spec, context, [{ options: people(context) }], spec.initial_user),
  conversations_select: (spec, context) => select(spec, context, [{ options: conversations(spec, context) }], firstConversation(spec, context)),
  multi_static_select: (spec, context) => several(spec, context, optionGroups(spec), valuesOf(spec.initial_options)),
  multi_users_select: (spec, context) => several(spec, context, [{ options: people(context) }], spec.initial_users ?? []),
  checkboxes: (spec, context) => choices(spec, context, "checkbox", valuesOf(spec.initial_options)),
  radio_buttons: (spec, context) => choices(spec, context, "radio", [spec.initial_option?.value]),
  plain_text_input: (spec, context) => entry(spec, context, spec.multiline ? "textarea" : "input", { type: "text" }),
  number_input: (spec, context) => entry(spec, context, "input", { type: "text", inputmode: spec.is_decimal_allowed ? "decimal" : "numeric" }),
  email_text_input: (spec, context) => entry(spec, context, "input", { type: "email" }),
  url_text_input: (spec, context) => entry(spec, context, "input", { type: "url" }),
  datepicker: (spec, context) => picker(spec, context, "date", spec.initial_date, (value) => value),
  timepicker: (spec, context) => picker(spec, context, "time", spec.initial_time, (value) => value),
  datetimepicker: (spec, context) => picker(spec, context, "datetime-local", localTime(spec.initial_date_time), seconds),
};

function button(spec, context) {
  const node = h("button", {
    type: "button", class: `button ${spec.style ?? ""}`, "aria-label": spec.accessibility_label,
    onclick: () => {
      if (spec.url && /^https?:\/\//i.test(spec.url)) window.open(spec.url, "_blank", "noopener");
      context.use(spec, spec.value ?? null, node);
    },
  }, text(spec.text.nodes));
  return { node };
}

function overflow(spec, context) {
  const items = spec.options.map((option) => ({
    label: words(option.text), note: words(option.description),
    run: () => {
      if (option.url && /^https?:\/\//i.test(option.url)) window.open(option.url, "_blank", "noopener");
      context.use(spec, option.value, node);
    },
  }));
  const node = h("button", {
    type: "button", class: "button dots", "aria-label": "More actions", "aria-haspopup": "menu",
    onclick: () => openMenu(node, "More actions", items),
  }, "•••");
  return { node };
}

function image(spec) {
  if (!isShowable(spec.image_url)) {
    return { node: h("span", { class: "no-image", role: "img", "aria-label": spec.alt_text }, spec.alt_text) };
  }
  return { node: h("img", { class: "thumb", src: spec.image_url, alt: spec.alt_text, loading: "lazy" }) };
}

// The page's policy loads images over https and from its own origin only.
function isShowable(address) {
  if (!address) return false;
  try {
    const url = new URL(address, location.href);
    return url.protocol === "https:" || url.origin === location.origin;
  } catch { return false; }
}

function select(spec, context, groups, initial) {
  const chosen = context.state ? chosenValue(context.state) : initial;
  const node = h("select", {
    class: "select", "aria-label": context.label || words(spec.placeholder), autofocus: spec.focus_on_load,
    onchange: () => context.use(spec, node.value, node),
  },
  h("option", { value: "" }, words(spec.placeholder) || "Choose an option"),
  groups.map((group) => {
    const options = group.options.map((option) =>
      h("option", { value: option.value, selected: option.value === chosen }, option.label));
    return group.label ? h("optgroup", { label: group.label }, options) : options;
  }));
  return { node, value: () => node.value || null };
}

function several(spec, context, groups, initial) {
  const chosen = new Set(context.state ? chosenValues(context.state) : initial);
  const options = groups.flatMap((group) => group.options);
  const rows = options.map((option) => h("label", { class: "choice" },
    h("input", { type: "checkbox", value: option.value, checked: chosen.has(option.value), onchange: () => used() }),
    h("span", {}, option.label)));
  const filter = h("input", {
    type: "search", class: "field filter", placeholder: words(spec.placeholder) || "Filter", "aria-label": "Filter",
    oninput: () => rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(filter.value.toLowerCase()); }),
  });
  const value = () => rows.map((row) => row.firstChild).filter((box) => box.checked).map((box) => box.value);
  const used = () => {
    const full = spec.max_selected_items && value().length >= spec.max_selected_items;
    rows.forEach((row) => { row.firstChild.disabled = full && !row.firstChild.checked; });
    context.use(spec, value(), node);
  };
  const node = h("div", { class: "several", role: "group", "aria-label": context.label || words(spec.placeholder) },
    options.length >= OPTION_FILTER_FROM ? filter : null, h("div", { class: "several-list" }, rows));
  return { node, value };
}

/** A menu that asks the app: what is chosen stands first, then what is offered for what is typed. */
function asking(spec, context, type, initial) {
  const state = context.state;
  const held = state ? [state.selected_option, ...(state.selected_options ?? [])].filter(Boolean) : initial;
  const label = (option) => words(option.text) || option.text.text;
  const chosen = new Map(held.map((option) => [option.value, label(option)]));
  const name = `choice-${groupsMade++}`, least = spec.min_query_length ?? 3;
  let offered = [], asked = 0;
  const value = () => (type === "radio" ? [...chosen.keys()][0] ?? null : [...chosen.keys()]);
  const list = h("div", { class: "several-list" });
  const pick = (option, box) => {
    if (type === "radio") chosen.clear();
    if (box.checked) chosen.set(option.value, option.label);
    else chosen.delete(option.value);
    show();
    context.use(spec, value(), node);
  };
  const row = (option) => {
    const isChosen = chosen.has(option.value);
    const full = !isChosen && type === "checkbox" && spec.max_selected_items && chosen.size >= spec.max_selected_items;
    const box = h("input", { type, name, value: option.value, checked: isChosen, disabled: full, onchange: () => pick(option, box) });
    return h("label", { class: "choice" }, box, h("span", {}, option.label));
  };
  const show = () => {
    const rest = offered.filter((option) => !chosen.has(option.value));
    list.replaceChildren(...[...chosen].map(([key, text]) => row({ value: key, label: text })), ...rest.map(row));
  };
  const ask = async () => {
    const turn = ++asked;
    if (filter.value.length < least) return;
    const found = await context.suggest(spec, filter.value);
    if (turn !== asked) return;
    offered = found.map((option) => ({ value: option.value, label: label(option) }));
    show();
  };
  const filter = h("input", {
    type: "search", class: "field filter", "aria-label": context.label || words(spec.placeholder),
    placeholder: words(spec.placeholder) || (least ? `Type at least ${least} letters` : "Type to find"),
    onfocus: () => ask(), oninput: () => ask(),
  });
  const node = h("div", { class: "several", role: "group", "aria-label": context.label || words(spec.placeholder) }, filter, list);
  show();
  return { node, value };
}

let groupsMade = 0;

function choices(spec, context, type, initial) {
  const chosen = context.state ? [chosenValues(context.state), chosenValue(context.state)].flat() : initial;
  const name = `choice-${groupsMade++}`;
  const rows = spec.options.map((option) => h("label", { class: "choice" },
    h("input", { type, name, value: option.value, checked: chosen.includes(option.value), onchange: () => context.use(spec, value(), node) }),
    h("span", {}, text(option.text.nodes), option.description ? h("small", {}, text(option.description.nodes)) : null)));
  const ticked = () => rows.map((row) => row.firstChild).filter((box) => box.checked).map((box) => box.value);
  const value = () => (type === "radio" ? ticked()[0] ?? null : ticked());
  const node = h("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-label": context.label }, rows);
  return { node, value };
}

function entry(spec, context, tag, attributes) {
  const initial = context.state ? context.state.value : spec.initial_value;
  const triggers = spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const node = h(tag, {
    ...attributes, class: "field", placeholder: words(spec.placeholder), "aria-label": context.label,
    autofocus: spec.focus_on_load, rows: tag === "textarea" ? 4 : null, value: initial ?? "",
    onkeydown: (event) => {
      if (event.key === "Enter" && tag === "input" && triggers.includes("on_enter_pressed")) context.use(spec, node.value, node);
    },
    oninput: () => { if (triggers.includes("on_character_entered")) context.use(spec, node.value, node); },
  });
  return { node, value: () => node.value };
}

function picker(spec, context, type, initial, read) {
  const state = context.state;
  const entered = state ? state.selected_date ?? state.selected_time ?? localTime(state.selected_date_time) : initial;
  const node = h("input", {
    type, class: "field picker", "aria-label": context.label || words(spec.placeholder), value: entered ?? "",
    onchange: () => context.use(spec, read(node.value), node),
  });
  return { node, value: () => (node.value ? read(node.value) : null) };
}

const plainOptions = (options) => (options ?? []).map((option) => ({ value: option.value, label: words(option.text) }));
const valuesOf = (options) => (options ?? []).map((option) => option.value);
const people = (context) => context.people.map((one) => ({ value: one.id, label: one.name }));
const chosenValue = (state) => state.selected_option?.value ?? state.selected_user ?? state.selected_conversation ?? null;
const chosenValues = (state) => state.selected_users ?? valuesOf(state.selected_options);
const seconds = (value) => (value ? Math.floor(new Date(value).getTime() / 1000) : null);

function optionGroups(spec) {
  if (!spec.option_groups) return [{ options: plainOptions(spec.options) }];
  return spec.option_groups.map((group) => ({ label: words(group.label), options: plainOptions(group.options) }));
}

function conversations(spec, context) {
  const kinds = spec.filter?.include;
  return context.channels
    .filter((one) => !one.is_archived && (!kinds || kinds.includes(one.kind)))
    .map((one) => ({ value: one.id, label: one.kind === "im" || one.kind === "mpim" ? one.name : `#${one.name}` }));
}

function firstConversation(spec, context) {
  return spec.initial_conversation ?? (spec.default_to_current_conversation ? context.place : undefined);
}

function localTime(timestamp) {
  if (!timestamp) return null;
  const at = new Date(timestamp * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
