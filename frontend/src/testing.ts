import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { SAID_BY } from "./app/pages";
import { loadSentences, startLanguage } from "./text/language";

// Tests read the Dutch screens, as most people do.
await startLanguage("nl");
await loadSentences(...Object.values(SAID_BY).flat());

afterEach(cleanup);
