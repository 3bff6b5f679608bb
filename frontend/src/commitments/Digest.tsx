import { Fragment } from "react";
import { unbroken } from "../text/amount";
import "./Digest.css";

/**
 * The 64 hexadecimal digits of a text, in groups that one can compare by eye.
 *
 * The room between groups is drawn, not written, so that who copies the digits gets them alone.
 */
export function Digest({ digest }: { digest: string }) {
  const groups = digest.match(/.{1,4}/g) ?? [];
  return (
    <code className="samenspraak-digest">
      {groups.map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: Groups have no identity but their place.
        <Fragment key={place}>
          <span className="samenspraak-digest__group">{group}</span>
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

/** Words with a digest in them, as they are kept: only the digits are set in groups. */
export function WithDigest({ text, digest }: { text: string; digest: string }) {
  const [before, after] = text.split(digest, 2);
  if (after === undefined) return unbroken(text);
  return (
    <>
      {unbroken(before ?? "")}
      <Digest digest={digest} />
      {unbroken(after)}
    </>
  );
}
