import { Problem } from "../api/problem";
import { Alert } from "../ui/Alert";

/** Why something was refused, in the server's own words. */
export function Refusal({ error }: { error: unknown }) {
  if (!(error instanceof Problem)) return null;
  return (
    <Alert tone="error" title={error.title} role="status">
      {error.detail}
    </Alert>
  );
}
