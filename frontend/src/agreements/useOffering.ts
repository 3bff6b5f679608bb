import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { Problem } from "../api/problem";
import { useToast } from "../ui/Toast";
import { offer } from "./moves";

type Asked = Omit<View<"OfferVersion">, "id">;

/** Put a version up for signing, and go and look at it. */
export function useOffering(
  workspaceId: string,
  onDone: () => void,
): UseMutationResult<View<"VersionView">, Error, Asked> {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { say } = useToast();
  const agreement = { queryKey: ["workspaces", workspaceId, "agreement"] };
  // One id for all attempts, so that sending it again after a lost answer makes it once.
  const id = useRef(newId());
  return useMutation({
    mutationFn: (asked: Asked) => offer(workspaceId, { id: id.current, ...asked }),
    onSuccess: async (version) => {
      onDone();
      say(t("agreements.offer.done", { number: version.line.number }));
      await queries.invalidateQueries(agreement);
      await navigate({
        to: "/contracten/$id/overeenkomst/$version",
        params: { id: workspaceId, version: version.line.id },
      });
    },
    onError: (error) => {
      if (error instanceof Problem) void queries.invalidateQueries(agreement);
    },
  });
}
