import { startLanguage } from "./text/language";
import "./theme/theme.css";

await startLanguage();
