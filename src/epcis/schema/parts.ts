import { z } from 'zod';
import { extensibleObject, Time, UnitCode, uniqueTexts, Uri, vocabularyWord } from './fields.ts';
import { isUri } from './formats.ts';
import { BIZ_STEPS, BIZ_TRANSACTION_TYPES, DISPOSITIONS, ERROR_REASONS, SOURCE_DEST_TYPES } from './words.ts';

/** What an event does to the objects it names. */
export const Action = z.enum(['OBSERVE', 'ADD', 'DELETE']);

/** A step of business: a CBV word or somebody's URI. */
export const BizStep = vocabularyWord('bizStep', BIZ_STEPS);

/** The state in which objects are left. */
export const Disposition = vocabularyWord('disposition', DISPOSITIONS);

/** States that hold until another event ends them. */
export const PersistentDisposition = z
  .strictObject({ set: uniqueTexts(Disposition).min(1).optional(), unset: uniqueTexts(Disposition).min(1).optional() })
  .check(
    z.superRefine((value, context) => {
      if (value.set === undefined && value.unset === undefined) {
        context.addIssue({ code: 'custom', message: 'states neither set nor unset; give at least one of them' });
      }
    }),
  );

/** An amount of a class of objects; without `uom` a count, without `quantity` an amount that is not stated. */
export const QuantityElement = z.strictObject({
  epcClass: Uri,
  quantity: z.number().optional(),
  uom: UnitCode.optional(),
});
export type QuantityElement = z.infer<typeof QuantityElement>;

/** Where something happened or where it is then: an identifier, and extensions. */
export const Place = z.looseObject({ id: Uri });

/** A document of business that the event belongs to: an invoice (`inv`), a despatch advice (`desadv`), … */
export const BizTransaction = z.strictObject({
  type: vocabularyWord('bizTransactionType', BIZ_TRANSACTION_TYPES).optional(),
  bizTransaction: Uri,
});
export type BizTransaction = z.infer<typeof BizTransaction>;

const SourceDestType = vocabularyWord('sourceDestType', SOURCE_DEST_TYPES);

/** One end from which objects go: its owner, its holder or its place. */
export const Source = z.strictObject({ type: SourceDestType, source: Uri });
export type Source = z.infer<typeof Source>;

/** One end to which objects go. */
export const Destination = z.strictObject({ type: SourceDestType, destination: Uri });
export type Destination = z.infer<typeof Destination>;

/** That an earlier event with the same content was wrong, and which events put it right. */
export const ErrorDeclaration = extensibleObject({
  declarationTime: Time,
  reason: vocabularyWord('errorReason', ERROR_REASONS).optional(),
  correctiveEventIDs: z.array(Uri).optional(),
});

/** Master data of instances and lots: every field name is a URI or a prefixed name. */
export const Ilmd = extensibleObject({});

/** Certificates that the event refers to. */
export const CertificationInfo = z.union([Uri, z.array(Uri)]);

/** A JSON-LD context: a URI, an object of bindings, or a list of these in which none stands twice. */
export const LdContext = z.union([
  Uri,
  z.looseObject({}),
  z.array(z.union([Uri, z.looseObject({})])).check(
    z.superRefine((entries, context) => {
      if (entries.length < 2) return;
      const texts = entries.map(sortedText);
      if (new Set(texts).size === texts.length) return;
      const repeat = texts.findIndex((text, index) => texts.indexOf(text) !== index);
      context.addIssue({ code: 'custom', path: [repeat], message: 'stands twice in the list; state each entry once' });
    }),
  ),
]);

/** JSON with the names of every object in order, so that equal values have equal texts. */
function sortedText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${sortedText(inner)}`).join(',')}}`;
}

/** The type of an event outside the standard's five: a URI or a prefixed name. */
export const ExtensionType = z.stringFormat('event-type', isUri);
