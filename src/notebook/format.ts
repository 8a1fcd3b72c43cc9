/** How a number is written in prose and in outputs. */
import type { Scalar } from './types';

/** `auto`, a number of decimals such as `.3`, `percent`, `percent.1`, or `integer`. */
export type NumberFormat = string;

const THIN = '\u202f';

/** Digits in groups of three from five digits up, as books set them. */
function grouped(digits: string): string {
  const [whole, decimals] = digits.split('.');
  const spaced = whole.replace('-', '').length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return (decimals === undefined ? spaced : `${spaced}.${decimals}`).replace('-', '−');
}

/** A number to about four significant digits; whole numbers whole. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? grouped(String(value)) : value.toExponential(3);
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-4) return value.toExponential(3).replaceAll('-', '−');
  const decimals = Math.min(6, Math.max(0, 4 - Math.max(0, Math.floor(Math.log10(size)) + 1)));
  return grouped(value.toFixed(size < 1 ? 4 : decimals));
}

/**
 * A leaf as prose shows it.
 *
 * @throws RangeError for a format it does not know, or a number format of a text.
 */
export function formatScalar(value: Scalar, as: NumberFormat = 'auto'): string {
  if (value !== null && typeof value === 'object') return value.special.replace('-', '−').replace('Infinity', '∞');
  if (typeof value !== 'number') {
    if (as === 'auto') return String(value);
    throw new RangeError(`as must be left out for ${JSON.stringify(value)}, which is no number, got ${as}`);
  }
  const decimals = /^\.(\d)$/.exec(as);
  const percent = /^percent(?:\.(\d))?$/.exec(as);
  if (as === 'auto') return formatNumber(value);
  if (as === 'integer') return grouped(value.toFixed(0));
  if (decimals) return grouped(value.toFixed(Number(decimals[1])));
  if (percent) return `${grouped((value * 100).toFixed(Number(percent[1] ?? 0)))}${THIN}%`;
  throw new RangeError(`as must be auto, integer, .N, percent or percent.N, got ${as}`);
}
