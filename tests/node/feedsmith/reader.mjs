// Reads feeds: one JSON string a line comes in, what feedsmith made of it goes out, in turns.
// The folder that feedsmith was installed in is the argument.
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const { parseRssFeed } = createRequire(join(process.argv[2], "package.json"))("feedsmith");

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(parseRssFeed(JSON.parse(line)))}\n`);
}
