// Writes punctuation.rs beside this file and ../dates/table.rs, from the JSON packages of the Unicode
// CLDR:
//
//     npm install --prefix /tmp/cldr cldr-misc-full@48 cldr-numbers-full@48 cldr-dates-full@48
//     node src/lang/cldr/extract.mjs /tmp/cldr/node_modules
//
// A language is left out if its values are those of its tag without the last subtag, since look-ups
// go on with shorter tags until they find one.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";

import { datePatterns } from "./date_patterns.mjs";

const packages = process.argv[2];
if (!packages) {
  console.error("usage: node extract.mjs NODE_MODULES");
  process.exit(2);
}

const read = (path) => JSON.parse(readFileSync(`${packages}/${path}`, "utf8"));

/** The text before and after the digits of a number pattern such as `#,##0 %`. */
function affixes(pattern) {
  // The pattern for negative numbers follows after a semicolon.
  const [positive] = pattern.split(";");
  const digits = /[#0][#0,.]*/u.exec(positive);
  const before = positive.slice(0, digits.index);
  const after = positive.slice(digits.index + digits[0].length);
  // Marks of direction are set by the layout, which knows the text around the number.
  return [before, after].map((text) => text.replace(/[\u200e\u200f\u061c]/gu, ""));
}

/** Values of one language in the order of the fields of `Punctuation`. */
function punctuation(tag) {
  const { delimiters } = read(`cldr-misc-full/main/${tag}/delimiters.json`).main[tag];
  const { numbers } = read(`cldr-numbers-full/main/${tag}/numbers.json`).main[tag];
  const [percentBefore, percentAfter] = affixes(
    numbers["percentFormats-numberSystem-latn"].standard,
  );
  const [currencyBefore, currencyAfter] = affixes(
    numbers["currencyFormats-numberSystem-latn"].standard,
  );

  return {
    quotes: [delimiters.quotationStart, delimiters.quotationEnd],
    inner_quotes: [delimiters.alternateQuotationStart, delimiters.alternateQuotationEnd],
    percent: [percentBefore, percentAfter],
    currency: [currencyBefore, currencyAfter],

  };
}

const rust = (value) =>
  Array.isArray(value)
    ? `(${value.map(rust).join(", ")})`
    : JSON.stringify(value).replace(
        /[\u00a0\u202f\u200e\u200f\u2009]/gu,
        (it) => `\\u{${it.codePointAt(0).toString(16)}}`,
      );

const tags = readdirSync(`${packages}/cldr-misc-full/main`).sort();
const rows = new Map();
for (const tag of tags) {
  if (tag === "und") continue;
  const fields = Object.entries(punctuation(tag));
  const values = fields.map(([name, value]) => `${name}: ${rust(value)}`).join(", ");
  rows.set(tag, values);
}

/** The values that a look-up finds without a row for this very tag. */
function inherited(tag, rows) {
  const end = tag.lastIndexOf("-");
  if (end < 0) return undefined;
  const parent = tag.slice(0, end);
  return rows.get(parent) ?? inherited(parent, rows);
}

const { version } = read("cldr-misc-full/package.json");
const lines = [
  `//! Punctuation of languages from the Unicode CLDR ${version}. Written by \`extract.mjs\`.`,
  "",
  "use super::Punctuation;",
  "",
  "/// Sorted by tag. A tag without a row has the values of its parent, the tag without its last",
  "/// subtag.",
  "#[rustfmt::skip]",
  "pub(super) const PUNCTUATION: &[(&str, Punctuation)] = &[",
];
for (const [tag, values] of rows) {
  if (values !== inherited(tag, rows)) lines.push(`    ("${tag}", Punctuation { ${values} }),`);
}
lines.push("];", "");
writeFileSync(new URL("punctuation.rs", import.meta.url), lines.join("\n"));

// Dates.

/** A value that may be absent. */
const option = (value) => (value === null ? "None" : `Some(${rust(value)})`);

const dateRows = new Map();
for (const tag of tags) {
  if (tag === "und") continue;
  const { dates } = read(`cldr-dates-full/main/${tag}/ca-gregorian.json`).main[tag];
  const fields = Object.entries(datePatterns(dates.calendars.gregorian));
  const values = fields.map(
    ([name, value]) => `${name}: ${typeof value === "string" ? rust(value) : option(value)}`,
  );
  dateRows.set(tag, `DatePatterns { ${values.join(", ")} }`);
}

const dateLines = [
  `//! Patterns of dates from the Unicode CLDR ${version}. Written by \`cldr/extract.mjs\`.`,
  "",
  "use super::patterns::DatePatterns;",
  "",
  "/// Sorted by tag. A tag without a row has the patterns of its parent, the tag without its last",
  "/// subtag.",
  "#[rustfmt::skip]",
  "pub(super) const DATE_PATTERNS: &[(&str, DatePatterns)] = &[",
];
for (const [tag, values] of dateRows) {
  if (values !== inherited(tag, dateRows)) dateLines.push(`    ("${tag}", ${values}),`);
}
dateLines.push("];", "");
writeFileSync(new URL("../dates/table.rs", import.meta.url), dateLines.join("\n"));
