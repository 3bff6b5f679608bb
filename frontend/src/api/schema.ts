/**
 * The paths the frame itself needs, in the form that the generator writes.
 *
 * `client-generator` replaces this file by the whole contract of the server.
 */

type Side = "buyer" | "contractor" | "coordinator";

export interface components {
  schemas: {
    SignIn: { email: string; password: string };
    MembershipView: {
      organisationId: string;
      name: string;
      title: string;
      isAdministrator: boolean;
    };
    PersonView: {
      id: string;
      name: string;
      email: string;
      language: "nl" | "en";
      memberships: components["schemas"]["MembershipView"][];
      freshUntil: string;
      sessionEndsAt: string;
    };
    ContractView: { title: string; reference: string | null };
    PartyView: { id: string; side: Side; name: string; hasJoined: boolean };
    ParticipantView: { id: string; side: Side; name: string; title: string; hasLeft: boolean };
    WorkspaceView: {
      id: string;
      phase: "exploration" | "dialogue" | "execution" | "closed";
      contract: components["schemas"]["ContractView"];
      parties: components["schemas"]["PartyView"][];
      participants: components["schemas"]["ParticipantView"][];
      ownParticipantId: string;
      ownSide: Side;
      moves: string[];
    };
  };
}

type Schemas = components["schemas"];
interface Answer<Body> {
  headers: Record<string, unknown>;
  content: { "application/json": Body };
}
interface Nothing {
  headers: Record<string, unknown>;
  content?: never;
}
interface NoParameters {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}

export interface paths {
  "/person": {
    get: { parameters: NoParameters; requestBody?: never; responses: { 200: Answer<Schemas["PersonView"]> } };
  };
  "/sessions": {
    post: {
      parameters: NoParameters;
      requestBody: { content: { "application/json": Schemas["SignIn"] } };
      responses: { 201: Answer<Schemas["PersonView"]> };
    };
    delete: { parameters: NoParameters; requestBody?: never; responses: { 204: Nothing } };
  };
  "/sessions/current": {
    delete: { parameters: NoParameters; requestBody?: never; responses: { 204: Nothing } };
  };
  "/workspaces/{workspace_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { workspace_id: string }; cookie?: never };
      requestBody?: never;
      responses: { 200: Answer<Schemas["WorkspaceView"]> };
    };
  };
}
