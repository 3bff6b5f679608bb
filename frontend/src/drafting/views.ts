import type { View } from "../api/client";

export type Box = View<"Box">;
export type DraftKind = View<"DraftKind">;
export type DraftLine = View<"DraftLineView">;
export type Draft = View<"DraftView">;
