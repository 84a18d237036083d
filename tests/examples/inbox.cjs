// Uses the inbox of examples/relay as a reviewer would; each line said is what the page shows then.
// The working directory is the example, compiled.
const { createRequire } = require("node:module");
const { join } = require("node:path");

const there = createRequire(join(process.cwd(), "package.json"));
const { Suspense, createElement } = there("react");
const { RelayEnvironmentProvider } = there("react-relay");
const { create } = there("react-test-renderer");
const { environmentOf } = there("./build/environment.js");
const { Inbox } = there("./build/Inbox.js");

const environment = environmentOf(process.env.GREENLIGHT_URL, process.env.GREENLIGHT_TOKEN);
const waiting = createElement(Suspense, { fallback: "…" }, createElement(Inbox, { count: 1 }));
const page = create(createElement(RelayEnvironmentProvider, { environment }, waiting));

// Before it is mounted it has no root, and throws.
const shown = () => (page.toJSON() ? page.root.findAll(one => ["h1", "h2", "p"].includes(one.type)).map(text) : []);
const text = one => one.children.filter(child => typeof child === "string").join("");
const press = name => page.root.findAll(one => one.props.name === name && one.type === "button")[0].props.onClick();

async function until(word, times = 1) {
  do await new Promise(resolve => setTimeout(resolve, 20));
  while (shown().filter(one => one.includes(word)).length < times);
  console.log(JSON.stringify(shown()));
}

(async () => {
  await until("IN_REVIEW");
  press("more");
  await until("IN_REVIEW", 2);
  press("approve");
  await until("brand APPROVED");
  await until("WITHDRAWN");
  process.exit(0);
})();
