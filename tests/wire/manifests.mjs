// Checks app manifests against Slack's schema: node manifests.mjs SCHEMA MANIFEST...
// Prints each complaint; ends with their number.
import { readFileSync } from "node:fs";
import Ajv from "ajv";

const [schema, ...manifests] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv.default({ strict: false, validateFormats: false, allErrors: true });
const check = ajv.compile(read(schema));
let complaints = 0;
for (const path of manifests) {
  if (!check(read(path))) {
    for (const error of check.errors) {
      complaints += 1;
      console.log(`${path}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}
process.exit(Math.min(complaints, 100));
