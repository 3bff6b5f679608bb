import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { SAID_BY } from "./app/pages";
import { loadSentences, startLanguage } from "./text/language";

// A busy machine takes its time to load what a screen asks for later.
configure({ asyncUtilTimeout: 4_000 });

// Tests read the Dutch screens, as most people do.
await startLanguage("nl");
await loadSentences(...Object.values(SAID_BY).flat());

afterEach(cleanup);
