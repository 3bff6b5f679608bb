type Child = Node | string | null;

/** Make an element; texts become texts, so nothing from a file is ever read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const DRAWN: Record<string, string[]> = {
  ok: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18", "m8.500 12 2.500 2.500 4.500-5"],
  info: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18", "M12 11v5", "M12 7.800v.1"],
  warning: ["M12 4 3 20h18z", "M12 10v4.500", "M12 17v.1"],
  error: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18", "m9 9 6 6", "m15 9-6 6"],
};

/** A sign beside a conclusion; the words say the same. */
export function icon(tone: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  for (const line of DRAWN[tone] ?? []) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", line);
    made.append(path);
  }
  return made;
}
