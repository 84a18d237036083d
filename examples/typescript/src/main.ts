/**
 * A hub's inbox at a terminal. `GREENLIGHT_URL` and `GREENLIGHT_TOKEN` say where and as whom.
 *
 *   inbox                                    what waits for me
 *   open NUMBER                              one request
 *   vote NUMBER STAGE CHOICE [REASON]        APPROVE, REJECT or REQUEST_CHANGES
 *   submit BRIEF.json BRAND AUDIO IMAGE LOGO asks for a campaign
 *   follow NUMBER                            its changes, until nobody has to look any more
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Sent, brandOf, submitted } from "./campaign.js";
import type { AssetKind, VoteChoice } from "./gql/graphql.js";
import { Hub, Refused } from "./hub.js";
import { changes, opened, vote, waiting } from "./inbox.js";

const CHOICES: readonly VoteChoice[] = ["APPROVE", "REJECT", "REQUEST_CHANGES"];
const hub = new Hub(process.env.GREENLIGHT_URL ?? "http://127.0.0.1:8400", process.env.GREENLIGHT_TOKEN ?? "");

const commands: Record<string, (...words: string[]) => Promise<void>> = {
  async inbox() {
    for await (const { number, title, stages } of waiting(hub)) {
      const open = stages.filter(one => one.state === "OPEN").map(one => one.key);
      console.log(`#${number} ${title}: ${open.join(", ")}`);
    }
  },

  async open(number = "") {
    const { title, state, requesterName, stages, decisions, campaign } = await opened(hub, Number(number));
    console.log(`#${number} ${title} (${state}), asked for by ${requesterName}`);
    if (campaign) console.log(`  ${campaign.budget.amount} ${campaign.budget.currency}`);
    for (const one of stages) console.log(`  ${one.key}: ${one.state}, ${one.approvals} of ${one.quorum}`);
    for (const one of decisions) console.log(`  ${one.table}: ${one.reasons.join(" ")}`);
  },

  async vote(number = "", stage = "", word = "", reason) {
    const choice = CHOICES.find(one => one === word);
    if (!choice) throw new Refused("no_such_choice", `Say one of ${CHOICES.join(", ")}.`);
    const request = await vote(hub, await opened(hub, Number(number)), stage, choice, reason ?? null);
    console.log(`#${request.number} ${request.state}`);
  },

  async submit(path = "", brand = "", ...paths) {
    const [audio, image, logo] = paths;
    if (!audio || !image || !logo) throw new Refused("files_missing", "Name an audio file, an image and a logo.");
    const wanted = JSON.parse(await readFile(path, "utf8"));
    const files: [Sent, Sent, Sent] = [await file(audio, "AUDIO"), await file(image, "IMAGE"), await file(logo, "IMAGE")];
    const request = await submitted(hub, crypto.randomUUID(), await brandOf(hub, brand), wanted, files);
    console.log(`#${request.number} ${request.state}`);
  },

  async follow(number = "") {
    const { id } = await opened(hub, Number(number));
    for await (const { state, stages } of changes(hub, id)) {
      console.log(`${state} ${stages.map(one => `${one.key}:${one.state}`).join(" ")}`);
      if (state !== "IN_REVIEW") return;
    }
  },
};

async function file(path: string, kind: AssetKind): Promise<Sent> {
  return { name: basename(path), kind, content: new Uint8Array(await readFile(path)) };
}

const [name = "", ...words] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`Say one of ${Object.keys(commands).join(", ")}.`);
  process.exit(2);
}
try {
  await command(...words);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exit(1);
}
