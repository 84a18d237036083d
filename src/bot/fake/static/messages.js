// Messages in a channel or a thread.

import { drawBlocks } from "./blocks.js";
import { face, fill, h, openMenu } from "./dom.js";
import { text } from "./text.js";

const NEAR_BOTTOM = 120; // Pixels: whoever reads the end is kept at the end.
const drawnBefore = new Map(); // By list and ts: a message that has not changed is not drawn anew.

/** Whether a list is scrolled to its end, or nearly so. */
export const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_BOTTOM;

/** Draw messages into a list, days between them; `deeds` is what can be done with one. */
export function drawMessages(box, messages, deeds, empty) {
  const wasAtEnd = isAtEnd(box);
  const isNewPlace = box.dataset.place !== deeds.place;
  const rows = [];
  let day = null, before = null;
  for (const message of messages) {
    if (message.day !== day && !deeds.inThread) {
      rows.push(h("div", { class: "day" }, h("span", {}, message.day)));
      before = null;
    }
    rows.push(kept(message, follows(message, before), deeds));
    day = message.day;
    before = message;
  }
  fill(box, rows.length ? rows : h("p", { class: "empty" }, empty));
  box.dataset.place = deeds.place;
  if (wasAtEnd || isNewPlace) box.scrollTop = box.scrollHeight;
}

function follows(message, before) {
  return Boolean(before) && before.user === message.user && before.time === message.time
    && before.is_private === message.is_private && !message.blocks.length;
}

function kept(message, isFollowing, deeds) {
  const key = `${deeds.inThread ? "thread" : "list"} ${deeds.reader} ${message.channel} ${message.ts}`;
  const looks = JSON.stringify([message, isFollowing]);
  const old = drawnBefore.get(key);
  if (old?.looks === looks) return old.node;
  const node = drawMessage(message, isFollowing, deeds);
  drawnBefore.set(key, { looks, node });
  return node;
}

function drawMessage(message, isFollowing, deeds) {
  const sender = deeds.context.people.find((one) => one.id === message.user);
  const drawn = drawBlocks(message.blocks, {
    ...deeds.context,
    act: (block, spec, value, node) => deeds.act(message, block, spec, value, node, drawn.entries()),
  });
  const look = ["message", message.is_private ? "private" : "", isFollowing ? "following" : ""].join(" ");
  return h("article", { class: look, tabindex: "-1", "data-ts": message.ts, "aria-label": `${message.name}, ${message.time}` },
    isFollowing ? h("span", { class: "gutter" }, message.time) : face(sender),
    h("div", { class: "message-body" },
      message.is_private ? h("div", { class: "only-you" }, "Only visible to you") : null,
      isFollowing ? null : h("div", { class: "message-head" },
        h("strong", {}, message.name),
        message.is_app ? h("span", { class: "tag" }, "APP") : null,
        h("span", { class: "when" }, message.time)),
      message.blocks.length ? drawn.nodes : h("div", { class: "text" }, text(message.nodes), edited(message)),
      message.replies && !deeds.inThread ? replies(message, deeds) : null),
    message.is_private ? null : tools(message, deeds));
}

function edited(message) {
  return message.is_edited ? h("span", { class: "edited" }, " (edited)") : null;
}

function replies(message, deeds) {
  const faces = message.repliers.slice(0, 4).map((id) => face(deeds.context.people.find((one) => one.id === id), "tiny"));
  const label = message.replies === 1 ? "1 reply" : `${message.replies} replies`;
  return h("button", { type: "button", class: "replies", onclick: () => deeds.openThread(message) }, faces, h("span", {}, label));
}

function tools(message, deeds) {
  const shortcuts = deeds.shortcuts.filter((one) => one.type === "message");
  const items = shortcuts.map((one) => ({ label: one.name, note: deeds.appName, run: () => deeds.shortcut(message, one) }));
  const more = h("button", {
    type: "button", class: "icon", "aria-label": "More actions", "aria-haspopup": "menu",
    onclick: () => openMenu(more, "More actions", items),
  }, "⋮");
  const reply = h("button", { type: "button", class: "icon", "aria-label": "Reply in thread", title: "Reply in thread", onclick: () => deeds.openThread(message) }, "↳");
  return h("div", { class: "tools" }, deeds.inThread ? null : reply, items.length ? more : null);
}
