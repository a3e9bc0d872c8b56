/** Which form an answer takes, from the header Accept (RFC 9110, section 12.5.1). */

const JSON_LD = 'application/ld+json';
const JSON_FORMS = ['application/json', JSON_LD];
const XML_FORMS = ['application/xml', 'text/xml'];

/** A media range of an Accept header with its weight. */
interface Range {
  readonly type: string;
  readonly weight: number;
}

/** The media types that an Accept header takes, without those of weight 0. */
export function acceptedTypes(accept: string): string[] {
  return rangesOf(accept)
    .filter(({ weight }) => weight > 0)
    .map(({ type }) => type);
}

/**
 * The media type to answer in: that with the greatest weight; of several the one that the client names; then JSON before XML.
 * @param offersXml whether the resource has an XML form at all
 * @returns null when nothing that is offered is acceptable
 */
export function answerType(accept: string | null, offersXml: boolean): string | null {
  if (accept === null || accept.trim() === '') return 'application/json';
  const ranges = rangesOf(accept);
  let best: { readonly type: string; readonly rank: number } | null = null;
  for (const type of offersXml ? [...JSON_FORMS, ...XML_FORMS] : JSON_FORMS) {
    const weight = weightOf(type, ranges);
    const rank = weight + (ranges.some((range) => range.type === type) ? 1e-6 : 0);
    if (weight > 0 && (best === null || rank > best.rank)) best = { type, rank };
  }
  return best?.type ?? null;
}

/** Whether a media type is one of XML's. */
export function isXml(type: string): boolean {
  return XML_FORMS.includes(type);
}

/** The weight of the range that fits a type most closely. */
function weightOf(type: string, ranges: readonly Range[]): number {
  const fitting = [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*'];
  for (const pattern of fitting) {
    const found = ranges.find((range) => range.type === pattern);
    if (found !== undefined) return found.weight;
  }
  return 0;
}

function rangesOf(accept: string): Range[] {
  return accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    const stated = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = stated === undefined ? 1 : Number(stated.slice(2));
    return { type, weight: Number.isFinite(weight) ? Math.min(1, Math.max(0, weight)) : 1 };
  });
}
