import type { z } from 'zod';
import type { Json } from './json.ts';

/**
 * What can be wrong with input, by code; the message says the rest.
 * `json.*` the text is no JSON that can be kept; `xml.*` it is no XML that is read or can be written; `document.*` it is no EPCIS 2.0 document; `schema.*` a field breaks the standard's schema;
 * `time.*`, `quantity.*` and `ree.*` a value that the schema lets pass cannot be true or cannot be used.
 */
export type ProblemCode =
  | 'json.encoding'
  | 'json.syntax'
  | 'json.depth'
  | 'json.text'
  | 'json.field-name'
  | 'json.line-length'
  | 'xml.syntax'
  | 'xml.doctype'
  | 'xml.encoding'
  | 'xml.depth'
  | 'xml.size'
  | 'xml.name'
  | 'xml.content'
  | 'xml.character'
  | 'document.kind'
  | 'document.version'
  | 'schema.missing'
  | 'schema.type'
  | 'schema.value'
  | 'schema.format'
  | 'schema.unknown-field'
  | 'schema.rule'
  | 'time.unreadable'
  | 'time.future'
  | 'quantity.not-finite'
  | 'quantity.negative'
  | 'quantity.too-large'
  | 'ree.form'
  | 'ree.lot'
  | 'ree.formula'
  | 'ree.percent'
  | 'ree.sd'
  | 'ree.unit'
  | 'ree.repeated';

/** One thing that is wrong with input: where, what, and what to do. */
export interface Problem {
  /** JSON path from the document (or the line's event): `$.epcisBody.eventList[3].eventTime`. */
  readonly path: string;
  readonly code: ProblemCode;
  readonly message: string;
  /** Line of the file, from 1, where it is known. */
  readonly line?: number;
}

/** A path one step further: `pathTo('$.a', 3, 'ree:b')` is `$.a[3]['ree:b']`. */
export function pathTo(path: string, ...steps: readonly PropertyKey[]): string {
  return steps.reduce<string>((longer, step) => longer + stepText(step), path);
}

function stepText(step: PropertyKey): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = String(step);
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replace(/[\\']/g, '\\$&')}']`;
}

/** A value as a message shows it: JSON, cut to 60 characters; Infinity as it is, since JSON has no word for it. */
export function shown(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return `a number too large to be kept (${value})`;
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/**
 * What a schema found wrong, as problems.
 * @param issues the schema's issues
 * @param value the value that was checked
 * @param path where that value stands
 */
export function problemsOfIssues(issues: readonly z.core.$ZodIssue[], value: Json, path: string): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, valueAt(value, issue.path), pathTo(path, ...issue.path)));
}

function problemsOfIssue(issue: z.core.$ZodIssue, value: unknown, path: string): Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownField(path, name));
  if (value === undefined) return [{ path, code: 'schema.missing', message: 'is required and missing; add it' }];
  switch (issue.code) {
    case 'invalid_type':
      return [{ path, code: 'schema.type', message: `expected ${typeName(issue.expected)}, got ${shown(value)}` }];
    case 'invalid_value':
      return [{ path, code: 'schema.value', message: `expected ${issue.values.map(shown).join(' or ')}, got ${shown(value)}` }];
    case 'invalid_format':
      return [formatProblem(issue.format, value, path)];
    case 'too_small':
      return [{ path, code: 'schema.rule', message: 'is empty; give at least one entry or leave the field out' }];
    case 'invalid_union':
      return unionProblems(issue, value, path);
    default:
      return [{ path, code: 'schema.rule', message: issue.message }];
  }
}

function unknownField(path: string, name: string): Problem {
  const message = 'is no field of EPCIS 2.0 here; check its spelling, or write an extension with its prefix (example:myField)';
  return { path: pathTo(path, name), code: 'schema.unknown-field', message };
}

/** A union's problems are those of its member that takes values of this sort, or one problem when no member does. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, value: unknown, path: string): Problem[] {
  const near = issue.errors.find((issues) => !issues.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0));
  if (near !== undefined) return problemsOfIssues(near, value as Json, path);
  const expected = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_type' ? [typeName(inner.expected)] : []));
  return [{ path, code: 'schema.type', message: `expected ${[...new Set(expected)].join(' or ')}, got ${shown(value)}` }];
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function typeName(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

const FORMAT_ADVICE: Readonly<Record<string, string>> = {
  uri: 'a URI such as https://id.gs1.org/01/… or urn:epc:…',
  'date-time': 'a date and time that the calendar has, with its offset: 2026-11-23T08:30:00.000+08:00',
  'time-zone-offset': 'an offset from UTC of at most 14 hours: +08:00',
  'unit-code': 'a UN/ECE unit code of two or three capitals or digits: KGM',
  'schema-version': 'version 2.0',
  'event-type':
    'ObjectEvent, AggregationEvent, AssociationEvent, TransactionEvent, TransformationEvent or the URI of an extension',
  'hex-binary': 'hexadecimal digits',
};

function formatProblem(format: string, value: unknown, path: string): Problem {
  if (format === 'schema-version') {
    return {
      path,
      code: 'document.version',
      message: `unknown version ${shown(value)}: EPCIS ${FORMAT_ADVICE[format]} is read here`,
    };
  }
  const expected = FORMAT_ADVICE[format] ?? `a standard word for ${format}, written bare, or the URI of another vocabulary`;
  return { path, code: 'schema.format', message: `expected ${expected}; got ${shown(value)}` };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[step];
  }
  return found;
}
