// The page as a whole: it asks for its picture once a second and draws what has changed.

import { drawBlocks } from "./blocks.js";
import { composer } from "./composer.js";
import { confirmed, showModal } from "./dialogs.js";
import { byId, fill, h } from "./dom.js";
import { drawMessages, isAtEnd } from "./messages.js";
import { drawSide } from "./side.js";

const PICTURE_EVERY_MS = 1000;
const TOAST_MS = 6000;

const where = { team: "", user: "", place: "", thread: "" };
let picture = null;
let errors = {}; // What the top modal's entries are blamed for, by block id.
let errorsOf = ""; // The modal and state they belong to.

// Where we are stands in the address, so that each tab can be another person.
function readAddress() {
  const [team = "", user = "", place = "", thread = ""] = location.hash.slice(1).split("/").map(decodeURIComponent);
  Object.assign(where, { team, user, place, thread });
}

function writeAddress() {
  const path = [where.team, where.user, where.place, where.thread].map(encodeURIComponent).join("/");
  history.replaceState(null, "", `#${path}`);
}

function go(change) {
  Object.assign(where, change);
  picture = null;
  return refresh(true);
}

let drawing = 0;

async function refresh(isForced = false) {
  const query = new URLSearchParams({ team: where.team, user: where.user, place: where.place, thread: where.thread });
  if (picture && !isForced) query.set("since", picture.version);
  const number = ++drawing;
  try {
    const response = await fetch(`/slack/ui/picture?${query}`);
    const seen = await response.json();
    document.body.classList.remove("away");
    // An answer that a later question has overtaken is old news.
    if (number !== drawing || seen.unchanged) return;
    if (seen.error) { toast(seen.error, true); return; }
    picture = seen;
    Object.assign(where, { team: seen.team.id, user: seen.me, place: seen.place });
    writeAddress();
    draw();
  } catch {
    document.body.classList.add("away");
  }
}

/** Send what the person has done, and show how it ended. Resolves to whether it went well. */
async function act(what, more, node) {
  node?.classList.add("busy");
  const begun = performance.now();
  try {
    const response = await fetch("/slack/ui/act", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ act: what, team: where.team, user: where.user, ...more }),
    });
    const outcome = await response.json();
    tell(outcome, Math.round(performance.now() - begun));
    errors = outcome.entry_errors ?? {};
    await refresh(true);
    return outcome.ok === true;
  } catch {
    toast("The look-alike itself does not answer.", true);
    return false;
  } finally {
    node?.classList.remove("busy");
  }
}

/** Ask the app what a menu offers for what was typed. Nothing is drawn anew: somebody is typing. */
async function suggested(view, block, spec, typed) {
  try {
    const response = await fetch("/slack/ui/act", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        act: "suggest", team: where.team, user: where.user, view_id: view.id,
        block_id: block.block_id, action_id: spec.action_id, value: typed,
      }),
    });
    return (await response.json()).options ?? [];
  } catch {
    toast("The look-alike itself does not answer.", true);
    return [];
  }
}

function tell(outcome, milliseconds) {
  if (outcome.kind && outcome.kind !== "message" && outcome.status) {
    byId("last").textContent = `${outcome.kind} → ${outcome.status} in ${milliseconds} ms`;
  }
  const blamed = Object.keys(outcome.entry_errors ?? {}).length;
  if (!outcome.ok && !blamed) toast(outcome.notice || outcome.error || "That did not work.", true);
}

function toast(message, isError = false) {
  const node = h("div", { class: isError ? "toast wrong" : "toast" }, h("span", {}, message),
    h("button", { type: "button", class: "icon", "aria-label": "Dismiss", onclick: () => node.remove() }, "✕"));
  byId("toasts").append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}

// What has been read, per person and channel, for as long as the tab lives.
const readKey = (channel) => `read ${where.team} ${where.user} ${channel}`;
const isUnread = (channel) => channel.latest > (sessionStorage.getItem(readKey(channel.id)) ?? "");

function context() {
  return { people: picture.people.filter((one) => !one.is_bot), channels: picture.channels, place: picture.place };
}

async function clicked(what, more, block, spec, value, node, entries) {
  if (!(await confirmed(spec.confirm))) { await refresh(true); return; }
  await act(what, { ...more, block_id: block.block_id, action_id: spec.action_id, value, entries }, node);
}

function deedsOf(inThread, channel) {
  return {
    inThread, place: `${where.team} ${where.user} ${inThread ? where.thread : channel.id}`, reader: where.user,
    context: { ...context(), people: picture.people }, appName: picture.app.name, shortcuts: picture.app.shortcuts,
    act: (message, ...used) => clicked("act_on_message", { channel: message.channel, ts: message.ts }, ...used),
    shortcut: (message, one) => act("message_shortcut", { channel: message.channel, ts: message.ts, callback_id: one.callback_id }),
    openThread: (message) => go({ thread: message.is_reply ? message.thread_ts : message.ts }),
  };
}

function draw() {
  const channel = picture.channels.find((one) => one.id === picture.place);
  document.title = `${channel ? channel.name : picture.app.name} · look-alike (not Slack)`;
  if (channel) sessionStorage.setItem(readKey(channel.id), channel.latest);
  keepFocus(byId("side"), () => drawSide(byId("side"), picture, {
    isUnread,
    become: (user) => go({ user, thread: "" }),
    join: (team) => go({ team, user: "", place: "", thread: "" }),
    go: (place) => goTo(place),
    shortcut: (one) => act("global_shortcut", { callback_id: one.callback_id }),
  }));
  drawHead(channel);
  // Foot and thread take room from the messages: whoever was at their end is put there again.
  const box = byId("scroll"), wasAtEnd = isAtEnd(box);
  drawFoot(channel);
  drawThread(channel);
  if (channel) drawMessages(box, picture.messages, deedsOf(false, channel), "Nothing here yet.");
  else drawHome();
  if (channel && wasAtEnd) box.scrollTop = box.scrollHeight;
  drawModal();
}

async function goTo(place) {
  document.body.classList.remove("side-open");
  await go({ place, thread: "" });
  if (place === "home") await act("open_home", {});
  byId("foot").querySelector("textarea")?.focus();
}

// The side is drawn anew; whoever stands in it with the keyboard keeps standing there.
function keepFocus(box, work) {
  const focusable = () => [...box.querySelectorAll("button, select")];
  const at = focusable().indexOf(document.activeElement);
  const last = byId("last")?.textContent;
  work();
  box.append(h("p", { class: "last", id: "last" }, last ?? ""));
  if (at >= 0) focusable()[at]?.focus();
}

let headShown = "";

function drawHead(channel) {
  const { app } = picture;
  const key = JSON.stringify([channel ? { ...channel, latest: "" } : "home", app.direct]);
  if (key === headShown) return;
  headShown = key;
  const opener = h("button", { type: "button", class: "icon opener", "aria-label": "Channels", onclick: () => document.body.classList.toggle("side-open") }, "☰");
  if (!channel || channel.id === app.direct) {
    const tab = (name, place, isHere) => h("button", { type: "button", class: isHere ? "tab here" : "tab", "aria-current": isHere ? "page" : null, onclick: () => goTo(place) }, name);
    fill(byId("head"), opener, h("span", { class: "face lamp tiny", "aria-hidden": "true" }), h("h1", {}, app.name),
      h("div", { class: "tabs" }, tab("Home", "home", !channel), app.direct ? tab("Messages", app.direct, Boolean(channel)) : null));
    return;
  }
  const isDirect = channel.kind === "im" || channel.kind === "mpim";
  const sign = isDirect ? "" : channel.kind === "private" ? "🔒 " : "# ";
  fill(byId("head"), opener, h("h1", {}, h("span", { class: "sign", "aria-hidden": "true" }, sign), channel.name),
    channel.topic ? h("span", { class: "topic" }, channel.topic) : null,
    h("span", { class: "count" }, channel.members === 1 ? "1 member" : `${channel.members} members`));
}

let homeShown = "";

function drawHome() {
  const box = byId("scroll"), view = picture.home;
  const key = `home ${where.team} ${where.user} ${view?.hash}`;
  if (box.dataset.place === key && homeShown === key) return;
  box.dataset.place = homeShown = key;
  if (!view) {
    fill(box, h("p", { class: "empty" }, "The app has not published a Home tab for this person yet."));
    return;
  }
  const drawn = drawBlocks(view.blocks, {
    ...context(), values: view.values,
    act: (block, spec, value, node) => clicked("act_on_view", { view_id: view.id }, block, spec, value, node, drawn.entries()),
    suggest: (...used) => suggested(view, ...used),
  });
  fill(box, h("div", { class: "home" }, drawn.nodes));
}

function drawFoot(channel) {
  const foot = byId("foot");
  const place = channel ? `${where.team} ${where.user} ${channel.id} ${channel.is_archived}` : "none";
  if (foot.dataset.place === place) return;
  foot.dataset.place = place;
  if (!channel) {
    const remove = (event) => act("uninstall", {}, event.currentTarget);
    fill(foot, h("p", { class: "archived" }, h("button", { type: "button", onclick: remove }, "Remove the app from this workspace")));
    return;
  }
  if (channel.is_archived) { fill(foot, h("p", { class: "archived" }, "This channel is archived.")); return; }
  const isDirect = channel.kind === "im" || channel.kind === "mpim";
  const label = `Message ${isDirect ? channel.name : `#${channel.name}`}, or / for commands`;
  fill(foot, composer(label, picture.app.commands, (text) => act("say", { channel: channel.id, text })));
}

function drawThread(channel) {
  const aside = byId("thread");
  const isOpen = Boolean(channel && where.thread && picture.thread?.length);
  aside.hidden = !isOpen;
  if (!isOpen) { delete aside.dataset.place; return; }
  const place = `${where.user} ${channel.id} ${where.thread}`;
  if (aside.dataset.place !== place) {
    aside.dataset.place = place;
    fill(aside,
      h("header", { class: "head" }, h("h1", {}, "Thread"), h("span", { class: "topic" }, channel.kind === "im" ? "" : `#${channel.name}`),
        h("button", { type: "button", class: "icon", "aria-label": "Close thread", onclick: () => go({ thread: "" }) }, "✕")),
      h("div", { class: "scroll" }),
      h("footer", { class: "foot" }, channel.is_archived ? null
        : composer("Reply", [], (text) => act("say", { channel: channel.id, text, thread_ts: where.thread }))));
  }
  drawMessages(aside.querySelector(".scroll"), picture.thread, deedsOf(true, channel), "");
}

function drawModal() {
  const top = picture.modals.at(-1);
  const state = top ? `${top.id} ${top.hash}` : "";
  if (state !== errorsOf && errorsOf) errors = {};
  errorsOf = state;
  showModal(picture.modals, {
    context: context(),
    act: (view, ...used) => clicked("act_on_view", { view_id: view.id }, ...used),
    suggest: suggested,
    submit: (_view, entries, button) => act("submit", { entries }, button),
    close: () => act("close", {}),
  }, errors);
}

addEventListener("hashchange", () => { readAddress(); picture = null; refresh(true); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && where.thread && !document.querySelector("dialog[open]")) go({ thread: "" });
});
readAddress();
await refresh(true);
if (picture?.place === "home") await act("open_home", {});
setInterval(() => { if (!document.hidden) refresh(); }, PICTURE_EVERY_MS);
