import type { JsonObject, VocabularySpelling } from '../epcis/index.ts';
import { writeXmlCaptureJob, writeXmlDocument } from '../epcis-xml/index.ts';
import { answerType, isXml } from './negotiation.ts';
import { notAcceptable, ProblemError, unwritableInXml } from './problems.ts';
import type { SeenContext } from './seeing.ts';

type Headers = Readonly<Record<string, string>>;

/** An answer in JSON, as JSON-LD for clients that take nothing else. */
export function jsonAnswer(context: SeenContext, value: unknown, headers: Headers): Response {
  return context.body(JSON.stringify(value), 200, { 'Content-Type': typeOf(context, false), ...headers });
}

/**
 * Events in JSON or XML, as the client likes it better. XML comes with the header GS1-CBV-XML-Format, which says how it writes words.
 * @param document an EPCISQueryDocument or a single event
 * @throws ProblemError 406 when XML is wanted and an event holds what XML cannot
 */
export function eventsAnswer(context: SeenContext, document: JsonObject, headers: Headers, status: 200 | 201 = 200): Response {
  const isOld = context.var.epcis === '1.2.0';
  const type = typeOf(context, true, isOld ? 'application/xml' : undefined);
  if (!isXml(type)) return context.body(JSON.stringify(document), status, { 'Content-Type': type, ...headers });
  const spelling = spellingOf(context.req.header('GS1-CBV-XML-Format') ?? 'No_Preference', isOld);
  const written = writeXmlDocument(document, isOld ? '1.2' : '2.0', spelling);
  if (!written.ok) throw new ProblemError(unwritableInXml(written.problems));
  const format = spelling === 'web' ? 'Always_Web_URI' : 'Always_URN';
  return context.body(written.value, status, { 'Content-Type': charset(type), 'GS1-CBV-XML-Format': format, ...headers });
}

/** A capture job in JSON or XML. */
export function jobAnswer(context: SeenContext, job: JsonObject): Response {
  const type = typeOf(context, true);
  const body = isXml(type) ? writeXmlCaptureJob(job) : JSON.stringify(job);
  return context.body(body, 200, { 'Content-Type': isXml(type) ? charset(type) : type });
}

function typeOf(context: SeenContext, offersXml: boolean, otherwise = 'application/json'): string {
  const accept = context.req.header('accept');
  return accept === undefined ? otherwise : (answerType(accept, offersXml) ?? otherwise);
}

function charset(type: string): string {
  return `${type}; charset=utf-8`;
}

/** How words of the standard vocabularies are written in XML; their original spelling is not kept, so without a wish they are URNs. */
function spellingOf(asked: string, isOld: boolean): VocabularySpelling {
  if (asked === 'Always_Web_URI' && isOld)
    throw new ProblemError(notAcceptable('GS1-CBV-XML-Format asks for "Always_Web_URI": CBV 1.2 writes words as URNs'));
  if (asked === 'Always_Web_URI') return 'web';
  if (['No_Preference', 'Never_Translates', 'Always_URN'].includes(asked)) return 'urn';
  const formats = 'No_Preference, Never_Translates, Always_URN and Always_Web_URI are answered';
  throw new ProblemError(
    notAcceptable(`GS1-CBV-XML-Format asks for ${JSON.stringify(asked)}: it is no format of the standard; ${formats}`),
  );
}
