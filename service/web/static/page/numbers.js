// Numbers as texts. A binary float never stands between the service's digits and a figure that somebody reads or a
// decision: JSON numbers are kept as the text that was sent, shown by Intl (which takes decimal texts exactly), and
// added up as whole numbers (BigInt) of a common decimal place. Floats are for pixels and for sorting.

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** Parse JSON with every number as the text that stands there. */
export function exactJson(text) {
  return JSON.parse(text.replace(TOKENS, (token) => (token[0] === '"' ? token : `"${token}"`)));
}

let locale = "en";
let formats = new Map();

/** Show numbers and dates as this language does from now on. */
export function useLocale(language) {
  locale = language === "zh" ? "zh-CN" : "en-GB";
  formats = new Map();
}

function format(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locale, options));
  return formats.get(key);
}

/** All digits of a decimal text, grouped as the reader's language groups them. */
export function shown(text) {
  return text === null || text === undefined ? "–" : format({ maximumFractionDigits: 20 }).format(text);
}

/** A decimal text to at most so many places; only for figures beside which the exact one can be had. */
export function rounded(text, places) {
  return text === null || text === undefined ? "–" : format({ maximumFractionDigits: places }).format(text);
}

/** A share as per cent: two places, or all that the service gives where two would make it look like the target. */
export function percent(share, target = null) {
  if (share === null || share === undefined) return "–";
  if (Number(share) === 0 || Number(share) === 1) return plainPercent(share);
  const short = format({ style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const isAlike = [target, "0", "1"].some((other) => other !== null && short.format(share) === short.format(other) && Number(share) !== Number(other));
  return isAlike ? format({ style: "percent", maximumFractionDigits: 4 }).format(share) : short.format(share);
}

/** A target as per cent, as short as it is. */
export function plainPercent(share) {
  return format({ style: "percent", maximumFractionDigits: 10 }).format(share);
}

/** A day (YYYY-MM-DD) or a Date in words. */
export function day(date) {
  const value = typeof date === "string" ? new Date(`${date}T00:00:00`) : date;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(value);
}

/** An exact decimal: `digits` times ten to the power of minus `places`. */
export class Decimal {
  constructor(digits, places) {
    this.digits = digits;
    this.places = places;
  }

  static of(text) {
    const [, sign, whole, part = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text);
    const digits = BigInt(sign + whole + part);
    const places = part.length - Number(exponent);
    return places < 0 ? new Decimal(digits * 10n ** BigInt(-places), 0) : new Decimal(digits, places);
  }

  plus(other) {
    const places = Math.max(this.places, other.places);
    return new Decimal(this.at(places) + other.at(places), places);
  }

  times(other) {
    return new Decimal(this.digits * other.digits, this.places + other.places);
  }

  /** The whole number that this is in units of ten to the power of minus `places`. */
  at(places) {
    return this.digits * 10n ** BigInt(places - this.places);
  }
}

/** The exact sum of decimal texts, as a text. */
export function sum(texts) {
  const { digits, places } = texts.reduce((total, text) => total.plus(Decimal.of(text)), new Decimal(0n, 0));
  if (!places) return String(digits);
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  return `${digits < 0n ? "-" : ""}${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** An exact fraction of two whole numbers, the lower one above zero. */
export class Fraction {
  constructor(over, under) {
    this.over = over;
    this.under = under;
  }

  static of(decimal) {
    return new Fraction(decimal.digits, 10n ** BigInt(decimal.places));
  }

  plus(other) {
    return new Fraction(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  /** -1, 0 or 1 as this is below, equal to or above the other. */
  compare(other) {
    const difference = this.over * other.under - other.over * this.under;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }

  /** For reading: six places, half to even, as the service rounds. */
  text() {
    const scaled = this.over * 1000000n;
    let whole = scaled / this.under;
    const twice = (scaled % this.under) * 2n;
    if (twice > this.under || (twice === this.under && whole % 2n === 1n)) whole += 1n;
    const digits = whole.toString().padStart(7, "0");
    const part = digits.slice(-6).replace(/0+$/, "");
    return part ? `${digits.slice(0, -6)}.${part}` : digits.slice(0, -6);
  }
}
