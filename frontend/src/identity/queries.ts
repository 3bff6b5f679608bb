import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** Who else may say who somebody is, and whether mail goes out. Open to whoever asks. */
export const providersQuery = queryOptions({
  queryKey: ["identity-providers"],
  queryFn: () => answer(api.GET("/identity-providers")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whether a link from a letter still lets one choose a password. */
export const passwordResetQuery = (secret: string) =>
  queryOptions({
    queryKey: ["password-resets", secret],
    queryFn: () => answer(api.GET("/password-resets/{secret}", { params: { path: { secret } } })),
    gcTime: 0,
  });

/** Where one is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: () => answer(api.GET("/sessions")),
});

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

/** Far more people than sign for one organisation. */
const ALL = 100;

/** Who may sign for an organisation, and up to what. */
export const mandatesQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ["organisations", organisationId, "mandates"],
    queryFn: () =>
      answer(
        api.GET("/organisations/{organisation_id}/mandates", {
          params: { path: { organisation_id: organisationId }, query: { limit: ALL } },
        }),
      ),
  });

/** The people of an organisation. */
export const membersQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ["organisations", organisationId, "members"],
    queryFn: () =>
      answer(
        api.GET("/organisations/{organisation_id}/members", {
          params: { path: { organisation_id: organisationId }, query: { limit: ALL } },
        }),
      ),
  });
