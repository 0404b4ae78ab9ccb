const NEGATIVE = 0x4000;
const SPECIAL: Readonly<Record<number, string>> = { 49152: 'NaN', 53248: 'Infinity', 61440: '-Infinity' };
/** Decimal digits of one digit of the binary form. */
const WIDTH = 4;
const HEADER = 8;

/** `numeric_send`: digits to the base of 10,000, the weight of the first, the sign, and how many decimals are shown. */
export function readNumeric(bytes: Buffer, at: number): string {
  const count = bytes.readUInt16BE(at);
  const weight = bytes.readInt16BE(at + 2);
  const sign = bytes.readUInt16BE(at + 4);
  const scale = bytes.readUInt16BE(at + 6);
  const special = SPECIAL[sign];
  if (special !== undefined) return special;
  const digit = (index: number) => (index < 0 || index >= count ? 0 : bytes.readUInt16BE(at + HEADER + index * 2));
  let text = sign === NEGATIVE ? '-' : '';
  text += String(weight < 0 ? 0 : digit(0));
  for (let index = 1; index <= weight; index += 1) text += padded(digit(index));
  if (scale === 0) return text;
  let decimals = '';
  for (let index = weight + 1; decimals.length < scale; index += 1) decimals += padded(digit(index));
  return `${text}.${decimals.slice(0, scale)}`;
}

function padded(digit: number): string {
  return String(digit).padStart(WIDTH, '0');
}
