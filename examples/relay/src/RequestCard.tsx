/** One request: how it stands, looked at again on demand, and a vote. It follows every change. */
import { useMemo, useState } from "react";
import { graphql, useMutation, useRefetchableFragment, useSubscription } from "react-relay";
import type { RequestCardRefetchQuery } from "./__generated__/RequestCardRefetchQuery.graphql";
import type { RequestCardSubscription } from "./__generated__/RequestCardSubscription.graphql";
import type { RequestCardVoteMutation, VoteChoice } from "./__generated__/RequestCardVoteMutation.graphql";
import type { RequestCard_request$key } from "./__generated__/RequestCard_request.graphql";

export function RequestCard({ request }: { request: RequestCard_request$key }) {
  const [seen, refetch] = useRefetchableFragment<RequestCardRefetchQuery, RequestCard_request$key>(
    graphql`
      fragment RequestCard_request on Request @refetchable(queryName: "RequestCardRefetchQuery") {
        id
        number
        title
        state
        stages { id key state round quorum approvals }
      }
    `,
    request,
  );
  const [refused, setRefused] = useState("");
  const [commit, voting] = useMutation<RequestCardVoteMutation>(graphql`
    mutation RequestCardVoteMutation($input: CastVoteInput!) {
      castVote(input: $input) {
        request { ...RequestCard_request }
        errors { __typename ... on UserError { code message } }
      }
    }
  `);
  useSubscription<RequestCardSubscription>(
    useMemo(
      () => ({
        subscription: graphql`
          subscription RequestCardSubscription($id: ID!) {
            requestChanged(id: $id) { ...RequestCard_request }
          }
        `,
        variables: { id: seen.id },
      }),
      [seen.id],
    ),
  );

  // What the hub answers is put under the request's id: every card of it is drawn anew.
  const vote = (stage: (typeof seen.stages)[number], choice: VoteChoice) =>
    commit({
      variables: { input: { stageId: stage.id, choice, seenRound: stage.round, idempotencyKey: crypto.randomUUID() } },
      onCompleted: ({ castVote }) => setRefused(castVote.errors.map(one => one.message ?? one.__typename).join(" ")),
      onError: error => setRefused(error.message),
    });

  return (
    <article>
      <h2>{`#${seen.number} ${seen.title}: ${seen.state}`}</h2>
      {seen.stages.map(stage => (
        <p key={stage.id}>
          {`${stage.key} ${stage.state} ${stage.approvals}/${stage.quorum}`}
          {stage.state === "OPEN" && stage.quorum > 0 && (
            <button name="approve" disabled={voting} onClick={() => vote(stage, "APPROVE")}>Approve</button>
          )}
        </p>
      ))}
      <button name="again" onClick={() => refetch({}, { fetchPolicy: "network-only" })}>Look again</button>
      {refused && <strong role="alert">{refused}</strong>}
    </article>
  );
}
