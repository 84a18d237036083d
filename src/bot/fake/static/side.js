// The left side: who you are, and where you can go.

import { face, fill, h, openMenu } from "./dom.js";

/** Draw the side; `deeds` has become(user), join(team), go(place), shortcut(one), isUnread(channel). */
export function drawSide(side, picture, deeds) {
  const { app } = picture;
  const live = picture.channels.filter((one) => !one.is_archived);
  const rooms = live.filter((one) => one.kind === "public" || one.kind === "private").sort(byName);
  const directs = live.filter((one) => (one.kind === "im" || one.kind === "mpim") && one.id !== app.direct).sort(byName);
  const archived = picture.channels.filter((one) => one.is_archived).sort(byName);
  fill(side,
    h("div", { class: "side-head" }, team(picture, deeds), who(picture, deeds)),
    group("App", [
      place({ id: "home", name: app.name, sign: h("span", { class: "face lamp tiny", "aria-hidden": "true" }) }, picture, deeds,
        picture.place === app.direct),
      shortcuts(picture, deeds),
    ]),
    group("Channels", rooms.map((one) => place({ ...one, sign: one.kind === "private" ? "🔒" : "#" }, picture, deeds))),
    directs.length ? group("Direct messages", directs.map((one) => place({ ...one, sign: partner(one, picture) }, picture, deeds))) : null,
    archived.length ? group("Archived", archived.map((one) => place({ ...one, sign: "▤" }, picture, deeds))) : null);
}

const byName = (one, other) => one.name.localeCompare(other.name);

function team(picture, deeds) {
  if (picture.teams.length < 2) return h("div", { class: "team" }, picture.team.name);
  return h("select", { class: "team", "aria-label": "Workspace", onchange: (event) => deeds.join(event.target.value) },
    picture.teams.map((one) => h("option", { value: one.id, selected: one.id === picture.team.id }, one.name)));
}

function who(picture, deeds) {
  const me = picture.people.find((one) => one.id === picture.me);
  const others = picture.people.filter((one) => !one.is_bot);
  return h("label", { class: "who" }, face(me),
    h("span", { class: "who-text" }, h("small", {}, "You are"),
      h("select", { "aria-label": "The person you are", onchange: (event) => deeds.become(event.target.value) },
        others.map((one) => h("option", { value: one.id, selected: one.id === picture.me }, one.is_guest ? `${one.name} (guest)` : one.name)))));
}

function group(name, rows) {
  const id = `group-${name.replace(/\W/g, "")}`;
  return h("section", { class: "group", "aria-labelledby": id }, h("h2", { id }, name), rows);
}

function place(one, picture, deeds, isAlso = false) {
  const isHere = picture.place === one.id || isAlso;
  const isUnread = !isHere && one.id !== "home" && deeds.isUnread(one);
  return h("button", {
    type: "button", class: `place${isHere ? " here" : ""}${isUnread ? " unread" : ""}`,
    "aria-current": isHere ? "page" : null, onclick: () => deeds.go(one.id),
  }, h("span", { class: "sign", "aria-hidden": "true" }, one.sign), h("span", { class: "place-name" }, one.name),
  isUnread ? h("span", { class: "dot", role: "img", "aria-label": "unread" }) : null);
}

function partner(channel, picture) {
  return face(picture.people.find((one) => one.id === channel.with[0]), "tiny");
}

function shortcuts(picture, deeds) {
  const items = picture.app.shortcuts.filter((one) => one.type === "global")
    .map((one) => ({ label: one.name, note: picture.app.name, run: () => deeds.shortcut(one) }));
  if (!items.length) return null;
  const button = h("button", {
    type: "button", class: "place", "aria-haspopup": "menu", onclick: () => openMenu(button, "Shortcuts", items),
  }, h("span", { class: "sign", "aria-hidden": "true" }, "⚡"), h("span", { class: "place-name" }, "Shortcuts"));
  return button;
}
