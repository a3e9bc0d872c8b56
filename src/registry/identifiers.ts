import { canonicalUri, isValidKey, productOf } from '../epcis/index.ts';

/** What an identifier of the registry names. */
export type Named = 'organisation' | 'site' | 'product';

const HOMES: Readonly<Record<Named, string>> = {
  organisation: 'https://id.gs1.org/417/',
  site: 'https://id.gs1.org/414/',
  product: 'https://id.gs1.org/01/',
};

const SHAPES: Readonly<Record<Named, string>> = {
  organisation: 'https://id.gs1.org/417/{gln}',
  site: 'https://id.gs1.org/414/{gln}',
  product: 'https://id.gs1.org/01/{gtin}',
};

/**
 * What is wrong with an identifier, or null. A product needs a GTIN; organisations and sites may have a URI of another scheme,
 * but a GS1 identifier must be of the right key, with the right check digit.
 */
export function idProblem(named: Named, id: string): string | null {
  const uri = canonicalUri(id);
  if (!isGs1(uri)) return named !== 'product' && isUri(uri) ? null : `expected ${SHAPES[named]}, got ${id}`;
  if (!uri.startsWith(HOMES[named]) || (named === 'product' && productOf(id) !== uri))
    return `expected ${SHAPES[named]}, got ${id}`;
  return isValidKey(id) ? null : `has a wrong check digit, or too many or too few digits: ${id}`;
}

function isGs1(uri: string): boolean {
  return uri.startsWith('https://id.gs1.org/') || uri.startsWith('urn:epc:');
}

function isUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(text);
}
