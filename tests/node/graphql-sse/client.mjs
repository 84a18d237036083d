// Asks what the third argument (JSON: url, token, operations) holds, each as a stream of its own,
// as a front end does with graphql-sse; the second argument is the folder that graphql-sse was
// installed in. Prints one JSON list: of each operation the first answers, as many as it wants.
import { createRequire } from "node:module";
import { join } from "node:path";

const { createClient } = createRequire(join(process.argv[2], "package.json"))("graphql-sse");
const { url, token, operations } = JSON.parse(process.argv[3]);
const client = createClient({
  url,
  retryAttempts: 0,
  headers: { authorization: `Bearer ${token}` },
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
client.dispose();
process.stdout.write(JSON.stringify(found));
