import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DraftText } from "../drafting/DraftText";
import { Disclosure } from "../ui/Disclosure";
import type { CommitmentDraft } from "./drafts";
import { Agree } from "./fields/Agree";
import { FaultsContext, Line } from "./fields/Line";
import { type Level, pointerOf } from "./fields/levels";
import { Length, Quantity } from "./fields/Quantity";
import { Sign } from "./fields/Sign";
import { useMissingNames } from "./Missing";
import "./TermsFields.css";

// Few commitments need it, and nobody sees it before it is unfolded.
const Wish = lazy(() => import("./fields/Wish").then(({ Wish }) => ({ default: Wish })));

interface TermsFieldsProps {
  workspace: View<"WorkspaceView">;
  view: CommitmentDraft;
  faults: ReadonlyMap<string, string>;
  /** What is unfolded. */
  open: ReadonlySet<Level>;
  onOpen: (level: Level, isOpen: boolean) => void;
  loadPreview: () => Promise<string>;
}

/** What a commitment says: a title, how much and how long, and all the rest for who wants it. */
export function TermsFields(props: TermsFieldsProps) {
  const { workspace, view, faults, open, onOpen, loadPreview } = props;
  const { t } = useTranslation();
  const names = useMissingNames();
  const fold = { open, onOpen };
  return (
    <FaultsContext value={faults}>
      <div className="samenspraak-stack">
        <Line
          name="title"
          label={t("terms.title")}
          description={t("composing.title.help")}
          maxLength={200}
        />
        <div className="samenspraak-terms__row">
          <Quantity />
          <Length />
        </div>
        <DraftText
          label={t("terms.text")}
          pointer={pointerOf("text")}
          rows={5}
          loadPreview={loadPreview}
        />
        <div className="samenspraak-terms__levels">
          <Folded
            {...fold}
            level="agree"
            title={t("composing.level.agree")}
            detail={names(view.missing.toAgree)}
          >
            <Agree workspace={workspace} view={view} />
          </Folded>
          <Folded
            {...fold}
            level="sign"
            title={t("composing.level.sign")}
            detail={names(view.missing.toSign)}
          >
            <Sign workspace={workspace} />
          </Folded>
          <Folded
            {...fold}
            level="wish"
            title={t("composing.level.wish")}
            detail={t("composing.level.wish.what")}
          >
            <Suspense fallback={null}>
              <Wish />
            </Suspense>
          </Folded>
        </div>
      </div>
    </FaultsContext>
  );
}

interface FoldedProps {
  level: Level;
  title: string;
  /** What is still to be filled in, or what there is to find. */
  detail: string;
  open: ReadonlySet<Level>;
  onOpen: (level: Level, isOpen: boolean) => void;
  children: ReactNode;
}

/** What belongs to one step, folded away until somebody asks for it. */
function Folded({ level, title, detail, open, onOpen, children }: FoldedProps) {
  return (
    <Disclosure
      open={open.has(level)}
      onToggle={(event) => onOpen(level, event.currentTarget.open)}
      summary={
        <>
          {title} <span className="samenspraak-terms__missing">{detail}</span>
        </>
      }
    >
      <div className="samenspraak-stack samenspraak-stack--wide">{children}</div>
    </Disclosure>
  );
}
