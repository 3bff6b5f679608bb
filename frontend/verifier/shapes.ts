import agreement from "../../schemas/agreement.json" with { type: "json" };
import bundle from "../../schemas/bundle.json" with { type: "json" };
import receipt from "../../schemas/receipt.json" with { type: "json" };
import { Broken } from "./findings.ts";
import { canonical, type Json, type JsonObject, NotStrict, strictJson } from "./json.ts";
import { isDay, isMoment } from "./moments.ts";

/** What our published schemas use of JSON Schema; anything else is refused, not passed over. */
interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  enum?: Json[];
  type?: string;
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  default?: Json;
}

type Shapes = Record<string, Schema>;

const TOLD_ELSEWHERE = new Set(["title", "description", "discriminator"]);
const JUDGED = new Set([
  ...["$ref", "anyOf", "enum", "type", "format", "items", "properties", "required"],
  ...["additionalProperties", "default"],
]);
const SHAPES: Record<string, Shapes> = {
  agreement: agreement.$defs as Shapes,
  receipt: receipt.$defs as Shapes,
  bundle: bundle.$defs as Shapes,
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Read a part that must be JSON in its one spelling, and of a shape in the published schemas. */
export function documentOf<T>(
  part: string,
  data: Uint8Array,
  schema: "agreement" | "receipt" | "bundle",
  shape: string,
): T {
  let value: Json;
  try {
    value = strictJson(data);
  } catch (error) {
    if (error instanceof NotStrict) throw new Broken("spelling", part);
    throw error;
  }
  const spelled = new TextEncoder().encode(canonical(value));
  if (spelled.length !== data.length || spelled.some((byte, place) => byte !== data[place])) {
    throw new Broken("spelling", part);
  }
  const shapes = SHAPES[schema] ?? {};
  if (!fits(value, { $ref: `#/$defs/${shape}` }, shapes)) throw new Broken("shape", part);
  return value as T;
}

function fits(value: Json, schema: Schema, shapes: Shapes): boolean {
  for (const word of Object.keys(schema)) {
    if (!JUDGED.has(word) && !TOLD_ELSEWHERE.has(word)) throw new Error(`unknown: ${word}`);
  }
  if (schema.$ref !== undefined) {
    const meant = shapes[schema.$ref.replace("#/$defs/", "")];
    if (meant === undefined) throw new Error(`unknown: ${schema.$ref}`);
    return fits(value, meant, shapes);
  }
  if (schema.anyOf !== undefined) return schema.anyOf.some((one) => fits(value, one, shapes));
  if (schema.enum !== undefined) return schema.enum.some((one) => one === value);
  switch (schema.type) {
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isSafeInteger(value);
    case "string":
      return typeof value === "string" && hasForm(value, schema.format);
    case "array":
      return Array.isArray(value) && value.every((one) => fits(one, schema.items ?? {}, shapes));
    case "object":
      return isObject(value) && hasMembers(value, schema, shapes);
    default:
      throw new Error(`unknown: ${schema.type}`);
  }
}

function hasForm(text: string, format: string | undefined): boolean {
  switch (format) {
    case undefined:
      return true;
    case "uuid":
      return UUID.test(text);
    case "date":
      return isDay(text);
    case "date-time":
      return isMoment(text);
    default:
      throw new Error(`unknown: ${format}`);
  }
}

/** Also sees to it that absence is written in one way: by leaving out, where there is a choice. */
function hasMembers(value: JsonObject, schema: Schema, shapes: Shapes): boolean {
  const properties = schema.properties ?? {};
  if (schema.additionalProperties !== false) throw new Error("unknown: open objects");
  if (schema.required?.some((name) => !(name in value))) return false;
  if (Object.keys(value).some((name) => !Object.hasOwn(properties, name))) return false;
  return Object.entries(properties).every(([name, member]) => {
    const given = value[name];
    if (given === undefined) return !("default" in member) || isAbsence(member.default);
    if ("default" in member && isAbsence(member.default) && isAbsence(given)) return false;
    return fits(given, member, shapes);
  });
}

function isAbsence(value: Json | undefined): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
