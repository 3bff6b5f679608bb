import { loadSentences } from "../text/language";
import { type PageName, SAID_BY } from "./pages";

/** A module that comes when it is first needed, beside the sentences it says and not before them. */
export async function withSentences<Module>(
  name: PageName,
  load: () => Promise<Module>,
): Promise<Module> {
  const [module] = await Promise.all([load(), loadSentences(...SAID_BY[name])]);
  return module;
}
