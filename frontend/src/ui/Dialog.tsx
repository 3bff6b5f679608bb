import { lazy, type ReactNode, Suspense } from "react";

export interface DialogProps {
  open: boolean;
  /** Escape, a click beside it, or the cancel button. */
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** The buttons; the first is the one that does what the title says. Cancel comes by itself. */
  actions?: ReactNode;
  /** What closing is called; "Annuleren" unless said. */
  closeLabel?: string;
  /** A dialog that cannot be waved away with Escape, such as the end of a session. */
  mustAnswer?: boolean;
}

// React Aria's overlay is a quarter of what a first visit may weigh, and most visits open none.
const OverlayDialog = lazy(() => import("./OverlayDialog"));

/** A question that has to be answered first. Focus goes to its title and comes back afterwards. */
export function Dialog(props: DialogProps) {
  if (!props.open) return null;
  return (
    <Suspense fallback={null}>
      <OverlayDialog {...props} />
    </Suspense>
  );
}

/** Fetch the code of dialogs ahead, when the pointer or the focus comes near one. */
export function prepareDialog() {
  void import("./OverlayDialog");
}
