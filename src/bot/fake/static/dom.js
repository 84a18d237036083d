// Elements are made one by one and texts are set as text: nothing here is ever read as markup.

/** Make an element: h("button", {class: "x", onclick: f}, "text", child, ...). */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Put children into an element in place of those it has. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null));
  return element;
}

/** The element of this id. */
export const byId = (id) => document.getElementById(id);

/** A person's face: initials on a colour. */
export function face(person, size = "") {
  if (!person) return h("span", { class: `face ${size}`, "aria-hidden": "true" }, "?");
  if (person.is_bot) return h("span", { class: `face lamp ${size}`, "aria-hidden": "true" });
  return h("span", { class: `face f${person.face} ${size}`, "aria-hidden": "true" }, person.initials);
}

let closeOpenMenu = null;

/** Show a menu under a button: items are {label, note, run}. Arrows, Enter and Escape work. */
export function openMenu(anchor, label, items) {
  if (closeOpenMenu) closeOpenMenu();
  const entries = items.map((item) =>
    h("button", { type: "button", role: "menuitem", class: "menu-item", onclick: () => { close(); item.run(); } },
      h("span", {}, item.label), item.note ? h("small", {}, item.note) : null));
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, entries);
  const outside = (event) => { if (!menu.contains(event.target) && event.target !== anchor) close(); };
  const close = () => {
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    closeOpenMenu = null;
    anchor.focus();
  };
  menu.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) entries[(at + step + entries.length) % entries.length].focus();
    if (event.key === "Escape" || event.key === "Tab") close();
    if (step || event.key === "Escape") { event.preventDefault(); event.stopPropagation(); }
  });
  // Inside a dialog the menu must stand in the dialog too, or it would lie beneath it.
  (anchor.closest("dialog") ?? document.body).append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside);
  closeOpenMenu = close;
  entries[0]?.focus();
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const width = menu.offsetWidth, height = menu.offsetHeight;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  const below = box.bottom + 4 + height < innerHeight;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}
