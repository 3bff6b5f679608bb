import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { leaveSession, personQuery, signOut } from "./session";

/** Leave, here (false) or everywhere (true), so that nothing stays behind. */
export function useSignOut() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      // Whoever is known is led away from the login page, and told that their session is over.
      queries.setQueryData(personQuery.queryKey, null);
      await navigate({ to: "/inloggen", search: {} });
      leaveSession();
      // Nothing of this person may stay in the memory of a shared computer.
      queries.clear();
      sessionStorage.clear();
    },
  });
}
