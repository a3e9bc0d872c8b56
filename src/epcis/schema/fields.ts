import { z } from 'zod';
import { isDateTime, isUri, isUriOutsideCbv } from './formats.ts';

/** An absolute URI. */
export const Uri = z.stringFormat('uri', isUri);

/** A date and time with its offset. */
export const Time = z.stringFormat('date-time', isDateTime);

/** An offset from UTC such as `+08:00`, at most 14 hours. */
export const TimeZoneOffset = z
  .stringFormat('time-zone-offset', /^[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)$/)
  .meta({ examples: ['+08:00'] });

/** A UN/ECE Recommendation 20 unit code such as `KGM`. */
export const UnitCode = z.stringFormat('unit-code', /^[A-Z0-9]{2,3}$/).meta({ examples: ['KGM'] });

/**
 * A word of a standard vocabulary written bare, or a URI of somebody else's vocabulary.
 * @param format the field's name, as problems call it
 * @param words the bare words
 * @param isForeign which URIs are allowed beside them
 */
export function vocabularyWord(format: string, words: ReadonlySet<string>, isForeign = isUriOutsideCbv) {
  return z
    .stringFormat(format, (text) => words.has(text) || isForeign(text))
    .meta({ anyOf: [{ enum: [...words] }, { format: 'uri' }] });
}

/** What a rule adds to the fields' own checks: a problem at a path below the object, with what to do. */
export type ReportRule = (path: readonly (string | number)[], message: string) => void;

/**
 * An object with stated fields, open to extensions: every other field name must be a URI or a prefixed name (`example:myField`).
 * @param shape the stated fields
 * @param rule what the fields owe to each other; it runs also when fields have problems of their own, so it must look at types itself
 */
export function extensibleObject<S extends z.ZodRawShape>(shape: S, rule?: (value: Fields, report: ReportRule) => void) {
  const stated = new Set(Object.keys(shape));
  const checkNames = (value: Fields, context: z.core.$RefinementCtx): void => {
    for (const name in value) {
      if (!stated.has(name) && !isUri(name)) {
        context.addIssue({ code: 'unrecognized_keys', keys: [name], input: value });
      }
    }
    rule?.(value, (path, message) => context.addIssue({ code: 'custom', path: [...path], message }));
  };
  return z.looseObject(shape).check(z.superRefine<Fields>(checkNames, { when: (payload) => isFields(payload.value) }));
}

/** An object's fields before anything is known of them. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The length of a list, or 0 when it is none. */
export function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** A list in which no text stands twice. */
export function uniqueTexts<T extends z.ZodType<string>>(item: T) {
  return z.array(item).check(z.superRefine<string[]>(reportRepeats, { when: (payload) => lengthOf(payload.value) > 1 }));
}

function reportRepeats(texts: readonly string[], context: z.core.$RefinementCtx): void {
  if (new Set(texts).size === texts.length) return;
  const seen = new Set<string>();
  texts.forEach((text, index) => {
    if (seen.has(text))
      context.addIssue({ code: 'custom', path: [index], message: 'stands twice in the list; state each entry once' });
    seen.add(text);
  });
}
