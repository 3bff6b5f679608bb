import { classes } from "./classes";
import "./ServerHtml.css";

interface HtmlPolicy {
  createHTML: (html: string) => string;
}

interface WithTrustedTypes {
  trustedTypes?: { createPolicy: (name: string, rules: HtmlPolicy) => HtmlPolicy };
}

/**
 * The one policy for HTML as text, under the name the content policy allows.
 *
 * It changes nothing: the server renders Markdown and cleans it, and no other HTML comes this way.
 */
const policy: HtmlPolicy = (window as WithTrustedTypes).trustedTypes?.createPolicy("samenspraak", {
  createHTML: (html) => html,
}) ?? { createHTML: (html) => html };

interface ServerHtmlProps {
  /** HTML from a field of the API that ends in `Html`. Never text of a person. */
  html: string;
  className?: string;
  /** The language of what people wrote: that of the contract. */
  lang?: string;
}

/** Text that the server rendered from Markdown. */
export function ServerHtml({ html, className, lang = "nl" }: ServerHtmlProps) {
  return (
    <div
      className={classes("samenspraak-prose", className)}
      lang={lang}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: Rendered and cleaned by the server.
      dangerouslySetInnerHTML={{ __html: policy.createHTML(html) }}
    />
  );
}
