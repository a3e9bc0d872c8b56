/** The last, telling part of a lot's identifier: `https://id.gs1.org/01/…/10/B-7` → `B-7`; `urn:epc:class:lgtin:a.b.B-7` → `B-7`. */
export function shortLot(id: string): string {
  const link = /\/10\/([^/?#]+)/.exec(id)?.[1];
  if (link !== undefined) return decode(link);
  const serial = /\/(?:21|00)\/([^/?#]+)/.exec(id)?.[1] ?? /^urn:epc:[^:]+:[^:]+:(?:[^.]+\.){2}(.+)$/.exec(id)?.[1];
  return serial === undefined ? id : decode(serial);
}

/** The key of a GS1 identifier without the resolver: `https://id.gs1.org/414/6901234000016` → `6901234000016`. */
export function shortId(id: string): string {
  return /^https?:\/\/id\.gs1\.org\/\d+\/(.+)$/.exec(id)?.[1] ?? id;
}

/** The last word of a CBV URI or URN: `urn:epcglobal:cbv:bizstep:shipping` → `shipping`, as is `…/cbv/BizStep-shipping`. */
export function shortCbv(word: string): string {
  return /(?:[:/-])([A-Za-z_]+)$/.exec(word)?.[1] ?? word;
}

/** Every lot named in an event's JSON, in order of first mention: class-level identifiers with a lot part. */
export function lotsNamed(event: unknown): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string' && isLot(value)) found.add(value);
    else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(event);
  return [...found];
}

function isLot(text: string): boolean {
  return /^https?:\/\/[^\s]+\/01\/\d{8,14}\/10\/[^/?#\s]+$/.test(text) || text.startsWith('urn:epc:class:lgtin:');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray % is no escape: the part is shown as it is written.
    return part;
  }
}
