import type { View } from "../api/client";
import type { SigningSide } from "../commitments/terms";

/** Who is bound, as the bytes of a version say it (`samenspraak/agreement/1`). */
interface AgreementDocument {
  parties: { side: SigningSide; name: string }[];
}

/** What is signed, read from the document itself. */
export function documentOf(version: View<"VersionView">): AgreementDocument {
  return version.document as unknown as AgreementDocument;
}
