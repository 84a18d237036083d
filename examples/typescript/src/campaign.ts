/** Asking for a campaign: its files first, then the brief. */
import { graphql } from "./gql/index.js";
import type { AssetKind, CampaignBriefInput } from "./gql/graphql.js";
import { type Hub, Refused, made } from "./hub.js";

const Brands = graphql(`
  query Brands { brands { id name } }
`);

const Upload = graphql(`
  mutation Upload($input: CreateUploadInput!) {
    createUpload(input: $input) {
      asset { id }
      uploadUrl
      errors { __typename ... on UserError { code message path } }
    }
  }
`);

const Submit = graphql(`
  mutation Submit($brief: CampaignBriefInput!, $key: String!) {
    submitCampaign(input: { brief: $brief, idempotencyKey: $key }) {
      request { id number state stages { key state } }
      errors { __typename ... on UserError { code message path } }
    }
  }
`);

/** A file to bring in. */
export interface Sent {
  name: string;
  kind: AssetKind;
  content: Uint8Array<ArrayBuffer>;
}

/** What is asked for, beside its brand and its files. */
export type Wanted = Omit<CampaignBriefInput, "brandId" | "audioAssetId" | "imageAssetId" | "logoAssetId">;

export async function brandOf(hub: Hub, name: string): Promise<string> {
  const { brands } = await hub.ask(Brands, {});
  const brand = brands?.find(one => one.name === name);
  if (!brand) throw new Refused("no_such_brand", `There is no brand \`${name}\`.`);
  return brand.id;
}

/** Brings a file in and returns its id. */
export async function uploaded(hub: Hub, brandId: string, file: Sent): Promise<string> {
  const input = { brandId, kind: file.kind, name: file.name, size: file.content.length };
  const { createUpload } = await hub.ask(Upload, { input });
  await hub.put(made(createUpload.uploadUrl, createUpload.errors), file.content);
  return made(createUpload.asset, createUpload.errors).id;
}

/** Submits a campaign. Sent twice with the same `key`, it is asked for once. */
export async function submitted(hub: Hub, key: string, brandId: string, wanted: Wanted, files: [Sent, Sent, Sent]) {
  const [audioAssetId, imageAssetId, logoAssetId] = [
    await uploaded(hub, brandId, files[0]),
    await uploaded(hub, brandId, files[1]),
    await uploaded(hub, brandId, files[2]),
  ];
  const brief = { ...wanted, brandId, audioAssetId, imageAssetId, logoAssetId };
  const { submitCampaign } = await hub.ask(Submit, { brief, key });
  return made(submitCampaign.request, submitCampaign.errors);
}
