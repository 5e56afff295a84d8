// Writes amounts.rs beside this file, from the JSON packages of the Unicode CLDR:
//
//     npm install --prefix /tmp/cldr cldr-numbers-full@48
//     node src/lang/cldr/extract-amounts.mjs /tmp/cldr/node_modules
//
// Decimal signs are those of all languages. Words come from the languages with built-in labels.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const packages = process.argv[2];
if (!packages) {
  console.error("usage: node extract-amounts.mjs NODE_MODULES");
  process.exit(2);
}

const read = (path) => JSON.parse(readFileSync(`${packages}/${path}`, "utf8"));
const numbersOf = (tag, file) => read(`cldr-numbers-full/main/${tag}/${file}.json`).main[tag].numbers;

/** Sorted by code points, as Rust compares texts. */
const sorted = (set) =>
  [...set].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

const tags = readdirSync(`${packages}/cldr-numbers-full/main`).sort();
const decimals = new Map();
for (const tag of tags) {
  if (tag !== "und") decimals.set(tag, numbersOf(tag, "numbers")["symbols-numberSystem-latn"].decimal);
}

/** The sign that a look-up finds without a row for this very tag. */
function inherited(tag) {
  const end = tag.lastIndexOf("-");
  if (end < 0) return ".";
  const parent = tag.slice(0, end);
  return decimals.get(parent) ?? inherited(parent);
}

/** The words around the digits of patterns such as `00 Mio'.'`. */
function scaleWords(patterns) {
  const words = [];
  for (const pattern of Object.values(patterns)) {
    const text = pattern.replace(/[\u200e\u200f\u061c']/gu, "").replace(/0+/gu, " ");
    words.push(...text.split(/[\s\u00a0\u202f]+/u).filter((it) => it));
  }
  return words;
}

const labels = readdirSync(new URL("../../../templates/labels", import.meta.url));
const scales = new Set();
const currencies = new Set();
for (const file of labels) {
  const name = file.replace(/\.yaml$/u, "");
  const parent = name.replace("nb", "no").replace(/-.*/u, "");
  const exists = (tag) => existsSync(`${packages}/cldr-numbers-full/main/${tag}`);
  const tag = exists(name) ? name : parent;
  const numbers = numbersOf(tag, "numbers");
  for (const system of ["latn", numbers.defaultNumberingSystem]) {
    const formats = numbers[`decimalFormats-numberSystem-${system}`];
    for (const width of ["short", "long"]) {
      scaleWords(formats[width].decimalFormat).forEach((word) => scales.add(word));
    }
  }
  for (const names of Object.values(numbersOf(tag, "currencies").currencies)) {
    for (const symbol of [names.symbol, names["symbol-alt-narrow"], names["symbol-alt-variant"]]) {
      // A single letter may be a heading: Q1, S 3, K5. All currency signs of Unicode are known.
      const plain = symbol?.replace(/[\u200e\u200f\u061c]/gu, "");
      if (plain && !/^(.|X+)$/u.test(plain) && !/[\s\u00a0]/u.test(plain)) currencies.add(plain);
    }
  }
}
const { region } = read("cldr-core/supplemental/currencyData.json").supplemental.currencyData;
for (const periods of Object.values(region)) {
  for (const [code, { _to, _tender }] of periods.flatMap(Object.entries)) {
    if (!_to && _tender !== "false" && code !== "XXX") currencies.add(code);
  }
}

const { version } = read("cldr-numbers-full/package.json");
const lines = [
  `//! Words of amounts from the Unicode CLDR ${version}. Written by \`extract-amounts.mjs\`.`,
  "",
  "/// Codes and signs of currencies, sorted. Signs of one character are left out.",
  "#[rustfmt::skip]",
  "pub(crate) const CURRENCIES: &[&str] = &[",
];
const push = (texts) => {
  let line = "   ";
  for (const text of texts) {
    const item = ` ${JSON.stringify(text)},`;
    if ([...line, ...item].length > 100) {
      lines.push(line);
      line = "   ";
    }
    line += item;
  }
  lines.push(line, "];", "");
};
push(sorted(currencies));
lines.push(
  "/// Words and abbreviations for thousands, millions and so on, sorted.",
  "#[rustfmt::skip]",
  "pub(super) const SCALES: &[&str] = &[",
);
push(sorted(scales));
lines.push(
  "/// Decimal signs between Western digits, sorted by tag. A tag without a row has that of its",
  "/// parent, the tag without its last subtag; without a parent it has the full stop.",
  "#[rustfmt::skip]",
  "pub(super) const DECIMAL_SIGNS: &[(&str, char)] = &[",
);
for (const [tag, sign] of decimals) {
  if (sign !== inherited(tag)) lines.push(`    ("${tag}", '${sign}'),`);
}
lines.push("];", "");
writeFileSync(new URL("amounts.rs", import.meta.url), lines.join("\n"));
