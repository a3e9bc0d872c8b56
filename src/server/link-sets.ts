import type { ResolvedIdentifier } from '../app/index.ts';

const GS1_VOCABULARY = 'https://ref.gs1.org/voc/';

/** A link from an identified thing to something about it (RFC 8288). */
export interface Link {
  /** The GS1 link type without its namespace: `pip`, `traceability`. */
  readonly type: string;
  readonly href: string;
  readonly title: string;
  readonly mediaType: 'text/html' | 'application/json';
  readonly language: 'zh' | 'en' | null;
}

/** Links that lead out from one thing. */
export interface LinkContext {
  readonly anchor: string;
  readonly description: string;
  readonly links: readonly Link[];
}

const LANGUAGES = ['zh', 'en'] as const;
/** Members' data about a thing. */
const DATA: Readonly<Record<ResolvedIdentifier['kind'], 'lot' | 'site' | 'organisation'>> = {
  lot: 'lot',
  item: 'lot',
  container: 'lot',
  other: 'lot',
  product: 'lot',
  site: 'site',
  organisation: 'organisation',
};

/** The page of a thing: of what has a history its passport, which everybody may read. */
function pageOf(kind: ResolvedIdentifier['kind'], id: string): string {
  if (kind === 'product') return `/search?q=${id.slice(-14)}`;
  if (kind === 'site' || kind === 'organisation') return `/${kind}?id=${encodeURIComponent(id)}`;
  return `/passports/${encodeURIComponent(id)}`;
}

/**
 * Everything that this server has about a thing.
 * @param base the server's address, without a slash at the end
 */
export function linksAbout({ kind, id, description }: ResolvedIdentifier, base: string): Link[] {
  const page = base + pageOf(kind, id);
  const html = (type: string, language: Link['language']): Link => ({
    type,
    href: language === null ? page : `${page}${page.includes('?') ? '&' : '?'}lang=${language}`,
    title: description[language ?? 'zh'],
    mediaType: 'text/html',
    language,
  });
  const data = (type: string, path: string, what: string): Link => ({
    type,
    href: base + path,
    title: `${description.en}: ${what}`,
    mediaType: 'application/json',
    language: null,
  });
  const inBoth = (...types: string[]): Link[] => types.flatMap((type) => LANGUAGES.map((language) => html(type, language)));
  const links = [html('defaultLink', null), ...inBoth('defaultLinkMulti', ...pageTypes(kind))];
  if (kind !== 'product') links.push(data('masterData', `/api/${DATA[kind]}?id=${encodeURIComponent(id)}`, 'data'));
  if (page.includes('/passports/')) links.push(data('certificationInfo', pageOf(kind, id), 'passport'));
  if (kind === 'lot' || kind === 'item') links.push(data('traceability', `/api/trace?id=${encodeURIComponent(id)}`, 'origins'));
  const events = eventsPath(kind, id);
  return events === null ? links : [...links, data('epcis', events, 'events')];
}

/** What the page of a thing is to GS1. */
function pageTypes(kind: ResolvedIdentifier['kind']): string[] {
  if (kind === 'lot' || kind === 'item') return ['pip', 'traceability'];
  if (kind === 'product') return ['pip'];
  return kind === 'site' ? ['locationInfo'] : [];
}

function eventsPath(kind: ResolvedIdentifier['kind'], id: string): string | null {
  if (kind === 'organisation') return null;
  if (kind === 'product') return `/events?MATCH_anyEPCClass=${encodeURIComponent(`${id}/10/*`)}`;
  const parameter = kind === 'site' ? 'EQ_bizLocation' : kind === 'lot' ? 'MATCH_anyEPCClass' : 'MATCH_anyEPC';
  return `/events?${parameter}=${encodeURIComponent(id)}`;
}

/** The whole name of a link type. */
export function relationOf(type: string): string {
  return GS1_VOCABULARY + type;
}

/** The link type that a name means: `gs1:pip`, or its whole URI in the vocabulary's old or new place; null for another vocabulary. */
export function linkTypeNamed(name: string): string | null {
  return /^(?:gs1:|https?:\/\/(?:ref\.|www\.)?gs1\.org\/voc\/)([A-Za-z]+)$/.exec(name)?.[1] ?? null;
}

/**
 * A link set in JSON (RFC 9264, section 4.2).
 * @param isPlain without `itemDescription`, which GS1 demands and the schema of plain link sets forbids
 */
export function linkSetJson({ anchor, description, links }: LinkContext, isPlain: boolean): object {
  const relations = Object.groupBy(links, ({ type }) => relationOf(type));
  const targets = Object.entries(relations).map(([relation, all = []]) => [relation, all.map(targetOf)] as const);
  const head = isPlain ? { anchor } : { anchor, itemDescription: description };
  return { linkset: [{ ...head, ...Object.fromEntries(targets) }] };
}

function targetOf({ href, title, mediaType, language }: Link): object {
  return { href, title, type: mediaType, ...(language === null ? {} : { hreflang: [language] }) };
}

/** The same as text (RFC 9264, section 4.1): the syntax of the Link header with an anchor to each link. */
export function linkSetText({ anchor, links }: LinkContext): string {
  return `${links.map((link) => `${linkHeader(link)}; anchor="${anchor}"; title*=UTF-8''${encodeURIComponent(link.title)}`).join(',\n')}\n`;
}

/** A link as a value of the Link header; without its title, which may be Chinese. */
export function linkHeader({ type, href, mediaType, language }: Link): string {
  const hreflang = language === null ? '' : `; hreflang="${language}"`;
  return `<${href}>; rel="${relationOf(type)}"; type="${mediaType}"${hreflang}`;
}
