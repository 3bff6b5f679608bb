import type { fieldsOf } from "./said";
import "./Content.css";

/** One round alone: what it says, without before and after. */
export function Content({ fields }: { fields: ReturnType<typeof fieldsOf> }) {
  return (
    <dl className="samenspraak-content">
      {fields.map(({ id, label, after, lang }) => (
        <div key={id} className="samenspraak-content__field">
          <dt>{label}</dt>
          <dd lang={lang}>{after}</dd>
        </div>
      ))}
    </dl>
  );
}
