/* The Indonesian words of the scripts, as their catalogue has them: for tests that say what a page shows by default. */
import { readFileSync } from "node:fs";
import { useMessages } from "../../dashboard/ui/static/messages.js";

const FILE = new URL("../../data/locale/id.po", import.meta.url);
const ENTRY = /^msgid (".*")\n(?:msgid_plural .*\nmsgstr\[0\]|(?:msgstr)) (".*")$/gm;

/* Every entry of the file is on lines of its own; Indonesian has one plural form. */
export function readCatalogue() {
  const entries = [...readFileSync(FILE, "utf8").matchAll(ENTRY)];
  return Object.fromEntries(
    entries.map(([entry, id, text]) => {
      const translated = JSON.parse(text);
      return [JSON.parse(id), entry.includes("msgid_plural") ? { other: translated } : translated];
    }),
  );
}

useMessages("id", readCatalogue());
