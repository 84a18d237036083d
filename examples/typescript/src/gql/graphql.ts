/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What an ad is heard between. */
export type AdPlacement =
  /** Tracks. */
  | 'MUSIC'
  /** Episodes, and what is in them. */
  | 'PODCAST';

/** Where in an episode a sponsor is heard. */
export type AdPosition =
  /** In between. */
  | 'MID_ROLL'
  /** At its end. */
  | 'POST_ROLL'
  /** Before it begins. */
  | 'PRE_ROLL';

/** What a file is used as. */
export type AssetKind =
  /** What is heard. */
  | 'AUDIO'
  /** What is read: contracts, scripts; a PDF. */
  | 'DOCUMENT'
  /** What is seen beside it. */
  | 'IMAGE';

/** The languages Spotify has for a button. */
export type ButtonLanguage =
  /** The button is in the language `ar` of BCP 47. */
  | 'ARABIC'
  /** The button is in the language `ar-EG` of BCP 47. */
  | 'ARABIC_EGYPT'
  /** The button is in the language `bg` of BCP 47. */
  | 'BULGARIAN'
  /** The button is in the language `zh` of BCP 47. */
  | 'CHINESE'
  /** The button is in the language `zh-HK` of BCP 47. */
  | 'CHINESE_HK'
  /** The button is in the language `zh-TW` of BCP 47. */
  | 'CHINESE_TAIWAN'
  /** The button is in the language `hr` of BCP 47. */
  | 'CROATIAN'
  /** The button is in the language `cs` of BCP 47. */
  | 'CZECH'
  /** The button is in the language `da` of BCP 47. */
  | 'DANISH'
  /** The button is in the language `nl` of BCP 47. */
  | 'DUTCH'
  /** The button is in the language `en` of BCP 47. */
  | 'ENGLISH'
  /** The button is in the language `fi` of BCP 47. */
  | 'FINNISH'
  /** The button is in the language `fr` of BCP 47. */
  | 'FRENCH'
  /** The button is in the language `fr-CA` of BCP 47. */
  | 'FRENCH_CANADA'
  /** The button is in the language `de` of BCP 47. */
  | 'GERMAN'
  /** The button is in the language `el` of BCP 47. */
  | 'GREEK'
  /** The button is in the language `he` of BCP 47. */
  | 'HEBREW'
  /** The button is in the language `hu` of BCP 47. */
  | 'HUNGARIAN'
  /** The button is in the language `id` of BCP 47. */
  | 'INDONESIAN'
  /** The button is in the language `it` of BCP 47. */
  | 'ITALIAN'
  /** The button is in the language `ja` of BCP 47. */
  | 'JAPANESE'
  /** The button is in the language `ko` of BCP 47. */
  | 'KOREAN'
  /** The button is in the language `nb` of BCP 47. */
  | 'NORWEGIAN'
  /** The button is in the language `pl` of BCP 47. */
  | 'POLISH'
  /** The button is in the language `pt` of BCP 47. */
  | 'PORTUGUESE'
  /** The button is in the language `pt-PT` of BCP 47. */
  | 'PORTUGUESE_PORTUGAL'
  /** The button is in the language `ro` of BCP 47. */
  | 'ROMANIAN'
  /** The button is in the language `ru` of BCP 47. */
  | 'RUSSIAN'
  /** The button is in the language `sk` of BCP 47. */
  | 'SLOVAK'
  /** The button is in the language `es` of BCP 47. */
  | 'SPANISH'
  /** The button is in the language `es-AR` of BCP 47. */
  | 'SPANISH_ARGENTINA'
  /** The button is in the language `es-419` of BCP 47. */
  | 'SPANISH_LATAM_CARIBBEAN'
  /** The button is in the language `es-MX` of BCP 47. */
  | 'SPANISH_MEXICO'
  /** The button is in the language `sv` of BCP 47. */
  | 'SWEDISH'
  /** The button is in the language `th` of BCP 47. */
  | 'THAI'
  /** The button is in the language `tr` of BCP 47. */
  | 'TURKISH'
  /** The button is in the language `uk` of BCP 47. */
  | 'UKRAINIAN'
  /** The button is in the language `vi` of BCP 47. */
  | 'VIETNAMESE';

/** In which language the button is to be in one market. */
export type ButtonThereInput = {
  /** One that Spotify has. */
  language: ButtonLanguage;
  /** One of the brief's markets. */
  market: string;
};

/** The words on the button. */
export type CallToAction =
  /** “Apply now”. */
  | 'APPLY_NOW'
  /** “Book now”. */
  | 'BOOK_NOW'
  /** “Buy now”. */
  | 'BUY_NOW'
  /** “Buy tickets”. */
  | 'BUY_TICKETS'
  /** “Download”. */
  | 'DOWNLOAD'
  /** “Find stores”. */
  | 'FIND_STORES'
  /** “Get info”. */
  | 'GET_INFO'
  /** “Learn more”. */
  | 'LEARN_MORE'
  /** “Listen now”. */
  | 'LISTEN_NOW'
  /** “Order now”. */
  | 'ORDER_NOW'
  /** “Shop now”. */
  | 'SHOP_NOW'
  /** “Sign up”. */
  | 'SIGN_UP'
  /** “Visit site”. */
  | 'VISIT_SITE';

/** What a campaign asks for. */
export type CampaignBriefInput = {
  /** 2 to 25 characters. */
  advertiser: string;
  /** Youngest age, 13 or more. */
  ageFrom?: number;
  /** Oldest age, 99 or less. */
  ageTo?: number;
  /** The agency that asks; theirs if its people ask. */
  agencyId?: string | number | null | undefined;
  /** Audio of up to 31 seconds. */
  audioAssetId: string | number;
  /** The brand it is for. */
  brandId: string | number;
  /** For the whole flight. */
  budget: MoneyInput;
  /** The button's language by market; one left out has the market's own. */
  buttonLanguages?: Array<ButtonThereInput>;
  /** The words on the button. */
  callToAction?: CallToAction;
  /** The regulated class of what is sold. */
  category?: RegulatedCategory;
  /** An https address that is reachable publicly. */
  clickUrl: string;
  /** After it starts. */
  endsAt: string;
  /** An episode of the brand that it is for; it waits until that may come out. */
  episodeId?: string | number | null | undefined;
  /** What it is heard between; no revision changes that. */
  heard?: Array<AdPlacement>;
  /** Square, 640 pixels or more. */
  imageAssetId: string | number;
  /** Square, 640 pixels or more. */
  logoAssetId: string | number;
  /** ISO 3166 codes of markets of this hub. */
  markets: Array<string>;
  /** 2 to 150 characters. */
  name: string;
  /** For reviewers; up to 1,000 characters. */
  note?: string;
  /** What it is for. */
  objective: CampaignObjective;
  /** Where in an episode, where podcasts are among that; no revision changes it. */
  positions?: Array<AdPosition>;
  /** Whether it touches a sensitive topic. */
  sensitiveTopic?: boolean;
  /** In the future. */
  startsAt: string;
  /** 2 to 40 characters. */
  tagline: string;
};

/** What a campaign is for. */
export type CampaignObjective =
  /** Installations of an app. */
  | 'APP_PROMOTION'
  /** Being heard by many. */
  | 'AWARENESS'
  /** Streams of a podcast. */
  | 'PODCAST_STREAMS'
  /** Visits to a site. */
  | 'TRAFFIC';

/** A reviewer's word on a stage. */
export type CastVoteInput = {
  /** What you say. */
  choice: VoteChoice;
  /** What a yes depends on; up to five, each up to 300 characters. Nothing goes live before the requester met them and a reviewer confirmed that. */
  conditions?: Array<string>;
  /** Repeating a call with the same key does nothing new for 24 h. */
  idempotencyKey?: string | null | undefined;
  /** Why; needed unless you approve. Up to 1,000 characters. */
  reason?: string | null | undefined;
  /** The round you looked at; a conflict if it is not the last. */
  seenRound?: number | null | undefined;
  /** The stage. */
  stageId: string | number;
};

/** A file to be uploaded. */
export type CreateUploadInput = {
  /** The brand it belongs to. */
  brandId: string | number;
  /** Repeating a call with the same key promises no second file; the address is shown by the first call only. */
  idempotencyKey?: string | null | undefined;
  /** What it will be used as. */
  kind: AssetKind;
  /** A file name without slashes. */
  name: string;
  /** Exactly how many bytes will come: 500 MB of audio, 20 MB else. */
  size: number;
};

/** Whether the rules decided, or people must look. */
export type DecisionOutcome =
  /** The rules gave an answer. */
  | 'DECIDED'
  /** The rules gave none; people must look. */
  | 'REVIEW';

/** An amount of money. */
export type MoneyInput = {
  /** In major units, such as 12500.00. */
  amount: string;
  /** ISO 4217 code, such as EUR. */
  currency: string;
};

/** The regulated class of what is sold. */
export type RegulatedCategory =
  /** Drinks with alcohol. */
  | 'ALCOHOL'
  /** Credit, investments, insurance. */
  | 'FINANCE'
  /** Games for money. */
  | 'GAMBLING'
  /** Medicine and treatment. */
  | 'HEALTH'
  /** Nothing that is regulated. */
  | 'NONE'
  /** Parties, candidates, causes. */
  | 'POLITICS';

/** Where a request stands. */
export type RequestState =
  /** Everybody said yes; it is published once the time to undo has passed. */
  | 'APPROVED'
  /** Back with the requester, who has to revise it. */
  | 'CHANGES_REQUESTED'
  /** People are looking at it. */
  | 'IN_REVIEW'
  /** The publisher shows it, or the team that it was handed to acknowledged it. */
  | 'LIVE'
  /** Handed to the publisher, or to the team that makes it real, and not live yet. `publication` says when what the hub publishes comes out, and how it stands. */
  | 'PUBLISHED'
  /** Somebody said no. */
  | 'REJECTED'
  /** The requester took it back. */
  | 'WITHDRAWN';

/** How far a stage is. */
export type StageState =
  /** Enough reviewers said yes. */
  | 'APPROVED'
  /** A reviewer wants something changed. */
  | 'CHANGES_REQUESTED'
  /** A revision made it needless. */
  | 'DROPPED'
  /** Votes are welcome. */
  | 'OPEN'
  /** A reviewer said no. */
  | 'REJECTED'
  /** Its turn has not come. */
  | 'WAITING';

/** What a reviewer says. */
export type VoteChoice =
  /** Yes. */
  | 'APPROVE'
  /** No; the request ends. */
  | 'REJECT'
  /** Not like this; the requester revises it. */
  | 'REQUEST_CHANGES';

export type BrandsQueryVariables = Exact<{ [key: string]: never; }>;


export type BrandsQuery = { brands: Array<{ id: string, name: string }> | null };

export type UploadMutationVariables = Exact<{
  input: CreateUploadInput;
}>;


export type UploadMutation = { createUpload: { uploadUrl: string | null, asset: { id: string } | null, errors: Array<
      | { __typename: 'BusyError', code: string, message: string, path: Array<string> }
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
      | { __typename: 'InvalidError', code: string, message: string, path: Array<string> }
      | { __typename: 'MissingError', code: string, message: string, path: Array<string> }
      | { __typename: 'UpstreamError', code: string, message: string, path: Array<string> }
    > } };

export type SubmitMutationVariables = Exact<{
  brief: CampaignBriefInput;
  key: string;
}>;


export type SubmitMutation = { submitCampaign: { request: { id: string, number: number, state: RequestState, stages: Array<{ key: string, state: StageState }> } | null, errors: Array<
      | { __typename: 'BusyError', code: string, message: string, path: Array<string> }
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
      | { __typename: 'InvalidError', code: string, message: string, path: Array<string> }
      | { __typename: 'MissingError', code: string, message: string, path: Array<string> }
      | { __typename: 'UpstreamError', code: string, message: string, path: Array<string> }
    > } };

export type WaitingForMeQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type WaitingForMeQuery = { approvalsWaitingForMe: { edges: Array<{ node: { id: string, number: number, kind: string, title: string, stages: Array<{ key: string, state: StageState }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RequestOpenedQueryVariables = Exact<{
  number: number;
}>;


export type RequestOpenedQuery = { requestByNumber: { id: string, number: number, kind: string, title: string, state: RequestState, note: string | null, requesterName: string, markets: Array<string>, stages: Array<{ id: string, key: string, title: string, state: StageState, round: number, quorum: number, approvals: number }>, campaign: { objective: CampaignObjective, startsAt: string, endsAt: string, budget: { amount: string, currency: string } } | null, decisions: Array<{ table: string, outcome: DecisionOutcome, reasons: Array<string> }> } | null };

export type VoteMutationVariables = Exact<{
  input: CastVoteInput;
}>;


export type VoteMutation = { castVote: { request: { number: number, state: RequestState, stages: Array<{ key: string, state: StageState, approvals: number, quorum: number }> } | null, errors: Array<
      | { __typename: 'BusyError', code: string, message: string, path: Array<string> }
      | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
      | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
      | { __typename: 'InvalidError', code: string, message: string, path: Array<string> }
      | { __typename: 'MissingError', code: string, message: string, path: Array<string> }
      | { __typename: 'UpstreamError', code: string, message: string, path: Array<string> }
    > } };

export type ChangedSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ChangedSubscription = { requestChanged: { number: number, state: RequestState, note: string | null, stages: Array<{ key: string, state: StageState, approvals: number, quorum: number }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const BrandsDocument = new TypedDocumentString(`
    query Brands {
  brands {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<BrandsQuery, BrandsQueryVariables>;
export const UploadDocument = new TypedDocumentString(`
    mutation Upload($input: CreateUploadInput!) {
  createUpload(input: $input) {
    asset {
      id
    }
    uploadUrl
    errors {
      __typename
      ... on UserError {
        code
        message
        path
      }
    }
  }
}
    `) as unknown as TypedDocumentString<UploadMutation, UploadMutationVariables>;
export const SubmitDocument = new TypedDocumentString(`
    mutation Submit($brief: CampaignBriefInput!, $key: String!) {
  submitCampaign(input: {brief: $brief, idempotencyKey: $key}) {
    request {
      id
      number
      state
      stages {
        key
        state
      }
    }
    errors {
      __typename
      ... on UserError {
        code
        message
        path
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SubmitMutation, SubmitMutationVariables>;
export const WaitingForMeDocument = new TypedDocumentString(`
    query WaitingForMe($after: String) {
  approvalsWaitingForMe(first: 25, after: $after) {
    edges {
      node {
        id
        number
        kind
        title
        stages {
          key
          state
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<WaitingForMeQuery, WaitingForMeQueryVariables>;
export const RequestOpenedDocument = new TypedDocumentString(`
    query RequestOpened($number: Int!) {
  requestByNumber(number: $number) {
    id
    number
    kind
    title
    state
    note
    requesterName
    markets
    stages {
      id
      key
      title
      state
      round
      quorum
      approvals
    }
    campaign {
      objective
      startsAt
      endsAt
      budget {
        amount
        currency
      }
    }
    decisions {
      table
      outcome
      reasons
    }
  }
}
    `) as unknown as TypedDocumentString<RequestOpenedQuery, RequestOpenedQueryVariables>;
export const VoteDocument = new TypedDocumentString(`
    mutation Vote($input: CastVoteInput!) {
  castVote(input: $input) {
    request {
      number
      state
      stages {
        key
        state
        approvals
        quorum
      }
    }
    errors {
      __typename
      ... on UserError {
        code
        message
        path
      }
    }
  }
}
    `) as unknown as TypedDocumentString<VoteMutation, VoteMutationVariables>;
export const ChangedDocument = new TypedDocumentString(`
    subscription Changed($id: ID!) {
  requestChanged(id: $id) {
    number
    state
    note
    stages {
      key
      state
      approvals
      quorum
    }
  }
}
    `) as unknown as TypedDocumentString<ChangedSubscription, ChangedSubscriptionVariables>;