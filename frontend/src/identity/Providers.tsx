import { useMutation } from "@tanstack/react-query";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { goToProvider } from "./moves";

interface ProviderButtonsProps {
  providers: readonly View<"IdentityProviderView">[];
  purpose: View<"RequestProvider">["purpose"];
  /** Where the browser comes back: here, unless said. What is kept in this tab is still there. */
  returnTo?: string;
  /** What a button says: "Inloggen met Rijk". */
  words: (name: string) => string;
}

/** A way through for each organisation that vouches for its own people. */
export function ProviderButtons({ providers, purpose, returnTo, words }: ProviderButtonsProps) {
  const going = useMutation({
    mutationFn: (provider: string) =>
      goToProvider({ provider, purpose, returnTo: returnTo ?? here() }),
    onSuccess: ({ address }) => window.location.assign(address),
  });
  const [wrong] = formErrors(going.error);
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      {wrong && <Alert tone="error" title={wrong.message} role="alert" />}
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            // Until the other page is there the button stays busy: one press is one visit.
            busy={going.variables === id && (going.isPending || going.isSuccess)}
            onClick={() => going.mutate(id)}
          >
            {words(name)}
          </Button>
        ))}
      </div>
    </div>
  );
}

function here(): string {
  return window.location.pathname + window.location.search;
}
