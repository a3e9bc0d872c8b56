import { DIGITAL_LINK_HOME } from './digital-link.ts';
import { areDigits, encodeKeyText, encodePartText, gs1CheckDigit } from './gs1-keys.ts';

/** What follows the company prefix and reference of an EPC, as it stands in a Digital Link; null when malformed. */
type Suffix = (rest: string) => string | null;

/** A scheme whose company prefix and reference together have a fixed number of digits. */
interface NumericScheme {
  readonly ai: string;
  /** Digits of company prefix and reference together. */
  readonly digits: number;
  /** The first digit of the reference stands before the company prefix in the key (GTIN, SSCC). */
  readonly leading: boolean;
  /** Written before the key (the filler of a GRAI). */
  readonly filler: string;
  /** Null where nothing follows. */
  readonly suffix: Suffix | null;
}

type Convert = (body: string) => string | null;

const ANY: Suffix = (rest) => (rest === '*' ? '' : null);

function qualified(ai: string, max: number): Suffix {
  return (rest) => prepend(`/${ai}/`, encodeKeyText(rest, 1, max));
}

function appendedText(max: number): Suffix {
  return (rest) => encodeKeyText(rest, 1, max);
}

function prepend(prefix: string, text: string | null): string | null {
  return text === null ? null : prefix + text;
}

function locationExtension(rest: string): string | null {
  return rest === '0' ? '' : prepend('/254/', encodeKeyText(rest, 1, 20));
}

function digitsUpTo12(rest: string): string | null {
  return rest.length >= 1 && rest.length <= 12 && areDigits(rest, 0, rest.length) ? rest : null;
}

/** Piece, total and what follows of an individual trade item piece: `01.02.` and a serial number or `*`. */
function piece(after: Suffix): Suffix {
  return (rest) => {
    if (!areDigits(rest, 0, 2) || rest[2] !== '.' || !areDigits(rest, 3, 5) || rest[5] !== '.') return null;
    return prepend(rest.slice(0, 2) + rest.slice(3, 5), after(rest.slice(6)));
  };
}

function numeric(ai: string, digits: number, suffix: Suffix | null, leading = false, filler = ''): Convert {
  const scheme: NumericScheme = { ai, digits, leading, filler, suffix };
  return (body) => convertNumeric(scheme, body);
}

function tradeItem(ai: string, suffix: Suffix): Convert {
  return numeric(ai, 13, suffix, true);
}

/** EPC schemes that have a GS1 key, by what stands between `urn:epc:` and the value. */
const SCHEMES: ReadonlyMap<string, Convert> = new Map<string, Convert>([
  ['id:sgtin', tradeItem('01', qualified('21', 20))],
  ['id:itip', tradeItem('8006', piece(qualified('21', 20)))],
  ['id:upui', tradeItem('01', qualified('235', 28))],
  ['class:lgtin', tradeItem('01', qualified('10', 20))],
  ['idpat:sgtin', tradeItem('01', ANY)],
  ['idpat:upui', tradeItem('01', ANY)],
  ['idpat:itip', tradeItem('8006', piece(ANY))],
  ['id:sscc', numeric('00', 17, null, true)],
  ['id:sgln', numeric('414', 12, locationExtension)],
  ['id:pgln', numeric('417', 12, null)],
  ['id:gsrn', numeric('8018', 17, null)],
  ['id:gsrnp', numeric('8017', 17, null)],
  ['id:gsin', numeric('402', 16, null)],
  ['id:grai', numeric('8003', 12, appendedText(16), false, '0')],
  ['id:gdti', numeric('253', 12, appendedText(17))],
  ['id:sgcn', numeric('255', 12, digitsUpTo12)],
  ['idpat:grai', numeric('8003', 12, ANY, false, '0')],
  ['idpat:gdti', numeric('253', 12, ANY)],
  ['idpat:sgcn', numeric('255', 12, ANY)],
  ['id:giai', (body) => convertText('8004', body)],
  ['id:ginc', (body) => convertText('401', body)],
  ['id:cpi', (body) => convertPart(body, (serial) => prepend('/8011/', digitsUpTo12(serial)))],
  ['idpat:cpi', (body) => convertPart(body, ANY)],
]);

/**
 * An EPC URN, EPC class URN or EPC pattern of one class as its canonical GS1 Digital Link URI, check digit computed.
 * @param urn begins with `urn:epc:`
 * @returns null when the scheme has no GS1 key (`gid`, `usdod`, `adi`, …) or the URN is malformed
 * @see EPC Tag Data Standard 1.13, sections 6 and 7; CBV 2.0, section 8.9
 */
export function digitalLinkOfEpc(urn: string): string | null {
  const kindEnd = urn.indexOf(':', 8);
  const schemeEnd = urn.indexOf(':', kindEnd + 1);
  if (kindEnd < 0 || schemeEnd < 0) return null;
  const convert = SCHEMES.get(urn.slice(8, schemeEnd));
  return convert === undefined ? null : prepend(DIGITAL_LINK_HOME, convert(urn.slice(schemeEnd + 1)));
}

/** Length of the GS1 company prefix at the start of an EPC's value: 6–12 digits before the first dot, else 0. */
function prefixLength(body: string): number {
  const dot = body.indexOf('.');
  return dot >= 6 && dot <= 12 && areDigits(body, 0, dot) ? dot : 0;
}

function convertNumeric(scheme: NumericScheme, body: string): string | null {
  const dot = prefixLength(body);
  if (dot === 0) return null;
  const from = dot + 1;
  const end = scheme.digits + 1;
  if (!areDigits(body, from, end) || (scheme.leading && end === from)) return null;
  const suffix = suffixAt(scheme.suffix, body, end);
  if (suffix === null) return null;
  const split = scheme.leading ? from + 1 : from;
  const key = scheme.filler + body.slice(from, split) + body.slice(0, dot) + body.slice(split, end);
  return `${scheme.ai}/${key}${gs1CheckDigit(key)}${suffix}`;
}

function suffixAt(suffix: Suffix | null, body: string, end: number): string | null {
  if (suffix === null) return body.length === end ? '' : null;
  return body[end] === '.' ? suffix(body.slice(end + 1)) : null;
}

/** GIAI and GINC: company prefix and reference, 30 characters together, no check digit. */
function convertText(ai: string, body: string): string | null {
  const dot = prefixLength(body);
  return dot === 0 ? null : prepend(`${ai}/${body.slice(0, dot)}`, encodeKeyText(body.slice(dot + 1), 1, 30 - dot));
}

function convertPart(body: string, after: Suffix): string | null {
  const dot = prefixLength(body);
  const last = body.lastIndexOf('.');
  if (dot === 0 || last <= dot) return null;
  const reference = encodePartText(body.slice(dot + 1, last), 1, 30 - dot);
  const suffix = after(body.slice(last + 1));
  return reference === null || suffix === null ? null : `8010/${body.slice(0, dot)}${reference}${suffix}`;
}
