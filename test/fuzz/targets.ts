import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/epcis/index.ts';
import { writeXmlDocument } from '../../src/epcis-xml/index.ts';
import { PRIMARY_KEYS } from '../../src/gs1/index.ts';
import { anyMutation, fieldValuesOf, mutate } from '../support/event-mutations.ts';
import { exampleNames, exampleText, documentOf, objectEvent } from '../support/http.ts';
import { damaged, inAddress, noise } from './noise.ts';

/** A request, as one that fuzzes sends it. */
export interface Shot {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const XML_TYPE = { 'content-type': 'application/xml' };
const examples = exampleNames().map(exampleText);
const pool = fieldValuesOf(examples.map((text) => JSON.parse(text) as Json));
const get = (path: string): Shot => ({ method: 'GET', path });
const capture = (body: string, headers: Readonly<Record<string, string>> = JSON_TYPE): Shot => ({
  method: 'POST',
  path: '/capture',
  headers,
  body,
});

/** The GS1 examples with a few fields dropped, replaced, retyped. */
const mutatedDocument = fc
  .tuple(fc.constantFrom(...examples), fc.array(anyMutation, { minLength: 1, maxLength: 4 }))
  .map(([text, mutations]) => JSON.stringify(mutate(JSON.parse(text) as JsonObject, mutations, pool)));

const JSON_LD: fc.Arbitrary<Shot> = fc
  .oneof(
    mutatedDocument,
    damaged(fc.constantFrom(...examples)),
    fc.json({ maxDepth: 6 }),
    fc.nat(3000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
    fc
      .tuple(fc.jsonValue(), fc.dictionary(noise, fc.jsonValue()))
      .map(([context, more]) => JSON.stringify({ ...documentOf([{ ...objectEvent(1), ...more }]), '@context': context })),
  )
  .map((body) => capture(body));

const LINES: fc.Arbitrary<Shot> = fc
  .array(
    fc.oneof(
      fc.json(),
      noise,
      fc.nat(9999).map((n) => JSON.stringify(objectEvent(n))),
    ),
    { maxLength: 6 },
  )
  .map((lines) => capture(lines.join('\n'), { 'content-type': 'application/x-ndjson' }));

const xmlExamples = examples.flatMap((text) => {
  const written = writeXmlDocument(JSON.parse(text) as JsonObject, '2.0');
  return written.ok ? [written.value] : [];
});

const XML: fc.Arbitrary<Shot> = fc
  .oneof(
    damaged(fc.constantFrom(...xmlExamples)),
    noise.map((inside) => `<a>${inside}</a>`),
    fc.nat(3000).map((depth) => '<a>'.repeat(depth)),
  )
  .map((body) => capture(body, XML_TYPE));

const DIGITAL_LINK: fc.Arbitrary<Shot> = fc
  .tuple(
    fc.constantFrom(...PRIMARY_KEYS.keys()),
    fc.oneof(noise, fc.stringMatching(/^\d{1,20}$/)),
    fc.array(fc.tuple(fc.oneof(fc.constantFrom('10', '21', '22', '254', '8020', '17'), noise), noise), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom('linkType', '17', '3103', '10', 'x'), noise), { maxLength: 3 }),
  )
  .map(([key, value, qualifiers, query]) => {
    const path = [key, value, ...qualifiers.flat()].map(inAddress).join('/');
    return get(`/${path}?${query.map(([name, word]) => `${name}=${inAddress(word)}`).join('&')}`);
  });

const CODES: fc.Arbitrary<Shot> = fc
  .oneof(
    damaged(
      fc.constantFrom(
        '(01)09506000134352(10)A(17)251231',
        ']d201095060001343521012\u001d17251231',
        'https://id.gs1.org/01/09506000134352/10/A',
      ),
    ),
    noise,
    fc.string({ unit: fc.constantFrom(...'()0123456789AZ\u001d'), maxLength: 60 }),
  )
  .map((code) => get(`/api/scan?code=${inAddress(code)}`));

const QUERY_NAMES = Object.keys(
  (
    JSON.parse(readFileSync(new URL('../../../shared/data/epcis/query-schema.json', import.meta.url), 'utf8')) as {
      properties?: object;
    }
  ).properties ?? {},
);
const queryName = fc.oneof(
  fc.constantFrom('perPage', 'nextPageToken', 'eventCountLimit', 'maxEventCount', 'orderBy', 'orderDirection', ...QUERY_NAMES),
  fc
    .constantFrom('EQ_', 'GT_', 'EXISTS_', 'EQATTR_', 'MATCH_', 'EQ_INNER_', 'HASATTR_')
    .chain((word) => noise.map((rest) => word + rest)),
  noise,
);
const queryValue = fc.oneof(
  noise,
  fc.constantFrom('*', 'true', '2020-01-01T00:00:00Z', '-1', '1e999', 'urn:epc:idpat:sgtin:*.*.*', 'KGM', '|'),
);
const QUERY: fc.Arbitrary<Shot> = fc
  .tuple(
    fc.constantFrom('/events', '/eventTypes/ObjectEvent/events', '/bizSteps/shipping/events', '/epcs', '/queries'),
    fc.array(fc.tuple(queryName, queryValue), { maxLength: 5 }),
  )
  .map(([path, parts]) => get(`${path}?${parts.map((pair) => pair.map(inAddress).join('=')).join('&')}`));

const QUERY_BODY: fc.Arbitrary<Shot> = fc
  .tuple(fc.string({ maxLength: 5 }), fc.dictionary(queryName, fc.oneof(fc.jsonValue(), queryValue)))
  .map(([name, query]) => ({ method: 'POST', path: '/queries', headers: JSON_TYPE, body: JSON.stringify({ name, query }) }));

const token = fc.oneof(noise, fc.base64String(), damaged(fc.constant('eyJhZnRlciI6MTAsImJlZm9yZSI6MjB9')));
const PAGE_TOKEN: fc.Arbitrary<Shot> = fc
  .tuple(token, fc.constantFrom('/events', '/epcs', '/bizLocations', '/capture', 'delete'))
  .map(([word, path]) =>
    path === 'delete'
      ? { method: 'DELETE', path: `/nextPageToken/${inAddress(word)}` }
      : get(`${path}?nextPageToken=${inAddress(word)}&perPage=3`),
  );

const HEADER_VALUES = fc.oneof(
  fc.constantFrom(
    '2.0.0',
    '1.2',
    'Always_GS1_Digital_Link',
    'No_Preference',
    'Never_Translates',
    'application/xml',
    'application/json',
    '*/*;q=0',
    '20,19',
  ),
  fc.stringMatching(/^[ -~]{0,40}$/),
);
const HEADERS: fc.Arbitrary<Shot> = fc
  .tuple(
    fc.constantFrom('/events', '/', '/queries', '/passports/x', '/01/09506000134352'),
    fc.dictionary(
      fc.constantFrom(
        'gs1-epcis-version',
        'gs1-cbv-version',
        'gs1-epc-format',
        'gs1-cbv-xml-format',
        'gs1-extensions',
        'accept',
        'accept-language',
        'authorization',
        'cookie',
        'origin',
      ),
      HEADER_VALUES,
    ),
  )
  .map(([path, headers]) => ({ ...get(path), headers }));

const ENTRY: fc.Arbitrary<Shot> = fc
  .tuple(
    fc.constantFrom('sign-in', 'claim', 'code', 'members', 'keys', 'shares'),
    fc.oneof(
      fc.json(),
      noise,
      fc
        .dictionary(
          fc.constantFrom('account', 'password', 'token', 'code', 'id', 'kind', 'role', 'mandate', 'until'),
          fc.jsonValue(),
        )
        .map((body) => JSON.stringify(body)),
    ),
  )
  .map(([word, body]) => ({ method: 'POST', path: `/api/access/${word}`, headers: JSON_TYPE, body }));

const LOG: fc.Arbitrary<Shot> = fc
  .oneof(
    fc
      .tuple(
        fc.constantFrom('tile/0/', 'tile/entries/', 'tile/', ''),
        fc.oneof(noise, fc.stringMatching(/^x?\d{1,6}(\/\d{3})?(\.p\/\d{1,3})?$/)),
      )
      .map(([start, rest]) => `/log/${start}${rest.split('/').map(inAddress).join('/')}`),
    fc
      .tuple(
        fc.constantFrom('consistency?old', 'consistency?old=1&new', 'inclusion?index', 'inclusion?index=0&size', 'consistency?x'),
        fc.oneof(noise, fc.nat(9).map(String), fc.nat().map(String)),
      )
      .map(([name, word]) => `/log/${name}=${inAddress(word)}`),
    noise.map((word) => `/log/proof?event=${inAddress(word)}`),
  )
  .map(get);

const HASH = `${'A'.repeat(43)}=`;
/** A request to cosign a checkpoint of the log that the server under fuzz knows; its signature is nobody's. */
const offered = `old 1\n${HASH}\n\npassing.ytterby\n2\n${HASH}\n\n— passing.ytterby AAAAAAAA\n`;
const WITNESS: fc.Arbitrary<Shot> = fc
  .oneof(damaged(fc.constant(offered)), noise)
  .map((body) => ({ method: 'POST', path: '/log/add-checkpoint', body }));

/** What is fuzzed, each parser through the door that strangers come to it by. */
export const TARGETS: Readonly<Record<string, fc.Arbitrary<Shot>>> = {
  'JSON-LD documents': JSON_LD,
  'lines of JSON': LINES,
  'XML documents': XML,
  'Digital Link URIs': DIGITAL_LINK,
  'element strings and codes': CODES,
  'query parameters': QUERY,
  'named queries': QUERY_BODY,
  'page tokens': PAGE_TOKEN,
  headers: HEADERS,
  'sign-in and members': ENTRY,
  'the log’s addresses': LOG,
  'checkpoints offered': WITNESS,
};
