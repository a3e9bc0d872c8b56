import { contextOfExtensionsHeader, REE_NAMESPACE, type Json } from '../epcis/index.ts';
import type { EpcFormat } from '../app/index.ts';
import { answerType } from './negotiation.ts';
import { invalidQuery, notAcceptable, ProblemError } from './problems.ts';

/** What JSON-LD answers of the standard's routes refer to. */
export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

const VERSION = '2.0.0';
/** What clients call the version that is spoken here; 2.0.1 is the standard with its errata. */
const VERSION_NAMES: ReadonlySet<string> = new Set(['2.0', VERSION, '2.0.1']);
const EXTENSIONS = `ree=${REE_NAMESPACE}`;

/** Headers that every answer of the standard's routes carries. */
export const EPCIS_HEADERS: Readonly<Record<string, string>> = {
  'GS1-EPCIS-Version': VERSION,
  'GS1-CBV-Version': VERSION,
  'GS1-Extensions': EXTENSIONS,
};

/** What OPTIONS tells of a route. */
export function discoveryHeaders(allow: string, vendorVersion: string): Record<string, string> {
  return {
    ...EPCIS_HEADERS,
    Allow: allow,
    'GS1-EPCIS-Min': VERSION,
    'GS1-EPCIS-Max': VERSION,
    'GS1-CBV-Min': VERSION,
    'GS1-CBV-Max': VERSION,
    'GS1-EPC-Format': 'Never_Translates',
    'GS1-CBV-XML-Format': 'Always_URN',
    'GS1-Vendor-Version': `ytterby ${vendorVersion}`,
  };
}

/**
 * Checks what a request asks of version and form.
 * @param offersXml whether the resource has an XML form
 * @throws ProblemError 406
 */
export function checkWishes(headers: Headers, offersXml: boolean): void {
  for (const standard of ['EPCIS', 'CBV']) checkVersion(headers, standard);
  checkAccept(headers.get('accept'), offersXml);
}

function checkVersion(headers: Headers, standard: string): void {
  const asked = headers.get(`GS1-${standard}-Version`);
  if (asked !== null && !VERSION_NAMES.has(asked)) refuseVersion(`GS1-${standard}-Version`, asked, standard);
  const min = headers.get(`GS1-${standard}-Min`);
  if (min !== null && !isAtMost(min, VERSION)) refuseVersion(`GS1-${standard}-Min`, min, standard);
  const max = headers.get(`GS1-${standard}-Max`);
  if (max !== null && !isAtMost(VERSION, max)) refuseVersion(`GS1-${standard}-Max`, max, standard);
}

function refuseVersion(header: string, asked: string, standard: string): never {
  throw new ProblemError(notAcceptable(`${header} asks for ${JSON.stringify(asked)}; ${standard} ${VERSION} is spoken here`));
}

/** Whether version `a` comes before or is `b`; text that is no version is never. */
function isAtMost(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => (/^\d+(\.\d+)*$/.test(version) ? version.split('.').map(Number) : null));
  if (left === null || left === undefined || right === null || right === undefined) return false;
  for (let place = 0; place < Math.max(left.length, right.length); place++) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return true;
}

function checkAccept(accept: string | null, offersXml: boolean): void {
  if (answerType(accept, offersXml) !== null) return;
  const forms = `application/json and application/ld+json${offersXml ? ', application/xml and text/xml' : ''}`;
  throw new ProblemError(notAcceptable(`${JSON.stringify(accept)} is accepted, but ${forms} are what there is`));
}

/**
 * How the client wants identifiers written. Without a wish they stay as they were captured: an event must be read back as it was
 * signed and hashed.
 * @throws ProblemError 406 for EPC URNs, which need the length of the company prefix, and a Digital Link does not tell it
 */
export function epcFormatOf(headers: Headers): EpcFormat {
  const asked = headers.get('GS1-EPC-Format') ?? 'Never_Translates';
  if (asked === 'Always_GS1_Digital_Link') return 'digital-link';
  if (asked === 'No_Preference' || asked === 'Never_Translates') return 'as-captured';
  const reason =
    asked === 'Always_EPC_URN'
      ? 'a GS1 Digital Link does not tell the length of its company prefix, so not every identifier can be written as an EPC URN'
      : 'it is no format of the standard';
  const formats = 'Never_Translates, No_Preference and Always_GS1_Digital_Link are answered';
  throw new ProblemError(notAcceptable(`GS1-EPC-Format asks for ${JSON.stringify(asked)}: ${reason}; ${formats}`));
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
