/**
 * A real provider of OpenID Connect on a port of its own, with people who come in by naming
 * themselves. `node provider.js PORT RETURN_ADDRESS CLIENT_METHOD` says `ready` once it listens.
 *
 * Its clients differ in what providers differ in: how ID tokens are signed, and whether those say when
 * somebody proved who they are.
 */
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, returnAddress, clientMethod] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

function aKey(kind, options, alg, kid) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: "jwk" }), alg, kid, use: "sig" };
}

function aClient(client_id, more) {
  return {
    client_id,
    client_secret: `secret of ${client_id} & more:%+/=`,
    redirect_uris: [returnAddress],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: clientMethod,
    ...more,
  };
}

const provider = new Provider(issuer, {
  clients: [
    aClient("by-rsa", { id_token_signed_response_alg: "RS256", require_auth_time: true }),
    aClient("by-curve", { id_token_signed_response_alg: "ES256" }),
    aClient("by-pss", { id_token_signed_response_alg: "PS256" }),
  ],
  jwks: {
    keys: [
      aKey("rsa", { modulusLength: 2048 }, "RS256", `rsa-${process.pid}`),
      aKey("rsa", { modulusLength: 2048 }, "PS256", `pss-${process.pid}`),
      aKey("ec", { namedCurve: "P-256" }, "ES256", `curve-${process.pid}`),
    ],
  },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "PS256"] },
  clientAuthMethods: [clientMethod],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  // Whether an address is made sure of is said in the name: "unsure:…" is not.
  conformIdTokenClaims: false,
  async findAccount(_context, id) {
    const email = id.replace(/^[a-z]+:/, "");
    return {
      accountId: id,
      claims: async () => ({ sub: id, email, email_verified: !id.startsWith("unsure:") }),
    };
  },
  // Nobody is asked whether we may know their address: that was settled between organisations.
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["only for tests"] },
  ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 3600, Interaction: 600, Session: 600, Grant: 600 },
});

createServer(provider.callback()).listen(Number(port), "127.0.0.1", () => {
  process.stdout.write("ready\n");
});

// Whoever started us holds the other end.
process.stdin.on("end", () => process.exit(0)).resume();
