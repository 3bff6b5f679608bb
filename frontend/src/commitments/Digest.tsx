import "./Digest.css";

/** The 64 hexadecimal digits of a text, in groups that one can compare by eye. */
export function Digest({ digest }: { digest: string }) {
  const groups = digest.match(/.{1,4}/g) ?? [];
  return (
    <code className="samenspraak-digest">
      {groups.map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: Groups have no identity but their place.
        <span key={place}>{group} </span>
      ))}
    </code>
  );
}
