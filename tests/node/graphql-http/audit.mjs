// Runs every audit of graphql-http against the endpoint whose address is the second argument; the
// folder that graphql-http was installed in is the first. Prints one JSON list.
import { createRequire } from "node:module";
import { join } from "node:path";

const { serverAudits } = createRequire(join(process.argv[2], "package.json"))("graphql-http");

const found = [];
for (const audit of serverAudits({ url: process.argv[3], fetchFn: fetch })) {
  const { status, reason } = await audit.fn();
  found.push({ id: audit.id, name: audit.name, status, reason });
}
process.stdout.write(JSON.stringify(found));
