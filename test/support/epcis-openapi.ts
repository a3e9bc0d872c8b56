import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';

/** The OpenAPI file that GS1 publishes for EPCIS 2.0. */
const FILE = new URL('../../../shared/data/epcis/openapi.json', import.meta.url);

interface Answer {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Answer>> };
}

/**
 * Answers that the standard's text asks for and that its OpenAPI file forgets at these routes, though it describes them elsewhere:
 * status and route → the component that describes it.
 */
const FORGOTTEN: Readonly<Record<string, string>> = {
  'get /events 400': '400QueryIssues',
  'get /events 413': '413QueryScopeOrSize',
  'get /capture 400': '400QueryIssues',
  'post /queries 400': '400QueryIssues',
  'get /queries 400': '400QueryIssues',
  'get /queries/{queryName}/events 400': '400QueryIssues',
  ...Object.fromEntries(
    ['eventTypes', 'epcs', 'bizSteps', 'bizLocations', 'readPoints', 'dispositions'].flatMap((name) => [
      [`get /${name} 400`, '400QueryIssues'],
    ]),
  ),
};

/** Headers whose schema says "integer" or "object" and whose text on the wire is checked by a pattern here. */
const HEADER_PATTERNS: Readonly<Record<string, RegExp>> = {
  'GS1-EPCIS-Version': /^\d+(\.\d+)*$/,
  'GS1-CBV-Version': /^\d+(\.\d+)*$/,
  'GS1-EPCIS-Min': /^\d+(\.\d+)*$/,
  'GS1-EPCIS-Max': /^\d+(\.\d+)*$/,
  'GS1-CBV-Min': /^\d+(\.\d+)*$/,
  'GS1-CBV-Max': /^\d+(\.\d+)*$/,
  'GS1-EPC-Format': /^(No_Preference|Always_GS1_Digital_Link|Always_EPC_URN|Never_Translates)$/,
  'GS1-CBV-XML-Format': /^(No_Preference|Always_Web_URI|Always_URN|Never_Translates)$/,
  'GS1-Extensions': /^([A-Za-z][\w.-]*=\S+)(,\s*[A-Za-z][\w.-]*=\S+)*$/,
  'GS1-EPCIS-Capture-Limit': /^[1-9]\d*$/,
  'GS1-EPCIS-Capture-File-Size-Limit': /^[1-9]\d*$/,
  'GS1-Capture-Error-Behaviour': /^(rollback|proceed|all)$/,
  'GS1-Next-Page-Token-Expires': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  Location: /^\S+$/,
  Link: /^<[^>]+>; rel="next"$/,
  Allow: /^[A-Z]+(, [A-Z]+)*$/,
};
/** Headers that the file lists with an answer but that only some answers have. */
const OCCASIONAL = new Set(['Link', 'GS1-Next-Page-Token-Expires']);

/** Checks answers of the standard's routes against the file. */
export class EpcisDescription {
  private readonly description: Description;
  private readonly ajv: Ajv;
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor() {
    assert.ok(existsSync(FILE), `the test reads ../shared/data/epcis/openapi.json, which is missing: ${FILE.pathname}`);
    this.description = JSON.parse(readFileSync(FILE, 'utf8')) as Description;
    this.ajv = new Ajv({ strict: false, allErrors: true });
    addFormatsModule.default(this.ajv);
    this.ajv.addSchema(withoutPerlPatterns(this.description), 'epcis');
  }

  /** Fails when the answer is not as the file describes it. @param route the path as the file has it: `/events/{eventID}` */
  async check(method: string, route: string, response: Response): Promise<void> {
    const where = `${method.toLowerCase()} ${route} ${response.status}`;
    const { pointer, answer } = this.answerFor(method.toLowerCase(), route, response.status, where);
    for (const name of Object.keys(answer.headers ?? {})) checkHeader(where, name, response.headers.get(name));
    if (answer.content === undefined) return;
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    assert.ok(type in answer.content, `${where}: Content-Type ${type} is not among ${Object.keys(answer.content).join(', ')}`);
    const validate = this.compile(`${pointer}/content/${escaped(type)}/schema`);
    const body: unknown = await response.clone().json();
    assert.ok(validate(body), `${where}: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 2000)}`);
  }

  private answerFor(method: string, route: string, status: number, where: string): { pointer: string; answer: Answer } {
    const operation = this.description.paths[route]?.[method];
    assert.ok(operation, `${where}: the file has no such operation`);
    const listed = operation.responses[String(status)];
    if (listed?.$ref === undefined && listed !== undefined) {
      return { pointer: `#/paths/${escaped(route)}/${method}/responses/${status}`, answer: listed };
    }
    const name = listed?.$ref?.split('/').at(-1) ?? FORGOTTEN[where] ?? '';
    const answer = this.description.components.responses[name];
    assert.ok(answer, `${where}: the file has no such answer`);
    return { pointer: `#/components/responses/${escaped(name)}`, answer };
  }

  private compile(pointer: string): ValidateFunction {
    const known = this.compiled.get(pointer) ?? this.ajv.compile({ $ref: `epcis${pointer}` });
    this.compiled.set(pointer, known);
    return known;
  }
}

/** Patterns of schedules are written with subroutines of Perl, which ECMA-262 (and so JSON Schema) does not know; the tests check those fields. */
function withoutPerlPatterns<T>(description: T): T {
  return JSON.parse(
    JSON.stringify(description, (name, value: unknown) =>
      name === 'pattern' && typeof value === 'string' && value.includes('\\g<') ? undefined : value,
    ),
  ) as T;
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function checkHeader(where: string, name: string, value: string | null): void {
  if (value === null && (OCCASIONAL.has(name) || name === 'GS1-EPCIS-Capture-Limit')) return;
  assert.ok(value !== null, `${where}: the header ${name} is missing`);
  const pattern = HEADER_PATTERNS[name];
  assert.ok(pattern === undefined || pattern.test(value), `${where}: the header ${name} is ${JSON.stringify(value)}`);
}
