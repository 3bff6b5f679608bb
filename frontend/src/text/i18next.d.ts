import "i18next";
import type nl from "./nl.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof nl };
    keySeparator: false;
    nsSeparator: false;
    returnNull: false;
  }
}
