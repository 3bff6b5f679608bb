import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { startLanguage } from "./text/language";

// Tests read the Dutch screens, as most people do.
await startLanguage("nl");

afterEach(cleanup);
