import type { FieldError } from "../ui/form";

/** One thing to mend in what was sent. */
export interface Fault {
  pointer: string;
  slug: string;
  detail: string;
}

/** The slug of a request that never got an answer. */
export const UNREACHABLE = "unreachable";

/**
 * An answer that is a refusal (RFC 9457).
 *
 * Screens show its own sentence and branch on the slug; nobody reads meaning out of the sentence.
 */
export class Problem extends Error {
  override name = "Problem";

  constructor(
    readonly status: number,
    readonly slug: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly Fault[] = [],
    readonly facts: Readonly<Record<string, string | number | null>> = {},
    /** The number by which our logs know the request. */
    readonly reference: string | undefined = undefined,
  ) {
    super(`${status} ${slug}: ${detail}`);
  }

  /** Whether trying again by itself makes sense. */
  get isPassing(): boolean {
    return this.slug === UNREACHABLE || this.status === 503;
  }
}

/** Read a problem from a parsed answer; what is no problem document becomes a general one. */
export function problemFrom(response: Response, body: unknown, fallback: Sentences): Problem {
  const document = isRecord(body) ? body : {};
  const reference = response.headers.get("X-Request-Id") ?? undefined;
  return new Problem(
    response.status,
    slugOf(text(document.type)),
    text(document.title) || fallback.title,
    text(document.detail) || fallback.detail,
    Array.isArray(document.errors) ? document.errors.flatMap(faultFrom) : [],
    isRecord(document.facts) ? (document.facts as Problem["facts"]) : {},
    reference,
  );
}

interface Sentences {
  title: string;
  detail: string;
}

/** What comes after `/problems/` in a type, which may stand in a full address. */
function slugOf(type: string): string {
  const [, slug] = type.split("/problems/");
  return slug === undefined || slug === "" ? "unknown" : slug;
}

function faultFrom(value: unknown): Fault[] {
  if (!isRecord(value)) return [];
  const { pointer, slug, detail } = value;
  return [{ pointer: text(pointer), slug: text(slug), detail: text(detail) }];
}

const NONE: FieldError[] = [];
const shown = new WeakMap<Problem, FieldError[]>();

/**
 * What a form shows of a refusal: each fault at its field, or the sentence of the whole.
 *
 * One refusal always gives the same list: a form moves the focus for each new one.
 */
export function formErrors(error: unknown): FieldError[] {
  if (!(error instanceof Problem)) return NONE;
  let errors = shown.get(error);
  if (!errors) {
    errors =
      error.errors.length === 0
        ? [{ pointer: "", message: error.detail }]
        : error.errors.map(({ pointer, detail }) => ({ pointer, message: detail }));
    shown.set(error, errors);
  }
  return errors;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
