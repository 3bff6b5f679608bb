import type { View } from "../../api/client";
import { amountText, cents } from "../../text/amount";
import type { FieldError } from "../../ui/form";

export type BasisKind = View<"BasisKind">;
export type ScopeRule = View<"ScopeRule">;
type Obligation = View<"ObligationView">;

/** What a percentage is taken of, before what is an amount or an activity by itself. */
export const BASIS_KINDS = [
  "contract_value",
  "labour_sum",
  "invoiced_turnover",
  "budget",
  "fixed",
  "one_activity",
  "custom",
] as const satisfies readonly BasisKind[];

/** One percentage of all, another with little labour, or others for parts of the amount. */
export type Ways = "one" | "labour" | "brackets";

/** A percentage up to a bound; the last of a list has none. */
export interface TypedTier {
  bound: string;
  percent: string;
}

/** What is owed as somebody types it: every field holds what stands in it, readable or not. */
export interface Typed {
  kind: BasisKind;
  amount: string;
  text: string;
  originalAmount: string;
  originalOn: string;
  originalReason: string;
  ways: Ways;
  percent: string;
  tiers: readonly TypedTier[];
  cap: string;
  threshold: string;
  months: string;
  minMonths: string;
  scopeRule: ScopeRule;
  within: string;
  labourShare: string;
  employees: string;
}

/** Two lines to begin with: up to a bound, and the rest. */
export const NO_TIERS: readonly TypedTier[] = [
  { bound: "", percent: "" },
  { bound: "", percent: "" },
];

/** Whether a percentage of it is owed. */
export function isCounted(kind: BasisKind): boolean {
  return kind !== "fixed" && hasAmount(kind);
}

/** Whether what is owed is an amount at all. */
export function hasAmount(kind: BasisKind): boolean {
  return kind !== "one_activity" && kind !== "custom";
}

/** What stands in the form at first: what lies there, or else what the contract says. */
export function typedFrom(
  from: Obligation | undefined,
  contract: View<"ContractView">,
  scopeRule: ScopeRule,
): Typed {
  const rule = from?.rule;
  const labour = rule?.tiers?.some((tier) => tier.labourShareBelow != null) ?? false;
  const tiers = (rule?.tiers ?? []).map((tier) => ({
    bound: labour ? decimalText(tier.labourShareBelow) : amountText(tier.upToCents),
    percent: decimalText(tier.percent),
  }));
  // An amount that was said in words is the amount itself.
  const plain = from !== undefined && rule == null;
  const known = isEuro(contract.currency) ? contract.valueCents : null;
  return {
    kind: rule?.basis.kind ?? (plain ? "fixed" : "contract_value"),
    amount: amountText(from === undefined ? known : plain ? from.amountCents : rule?.basis.cents),
    text: plain ? from.basis : (rule?.basis.text ?? ""),
    originalAmount: amountText(
      rule?.basis.original?.cents ?? (isEuro(contract.currency) ? null : contract.valueCents),
    ),
    originalOn: rule?.basis.original?.on ?? "",
    originalReason: rule?.basis.original?.reason ?? "",
    ways: tiers.length === 0 ? "one" : labour ? "labour" : "brackets",
    percent: decimalText(tiers.length === 0 ? (rule?.percent ?? null) : null),
    tiers: tiers.length === 0 ? NO_TIERS : tiers,
    cap: amountText(rule?.capCents),
    threshold: amountText(rule?.thresholdCents),
    months: wholeText(rule?.months),
    minMonths: wholeText(rule?.minMonths),
    scopeRule: from?.scopeRule ?? scopeRule,
    within: decimalText(from?.withinPercent ?? null),
    labourShare: decimalText(from?.sheet?.labourShare ?? null),
    employees: wholeText(from?.sheet?.employees),
  };
}

/** The contract's value has to be said in euros as well, with how it was worked out. */
export function needsOriginal(typed: Typed, contract: View<"ContractView">): boolean {
  return typed.kind === "contract_value" && !isEuro(contract.currency);
}

/** The rule as it is asked of the server; what is not asked of this kind of basis stays away. */
export function ruleOf(typed: Typed, contract: View<"ContractView">): View<"TrySum"> {
  const { kind, ways } = typed;
  const counted = isCounted(kind);
  const foreign = needsOriginal(typed, contract);
  const scopeRule = scopeRuleOf(typed);
  return {
    basis: {
      kind,
      cents: hasAmount(kind) ? cents(typed.amount) : null,
      // Words for what is counted from would name its old amount once that changes; ours never do.
      text: counted ? null : typed.text.trim() || null,
      original:
        foreign && typed.originalAmount.trim() !== ""
          ? {
              cents: cents(typed.originalAmount) ?? 0,
              currency: contract.currency ?? "",
              on: typed.originalOn,
              reason: typed.originalReason.trim(),
            }
          : null,
    },
    percent: counted && ways === "one" ? decimal(typed.percent) : null,
    tiers: counted && ways !== "one" ? tiersOf(typed) : [],
    capCents: counted ? cents(typed.cap) : null,
    thresholdCents: counted ? cents(typed.threshold) : null,
    months: whole(typed.months),
    minMonths: counted ? whole(typed.minMonths) : null,
    scopeRule,
    withinPercent: scopeRule === "mixed" ? decimal(typed.within) : null,
    labourShare: decimal(typed.labourShare),
  };
}

/** The rule for where it is done; a part of what has no amount cannot be named. */
export function scopeRuleOf({ kind, scopeRule }: Typed): ScopeRule {
  return !hasAmount(kind) && scopeRule === "mixed" ? "open" : scopeRule;
}

function tiersOf({ tiers, ways }: Typed): View<"Tier">[] {
  return tiers.map(({ bound, percent }, at) => {
    const last = at === tiers.length - 1;
    return {
      percent: decimal(percent) ?? "",
      labourShareBelow: last || ways !== "labour" ? null : decimal(bound),
      upToCents: last || ways !== "brackets" ? null : cents(bound),
    };
  });
}

/** What cannot be sent, because it is no amount or no whole number: by field, with a sentence. */
export function unreadable(
  typed: Typed,
  say: { amount: string; whole: string; day: string },
  foreign: boolean,
): FieldError[] {
  const amounts: [string, string][] = [["/capCents", typed.cap]];
  amounts.push(["/thresholdCents", typed.threshold]);
  if (hasAmount(typed.kind)) amounts.push(["/basis/cents", typed.amount]);
  if (foreign) amounts.push(["/basis/original/cents", typed.originalAmount]);
  if (typed.ways === "brackets" && isCounted(typed.kind)) {
    typed.tiers.slice(0, -1).forEach(({ bound }, at) => {
      amounts.push([`/tiers/${at}/upToCents`, bound]);
    });
  }
  const numbers: [string, string][] = [
    ["/months", typed.months],
    ["/minMonths", typed.minMonths],
    ["/sheet/employees", typed.employees],
  ];
  const day = foreign && typed.originalAmount.trim() !== "" && typed.originalOn === "";
  return [
    ...amounts
      .filter(([, text]) => Number.isNaN(cents(text)))
      .map(([pointer]) => ({ pointer, message: say.amount })),
    ...(day ? [{ pointer: "/basis/original/on", message: say.day }] : []),
    ...numbers
      .filter(([, text]) => Number.isNaN(whole(text)))
      .map(([pointer]) => ({ pointer, message: say.whole })),
  ];
}

/** Whether there is enough to make a sum of; half an answer is no question to ask. */
export function canTry(rule: View<"TrySum">): boolean {
  const { basis, percent, tiers, withinPercent, scopeRule } = rule;
  const numbers = [basis.cents, rule.capCents, rule.thresholdCents, rule.months, rule.minMonths];
  if (numbers.some((number) => Number.isNaN(number))) return false;
  if (scopeRule === "mixed" && withinPercent === null) return false;
  if (!hasAmount(basis.kind)) return false;
  if (basis.cents == null || (basis.original && basis.original.on === "")) return false;
  if (!isCounted(basis.kind)) return true;
  if (tiers.length === 0) return percent !== null;
  return tiers.every((tier, at) => {
    const last = at === tiers.length - 1;
    const bound = tier.upToCents ?? tier.labourShareBelow;
    return tier.percent !== "" && (last || (bound != null && !Number.isNaN(bound)));
  });
}

/** Whether the sheet is asked: always once there was one, and above the own organisation's limit. */
export function asksSheet(workspace: View<"WorkspaceView">, typed: Typed): boolean {
  const { sheetAboveCents, sheetAlways } = workspace.obligationAsks;
  if (sheetAlways) return true;
  if (sheetAboveCents === null) return false;
  const sizes = [workspace.contract.valueCents, hasAmount(typed.kind) ? cents(typed.amount) : null];
  return sizes.some((size) => size !== null && size > sheetAboveCents);
}

/** A percentage as people type it, for the server: `4,5 %` is "4.5"; what is none stays as it is. */
export function decimal(typed: string): string | null {
  const bare = typed.trim().replace(/\s*%$/, "");
  return bare === "" ? null : bare.replace(",", ".");
}

/** A whole number; null for nothing typed, and NaN for what is none. */
export function whole(typed: string): number | null {
  const bare = typed.trim();
  if (bare === "") return null;
  return /^\d{1,6}$/.test(bare) ? Number(bare) : Number.NaN;
}

function decimalText(value: string | null | undefined): string {
  return value?.replace(".", ",") ?? "";
}

function wholeText(value: number | null | undefined): string {
  return value == null ? "" : String(value);
}

function isEuro(currency: string | null | undefined): boolean {
  return currency == null || currency === "EUR";
}
