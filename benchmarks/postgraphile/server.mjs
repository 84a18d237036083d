// PostGraphile over the tables of the database whose address is the first argument, at the port
// that is the second. Nobody signs in and nothing is limited here: it is the bare peer.
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";

const [connectionString, port] = process.argv.slice(2);
const served = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: ["public"] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
}).createServ(grafserv);
const server = createServer();
await served.addTo(server);
server.listen(Number(port), "127.0.0.1");
