/**
 * @generated SignedSource<<322e838f0f1769cf4f22f5a693ff9c24>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ReaderFragment } from 'relay-runtime';
export type RequestState = "APPROVED" | "CHANGES_REQUESTED" | "IN_REVIEW" | "LIVE" | "PUBLISHED" | "REJECTED" | "WITHDRAWN" | "%future added value";
export type StageState = "APPROVED" | "CHANGES_REQUESTED" | "DROPPED" | "OPEN" | "REJECTED" | "WAITING" | "%future added value";
import { FragmentRefs } from "relay-runtime";
export type RequestCard_request$data = {
  readonly id: string;
  readonly number: number;
  readonly stages: ReadonlyArray<{
    readonly approvals: number;
    readonly id: string;
    readonly key: string;
    readonly quorum: number;
    readonly round: number;
    readonly state: StageState;
  }>;
  readonly state: RequestState;
  readonly title: string;
  readonly " $fragmentType": "RequestCard_request";
};
export type RequestCard_request$key = {
  readonly " $data"?: RequestCard_request$data;
  readonly " $fragmentSpreads": FragmentRefs<"RequestCard_request">;
};

import RequestCardRefetchQuery_graphql from './RequestCardRefetchQuery.graphql';

const node: ReaderFragment = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "state",
  "storageKey": null
};
return {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "node"
      ],
      "operation": RequestCardRefetchQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "RequestCard_request",
  "selections": [
    (v0/*:: as any*/),
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "number",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "title",
      "storageKey": null
    },
    (v1/*:: as any*/),
    {
      "alias": null,
      "args": null,
      "concreteType": "Stage",
      "kind": "LinkedField",
      "name": "stages",
      "plural": true,
      "selections": [
        (v0/*:: as any*/),
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "key",
          "storageKey": null
        },
        (v1/*:: as any*/),
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "round",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "quorum",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "approvals",
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Request",
  "abstractKey": null
};
})();

(node as any).hash = "6632b64f82a68828063c67da6592de36";

export default node;
