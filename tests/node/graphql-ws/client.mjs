// Asks what the third argument (JSON: url, token, operations) holds over one socket, one after the
// other, as a front end does with graphql-ws; the second argument is the folder that graphql-ws was
// installed in. Prints one JSON list: of each operation the first answers, as many as it wants.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "package.json"));
const { createClient } = require("graphql-ws");
const { url, token, operations } = JSON.parse(process.argv[3]);
const client = createClient({
  url,
  webSocketImpl: require("ws"),
  lazy: false,
  retryAttempts: 0,
  connectionParams: { authorization: `Bearer ${token}` },
});

const found = [];
for (const { wanted, ...operation } of operations) {
  const answers = [];
  for await (const answer of client.iterate(operation)) {
    answers.push(answer);
    process.stderr.write("heard\n");
    if (answers.length === wanted) break;
  }
  found.push(answers);
}
await client.dispose();
process.stdout.write(JSON.stringify(found));
