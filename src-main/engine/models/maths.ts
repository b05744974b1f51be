/**
 * Arithmetic that gives the same bits on every JavaScript engine. `Math.sin`, `Math.exp`, `Math.log` and `**` may differ between
 * engines, so a run that used them could have another digest elsewhere; these use + − × ÷ and floor only.
 *
 * Relative error of exp, ln, sin, cos (away from their zeros) and pow: at most 1e-15. The polynomial coefficients of sin, cos and
 * exp are those of fdlibm (Copyright 1993 Sun Microsystems, Inc.; permission to use, copy, modify and distribute is freely granted).
 */

export const PI = 3.141592653589793
export const LN2 = 0.6931471805599453

/** ln 2 in two parts: the first has enough trailing zeros that its product with an exponent is exact. */
const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10
/** π/2 in three parts, for the same reason. */
const HALF_PI_1 = 1.57079632673412561417
const HALF_PI_2 = 6.0771005063039659766e-11
const HALF_PI_3 = 2.02226624879595063154e-21
const SPLITTER = 134217729
/** Beyond this angle the reduction by π/2 loses digits. */
const ANGLE_LIMIT = 1e6

const scratch = new DataView(new ArrayBuffer(8))

/** x × 2^k, exact but for underflow. */
const scaleByPowerOfTwo = (x: number, k: number): number => {
  let value = x
  let exponent = k
  while (exponent > 1023) {
    value *= 8.98846567431158e307
    exponent -= 1023
  }
  while (exponent < -1022) {
    value *= 2.2250738585072014e-308
    exponent += 1022
  }
  scratch.setInt32(0, (exponent + 1023) << 20)
  scratch.setInt32(4, 0)
  return value * scratch.getFloat64(0)
}

/** x × y as a sum of two numbers, exact (Dekker). */
const exactProduct = (x: number, y: number): { readonly high: number; readonly low: number } => {
  const xBig = SPLITTER * x
  const xHigh = xBig - (xBig - x)
  const xLow = x - xHigh
  const yBig = SPLITTER * y
  const yHigh = yBig - (yBig - y)
  const yLow = y - yHigh
  const high = x * y
  return { high, low: xLow * yLow - (high - xHigh * yHigh - xLow * yHigh - xHigh * yLow) }
}

/** ln x of a positive finite x as a sum of two numbers, about twenty digits: pow needs more than one number can hold. */
const lnParts = (x: number): { readonly high: number; readonly low: number } => {
  let exponent = 0
  let normal = x
  if (normal < 2.2250738585072014e-308) {
    normal *= 18014398509481984
    exponent = -54
  }
  scratch.setFloat64(0, normal)
  const top = scratch.getInt32(0)
  exponent += ((top >> 20) & 0x7ff) - 1023
  scratch.setInt32(0, (top & 0xfffff) | (1023 << 20))
  let mantissa = scratch.getFloat64(0)
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2
    exponent += 1
  }
  // ln m = 2 atanh s with s = (m − 1)/(m + 1), |s| < 0.172
  const numerator = mantissa - 1
  const divisor = mantissa + 1
  const divisorLow = mantissa > 1 ? 1 - (divisor - mantissa) : mantissa - (divisor - 1)
  const s = numerator / divisor
  const product = exactProduct(s, divisor)
  const sLow = (numerator - product.high - product.low - s * divisorLow) / divisor
  const z = s * s
  let series = 0
  for (let n = 14; n >= 1; n -= 1) series = (series + 1 / (2 * n + 1)) * z
  const lead = exponent * LN2_HIGH
  const high = lead + 2 * s
  const lost = Math.abs(lead) > Math.abs(2 * s) ? lead - high + 2 * s : 2 * s - high + lead
  const low = lost + (exponent * LN2_LOW + 2 * sLow + 2 * s * series)
  return { high: high + low, low: low - (high + low - high) }
}

/** e^x. */
export const exp = (x: number): number => {
  if (Number.isNaN(x)) return x
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019412) return 0
  const k = Math.floor(x / LN2 + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const t = r * r
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t * (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))))
  return scaleByPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k)
}

/** Natural logarithm; NaN below 0, −∞ at 0. */
export const ln = (x: number): number => {
  if (Number.isNaN(x) || x < 0) return NaN
  if (x === 0) return -Infinity
  if (x === Infinity) return Infinity
  const parts = lnParts(x)
  return parts.high + parts.low
}

/** x^y; NaN for a negative x with a fractional y. */
export const pow = (x: number, y: number): number => {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const whole = Math.floor(y) === y
  const odd = whole && Math.abs(y) < 9007199254740992 && Math.floor(y / 2) * 2 !== y
  if (x < 0) return whole ? (odd ? -1 : 1) * pow(-x, y) : NaN
  if (x === 1) return 1
  if (x === 0 || x === Infinity) return (x === 0) === y > 0 ? 0 : Infinity
  const logarithm = lnParts(x)
  const estimate = y * logarithm.high
  if (estimate > 800) return Infinity
  if (estimate < -800) return 0
  const product = exactProduct(y, logarithm.high)
  const rest = product.low + y * logarithm.low
  const base = exp(product.high)
  return base + base * rest
}

const sinKernel = (x: number, low: number): number => {
  const z = x * x
  const r =
    8.33333333332248946124e-3 +
    z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))
  const v = z * x
  return x - (z * (0.5 * low - v * r) - low - v * -1.66666666666666324348e-1)
}

const cosKernel = (x: number, low: number): number => {
  const z = x * x
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z * (2.48015872894767294178e-5 + z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))))
  const half = 0.5 * z
  const w = 1 - half
  return w + (1 - w - half + (z * r - x * low))
}

const sinOrCos = (x: number, quarterTurns: number): number => {
  if (!(Math.abs(x) <= ANGLE_LIMIT)) throw new RangeError(`angle out of range: ${x}`)
  const n = Math.floor((x * 2) / PI + 0.5)
  const first = x - n * HALF_PI_1
  const second = n * HALF_PI_2
  const afterSecond = first - second
  const tail = n * HALF_PI_3 - (first - afterSecond - second)
  const high = afterSecond - tail
  const low = afterSecond - high - tail
  const quadrant = n + quarterTurns - 4 * Math.floor((n + quarterTurns) / 4)
  const value = quadrant === 0 || quadrant === 2 ? sinKernel(high, low) : cosKernel(high, low)
  return quadrant < 2 ? value : -value
}

/** Sine of an angle in radians, |x| ≤ 1e6; throws RangeError beyond. */
export const sin = (x: number): number => sinOrCos(x, 0)

/** Cosine of an angle in radians, |x| ≤ 1e6; throws RangeError beyond. */
export const cos = (x: number): number => sinOrCos(x, 1)

/** Nearest integer, .5 upwards: how times are scheduled, and how the log gives MHz, MiB and bytes. */
export const roundHalfUp = (x: number): number => {
  const below = Math.floor(x)
  return x - below >= 0.5 ? below + 1 : below
}

/** x with so many decimals, half up: what the log and the state show. */
export const roundDecimals = (x: number, decimals: number): number => {
  let factor = 1
  for (let n = 0; n < decimals; n += 1) factor *= 10
  return Math.abs(x) * factor >= 4503599627370496 ? x : roundHalfUp(x * factor) / factor
}

/** x rounded to 9 decimals: both sides of every comparison with a limit (0.8 − 0.6 is not above 0.2). */
export const round9 = (x: number): number => (Math.abs(x) * 1e9 >= 4503599627370496 ? x : roundHalfUp(x * 1e9) / 1e9)

/** There is less than what is needed; sums of memory overheads are off in the last digits. */
export const fallsShort = (have: number, need: number): boolean => have < need && round9(have) < round9(need)

/** Floor of a value that floating-point noise may have left just below an integer. */
export const floor9 = (x: number): number => Math.floor(round9(x))

/** Ceil of a value that floating-point noise may have left just above an integer (DRS-008). */
export const ceil9 = (x: number): number => Math.ceil(round9(x))

export const clamp = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x)
