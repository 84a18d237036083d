/** What waits for somebody, and what they say to it. */
import { graphql } from "./gql/index.js";
import type { RequestOpenedQuery, VoteChoice } from "./gql/graphql.js";
import { type Hub, Refused, made } from "./hub.js";

const WaitingForMe = graphql(`
  query WaitingForMe($after: String) {
    approvalsWaitingForMe(first: 25, after: $after) {
      edges { node { id number kind title stages { key state } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const RequestOpened = graphql(`
  query RequestOpened($number: Int!) {
    requestByNumber(number: $number) {
      id number kind title state note requesterName markets
      stages { id key title state round quorum approvals }
      campaign { objective startsAt endsAt budget { amount currency } }
      decisions { table outcome reasons }
    }
  }
`);

const Vote = graphql(`
  mutation Vote($input: CastVoteInput!) {
    castVote(input: $input) {
      request { number state stages { key state approvals quorum } }
      errors { __typename ... on UserError { code message path } }
    }
  }
`);

const Changed = graphql(`
  subscription Changed($id: ID!) {
    requestChanged(id: $id) { number state note stages { key state approvals quorum } }
  }
`);

export type Opened = NonNullable<RequestOpenedQuery["requestByNumber"]>;

/** Gives what waits for whom the hub's token stands for, page by page. */
export async function* waiting(hub: Hub) {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof fetched>> = await fetched(hub, after);
    for (const { node } of page.edges) yield node;
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after);
}

async function fetched(hub: Hub, after: string | null) {
  return (await hub.ask(WaitingForMe, { after })).approvalsWaitingForMe;
}

/** Returns a request; what somebody may not see is not there for them. */
export async function opened(hub: Hub, number: number): Promise<Opened> {
  const { requestByNumber } = await hub.ask(RequestOpened, { number });
  if (!requestByNumber) throw new Refused("no_such_request", `There is no request #${number}.`);
  return requestByNumber;
}

/** Votes on a stage as it was seen: a stage that opened anew since then takes no late vote. */
export async function vote(hub: Hub, request: Opened, key: string, choice: VoteChoice, reason: string | null) {
  const stage = request.stages.find(one => one.key === key);
  if (!stage) throw new Refused("no_such_stage", `#${request.number} has no stage \`${key}\`.`);
  const idempotencyKey = crypto.randomUUID();
  const input = { stageId: stage.id, choice, reason, seenRound: stage.round, idempotencyKey };
  const { castVote } = await hub.ask(Vote, { input });
  return made(castVote.request, castVote.errors);
}

/** Gives a request as it stands, and again whenever it changes. */
export async function* changes(hub: Hub, id: string) {
  for await (const { requestChanged } of hub.follow(Changed, { id })) yield requestChanged;
}
