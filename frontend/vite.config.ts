import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: {
    // Everybody who uses Samenspraak has a browser of the last two years.
    target: "es2023",
    // An inlined font or picture would be a data: address, which the content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The budget script reads it to know what the first route needs.
    manifest: true,
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
