// Patterns of dates and of their intervals, from the Gregorian calendar of a language in the Unicode
// CLDR. `extract.mjs` writes them into a table.
//
// The CLDR has intervals of long dates (`yMMMMd`) for few languages. For the others, those of
// medium dates (`yMMMd`) get the month of the long date; they are used if both dates then read like
// the long date.

/** The fields and the literal characters of a date pattern such as `d 'de' MMMM`. */
function dateTokens(pattern) {
  const tokens = [];
  let quoted = false;
  for (const [run, letter] of pattern.matchAll(/''|'|([A-Za-z])\1*|[^]/gu)) {
    if (run === "'") quoted = !quoted;
    else if (letter && !quoted) tokens.push({ field: letter === "L" ? "M" : letter, text: run });
    else tokens.push(...[...run.replace("''", "'")].map((text) => ({ text })));
  }
  return tokens;
}

const isSpace = (token) => !token.field && /^\s$/u.test(token.text);
const isSame = (one, other) =>
  !one.field === !other.field && (one.text === other.text || (isSpace(one) && isSpace(other)));
const areSame = (some, others) =>
  some.length === others.length && some.every((token, at) => isSame(token, others[at]));
const fieldsOf = (tokens) => tokens.flatMap((token) => token.field ?? []);

/** The date pattern of tokens, with Latin letters of the text in quotes. */
function datePattern(tokens) {
  let pattern = "";
  let literal = "";
  for (const { field, text } of [...tokens, { field: "end", text: "" }]) {
    if (!field) {
      literal += text;
      continue;
    }
    pattern += literal.replace(/'/gu, "''").replace(/[\p{L}']*[A-Za-z][\p{L}']*/gu, "'$&'");
    pattern += text;
    literal = "";
  }
  return pattern;
}

/**
 * What stands between the two parts that differ: the sign or word, with a blank on each side or
 * with none.
 */
function intervalJoint(tokens, first, last) {
  const text = tokens.map(({ text }) => text).join("");
  const sign = text.trim();
  if (text === sign) return sign;
  // The CLDR has thin spaces around dashes, also where offices write none. Few fonts have them, and
  // programs break lines at them. Hence no space between single numbers and months, `7–8 March`,
  // `May–July`, and a blank between others, `30 October – 2 November`.
  const isThin = /^\u2009.*\u2009$/u.test(text);
  return isThin && first.length === 1 && last.length === 1 ? sign : ` ${sign} `;
}

/**
 * Splits an interval of dates in two, where both have the parts that differ, and one of them those
 * that they share. `long` is the pattern of a single date. `repeated` are the fields that differ.
 * `undefined` if the interval does not read like two such dates.
 */
function splitInterval(pattern, long, repeated) {
  const interval = dateTokens(pattern);
  const single = dateTokens(long);
  let best;
  for (let start = 0; start < single.length; start += 1) {
    for (let end = start + 1; end <= single.length; end += 1) {
      const part = single.slice(start, end);
      if (fieldsOf(part).sort().join("") !== repeated) continue;
      if (isSpace(part[0]) || isSpace(part.at(-1))) continue;
      const before = single.slice(0, end);
      const after = single.slice(start);
      const joint = interval.slice(before.length, interval.length - after.length);
      if (joint.length === 0 || fieldsOf(joint).length > 0) continue;
      if (!areSame(interval, [...before, ...joint, ...after])) continue;
      if (best && best.joint.length <= joint.length) continue;
      best = { before, joint, after, part };
    }
  }
  if (!best || !best.joint.some((token) => !isSpace(token))) return undefined;
  const { before, joint, after, part } = best;
  return [datePattern(before), intervalJoint(joint, part, part), datePattern(after)];
}

/**
 * Splits an interval at the first field that it repeats, for patterns that are not compared; `null`
 * if nothing stands there that could join dates.
 */
function splitAtRepeatedField(pattern) {
  const tokens = dateTokens(pattern);
  const seen = new Set();
  const second = tokens.findIndex(({ field }) => {
    const isRepeated = seen.has(field);
    if (field) seen.add(field);
    return isRepeated;
  });
  const end = tokens.slice(0, second).findLastIndex(({ field }) => field);
  const between = tokens.slice(end + 1, second);
  const text = between.map(({ text }) => text).join("");
  const joint = /\s*[–—‐‑~～〜至-]\s*|\s+\p{L}+\s+/u.exec(text);
  if (!joint) return null;
  const from = end + 1 + joint.index;
  const to = from + joint[0].length;
  const first = tokens.slice(0, from);
  const last = tokens.slice(to);
  const isRepeated = ({ field }) =>
    field && fieldsOf(first).includes(field) && fieldsOf(last).includes(field);
  const differsFrom = first.slice(first.findIndex(isRepeated));
  const differsTo = last.slice(0, last.findLastIndex(isRepeated) + 1);
  const sign = intervalJoint(tokens.slice(from, to), differsFrom, differsTo);
  return [datePattern(first), sign, datePattern(last)];
}

/** The pattern `yMMMd` with the month, and the length of the day, of the long date. */
function withFieldsOf(pattern, long) {
  const single = dateTokens(long);
  const month = single.findIndex(({ field }) => field === "M");
  const day = single.find(({ field }) => field === "d");
  const isName = (token) => token.text.length > 2;
  const tokens = dateTokens(pattern);
  const replaced = tokens.flatMap((token, at) => {
    if (token.field === "d") return [day];
    if (token.field === "M") {
      // Chinese has `M月` in long dates, and 月 is part of the names.
      const isSplit = isName(token) && !isName(single[month]);
      return single.slice(month, month + (isSplit ? 2 : 1));
    }
    // Czech has `d. M. y` and Korean `M월 d일`, where the sign after the number is part of it.
    const before = tokens[at - 1];
    const isOfNumber = before?.field === "M" && !isName(before) && isName(single[month]);
    return isOfNumber && !isSpace(token) ? [] : [token];
  });
  return datePattern(replaced);
}

/** Values of one language, from its Gregorian calendar, in the order of the fields of `DatePatterns`. */
export function datePatterns(gregorian) {
  const { intervalFormats } = gregorian.dateTimeFormats;
  const long = gregorian.dateFormats.long;
  const month = gregorian.dateTimeFormats.availableFormats.yMMMM;
  const { yMMMMd, yMMMd, yMMMM, y } = intervalFormats;
  const candidates = [yMMMMd, yMMMd].filter(Boolean);
  const find = (field, repeated) => {
    for (const formats of candidates) {
      const pattern = withFieldsOf(formats[field] ?? "", long);
      const split = splitInterval(pattern, long, repeated);
      if (split) return split;
    }
    return null;
  };
  const joint = (pattern) => {
    const tokens = dateTokens(pattern.replace("{0}", "").replace("{1}", ""));
    return intervalJoint(tokens, [], []);
  };
  const fallback = joint(intervalFormats.intervalFormatFallback);
  // Some languages have intervals of numbers, `05–07/2026`, for months with names.
  const hasName = (pattern) => /MMM|LLL/u.test(pattern);
  const jointOf = (pattern) => (pattern && splitAtRepeatedField(pattern)?.[1]) ?? fallback;
  return {
    day: datePattern(dateTokens(long)),
    month: datePattern(dateTokens(month)),
    days: find("d", "d"),
    months: find("M", "Md"),
    dates: jointOf((yMMMMd ?? yMMMd)?.y),
    months_of_year: hasName(yMMMM?.M ?? "") === hasName(month) ? splitAtRepeatedField(yMMMM.M) : null,
    months_and_years: jointOf(yMMMM?.y),
    years: y?.y ? splitAtRepeatedField(y.y) : null,
  };
}
