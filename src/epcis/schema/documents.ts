import { z } from 'zod';
import { extensibleObject, type Fields, isFields, Time, Uri } from './fields.ts';
import { AnyEvent } from './events.ts';
import { LdContext } from './parts.ts';

const Attribute = z.looseObject({
  id: Uri,
  attribute: z.union([z.number(), z.string(), z.looseObject({})]).optional(),
});

const VocabularyElement = z.looseObject({
  id: Uri,
  attributes: z.array(Attribute).optional(),
  children: z.array(Uri).optional(),
});

/** Master data of one kind: places, parties, classes of goods. */
export const Vocabulary = z.looseObject({
  type: Uri,
  vocabularyElementList: z.array(VocabularyElement).optional(),
});
export type Vocabulary = z.infer<typeof Vocabulary>;

const vocabularyList = z.array(Vocabulary).optional();

/** The version of the schema: `2.0` or a correction of it, `2.0.1`. */
export const SchemaVersion = z.stringFormat('schema-version', /^2\.0(?:\.\d+)*$/).meta({ examples: ['2.0'] });

/** What an EPCISDocument owes around its events; the events are taken as `event` says. */
function documentOf<E extends z.ZodType>(event: E) {
  return extensibleObject({
    '@context': LdContext,
    type: z.literal('EPCISDocument'),
    id: Uri.optional(),
    schemaVersion: SchemaVersion,
    creationDate: Time,
    instanceIdentifier: z.string().optional(),
    sender: z.string().optional(),
    receiver: z.string().optional(),
    epcisHeader: extensibleObject({ epcisMasterData: z.looseObject({ vocabularyList }).optional() }).optional(),
    epcisBody: z.looseObject({ eventList: z.array(event) }),
  });
}

/** What an EPCISQueryDocument owes around its events. */
function queryDocumentOf<E extends z.ZodType>(event: E) {
  const resultsBody = extensibleObject({ eventList: z.array(event), vocabularyList });
  const queryResults = extensibleObject({ queryName: z.string(), subscriptionID: z.string().optional(), resultsBody });
  return extensibleObject({
    '@context': LdContext,
    type: z.literal('EPCISQueryDocument'),
    id: Uri.optional(),
    schemaVersion: SchemaVersion.optional(),
    creationDate: Time.optional(),
    epcisBody: extensibleObject({ queryResults }),
  });
}

/** A document of events, as partners send it and `POST /capture` takes it. */
export const EpcisDocument = documentOf(AnyEvent);
export type EpcisDocument = z.infer<typeof EpcisDocument>;

/** The answer to a query. */
export const EpcisQueryDocument = queryDocumentOf(AnyEvent);
export type EpcisQueryDocument = z.infer<typeof EpcisQueryDocument>;

/** Anything that could be an event. */
const UncheckedEvent = z.custom<Fields>(isFields, 'expected an event, that is an object');

/** The same two without a look into the events: those are checked one by one, so that good ones may pass without the bad. */
export const DocumentFrame = documentOf(UncheckedEvent);
export const QueryDocumentFrame = queryDocumentOf(UncheckedEvent);
