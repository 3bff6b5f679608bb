import react from "@vitejs/plugin-react";
import type { Root } from "postcss";
import { defineConfig } from "vitest/config";

/**
 * The tokens of voorbeeld that a style sheet of ours reads, or a tenant may set.
 *
 * The other two thousand belong to components we do not have; sent along, they would weigh more
 * than everything else together.
 */
const READ =
  /^--(basis|voorbeeld|nl-(button|link|skip-link)|utrecht-(alert|form|select|table|text))-?/;

function onlyTokensWeRead(root: Root) {
  root.walkRules(".voorbeeld-theme", (rule) => {
    rule.walkDecls((token) => {
      if (!READ.test(token.prop)) token.remove();
    });
  });
}

/**
 * What every page stands on.
 *
 * In one file it packs tighter than spread over many, and stays in a browser's cache when we change
 * something of ours.
 */
const LIBRARIES =
  /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next|openapi-fetch|void-elements|html-parse-stringify|use-sync-external-store)[\\/]/;

/** What begins a visit; all else stands in one file with what it imports. */
const BEGINS = /(main\.tsx|index\.html)$/;

/** What nearly every page behind the first is made of. */
const KIT =
  /src[\\/](ui[\\/](Amounts|Badge|Choices|Form|FormField|NumberField|Panel|ServerHtml|form|useKeptText)|text[\\/](format|useFormat))\.tsx?$/;

export default defineConfig({
  plugins: [react()],
  css: { postcss: { plugins: [{ postcssPlugin: "only-tokens-we-read", Once: onlyTokensWeRead }] } },
  build: {
    // Everybody who uses Samenspraak has a browser of the last two years.
    target: "es2023",
    // An inlined font or picture would be a data: address, which the content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The budget script reads it to know what the first route needs.
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "libraries", test: LIBRARIES, priority: 2 },
            // Many small files pack worse, and each is asked for on its own.
            { name: "frame", tags: ["$initial"], test: (id) => !BEGINS.test(id), priority: 1 },
            { name: "kit", test: KIT },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/v1": { target: "http://127.0.0.1:8000", ws: true } },
  },
  test: {
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "http://localhost/" } },
    setupFiles: ["src/testing.ts"],
    css: false,
    restoreMocks: true,
  },
});
