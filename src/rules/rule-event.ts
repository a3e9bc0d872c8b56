import { canonicalUri, readReeExtension, type Json, type JsonObject, type ReeExtension } from '../epcis/index.ts';
import type { Matter } from '../ledger/index.ts';
import { indexOf, readMatter, type CapturedEvent } from '../record/index.ts';

/** An event as rules read it. */
export interface RuleEvent {
  readonly seq: number;
  readonly hash: string;
  /** Milliseconds since 1970 UTC. */
  readonly recordedMs: number;
  readonly timeMs: number;
  readonly matter: Matter;
  readonly ree: ReeExtension;
  /** Where it happened, canonical; null where it does not say. */
  readonly site: string | null;
  readonly bizStep: string | null;
  /** Invoices that it names. */
  readonly invoices: readonly string[];
  /** Owners before and after a change of hands. */
  readonly seller: string | null;
  readonly buyer: string | null;
  /** The site that a consignment is said to come from. */
  readonly senderSite: string | null;
}

/** Reads a captured event; it was validated when it was recorded. */
export function ruleEventOf(captured: CapturedEvent): RuleEvent {
  const { event, context, hash, seq, recordedMs } = captured;
  const reading = readReeExtension(event, context);
  const ree = reading.ok ? reading.value : {};
  const index = indexOf(event, ree.assays ?? []);
  return {
    seq,
    hash,
    recordedMs,
    timeMs: index.eventTimeMs,
    matter: readMatter(event, index, hash, ree),
    ree,
    site: index.site,
    bizStep: index.bizStep === null ? null : index.bizStep.slice(index.bizStep.lastIndexOf('-') + 1),
    invoices: named(event['bizTransactionList'], 'inv', 'bizTransaction'),
    seller: named(event['sourceList'], 'owning_party', 'source')[0] ?? null,
    buyer: named(event['destinationList'], 'owning_party', 'destination')[0] ?? null,
    senderSite: named(event['sourceList'], 'location', 'source')[0] ?? null,
  };
}

/** Entries of a list whose type ends with a word of the standard, however it is spelled. */
function named(list: Json | undefined, type: string, field: string): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return [];
    const { type: stated, [field]: value }: JsonObject = entry;
    const isOfType =
      typeof stated === 'string' && (stated === type || stated.endsWith(`-${type}`) || stated.endsWith(`:${type}`));
    return isOfType && typeof value === 'string' ? [canonicalUri(value)] : [];
  });
}
