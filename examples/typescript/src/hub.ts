/** The hub: typed documents over fetch, subscriptions over a socket. */
import { createClient } from "graphql-ws";
import type { TypedDocumentString } from "./gql/graphql.js";

/** What a mutation was refused for: `code` is stable, `message` is for people. */
export interface Trouble {
  code: string;
  message: string;
  path: string[];
}

/** Thrown for whatever did not happen; `code` says what to do about it. */
export class Refused extends Error {
  constructor(readonly code: string, message: string, readonly path: readonly string[] = []) {
    super(message);
  }
}

export class Hub {
  constructor(readonly url: string, private readonly token: string) {}

  /** Sends a query or a mutation; throws `Refused` where the hub answers with errors. */
  async ask<R, V>(document: TypedDocumentString<R, V>, variables: V): Promise<R> {
    const response = await fetch(new URL("/graphql", this.url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
        authorization: `Bearer ${this.token}`,
      },
      body: JSON.stringify({ query: document.toString(), variables }),
    });
    const answer = await response.json();
    const first = answer.errors?.[0];
    if (first) throw new Refused(first.extensions?.code ?? "unknown", first.message, first.path ?? []);
    return answer.data;
  }

  /** Follows a subscription until the loop over it is left. The socket is opened anew if it breaks. */
  async *follow<R, V extends Record<string, unknown>>(document: TypedDocumentString<R, V>, variables: V): AsyncGenerator<R> {
    const socket = createClient({
      url: new URL("/graphql", this.url.replace(/^http/, "ws")).href,
      connectionParams: { authorization: `Bearer ${this.token}` },
    });
    try {
      for await (const { data, errors } of socket.iterate<R>({ query: document.toString(), variables })) {
        if (errors?.[0]) throw new Refused("unknown", errors[0].message);
        if (data) yield data;
      }
    } finally {
      await socket.dispose();
    }
  }

  /** Sends a file to the address that `createUpload` gave for it; that works once. */
  async put(uploadUrl: string, content: Uint8Array<ArrayBuffer>): Promise<void> {
    const headers = { authorization: `Bearer ${this.token}` };
    const response = await fetch(new URL(uploadUrl, this.url), { method: "PUT", headers, body: content });
    if (!response.ok) throw new Refused("upload_refused", await response.text());
  }
}

/** Returns what a mutation made; throws the first thing it was refused for. */
export function made<T>(what: T | null | undefined, errors: readonly unknown[]): T {
  const [first] = errors as readonly Partial<Trouble>[];
  if (first) throw new Refused(first.code ?? "unknown", first.message ?? "It was refused.", first.path);
  if (what == null) throw new Refused("nothing_made", "The hub made nothing and said nothing.");
  return what;
}
