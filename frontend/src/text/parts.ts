import type account from "./nl/account.json";
import type agreements from "./nl/agreements.json";
import type app from "./nl/app.json";
import type bargaining from "./nl/bargaining.json";
import type bids from "./nl/bids.json";
import type boxes from "./nl/boxes.json";
import type catalogue from "./nl/catalogue.json";
import type commitments from "./nl/commitments.json";
import type composing from "./nl/composing.json";
import type departments from "./nl/departments.json";
import type dialogue from "./nl/dialogue.json";
import type drafting from "./nl/drafting.json";
import type entering from "./nl/entering.json";
import type holders from "./nl/holders.json";
import type keeping from "./nl/keeping.json";
import type mandates from "./nl/mandates.json";
import type members from "./nl/members.json";
import type owed from "./nl/owed.json";
import type packages from "./nl/packages.json";
import type partners from "./nl/partners.json";
import type perspectives from "./nl/perspectives.json";
import type privacy from "./nl/privacy.json";
import type procurement from "./nl/procurement.json";
import type proof from "./nl/proof.json";
import type search from "./nl/search.json";
import type session from "./nl/session.json";
import type settings from "./nl/settings.json";
import type terms from "./nl/terms.json";
import type weighing from "./nl/weighing.json";
import type workspaces from "./nl/workspaces.json";

/**
 * The catalogues come in parts, so that a page brings only the sentences it says.
 *
 * A sentence stands in the part that its key begins with, and otherwise in `app`, which every page
 * has.
 */
interface Parts {
  app: typeof app;
  account: typeof account;
  agreements: typeof agreements;
  bargaining: typeof bargaining;
  bids: typeof bids;
  boxes: typeof boxes;
  catalogue: typeof catalogue;
  commitments: typeof commitments;
  composing: typeof composing;
  departments: typeof departments;
  dialogue: typeof dialogue;
  drafting: typeof drafting;
  entering: typeof entering;
  holders: typeof holders;
  keeping: typeof keeping;
  mandates: typeof mandates;
  members: typeof members;
  partners: typeof partners;
  perspectives: typeof perspectives;
  owed: typeof owed;
  packages: typeof packages;
  privacy: typeof privacy;
  procurement: typeof procurement;
  proof: typeof proof;
  search: typeof search;
  session: typeof session;
  settings: typeof settings;
  terms: typeof terms;
  weighing: typeof weighing;
  workspaces: typeof workspaces;
}

export type Part = keyof Parts;

type Together<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** "key" for the sentences "key_one" and "key_other": what is asked for, with a count. */
type Asked<Key> = Key extends `${infer Stem}_${"one" | "other"}` ? Stem : Key;

/** Every sentence that can be asked for, by its key. */
export type Sentences = { [Key in Asked<keyof Together<Parts[Part]>>]: string };
