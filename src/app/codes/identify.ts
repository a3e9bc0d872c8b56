import { canonicalUri, lotOf, productOf } from '../../epcis/index.ts';
import type { IdentifierKind, Name } from '../../wire/index.ts';
import { knownSite } from '../answers/answer-balance.ts';
import type { Asking } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';

/** What a GS1 Digital Link URI names, and whether the record knows it. */
export interface Identified {
  readonly kind: IdentifierKind;
  /** The identifier as the record writes it. */
  readonly id: string;
  /** The name of the product, site or organisation; null when it is not registered. */
  readonly name: Name | null;
  /** Whether the product of a lot or an item is registered; true for what has no product. */
  readonly isProductKnown: boolean;
  readonly onRecord: boolean;
}

/** Kinds by the beginning of their canonical URI; the first that fits. */
const KINDS: readonly (readonly [RegExp, IdentifierKind])[] = [
  [/^https:\/\/id\.gs1\.org\/(01|8006)\/\d+\/(21|235)\//, 'item'],
  [/^https:\/\/id\.gs1\.org\/(01|8006)\/\d+\/10\//, 'lot'],
  [/^https:\/\/id\.gs1\.org\/01\/\d+$/, 'product'],
  [/^https:\/\/id\.gs1\.org\/00\//, 'container'],
  [/^https:\/\/id\.gs1\.org\/414\//, 'site'],
  [/^https:\/\/id\.gs1\.org\/417\//, 'organisation'],
];

/** The kind of thing that a canonical URI names. */
function kindOf(id: string): IdentifierKind {
  return KINDS.find(([form]) => form.test(id))?.[1] ?? 'other';
}

/** Whether things of a kind are known from the events that name them, not from the registry. */
export function hasEvents(kind: IdentifierKind): boolean {
  return kind === 'lot' || kind === 'item' || kind === 'container' || kind === 'other';
}

/** Looks a GS1 Digital Link URI up in the record. @param nowMs the clock, milliseconds since 1970 */
export async function identify(asking: Asking, uri: string, nowMs: number): Promise<Identified> {
  const { world } = asking;
  const id = await spellingOnRecord(asking, uri);
  const kind = kindOf(id);
  const product = world.registry.product(productOf(id) ?? '');
  return {
    kind,
    id,
    name: product?.name ?? world.registry.nameOf(id) ?? null,
    isProductKnown: productOf(id) === null || product !== undefined,
    onRecord: await isOnRecord(asking, kind, id, nowMs),
  };
}

/** Characters that a URI may write as escapes and that the event hash's canonical form leaves as they are. */
const SPARED = /%(?:22|27|3B|3C|3D|3E)/gi;

/** Of the two canonical spellings of an identifier the one that events use; the first when none does. */
async function spellingOnRecord({ reader }: Asking, uri: string): Promise<string> {
  const id = canonicalUri(uri);
  const spared = canonicalUri(uri.replaceAll(SPARED, decodeURIComponent));
  return spared !== id && (await reader.seqsNaming([spared], [])).length > 0 ? spared : id;
}

async function isOnRecord(asking: Asking, kind: IdentifierKind, id: string, nowMs: number): Promise<boolean> {
  const { reader, world } = asking;
  if (kind === 'organisation') return world.registry.organisation(id) !== undefined;
  if (kind === 'site') return isKnownSite(asking, id, nowMs);
  if (kind === 'product')
    return world.registry.product(id) !== undefined || (await reader.searchIdentifiers(`${id}/`, 1)).length > 0;
  return (await reader.seqsNaming([id], [])).length > 0;
}

async function isKnownSite(asking: Asking, id: string, nowMs: number): Promise<boolean> {
  try {
    await knownSite(asking, id, nowMs);
    return true;
  } catch (error) {
    if (error instanceof NotOnRecord) return false;
    throw error;
  }
}

/** The number of a lot or an item as its maker writes it, the key of anything else. */
export function numberOf(id: string): string {
  return lotOf(id) ?? decodeURIComponent(id.slice(id.lastIndexOf('/') + 1));
}
