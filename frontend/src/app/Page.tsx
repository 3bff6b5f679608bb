import type { ReactNode } from "react";
import { usePageTitle } from "./navigation";
import { PageHeading } from "./PageHeading";
import "./Page.css";

interface PageProps {
  title: string;
  /** A line under the title. */
  lead?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** No wider than one reads well, for forms. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page of its own, outside a contract: its header and its content. */
export function Page({ title, lead, actions, narrow = false, children }: PageProps) {
  usePageTitle(title);
  return (
    // Inside main, because a header beside it would be a second banner to screen readers.
    <main id="inhoud" tabIndex={-1}>
      <header className="samenspraak-page-head">
        <div className="samenspraak-width samenspraak-page-head__inside">
          <div>
            <PageHeading>{title}</PageHeading>
            {lead !== undefined && <p className="samenspraak-muted">{lead}</p>}
          </div>
          {actions !== undefined && <div className="samenspraak-cluster">{actions}</div>}
        </div>
      </header>
      <div className="samenspraak-width samenspraak-main">
        <div className={narrow ? "samenspraak-narrow" : undefined}>{children}</div>
      </div>
    </main>
  );
}
