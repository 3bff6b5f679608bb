import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { BidLine, BidLineKey } from "../ui/BidLine";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { bidRows } from "./bids";
import { newestRound, roundsNow } from "./roundsOf";
import type { Revision } from "./terms";
import { useWords } from "./useWords";

/** How far apart the sides are, or how they came together: one line for every number that moved. */
export function Bids({ commitment }: { commitment: View<"CommitmentView"> }) {
  const { t } = useTranslation();
  const words = useWords();
  const { negotiation } = commitment;
  const isAgreed = negotiation?.closedAs === "agreed";
  if (!negotiation?.isOpen && !isAgreed) return null;
  const rounds = roundsNow(commitment);
  const rows = bidRows(isAgreed ? [...rounds, accepted(newestRound(commitment))] : rounds, words);
  if (rows.length === 0) return null;
  return (
    <Panel
      title={t(isAgreed ? "bargaining.bids.agreed" : "bargaining.bids")}
      aside={
        <>
          <SideLabel side="buyer" />
          <SideLabel side="contractor" />
          <BidLineKey />
        </>
      }
    >
      {rows.map(({ id, ...row }) => (
        <PanelSection key={id}>
          <BidLine {...row} />
        </PanelSection>
      ))}
    </Panel>
  );
}

/** Who said yes stands where the other side stood. */
function accepted(round: Revision): Revision {
  return { ...round, bySide: round.bySide === "buyer" ? "contractor" : "buyer" };
}
