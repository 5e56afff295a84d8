// Writes sign_names.rs beside this file: the names of status signs for screen readers, from the
// annotations of the Unicode CLDR in the languages that have labels.
//
//     npm install --prefix /tmp/cldr cldr-annotations-full@48
//     node src/lang/cldr/extract-sign-names.mjs /tmp/cldr/node_modules

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const packages = process.argv[2];
if (!packages) {
  console.error("usage: node extract-sign-names.mjs NODE_MODULES");
  process.exit(2);
}

const SIGNS = [..."⚠⚪⚫⛔✅❌❤⬛⬜💙💚💛💜🔴🔵🔶🔷🔸🔹🔺🔻🛑🟠🟡🟢🟣🟤🟥🟦🟧🟨🟩🟪🟫🤎🧡"];

/** The names of a tag, as far as it has any of its own. */
function ownNames(tag) {
  const file = `${packages}/cldr-annotations-full/annotations/${tag}/annotations.json`;
  if (!existsSync(file)) return {};
  const { annotations } = JSON.parse(readFileSync(file, "utf8")).annotations;
  return Object.fromEntries(SIGNS.map((sign) => [sign, annotations[sign]?.tts?.[0]]));
}

// Parents of tags that are not the tag without its last subtag (supplemental/parentLocales).
const PARENTS = { "en-GB": "en-001", "en-001": "en", "zh-Hans": "zh", "zh-Hant": null, nb: "no", "pt-BR": "pt" };

function names(tag) {
  const own = ownNames(tag);
  const [language] = tag.split("-");
  const parent = tag in PARENTS ? PARENTS[tag] : language === tag ? null : language;
  if (!parent) return own;
  const inherited = names(parent);
  return Object.fromEntries(SIGNS.map((sign) => [sign, own[sign] ?? inherited[sign]]));
}

const labels = readdirSync(new URL("../../../templates/labels", import.meta.url));
const tags = labels.map((file) => file.replace(".yaml", "")).sort();
const rows = new Map();
for (const tag of tags) {
  const list = SIGNS.map((sign) => names(tag)[sign]);
  if (list.includes(undefined)) throw new Error(`${tag} has no name for ${SIGNS[list.indexOf(undefined)]}`);
  rows.set(tag, JSON.stringify(list));
}

const { version } = JSON.parse(readFileSync(`${packages}/cldr-annotations-full/package.json`, "utf8"));
const lines = [
  `//! Names of status signs from the Unicode CLDR ${version}. Written by \`extract-sign-names.mjs\`.`,
  "",
  "/// The signs, sorted.",
  `pub(super) const NAMED_SIGNS: [char; ${SIGNS.length}] = [`,
  ...SIGNS.map((sign) => `    '${sign}',`),
  "];",
  "",
  "/// The names of [`NAMED_SIGNS`], sorted by tag. A tag without a row has the names of its parent,",
  "/// the tag without its last subtag.",
  "#[rustfmt::skip]",
  `pub(super) const SIGN_NAMES: &[(&str, [&str; ${SIGNS.length}])] = &[`,
];
for (const [tag, list] of rows) {
  const [language] = tag.split("-");
  if (language === tag || rows.get(language) !== list) {
    lines.push(`    ("${tag}", ${list.replaceAll('","', '", "')}),`);
  }
}
lines.push("];", "");
writeFileSync(new URL("sign_names.rs", import.meta.url), lines.join("\n"));
