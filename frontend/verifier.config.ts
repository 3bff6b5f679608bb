import { createHash } from "node:crypto";
import type { Declaration, Root } from "postcss";
import { defineConfig, type Plugin } from "vite";

/**
 * Drop every token that nothing on this page reads.
 *
 * The theme has two thousand of them, and this page has to be one small file.
 */
function onlyTokensThatAreRead(root: Root) {
  const tokens = new Map<string, Declaration[]>();
  const waiting: string[] = [];
  const namesIn = (value: string) => [...value.matchAll(/--[\w-]+/g)].map(([name]) => name);
  root.walkDecls((declaration) => {
    if (!declaration.prop.startsWith("--")) waiting.push(...namesIn(declaration.value));
    else tokens.set(declaration.prop, [...(tokens.get(declaration.prop) ?? []), declaration]);
  });
  const read = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (read.has(name)) continue;
    read.add(name);
    for (const { value } of tokens.get(name) ?? []) waiting.push(...namesIn(value));
  }
  for (const [name, declarations] of tokens) {
    if (!read.has(name)) for (const declaration of declarations) declaration.remove();
  }
}

const hashed = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/**
 * Put script and style into the page itself, with a policy that allows these two and nothing else.
 *
 * The page then is one file that can be kept beside a bundle, opened from a disk, and never speaks
 * to anybody.
 */
function inOneFile(): Plugin {
  return {
    name: "in-one-file",
    enforce: "post",
    generateBundle(_, bundle) {
      let script = "";
      let style = "";
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk") script += file.code;
        else if (name.endsWith(".css")) style += String(file.source);
        if (!name.endsWith(".html")) delete bundle[name];
      }
      // What ends an element early would end it within a text of ours too.
      script = script.replaceAll("</script", "<\\/script").trim();
      style = style.trim();
      const policy =
        `default-src 'none'; script-src ${hashed(script)}; style-src ${hashed(style)}; ` +
        "img-src data:; base-uri 'none'; form-action 'none'";
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset") continue;
        file.source = String(file.source)
          .replace(/\s*<script type="module"[^>]*><\/script>/, "")
          .replace(/\s*<link rel="stylesheet"[^>]*>/, "")
          .replace("__POLICY__", () => policy)
          .replace("</head>", () => `  <style>${style}</style>\n  </head>`)
          .replace("</body>", () => `  <script type="module">${script}</script>\n  </body>`);
      }
    },
  };
}

/** Builds `dist/verify.html` beside the screens; it shares their theme and nothing else. */
export default defineConfig({
  root: "verifier",
  publicDir: false,
  plugins: [inOneFile()],
  css: {
    postcss: { plugins: [{ postcssPlugin: "only-tokens-read", OnceExit: onlyTokensThatAreRead }] },
  },
  build: {
    target: "es2023",
    outDir: "../dist",
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: { input: "verifier/verify.html" },
  },
});
