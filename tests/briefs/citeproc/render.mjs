// Renders the items on standard input (CSL-JSON) with citeproc-js, one bibliography each, as text.
//
//   python -m tests.briefs.citeproc | node render.mjs LOCALE.xml NAME=STYLE.csl… > rendered.json

import { readFileSync } from "node:fs";
import CSL from "citeproc";

const [localePath, ...styles] = process.argv.slice(2);
const locale = readFileSync(localePath, "utf8");
const items = JSON.parse(readFileSync(0, "utf8"));
const rendered = {};

for (const named of styles) {
  const [name, path] = named.split("=");
  const style = readFileSync(path, "utf8");
  rendered[name] = {};
  for (const item of items) {
    const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: () => item }, style);
    engine.setOutputFormat("text");
    engine.updateItems([item.id]);
    rendered[name][item.id] = engine.makeBibliography()[1].join("").trim();
  }
}
process.stdout.write(JSON.stringify(rendered, null, 1) + "\n");
