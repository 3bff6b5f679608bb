import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { useConnection } from "../live/connection";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { NumberField } from "../ui/NumberField";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { useToast } from "../ui/Toast";
import { setSigningRule } from "./moves";
import { versionsQuery } from "./queries";

const NONE: FieldError[] = [];

/** How many people sign for each side; one's own side asks for more here. */
export function SigningRulePanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const { data } = useQuery(versionsQuery(workspace.id));
  if (!data) return null;
  const own = data.signingRules.find(({ side }) => side === workspace.ownSide);
  return (
    <Panel title={t("keeping.rule.title")}>
      <PanelSection className="samenspraak-stack">
        <p className="samenspraak-measure">{t("keeping.rule.lead")}</p>
        <ul className="samenspraak-list samenspraak-stack samenspraak-stack--tight">
          {data.signingRules.map(({ side, needed }) => (
            <li key={side} className="samenspraak-cluster">
              <SideLabel side={side} />
              <span>{t("keeping.rule.needed", { count: needed })}</span>
            </li>
          ))}
        </ul>
        {own &&
          (data.moves.includes("set-signing-rule") ? (
            <RuleForm key={own.needed} workspaceId={workspace.id} needed={own.needed} />
          ) : (
            <p className="samenspraak-muted samenspraak-small">{t("keeping.rule.read-only")}</p>
          ))}
      </PanelSection>
    </Panel>
  );
}

function RuleForm({ workspaceId, needed }: { workspaceId: string; needed: number }) {
  const { t } = useTranslation();
  const { say } = useToast();
  const queries = useQueryClient();
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const [typed, setTyped] = useState(String(needed));
  const [own, setOwn] = useState(NONE);
  const setting = useMutation({
    mutationFn: (count: number) => setSigningRule(workspaceId, { needed: count }),
    onSuccess: async () => {
      say(t("keeping.rule.done"));
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "agreement"] });
    },
  });
  return (
    <Form
      errors={own.length > 0 ? own : formErrors(setting.error)}
      onSubmit={() => {
        const count = Number(typed);
        const isCount = typed.trim() !== "" && Number.isInteger(count);
        setOwn(isCount ? NONE : [{ pointer: "/needed", message: t("keeping.rule.wrong") }]);
        if (isCount) setting.mutate(count);
        else setting.reset();
      }}
    >
      <NumberField
        label={t("keeping.rule.label")}
        description={t("keeping.rule.help")}
        pointer="/needed"
        whole
        className="samenspraak-few-digits"
        value={typed}
        onTyped={setTyped}
      />
      <div>
        <Button type="submit" busy={setting.isPending} unavailable={offline}>
          {t("keeping.rule.send")}
        </Button>
      </div>
    </Form>
  );
}
