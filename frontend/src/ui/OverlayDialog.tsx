import { useEffect, useRef } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import type { DialogProps } from "./Dialog";
import "./Dialog.css";

/** The dialog itself, apart from `Dialog` so that it is loaded when first needed. */
export default function OverlayDialog(props: DialogProps) {
  const { onClose, title, children, actions, closeLabel, mustAnswer = false } = props;
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <ModalOverlay
      isOpen
      isDismissable={!mustAnswer}
      isKeyboardDismissDisabled={mustAnswer}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="samenspraak-dialog-ground"
    >
      <Modal className="samenspraak-dialog">
        <AriaDialog className="samenspraak-dialog__box" aria-labelledby="samenspraak-dialog-title">
          <h2
            id="samenspraak-dialog-title"
            ref={heading}
            tabIndex={-1}
            className="samenspraak-dialog__title"
          >
            {title}
          </h2>
          <div className="samenspraak-dialog__body">{children}</div>
          <div className="samenspraak-dialog__actions">
            {actions}
            {!mustAnswer && (
              <Button variant="subtle" onClick={onClose}>
                {closeLabel ?? t("ui.cancel")}
              </Button>
            )}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
