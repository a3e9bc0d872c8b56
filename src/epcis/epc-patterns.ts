import { canonicalUri } from './identifiers.ts';

/** Where the parts of an EPC scheme stand in the GS1 key of its Digital Link URI. */
interface Scheme {
  /** Number of components in the URN: company prefix, reference, serial, … */
  readonly components: number;
  /** Application identifier of the key; null when the scheme has no Digital Link form. */
  readonly ai: string | null;
  /** Characters before the company prefix. */
  readonly companyAt?: number;
  /** The reference's first character is that which stands before the company prefix. */
  readonly indicator?: boolean;
  /** Where the reference ends (the check digit or the serial follows); the key's end when not given. */
  readonly referenceEnd?: number;
  /** A qualifier that the URI must have, and one that it must not. */
  readonly needs?: string;
  readonly lacks?: string;
}

/** GS1 EPC Tag Data Standard 1.13, section 6.3 (pure identity URIs) and GS1 Digital Link 1.2, section 4. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  sgtin: { components: 3, ai: '01', companyAt: 1, indicator: true, referenceEnd: 13, needs: '21' },
  lgtin: { components: 3, ai: '01', companyAt: 1, indicator: true, referenceEnd: 13, needs: '10', lacks: '21' },
  upui: { components: 3, ai: '01', companyAt: 1, indicator: true, referenceEnd: 13, needs: '235' },
  itip: { components: 5, ai: '8006', companyAt: 1, indicator: true, referenceEnd: 13 },
  sscc: { components: 2, ai: '00', companyAt: 1, indicator: true, referenceEnd: 17 },
  sgln: { components: 3, ai: '414', referenceEnd: 12 },
  pgln: { components: 2, ai: '417', referenceEnd: 12 },
  grai: { components: 3, ai: '8003', companyAt: 1, referenceEnd: 13 },
  giai: { components: 2, ai: '8004' },
  gsrn: { components: 2, ai: '8018', referenceEnd: 17 },
  gsrnp: { components: 2, ai: '8017', referenceEnd: 17 },
  gdti: { components: 3, ai: '253', referenceEnd: 12 },
  sgcn: { components: 3, ai: '255', referenceEnd: 12 },
  ginc: { components: 2, ai: '401' },
  gsin: { components: 2, ai: '402', referenceEnd: 16 },
  cpi: { components: 3, ai: '8010' },
  gid: { components: 3, ai: null },
  usdod: { components: 2, ai: null },
  adi: { components: 3, ai: null },
};

const PATTERN_URN = /^urn:epc:idpat:([a-z]+):(.+)$/;
const LOT_PATTERN_URN = /^urn:epc:class:(lgtin):(.+)$/;
const IDENTITY_URN = /^urn:epc:(?:id|idpat|class):([a-z]+):(.+)$/;
const DIGITAL_LINK_PATTERN = /^(https?:\/\/.+)\/(10|21)\/\*$/;

/** Whether an identifier of the event, as it is written there, is one of those that a pattern denotes. */
export type EpcTest = (identifier: string) => boolean;

/** What a value of a MATCH parameter means: one identifier in its canonical form, many, or nothing that could be read. */
export type EpcPattern =
  | { readonly kind: 'exact'; readonly uri: string }
  | { readonly kind: 'pattern'; readonly test: EpcTest }
  | { readonly kind: 'malformed'; readonly message: string };

/**
 * Reads a value of a MATCH parameter (EPCIS 2.0, section 8.2.7.1.1).
 * A pure identity pattern has `*` for its last components (`urn:epc:idpat:sgtin:0614141.112345.*`) and denotes every identifier of
 * the scheme that agrees in the others, whether the event writes a URN or a Digital Link URI. Our own addition: a Digital Link URI
 * that ends in `/21/*` or `/10/*` denotes all serials or lots of its GTIN. Any other URI denotes itself.
 * @param forClasses for the epcClass parameters: there a `*` of the event is matched only by a `*` of the query, so a pattern that
 *   leaves only the serial open denotes the class itself
 */
export function readEpcPattern(text: string, forClasses: boolean): EpcPattern {
  const link = DIGITAL_LINK_PATTERN.exec(text);
  if (link !== null) return { kind: 'pattern', test: startsWithTest(`${canonicalUri(link[1]!)}/${link[2]!}/`) };
  const urn = PATTERN_URN.exec(text) ?? (text.includes('*') ? LOT_PATTERN_URN.exec(text) : null);
  if (urn === null) return { kind: 'exact', uri: canonicalUri(text) };
  return readUrnPattern(text, urn[1]!, urn[2]!.split('.'), forClasses);
}

function readUrnPattern(text: string, name: string, parts: readonly string[], forClasses: boolean): EpcPattern {
  const scheme = SCHEMES[name];
  if (scheme === undefined) return { kind: 'malformed', message: `${name} is not an EPC scheme with patterns` };
  const components = joinSerial(parts, scheme.components);
  const open = components.indexOf('*');
  const isComplete = components.length === scheme.components && !components.includes('');
  if (!isComplete || !components.slice(open < 0 ? components.length : open).every((part) => part === '*')) {
    return { kind: 'malformed', message: `a pattern of ${name} has ${scheme.components} components, the last of them *` };
  }
  if (open < 0) return { kind: 'exact', uri: canonicalUri(text.replace(':idpat:', name === 'lgtin' ? ':class:' : ':id:')) };
  if (forClasses && name === 'sgtin' && open === 2) return { kind: 'exact', uri: canonicalUri(text) };
  return { kind: 'pattern', test: componentTest(name, scheme, components, forClasses) };
}

/** A serial may hold dots of its own: what goes beyond the scheme's components belongs to the last one. */
function joinSerial(parts: readonly string[], count: number): string[] {
  return parts.length <= count ? [...parts] : [...parts.slice(0, count - 1), parts.slice(count - 1).join('.')];
}

function startsWithTest(start: string): EpcTest {
  return (identifier) => {
    const uri = canonicalUri(identifier);
    return uri.startsWith(start) && !uri.includes('/', start.length);
  };
}

function componentTest(name: string, scheme: Scheme, pattern: readonly string[], forClasses: boolean): EpcTest {
  return (identifier) => {
    const urn = IDENTITY_URN.exec(identifier);
    if (urn === null) return keyMatches(scheme, pattern, qualifiersOf(canonicalUri(identifier)), forClasses);
    if (urn[1] !== name) return false;
    const components = joinSerial(urn[2]!.split('.'), scheme.components);
    return pattern.every((part, index) => part === '*' || part === components[index]);
  };
}

/** The application identifiers and values in the path of a canonical Digital Link URI. */
function qualifiersOf(uri: string): ReadonlyMap<string, string> {
  const qualifiers = new Map<string, string>();
  const path = /^https:\/\/id\.gs1\.org\/([^?#]+)/.exec(uri)?.[1];
  const segments = path?.split('/') ?? [];
  for (let index = 0; index + 1 < segments.length; index += 2) qualifiers.set(segments[index]!, segments[index + 1]!);
  return qualifiers;
}

function keyMatches(
  scheme: Scheme,
  pattern: readonly string[],
  qualifiers: ReadonlyMap<string, string>,
  forClasses: boolean,
): boolean {
  const key = scheme.ai === null ? undefined : qualifiers.get(scheme.ai);
  if (key === undefined) return false;
  if (scheme.lacks !== undefined && qualifiers.has(scheme.lacks)) return false;
  // Among classes the pattern of a serialised scheme denotes the class, which has neither serial nor lot.
  const isClassPattern = forClasses && scheme.needs === '21';
  if (isClassPattern ? qualifiers.size > 1 : scheme.needs !== undefined && !qualifiers.has(scheme.needs)) return false;
  return companyAndReferenceMatch(scheme, pattern, key) && piecesMatch(scheme, pattern, key);
}

function companyAndReferenceMatch(scheme: Scheme, pattern: readonly string[], key: string): boolean {
  const [company = '*', reference = '*'] = pattern;
  if (company === '*') return true;
  const companyAt = scheme.companyAt ?? 0;
  if (!key.startsWith(company, companyAt)) return false;
  if (reference === '*') return true;
  const referenceAt = companyAt + company.length;
  if (scheme.indicator !== true) return key.slice(referenceAt, scheme.referenceEnd) === reference;
  return key[0] === reference[0] && key.slice(referenceAt, scheme.referenceEnd) === reference.slice(1);
}

/** Piece and total of an individual trade item piece (ITIP): two digits each behind the GTIN. */
function piecesMatch(scheme: Scheme, pattern: readonly string[], key: string): boolean {
  if (scheme.components !== 5) return true;
  const [, , piece = '*', total = '*'] = pattern;
  return (piece === '*' || key.slice(14, 16) === piece) && (total === '*' || key.slice(16, 18) === total);
}
