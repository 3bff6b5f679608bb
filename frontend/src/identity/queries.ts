import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** What an organisation wants to be asked. */
export const settingsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ["organisations", organisationId, "settings"],
    queryFn: () =>
      answer(
        api.GET("/organisations/{organisation_id}/settings", {
          params: { path: { organisation_id: organisationId } },
        }),
      ),
  });
