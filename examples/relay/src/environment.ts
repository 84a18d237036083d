/** How Relay reaches the hub: with documents of its manifest alone, over HTTP and a socket. */
import { createClient } from "graphql-ws";
import { Environment, Network, Observable, RecordSource, Store } from "relay-runtime";
import type { FetchFunction, GraphQLResponse, SubscribeFunction } from "relay-runtime";
import documents from "../documents.json";

// Over a socket the hub takes the text; it runs if it is one of the manifest.
const texts: Record<string, string> = documents;

/** Returns an environment that asks the hub at `url` with `token`. */
export function environmentOf(url: string, token: string): Environment {
  const authorization = `Bearer ${token}`;

  const ask: FetchFunction = async ({ id }, variables) => {
    const response = await fetch(new URL("/graphql", url), {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ documentId: id, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  };

  const socket = createClient({
    url: new URL("/graphql", url.replace(/^http/, "ws")).href,
    connectionParams: { authorization },
  });
  const follow: SubscribeFunction = ({ id }, variables) =>
    Observable.create(sink =>
      socket.subscribe(
        { query: texts[id ?? ""] ?? "", variables },
        {
          next: one => sink.next(one as GraphQLResponse),
          error: why => sink.error(why instanceof Error ? why : new Error(JSON.stringify(why))),
          complete: () => sink.complete(),
        },
      ),
    );

  return new Environment({ network: Network.create(ask, follow), store: new Store(new RecordSource()) });
}
