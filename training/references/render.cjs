// Sets works in citation styles with citeproc-js, each field between marks:
//   node render.cjs STYLES LOCALES JOBS.json OUT.jsonl
// STYLES and LOCALES are folders of .csl and locales-*.xml files; JOBS holds
// [{"style", "locale", "items"}, …]; OUT gets {"s": style, "t": entry, "body": authors are bodies}.
const CSL = require("citeproc");
const fs = require("fs");
const path = require("path");

const [styles, locales, jobs, out] = process.argv.slice(2);
const [MARK, SEP, END] = ["\ue000", "\ue001", "\ue002"];
CSL.Output.Formats.text["@showid/true"] = CSL.Output.Formats.html["@showid/true"];

const known = {};
function locale(name) {
  if (!known[name]) {
    const file = path.join(locales, `locales-${name}.xml`);
    const there = fs.existsSync(file) ? file : path.join(locales, "locales-en-US.xml");
    known[name] = fs.readFileSync(there, "utf8");
  }
  return known[name];
}

const lines = fs.openSync(out, "w");
let failed = 0;
for (const job of JSON.parse(fs.readFileSync(jobs, "utf8"))) {
  const items = Object.fromEntries(job.items.map((item, at) => [`i${at}`, { ...item, id: `i${at}` }]));
  try {
    const style = fs.readFileSync(path.join(styles, `${job.style}.csl`), "utf8");
    const engine = new CSL.Engine(
      {
        retrieveLocale: locale,
        retrieveItem: (id) => items[id],
        variableWrapper: (params, before, text, after) =>
          `${before}${MARK}${(params.variableNames || [])[0] || "other"}${SEP}${text}${END}${after}`,
      },
      style,
      job.locale,
      true,
    );
    engine.setOutputFormat("text");
    for (const [id, item] of Object.entries(items)) {
      engine.updateItems([id]);
      const bibliography = engine.makeBibliography();
      if (!bibliography) break; // a style that has none
      const body = (item.author || []).length > 0 && item.author.every((one) => "literal" in one);
      const entry = { s: job.style, t: bibliography[1].join("").trim(), body };
      fs.writeSync(lines, `${JSON.stringify(entry)}\n`);
    }
  } catch {
    failed += 1;
  }
}
console.log(`${failed} jobs broke off`);
