// Texts come from the server already taken apart into nodes; here each node becomes an element.

import { h } from "./dom.js";

const SAFE_LINK = /^(https?:\/\/|mailto:)/i;

/** Draw a list of nodes. */
export function text(nodes) {
  return (nodes ?? []).map(draw);
}

/** The words of a text object without any form, e.g. for labels and options. */
export function words(object) {
  return (object?.nodes ?? []).map((node) => node.v ?? (node.c ? words({ nodes: node.c }) : "")).join("");
}

const WRAPS = { b: "strong", i: "em", s: "s", u: "u", span: "span", quote: "blockquote", p: "p" };

function draw(node) {
  if (WRAPS[node.t]) return h(WRAPS[node.t], {}, text(node.c));
  switch (node.t) {
    case "link": return link(node);
    case "code": return h("code", {}, node.c ? text(node.c) : node.v);
    case "pre": return h("pre", {}, node.c ? text(node.c) : node.v);
    case "user": return h("span", { class: node.me ? "mention me" : "mention" }, node.v);
    case "channel":
    case "broadcast": return h("span", { class: "mention" }, node.v);
    case "date": return h("time", { title: node.title }, node.v);
    case "emoji": return h("span", { class: "emoji", title: `:${node.name}:` }, node.v);
    case "heading": return h("p", { class: `md-heading md-${node.level}`, role: "heading", "aria-level": node.level + 2 }, text(node.c));
    case "rule": return h("hr");
    case "list": return list(node);
    default: return document.createTextNode(node.v ?? "");
  }
}

function link(node) {
  if (!SAFE_LINK.test(node.href)) return h("span", {}, text(node.c));
  return h("a", { href: node.href, target: "_blank", rel: "noopener noreferrer" }, text(node.c));
}

function list(node) {
  const items = node.items.map((item) => h("li", {}, text(item)));
  return h(node.ordered ? "ol" : "ul", { class: `indent-${Math.min(node.indent ?? 0, 4)}` }, items);
}
