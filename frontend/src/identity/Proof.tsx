import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Person, personQuery, usePerson } from "../app/session";
import { TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { CodeField, NO_CODE, spelled } from "./CodeField";
import { proveAgain } from "./moves";
import { ProviderButtons } from "./Providers";
import { providersQuery } from "./queries";

/** A proof that runs out while one reads is asked for at once. */
const MARGIN_MS = 30_000;

/** What is typed to prove once more who one is. */
export function useProof(isNeeded: boolean) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const person = usePerson();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState(NO_CODE);
  const [isGiven, setGiven] = useState(false);
  const [insists, setInsists] = useState(false);
  const isAsked = (isNeeded || insists) && !isGiven;
  return {
    isAsked,
    password,
    setPassword,
    code,
    setCode,
    /** Ask for it, or ask again: it became too long ago. */
    insist() {
      setInsists(true);
      setGiven(false);
    },
    /** What is sent along where an act takes it itself. */
    typed: () => ({ password, code: spelled(code) }),
    /** What is still empty: an empty password is a slip, and no guess that counts. */
    lacking(): FieldError[] {
      if (!isAsked) return [];
      if (person && !person.hasPassword) {
        return [{ pointer: "", message: t("proof.provider-first") }];
      }
      const lacks: FieldError[] = [];
      if (password === "")
        lacks.push({ pointer: "/password", message: t("proof.password-needed") });
      if (person?.hasSecondFactor && spelled(code) === "") {
        lacks.push({ pointer: "/code", message: t("proof.code.needed") });
      }
      return lacks;
    },
    /** Give it, before what asks for it. */
    async give() {
      if (!isAsked) return;
      const now = await proveAgain({
        password,
        ...(person?.hasSecondFactor ? { code: spelled(code) } : undefined),
      });
      queries.setQueryData(personQuery.queryKey, now);
      // A code works once: if what comes next fails, trying again must not send it again.
      setGiven(true);
      setCode(NO_CODE);
    },
  };
}

export type Proof = ReturnType<typeof useProof>;

/** Whether somebody proved long ago who they are. */
export function isProofOld(person: Person | null): boolean {
  const until = person?.freshUntil;
  return !until || Date.parse(until) - MARGIN_MS < Date.now();
}

interface ProofFieldsProps {
  proof: Proof;
  /** Why it is asked for here. */
  reason: string;
  /** An act that takes password and code itself does not take a provider's word. */
  withoutProvider?: boolean;
}

/** Password and code, or the provider that vouches for one; nothing where no proof is asked for. */
export function ProofFields({ proof, reason, withoutProvider = false }: ProofFieldsProps) {
  const { t } = useTranslation();
  const person = usePerson();
  const mayGo = proof.isAsked && !withoutProvider && (person?.identities.length ?? 0) > 0;
  const { data: providers } = useQuery({
    ...providersQuery,
    enabled: mayGo,
  });
  if (!proof.isAsked || !person) return null;
  const isLinked = (id: string) => person.identities.some(({ providerId }) => providerId === id);
  const linked = mayGo ? (providers?.items.filter(({ id }) => isLinked(id)) ?? []) : [];
  return (
    <>
      {person.hasPassword && (
        <>
          <TextField
            label={t("identity.password")}
            description={reason}
            pointer="/password"
            type="password"
            autoComplete="current-password"
            value={proof.password}
            onChange={(event) => proof.setPassword(event.target.value)}
          />
          {person.hasSecondFactor && <CodeField code={proof.code} onChange={proof.setCode} />}
        </>
      )}
      {linked.length > 0 && (
        <div className="samenspraak-stack samenspraak-stack--tight">
          <p>{person.hasPassword ? t("proof.or-provider") : reason}</p>
          <ProviderButtons
            providers={linked}
            purpose="proof"
            words={(name) => t("proof.with", { name })}
          />
        </div>
      )}
    </>
  );
}
