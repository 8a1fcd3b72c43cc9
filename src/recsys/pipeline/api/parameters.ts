/** Parameters of a request: one description each, from which both the check and the OpenAPI document are made. */
import { Problem } from './problem';
import type { FieldError } from './problem';

/** A parameter in the query. */
export interface Parameter<Value> {
  description: string;
  required: boolean;
  /** Its JSON schema. */
  schema: Record<string, unknown>;
  example?: string | number;
  /** The value of a text; throws an Error that says what it must be. */
  parse(text: string): Value;
  /** The value when it is not given. */
  fallback: Value;
}

/** The values of these parameters. */
export type Values<Parameters> = {
  [Name in keyof Parameters]: Parameters[Name] extends Parameter<infer Value> ? Value : never;
};

interface About {
  description: string;
  example?: string | number;
}

/** A whole number in a range, with the value that stands where none is given. */
export function integer(options: About & { minimum: number; maximum: number; fallback: number }): Parameter<number> {
  const { minimum, maximum, fallback, ...about } = options;
  return {
    ...about,
    required: false,
    schema: { type: 'integer', minimum, maximum, default: fallback },
    fallback,
    parse(text) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      if (!(value >= minimum && value <= maximum)) throw new Error(`must be a whole number in ${minimum} … ${maximum}`);
      return value;
    },
  };
}

/** A text that must be given. */
export function requiredText({ maxLength, ...about }: About & { maxLength: number }): Parameter<string> {
  return {
    ...about,
    required: true,
    schema: { type: 'string', minLength: 1, maxLength },
    fallback: '',
    parse(text) {
      if (text.length < 1 || text.length > maxLength) throw new Error(`must have 1 … ${maxLength} characters`);
      return text;
    },
  };
}

/** One of a few words, or nothing. */
export function choice<Word extends string>({
  words,
  ...about
}: About & { words: readonly Word[] }): Parameter<Word | undefined> {
  return {
    ...about,
    required: false,
    schema: { type: 'string', enum: words },
    fallback: undefined,
    parse(text) {
      if (!words.includes(text as Word)) throw new Error(`must be one of ${words.join(', ')}`);
      return text as Word;
    },
  };
}

/** What was sent, cut short and made one line, for an error that quotes it. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/**
 * Reads the parameters of a query. All that is wrong is told at once: what is missing, out of range, given twice or unknown.
 *
 * @throws Problem 400
 */
export function readParameters<Parameters extends Record<string, Parameter<unknown>>>(
  parameters: Parameters,
  query: URLSearchParams,
): Values<Parameters> {
  const errors: FieldError[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const given = query.getAll(name);
    values[name] = parameter.fallback;
    if (given.length > 1) errors.push({ field: name, message: `must be given once, got ${given.length} times` });
    else if (given.length === 0) {
      if (parameter.required) errors.push({ field: name, message: 'must be given' });
    } else {
      try {
        values[name] = parameter.parse(given[0]);
      } catch (error) {
        errors.push({ field: name, message: `${(error as Error).message}, got ${quoted(given[0])}` });
      }
    }
  }
  for (const name of new Set(query.keys())) {
    if (Object.hasOwn(parameters, name)) continue;
    const known = Object.keys(parameters).join(', ') || 'none';
    errors.push({
      field: name.slice(0, 40),
      message: `is not a parameter of this route; there ${known === 'none' ? 'are' : 'is'} ${known}`,
    });
  }
  if (errors.length > 0) {
    const [{ field, message }] = errors;
    throw new Problem(400, `${field} ${message}`, { errors: errors.slice(0, 10) });
  }
  return values as Values<Parameters>;
}
