import {
  IconFileText,
  IconLock,
  IconMessage,
  IconMessages,
  IconMicrophone,
  IconPaperclip,
  IconProgressCheck,
  IconTargetArrow,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { TextLink } from "../ui/Link";
import { PanelItem } from "../ui/Panel";
import type { Found } from "./queries";
import type { FoundKind } from "./search";
import "./FoundItem.css";

const ICONS: Record<FoundKind, ComponentType<{ size: number; "aria-hidden": "true" }>> = {
  message: IconMessage,
  thread: IconMessages,
  talk: IconMicrophone,
  commitment: IconProgressCheck,
  agreement: IconFileText,
  purpose: IconTargetArrow,
  file: IconPaperclip,
};

interface FoundItemProps {
  item: Found;
  /** Where one looks in one contract, its name goes without saying. */
  namesContract: boolean;
}

/** One thing that was found: what it is, who reads it, where it stands, and the words around it. */
export function FoundItem({ item, namesContract }: FoundItemProps) {
  const { t } = useTranslation();
  const Icon = ICONS[item.kind];
  const own = item.audience === "own_side";
  return (
    <PanelItem ownSide={own} className="samenspraak-found">
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <StatusLabel plain icon={<Icon size={16} aria-hidden="true" />}>
          {t(`search.one.${item.kind}`)}
        </StatusLabel>
        {own && (
          <StatusLabel tone="accent" icon={<IconLock size={16} aria-hidden="true" />}>
            {t("search.own-side")}
          </StatusLabel>
        )}
        <span className="samenspraak-muted samenspraak-small">
          <DateText at={item.at} />
        </span>
      </div>
      <h3 className="samenspraak-found__title">
        <FoundLink item={item} />
      </h3>
      {item.excerpt.length > 0 && (
        <p className="samenspraak-measure" lang="nl">
          <Marked pieces={item.excerpt} />
        </p>
      )}
      {namesContract && (
        <p className="samenspraak-muted samenspraak-small" lang="nl">
          {item.workspaceTitle}
        </p>
      )}
    </PanelItem>
  );
}

/** A text with the words that were asked for standing out. */
function Marked({ pieces }: { pieces: Found["excerpt"] }) {
  return pieces.map((piece, at) =>
    piece.isHit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: Pieces of one text never change places.
      <mark key={at}>{piece.text}</mark>
    ) : (
      piece.text
    ),
  );
}

/** Leads to where it stands. */
function FoundLink({ item }: { item: Found }) {
  const { t } = useTranslation();
  const id = item.workspaceId;
  const number = item.number ?? 0;
  const title = item.title && (
    <span lang="nl">
      <Marked pieces={item.titlePieces} />
    </span>
  );
  const thread =
    item.kind === "thread" ? item.id : item.parentKind === "thread" ? item.parentId : null;
  const version =
    item.kind === "agreement" ? item.id : item.parentKind === "agreement" ? item.parentId : null;
  if (thread !== null) {
    return (
      <TextLink strong to="/contracten/$id" params={{ id }} search={{ gesprek: thread }}>
        {title || t("search.untitled")}
      </TextLink>
    );
  }
  if (version !== null) {
    return (
      <TextLink strong to="/contracten/$id/overeenkomst/$version" params={{ id, version }}>
        {title || t("search.version", { number })}
      </TextLink>
    );
  }
  if (item.kind === "commitment") {
    return (
      <TextLink
        strong
        to="/contracten/$id/toezeggingen/$commitmentId"
        params={{ id, commitmentId: item.id }}
      >
        {number}. {title}
      </TextLink>
    );
  }
  return (
    <TextLink strong to="/contracten/$id" params={{ id }}>
      {t(item.kind === "purpose" ? "search.purpose" : "search.talk")}
    </TextLink>
  );
}
