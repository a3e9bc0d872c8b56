import type { Context } from 'hono';
import { CodeRefused, resolveIdentifier, type Application } from '../app/index.ts';
import { keyAmong, PRIMARY_KEYS, readDigitalLink, writeDigitalLink, type Element } from '../gs1/index.ts';
import { acceptedTypes } from './negotiation.ts';
import {
  linkHeader,
  linksAbout,
  linkSetJson,
  linkSetText,
  linkTypeNamed,
  relationOf,
  type Link,
  type LinkContext,
} from './link-sets.ts';
import type { ServerSettings } from './options.ts';
import { methodNotAllowed, noSuchLink, ProblemError, problemOf, problemResponse } from './problems.ts';
import { publicAddress } from './public-address.ts';
import { preferred } from './preferences.ts';
import type { WebFiles } from './web-files.ts';
import type { Routes } from './seeing.ts';

const LINK_SET_TYPE = 'application/linkset+json';
const LINK_SET_TEXT_TYPE = 'application/linkset';
const JSON_LD_CONTEXT = 'https://ref.gs1.org/standards/resolver/linkset-context';
const METHODS = 'GET, HEAD, OPTIONS';
/** Parameters that speak to the resolver and are not handed on. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set(['linkType', 'context']);
/** The words for all links; `all` is what versions before 1.1 of the resolver standard said. */
const WHOLE_SET: ReadonlySet<string> = new Set(['linkset', 'all']);

/** The resolver: GS1 Digital Link URIs with this server's name lead to what it knows of their subject (GS1-Conformant Resolver 1.2). */
export function addDigitalLinkRoutes(http: Routes, settings: ServerSettings, web: WebFiles): void {
  http.get('/.well-known/gs1resolver', (context) => withCors(context.json(description(publicAddress(context, settings)))));
  for (const key of PRIMARY_KEYS.keys()) {
    const path = `/${key}/*`;
    http.get(path, (context) => resolve(context, context.var.app, settings, web));
    http.options(path, (context) => withCors(context.body(null, 204, { Allow: METHODS })));
    http.all(path, (context) => withCors(problemResponse(methodNotAllowed(context.req.method, METHODS))));
  }
}

/** What the resolver is, at its well-known place (GS1-Conformant Resolver 1.2, section 6). */
function description(root: string): object {
  return {
    name: 'Ytterby',
    resolverRoot: root,
    supportedPrimaryKeys: [...PRIMARY_KEYS.keys()],
    supportedLinkType: [{ namespace: relationOf(''), prefix: 'gs1:' }],
    linkTypeDefaultCanBeLinkset: false,
  };
}

/** Whoever scans a forged code with a telephone gets the page that says what is wrong with it; a program, the problem document. */
async function resolve(context: Context, app: Application, settings: ServerSettings, web: WebFiles): Promise<Response> {
  try {
    return withCors(await linksOf(context, app, publicAddress(context, settings)));
  } catch (error) {
    const problem = problemOf(error, settings.log);
    const page = await web.refusalPage(context.req.raw, problem.httpStatus);
    return withCors(page ?? problemResponse(problem));
  }
}

async function linksOf(context: Context, app: Application, base: string): Promise<Response> {
  const { pathname, search, searchParams } = new URL(context.req.url);
  const elements = readable(base + pathname + search);
  const anchor = identifying(elements, base);
  const resolved = await resolveIdentifier(app, identifying(elements));
  const links = linksAbout(resolved, base);
  const wanted = searchParams.get('linkType');
  const chosen = linksOfType(links, wanted);
  const set: LinkContext = { anchor, description: `${resolved.description.zh} ${resolved.description.en}`, links: chosen };
  const headers = { Link: linkHeaders(set, resolved.id, links), Vary: 'Accept, Accept-Language' };
  const asked = setTypeAsked(context.req.raw.headers, wanted);
  if (asked !== null) return linkSet(set, asked, headers);
  const target = wanted === null ? defaultOf(links, context) : preferred(chosen, context.req.raw.headers);
  return context.body(null, 307, { ...headers, Location: withParameters(target, searchParams) });
}

/** @throws CodeRefused */
function readable(uri: string): readonly Element[] {
  const reading = readDigitalLink(uri);
  if (!reading.ok) throw new CodeRefused(reading.refusal);
  return reading.value;
}

/** The URI of what elements identify, without data attributes. */
function identifying(elements: readonly Element[], stem?: string): string {
  const written = writeDigitalLink(elements, stem);
  if (!written.ok || keyAmong(elements) === undefined) throw new Error('identifying: elements of a Digital Link have no key');
  return written.value.replace(/\?.*$/, '');
}

/** @throws ProblemError 404 when there is none of the type */
function linksOfType(links: readonly Link[], wanted: string | null): readonly Link[] {
  if (wanted === null || WHOLE_SET.has(wanted)) return links;
  const type = linkTypeNamed(wanted);
  const chosen = links.filter((link) => link.type === type);
  if (chosen.length === 0) throw new ProblemError(noSuchLink(wanted, [...new Set(links.map((link) => `gs1:${link.type}`))]));
  return chosen;
}

/** The page in the language that the reader prefers, else in the one that he chose there before. */
function defaultOf(links: readonly Link[], context: Context): Link {
  const { headers } = context.req.raw;
  const pages = links.filter(({ type }) => type === 'defaultLinkMulti');
  const isNeutral = /^\s*(\*\s*)?$/.test(headers.get('accept-language') ?? '');
  return isNeutral ? links[0]! : preferred(pages, headers, links[0]);
}

/** The form of link set that a request asks for; null when it wants to be led on. */
function setTypeAsked(headers: Headers, linkType: string | null): { type: string; isPlain: boolean } | null {
  const accept = headers.get('accept') ?? '';
  const types = acceptedTypes(accept);
  const isPlain = /linkset\+json\s*;\s*profile="?https:\/\/www\.rfc-editor\.org\/(info|rfc)\/rfc9264"?/i.test(accept);
  const named = [LINK_SET_TYPE, LINK_SET_TEXT_TYPE].find((type) => types.includes(type));
  if (named !== undefined) return { type: named, isPlain };
  const isWhole = linkType !== null && WHOLE_SET.has(linkType);
  const wantsJson =
    linkType === null && types.includes('application/json') && !types.some((type) => type === '*/*' || type === 'text/html');
  if (!isWhole && !wantsJson) return null;
  return { type: types.includes('application/json') ? 'application/json' : LINK_SET_TYPE, isPlain };
}

function linkSet(
  set: LinkContext,
  { type, isPlain }: { type: string; isPlain: boolean },
  headers: Record<string, string>,
): Response {
  if (type === LINK_SET_TEXT_TYPE)
    return new Response(linkSetText(set), { headers: { ...headers, 'Content-Type': LINK_SET_TEXT_TYPE } });
  const context = `<${JSON_LD_CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
  const all = { ...headers, Link: `${headers['Link']}, ${context}`, 'Content-Type': type };
  return new Response(JSON.stringify(linkSetJson(set, isPlain)), { headers: all });
}

/** Where all links are, what else the thing is called, and each of its links. */
function linkHeaders({ anchor }: LinkContext, id: string, links: readonly Link[]): string {
  const own = [
    `<${anchor}?linkType=linkset>; rel="linkset"; type="${LINK_SET_TYPE}"`,
    `<${id}>; rel="http://www.w3.org/2002/07/owl#sameAs"`,
  ];
  return [...own, ...links.map(linkHeader)].join(', ');
}

/** A page gets the parameters of the request too; the API refuses parameters that it does not know. */
function withParameters({ href, mediaType }: Link, asked: URLSearchParams): string {
  if (mediaType !== 'text/html') return href;
  const target = new URL(href);
  for (const [name, value] of asked) {
    if (!OWN_PARAMETERS.has(name) && !target.searchParams.has(name)) target.searchParams.append(name, value);
  }
  return target.href;
}

/** Any page may ask a resolver. */
function withCors(response: Response): Response {
  response.headers.set('Access-Control-Allow-Origin', '*');
  response.headers.set('Access-Control-Allow-Methods', METHODS);
  response.headers.set('Access-Control-Allow-Headers', 'Accept, Accept-Language');
  response.headers.set('Access-Control-Expose-Headers', 'Link, Location');
  return response;
}
