/** What waits for me, page by page. */
import { graphql, useLazyLoadQuery, usePaginationFragment } from "react-relay";
import { RequestCard } from "./RequestCard";
import type { InboxPage_query$key } from "./__generated__/InboxPage_query.graphql";
import type { InboxQuery } from "./__generated__/InboxQuery.graphql";

export function Inbox({ count }: { count: number }) {
  const query = useLazyLoadQuery<InboxQuery>(
    graphql`
      query InboxQuery($count: Int!) {
        viewer { name }
        ...InboxPage_query @arguments(count: $count)
      }
    `,
    { count },
  );
  return (
    <main>
      <h1>{query.viewer.name}</h1>
      <Page query={query} count={count} />
    </main>
  );
}

function Page({ query, count }: { query: InboxPage_query$key; count: number }) {
  const { data, loadNext, hasNext } = usePaginationFragment(
    graphql`
      fragment InboxPage_query on Query
      @refetchable(queryName: "InboxPageQuery")
      @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" }) {
        approvalsWaitingForMe(first: $count, after: $cursor) @connection(key: "Inbox_approvalsWaitingForMe") {
          totalCount
          edges { node { id ...RequestCard_request } }
        }
      }
    `,
    query,
  );
  const { totalCount, edges } = data.approvalsWaitingForMe;
  return (
    <>
      <p>{totalCount} to look at</p>
      {edges.map(({ node }) => <RequestCard key={node.id} request={node} />)}
      {hasNext && <button name="more" onClick={() => loadNext(count)}>More</button>}
    </>
  );
}
