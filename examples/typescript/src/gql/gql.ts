/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Brands { brands { id name } }\n": typeof types.BrandsDocument,
    "\n  mutation Upload($input: CreateUploadInput!) {\n    createUpload(input: $input) {\n      asset { id }\n      uploadUrl\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n": typeof types.UploadDocument,
    "\n  mutation Submit($brief: CampaignBriefInput!, $key: String!) {\n    submitCampaign(input: { brief: $brief, idempotencyKey: $key }) {\n      request { id number state stages { key state } }\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n": typeof types.SubmitDocument,
    "\n  query WaitingForMe($after: String) {\n    approvalsWaitingForMe(first: 25, after: $after) {\n      edges { node { id number kind title stages { key state } } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.WaitingForMeDocument,
    "\n  query RequestOpened($number: Int!) {\n    requestByNumber(number: $number) {\n      id number kind title state note requesterName markets\n      stages { id key title state round quorum approvals }\n      campaign { objective startsAt endsAt budget { amount currency } }\n      decisions { table outcome reasons }\n    }\n  }\n": typeof types.RequestOpenedDocument,
    "\n  mutation Vote($input: CastVoteInput!) {\n    castVote(input: $input) {\n      request { number state stages { key state approvals quorum } }\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n": typeof types.VoteDocument,
    "\n  subscription Changed($id: ID!) {\n    requestChanged(id: $id) { number state note stages { key state approvals quorum } }\n  }\n": typeof types.ChangedDocument,
};
const documents: Documents = {
    "\n  query Brands { brands { id name } }\n": types.BrandsDocument,
    "\n  mutation Upload($input: CreateUploadInput!) {\n    createUpload(input: $input) {\n      asset { id }\n      uploadUrl\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n": types.UploadDocument,
    "\n  mutation Submit($brief: CampaignBriefInput!, $key: String!) {\n    submitCampaign(input: { brief: $brief, idempotencyKey: $key }) {\n      request { id number state stages { key state } }\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n": types.SubmitDocument,
    "\n  query WaitingForMe($after: String) {\n    approvalsWaitingForMe(first: 25, after: $after) {\n      edges { node { id number kind title stages { key state } } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.WaitingForMeDocument,
    "\n  query RequestOpened($number: Int!) {\n    requestByNumber(number: $number) {\n      id number kind title state note requesterName markets\n      stages { id key title state round quorum approvals }\n      campaign { objective startsAt endsAt budget { amount currency } }\n      decisions { table outcome reasons }\n    }\n  }\n": types.RequestOpenedDocument,
    "\n  mutation Vote($input: CastVoteInput!) {\n    castVote(input: $input) {\n      request { number state stages { key state approvals quorum } }\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n": types.VoteDocument,
    "\n  subscription Changed($id: ID!) {\n    requestChanged(id: $id) { number state note stages { key state approvals quorum } }\n  }\n": types.ChangedDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Brands { brands { id name } }\n"): typeof import('./graphql.js').BrandsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Upload($input: CreateUploadInput!) {\n    createUpload(input: $input) {\n      asset { id }\n      uploadUrl\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n"): typeof import('./graphql.js').UploadDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Submit($brief: CampaignBriefInput!, $key: String!) {\n    submitCampaign(input: { brief: $brief, idempotencyKey: $key }) {\n      request { id number state stages { key state } }\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n"): typeof import('./graphql.js').SubmitDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WaitingForMe($after: String) {\n    approvalsWaitingForMe(first: 25, after: $after) {\n      edges { node { id number kind title stages { key state } } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): typeof import('./graphql.js').WaitingForMeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RequestOpened($number: Int!) {\n    requestByNumber(number: $number) {\n      id number kind title state note requesterName markets\n      stages { id key title state round quorum approvals }\n      campaign { objective startsAt endsAt budget { amount currency } }\n      decisions { table outcome reasons }\n    }\n  }\n"): typeof import('./graphql.js').RequestOpenedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Vote($input: CastVoteInput!) {\n    castVote(input: $input) {\n      request { number state stages { key state approvals quorum } }\n      errors { __typename ... on UserError { code message path } }\n    }\n  }\n"): typeof import('./graphql.js').VoteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Changed($id: ID!) {\n    requestChanged(id: $id) { number state note stages { key state approvals quorum } }\n  }\n"): typeof import('./graphql.js').ChangedDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
