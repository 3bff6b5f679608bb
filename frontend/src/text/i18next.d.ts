import "i18next";
import type { Sentences } from "./parts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Sentences };
    keySeparator: false;
    nsSeparator: false;
    returnNull: false;
  }
}
