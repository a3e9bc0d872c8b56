import { contextOfExtensionsHeader, REE_NAMESPACE, type Json } from '../epcis/index.ts';
import type { EpcFormat } from '../app/index.ts';
import { negotiatedVersion, type EpcisVersion } from './epcis-versions.ts';
import { answerType, isXml } from './negotiation.ts';
import { invalidQuery, notAcceptable, ProblemError } from './problems.ts';

/** What JSON-LD answers of the standard's routes refer to. */
export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

const NEWEST: EpcisVersion = '2.0.0';
const OLDEST: EpcisVersion = '1.2.0';
const EXTENSIONS = `ree=${REE_NAMESPACE}`;

/** Which forms a resource has beside JSON: none, XML of EPCIS 2.0, or XML of 1.2 too. */
export type XmlForms = 'none' | '2.0' | '1.2';

/** Headers that every answer of the standard's routes carries. */
export function spokenHeaders(version: EpcisVersion): Record<string, string> {
  return { 'GS1-EPCIS-Version': version, 'GS1-CBV-Version': version, 'GS1-Extensions': EXTENSIONS };
}

/** What OPTIONS tells of a route. */
export function discoveryHeaders(allow: string, vendorVersion: string, forms: XmlForms = '2.0'): Record<string, string> {
  const oldest = forms === '1.2' ? OLDEST : NEWEST;
  return {
    ...spokenHeaders(NEWEST),
    Allow: allow,
    'GS1-EPCIS-Min': oldest,
    'GS1-EPCIS-Max': NEWEST,
    'GS1-CBV-Min': oldest,
    'GS1-CBV-Max': NEWEST,
    'GS1-EPC-Format': 'Never_Translates',
    'GS1-CBV-XML-Format': 'Always_URN',
    'GS1-Vendor-Version': `ytterby ${vendorVersion}`,
  };
}

/**
 * Checks what a request asks of version and form.
 * @param forms the forms that the resource has
 * @returns the version to speak
 * @throws ProblemError 406
 */
export function checkWishes(headers: Headers, forms: XmlForms): EpcisVersion {
  const accept = headers.get('accept');
  checkAccept(accept, forms !== 'none');
  const inXml = [answerType(accept, true), headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()];
  return negotiatedVersion(headers, forms === '1.2' && inXml.some((type) => isXml(type ?? '')));
}

function checkAccept(accept: string | null, offersXml: boolean): void {
  if (answerType(accept, offersXml) !== null) return;
  const forms = `application/json and application/ld+json${offersXml ? ', application/xml and text/xml' : ''}`;
  throw new ProblemError(notAcceptable(`${JSON.stringify(accept)} is accepted, but ${forms} are what there is`));
}

const FORMATS: Readonly<Record<string, EpcFormat>> = {
  Always_GS1_Digital_Link: 'digital-link',
  Always_EPC_URN: 'epc-urn',
  No_Preference: 'as-captured',
  Never_Translates: 'as-captured',
};

/**
 * How the client wants identifiers written. Without a wish they stay as they were captured: an event must be read back as it was
 * signed and hashed.
 * @throws ProblemError 406
 */
export function epcFormatOf(headers: Headers): EpcFormat {
  const asked = headers.get('GS1-EPC-Format') ?? 'Never_Translates';
  if (Object.hasOwn(FORMATS, asked)) return FORMATS[asked]!;
  const known = Object.keys(FORMATS).join(', ');
  throw new ProblemError(notAcceptable(`GS1-EPC-Format asks for ${JSON.stringify(asked)}: the standard knows ${known}`));
}

/**
 * The same for events to come.
 * @throws ProblemError 406 for EPC URNs too: an event to come may name a company prefix whose length is not known
 */
export function promisedFormatOf(headers: Headers): Exclude<EpcFormat, 'epc-urn'> {
  const format = epcFormatOf(headers);
  if (format !== 'epc-urn') return format;
  const reason = 'the length of the company prefixes of events to come is not known, so EPC URNs cannot be promised';
  throw new ProblemError(notAcceptable(`GS1-EPC-Format: ${reason}; ask for another format`));
}

/** What an answer says of how its identifiers are written. */
export function epcFormatHeader(format: EpcFormat): Record<string, string> {
  const names = { 'digital-link': 'Always_GS1_Digital_Link', 'epc-urn': 'Always_EPC_URN', 'as-captured': 'Never_Translates' };
  return { 'GS1-EPC-Format': names[format] };
}

/**
 * The context in which the names of a query's extension fields are read: `ree`, and what the header GS1-Extensions binds.
 * @throws ProblemError 400 when the header cannot be read
 */
export function queryContextOf(headers: Headers): Json {
  const header = headers.get('GS1-Extensions');
  const stated = header === null ? {} : contextOfExtensionsHeader(header);
  if (stated !== null) return { ree: REE_NAMESPACE, ...stated };
  throw new ProblemError(
    invalidQuery([{ parameter: 'GS1-Extensions', message: 'must read prefix=namespace, separated by commas' }]),
  );
}
