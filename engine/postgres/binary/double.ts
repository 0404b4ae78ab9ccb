/** Decimal exponents between which numbers are written out. */
const [FROM, TO] = [-4, 15];
/** Of 17 digits at most one is that number. */
const MOST = 16;

/** `float8_send`, as the text by which a server shows it: the shortest that is nearer to it than to any other number. */
export function readDouble(bytes: Buffer, at: number): string {
  const value = bytes.readDoubleBE(at);
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', power = ''] = shortest(value).split('e');
  const exponent = Number(power);
  if (exponent < FROM || exponent >= TO) return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const [sign, digits] = mantissa.startsWith('-') ? ['-', mantissa.slice(1).replace('.', '')] : ['', mantissa.replace('.', '')];
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.padEnd(exponent + 1, '0');
  return `${sign}${whole.slice(0, exponent + 1)}${whole.length > exponent + 1 ? `.${whole.slice(exponent + 1)}` : ''}`;
}

/**
 * JavaScript also takes one that is as near to the next number, if it is read as this one; a server does not. Below 2^53 what lies in the
 * middle of two numbers has too many digits to be one.
 */
function shortest(value: number): string {
  let text = value.toExponential();
  if (Math.abs(value) < 2 ** 53) return text;
  const bits = new BigInt64Array(new Float64Array([value]).buffer)[0] ?? 0n;
  const doubled = [1n, -1n].map((step) => BigInt(value) + BigInt(neighbour(bits + step)));
  for (let digits = digitsOf(text); digits < MOST && doubled.includes(2n * integer(text)); digits += 1)
    text = value.toExponential(digits + 1);
  return text;
}

/** The largest has none above it. */
function neighbour(bits: bigint): number {
  const value = new Float64Array(new BigInt64Array([bits]).buffer)[0] ?? 0;
  return Number.isFinite(value) ? value : 0;
}

function digitsOf(text: string): number {
  return (/\.(\d+)e/.exec(text)?.[1] ?? '').length;
}

function integer(text: string): bigint {
  const [mantissa = '', power = ''] = text.replace('.', '').split('e');
  return BigInt(mantissa) * 10n ** BigInt(Number(power) - digitsOf(text));
}
