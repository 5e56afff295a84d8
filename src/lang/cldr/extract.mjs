// Writes punctuation.rs and number_words.rs beside this file and ../dates/table.rs, from the JSON
// packages of the Unicode CLDR:
//
//     npm install --prefix /tmp/cldr cldr-core@48 cldr-misc-full@48 cldr-numbers-full@48 \
//         cldr-units-full@48 cldr-dates-full@48
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
  "use super::rows::Punctuation;",
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

// Words beside numbers, of the languages with modern coverage.

const UNITS = [
  "duration-(hour|minute|second|millisecond)",
  "length-((kilo|deci|centi|milli|micro|nano)?meter|mile|yard|foot|nautical-mile)",
  "mass-(tonne|(kilo|milli|micro)?gram|pound|ounce)",
  "area-(square-(kilometer|meter|centimeter|foot|mile)|hectare|acre)",
  "volume-(cubic-(kilometer|meter|centimeter)|(hecto|deci|centi|milli)?liter|gallon)",
  "temperature-(celsius|fahrenheit|kelvin)",
  "speed-(kilometer-per-hour|meter-per-second|mile-per-hour|knot)",
  "(digital|power|energy|frequency|electric)-.*",
  "pressure-((hecto|kilo|mega)?pascal|bar|millibar)",
  "concentr-(percent|permille|part-per-1e6|part-per-1e9|mole)",
  "angle-degree",
  "light-(lux|lumen)",
];
const isUnit = new RegExp(`^(${UNITS.join("|")})$`, "u");

// Prepositions, letters that name an item, and names of tables as units.
const AMBIGUOUS = ["in", "a", "as", "A", "B", "C", "F", "H", "S", "cal-IT", "BT-IT", "BTU-IT"];

/** Units in their short form, and words such as `million`. */
function unitWords(tag) {
  const { short } = read(`cldr-units-full/main/${tag}/units.json`).main[tag].units;
  const { numbers } = read(`cldr-numbers-full/main/${tag}/numbers.json`).main[tag];
  const compact = numbers["decimalFormats-numberSystem-latn"];
  const patterns = [];
  for (const [name, forms] of Object.entries(short)) {
    if (!isUnit.test(name)) continue;
    for (const [form, pattern] of Object.entries(forms)) {
      if (form.startsWith("unitPattern-count")) patterns.push(pattern.replace("{0}", "0"));
    }
  }
  for (const form of ["long", "short"]) {
    patterns.push(...Object.values(compact[form]?.decimalFormat ?? {}));
  }
  const words = patterns.map((it) => /^0+[ \u00a0\u202f](\S+)$/u.exec(it.replaceAll("'", ""))?.[1]);
  return words.filter((word) => word && !AMBIGUOUS.includes(word));
}

function monthNames(tag) {
  const file = read(`cldr-dates-full/main/${tag}/ca-gregorian.json`);
  const { months } = file.main[tag].dates.calendars.gregorian;
  const forms = [months.format.wide, months["stand-alone"].wide, months.format.abbreviated];
  // Chinese, Japanese and Korean months are numbers and follow without a blank.
  return forms.flatMap((names) => Object.values(names)).filter((name) => !/^[0-9]/u.test(name));
}

const byCodePoint = (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other));
const sorted = (words) => [...new Set(words)].sort(byCodePoint);

const { effectiveCoverageLevels: coverage } = read("cldr-core/coverageLevels.json");
const everywhere = sorted(unitWords("en"));
// The words of all regions of a language are one list: any of its readers knows them.
const wordSets = new Map();
for (const tag of tags) {
  if (coverage[tag] !== "modern") continue;
  const language = tag.replace(/-([A-Z]{2}|[0-9]{3})$/u, "");
  const { months = [], units = [] } = wordSets.get(language) ?? {};
  const localUnits = unitWords(tag).filter((word) => !everywhere.includes(word));
  wordSets.set(language, {
    months: [...months, ...monthNames(tag)],
    units: [...units, ...localUnits],
  });
}

const list = (words) => `&[${sorted(words).map(rust).join(", ")}]`;
const wordRows = new Map();
for (const [tag, { months, units }] of wordSets) {
  wordRows.set(tag, `NumberWords { months: ${list(months)}, units: ${list(units)} }`);
}

const wordLines = [
  `//! Words beside numbers from the Unicode CLDR ${version}. Written by \`extract.mjs\`.`,
  "",
  "use super::rows::NumberWords;",
  "",
  "/// Units and scales that English has, sorted.",
  "#[rustfmt::skip]",
  `pub(super) const ENGLISH_UNITS: &[&str] = &[${everywhere.map(rust).join(", ")}];`,
  "",
  "/// Sorted by tag. A tag without a row has the words of its parent, the tag without its last",
  "/// subtag.",
  "#[rustfmt::skip]",
  "pub(super) const NUMBER_WORDS: &[(&str, NumberWords)] = &[",
];
for (const [tag, values] of wordRows) {
  if (values !== inherited(tag, wordRows)) wordLines.push(`    ("${tag}", ${values}),`);
}
wordLines.push("];", "");
writeFileSync(new URL("number_words.rs", import.meta.url), wordLines.join("\n"));
