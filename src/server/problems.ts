import { randomUUID } from 'node:crypto';
import {
  AccessRefused,
  CaseRefused,
  ActRefused,
  CaptureRefusal,
  CodeRefused,
  EntryRefused,
  ModelsBusy,
  MonthRefused,
  AddressRefused,
  ConductRefused,
  Embargoed,
  FormRefused,
  ReleaseRefused,
  NotOnRecord,
  OutOfScope,
  PageTokenRefusal,
  ProofRefused,
  QueryTooLarge,
  UnwritableEpc,
  type CaptureFault,
  type EventOutcome,
  type ModelRefusal,
} from '../app/index.ts';
import type { ParameterProblem, Problem as InputProblem } from '../epcis/index.ts';
import type { CodeRefusal } from '../gs1/index.ts';

/** One entry of a problem's `errors`, and of a capture job's: a problem of its own with the place that it is about. */
export interface ProblemPart {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly [member: string]: unknown;
}

/** An RFC 9457 problem document with the HTTP answer that carries it. */
export interface Problem {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly type: string;
    readonly title: string;
    readonly status?: number;
    readonly detail: string;
    readonly [member: string]: unknown;
  };
}

/** A problem on its way to the one place that answers with it. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.body.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

const OWN = 'https://w3id.org/ytterby/problems/';
/** Problems listed in one answer; more would help nobody. */
const ERRORS_LISTED_MAX = 1000;

type Members = Readonly<Record<string, unknown>>;

function problemOfType(
  httpStatus: number,
  type: string,
  title: string,
  detail: string,
  members: Members = {},
  headers: Members = {},
): Problem {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return { httpStatus, headers: texts, body: { type, title, status: httpStatus, detail, ...members } };
}

/** A request body that is not what the standard asks for; `detail` names the first fault, `errors` lists them. */
export function invalidInput(problems: readonly InputProblem[]): Problem {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const detail = first === undefined ? 'the input was refused' : `${first.path}: ${first.message}${more}`;
  const errors = problems.slice(0, ERRORS_LISTED_MAX).map((fault) => inputFault(fault));
  return problemOfType(400, 'epcisException:ValidationException', 'The input is not valid', detail, { errors });
}

/** The same with one sentence, for faults of headers and of the transfer. */
export function invalidRequest(detail: string): Problem {
  return problemOfType(400, 'epcisException:ValidationException', 'The request is not valid', detail);
}

/** One fault of an event, as a capture job and a problem list it. */
export function inputFault(fault: InputProblem | CaptureFault): ProblemPart {
  const { message, ...place } = fault;
  const isConflict = fault.code === 'event.conflict';
  const type = isConflict ? 'epcisException:ResourceAlreadyExistsException' : 'epcisException:ValidationException';
  return { type, title: isConflict ? 'Other content on record' : 'Not valid', detail: message, ...place };
}

/** Query parameters that cannot be used. */
export function invalidQuery(problems: readonly ParameterProblem[]): Problem {
  const detail = problems.map(({ parameter, message }) => `${parameter} ${message}`).join('; ');
  return problemOfType(400, 'epcisException:QueryParameterException', 'The query is not valid', detail, { errors: problems });
}

/** Parameters of our own routes that cannot be used. */
export function invalidParameters(problems: readonly ParameterProblem[]): Problem {
  const detail = problems.map(({ parameter, message }) => `${parameter}: ${message}`).join('; ');
  return problemOfType(400, `${OWN}parameter`, 'A parameter is not valid', detail, { errors: problems });
}

/** Who is not signed in asks for what is not public. */
function notSignedIn(): Problem {
  const detail = 'this is for members: sign in, or send a key as `Authorization: Bearer …`';
  const headers = { 'WWW-Authenticate': 'Bearer realm="ytterby"' };
  return problemOfType(401, 'epcisException:SecurityException', 'Not signed in', detail, {}, headers);
}

/** A key that opens nothing: wrong, expired or revoked. */
export function keyUnknown(): Problem {
  const detail = 'the key opens nothing here: it is wrong, has expired or was revoked';
  const headers = { 'WWW-Authenticate': 'Bearer realm="ytterby", error="invalid_token"' };
  return problemOfType(401, 'epcisException:SecurityException', 'The key is not known', detail, {}, headers);
}

/** A page of another site sends a change in the name of whoever looks at it. */
export function crossSite(): Problem {
  const detail = 'the request comes from a page of another site; changes are taken from this one, and from programs with a key';
  return problemOfType(403, 'epcisException:SecurityException', 'Sent by another site', detail);
}

/** More requests than one caller may send. */
export function tooManyRequests(seconds: number): Problem {
  const detail = `too many requests: try again in ${seconds} s`;
  return problemOfType(429, `${OWN}rate-limit`, 'Too many requests', detail, {}, { 'Retry-After': seconds });
}

/** A case of a model that has no answer. */
export function modelRefused({ code, path, message }: ModelRefusal): Problem {
  return problemOfType(422, `${OWN}model-${code}`, 'No answer', message, { code, path });
}

/** An administrative act that is refused, with its code. */
function actRefused({ code, message }: AccessRefused): Problem {
  const status = code.startsWith('no-such') ? 404 : code.startsWith('not-yours') ? 403 : 409;
  return problemOfType(status, `${OWN}access-${code}`, 'Not done', message, { code });
}

/** An act about a case that may not be done. */
function caseRefused({ code, message }: CaseRefused): Problem {
  return problemOfType(code === 'no-such-case' ? 404 : 409, `${OWN}case-${code}`, 'Not done', message, { code });
}

/** An act about conduct that may not be done. */
function conductRefused({ code, message }: ConductRefused): Problem {
  return problemOfType(code === 'no-such-dossier' ? 404 : 409, `${OWN}conduct-${code}`, 'Not done', message, { code });
}

/** An act about the calendar of releases that may not be done. */
function releaseRefused({ code, message }: ReleaseRefused): Problem {
  return problemOfType(code === 'no-such-release' ? 404 : 409, `${OWN}release-${code}`, 'Not done', message, { code });
}

/** A form with errors, each by its item. */
function formRefused({ message, errors }: FormRefused): Problem {
  return problemOfType(409, `${OWN}form-errors`, 'Not taken', message, { code: 'form-errors', edits: errors });
}

/** Statuses of refusals that are not 401. */
const ENTRY_STATUS: Partial<Record<EntryRefused['code'], number>> = {
  wait: 429,
  'password-weak': 400,
  'link-unusable': 410,
  provider: 502,
};

/** Somebody who is not let in. */
function entryRefused({ code, message, waitMs }: EntryRefused): Problem {
  const headers = waitMs > 0 ? { 'Retry-After': Math.ceil(waitMs / 1000) } : {};
  return problemOfType(ENTRY_STATUS[code] ?? 401, `${OWN}entry-${code}`, 'Not let in', message, { code }, headers);
}

/** A member asks for what his role does not do. */
function notAllowed({ role, act, message: detail }: ActRefused): Problem {
  if (role === 'public') return notSignedIn();
  return problemOfType(403, 'epcisException:SecurityException', 'Not allowed', detail, { act });
}

/** A member asks about what is not his organisation's. */
function outOfScope(detail: string): Problem {
  return problemOfType(403, 'epcisException:SecurityException', 'Not yours to see', detail);
}

/** An event or capture job that is not on record. */
export function noSuchResource(what: string, id: string): Problem {
  return problemOfType(
    404,
    'epcisException:NoSuchNameException',
    'Not on record',
    `no ${what} ${JSON.stringify(id)} is on record`,
  );
}

/** A thing that one of our own routes was asked about and that is not on record. */
export function notOnRecord(what: string, id: string): Problem {
  return problemOfType(404, `${OWN}not-on-record`, 'Not on record', `no ${what} ${JSON.stringify(id)} is on record`, {
    what,
    id,
  });
}

/** A GS1 code or Digital Link URI that cannot be read; `at` counts the characters of what was sent from 0. */
export function malformedCode({ code, at, ai, message }: CodeRefusal): Problem {
  return problemOfType(400, `${OWN}code`, 'The code is not valid', message, { code, at, ai });
}

/** A link type that a resolver has no link of. */
export function noSuchLink(linkType: string, available: readonly string[]): Problem {
  const detail = `there is no link of the type ${JSON.stringify(linkType)} here; there are ${available.join(', ')}`;
  return problemOfType(404, `${OWN}link-type`, 'No such link', detail, { linkType, available });
}

/** An address that nothing answers. */
export function noSuchPage(path: string): Problem {
  return problemOfType(404, `${OWN}no-such-address`, 'Nothing answers here', `there is nothing at ${path}`);
}

/** A method that an address does not answer. */
export function methodNotAllowed(method: string, allowed: string): Problem {
  return problemOfType(
    405,
    `${OWN}method`,
    'Method not allowed',
    `${method} is not answered here; ${allowed} are`,
    {},
    { Allow: allowed },
  );
}

/** A wish about version or form that the server cannot meet. */
export function notAcceptable(detail: string): Problem {
  return problemOfType(406, 'epcisException:NotAcceptableException', 'Not acceptable', detail);
}

/** Events that hold what XML cannot, where XML is wanted. */
export function unwritableInXml(problems: readonly InputProblem[]): Problem {
  const [first] = problems;
  const detail = `${first?.path ?? '$'}: ${first?.message ?? 'cannot be written in XML'}`;
  const errors = problems.slice(0, ERRORS_LISTED_MAX).map((fault) => inputFault(fault));
  return problemOfType(406, 'epcisException:NotAcceptableException', 'Not acceptable', detail, { errors });
}

/** The client stopped sending before its body was whole. */
export function bodyTimedOut(seconds: number): Problem {
  const detail = `nothing came for ${seconds} s before the body was whole; nothing of an unfinished document is recorded`;
  return problemOfType(408, `${OWN}body-timeout`, 'The body did not arrive', detail, {}, { Connection: 'close' });
}

/**
 * An event that is on record already. The standard's schema of this answer demands the status 406 in its body, a slip of the pen;
 * RFC 9457 lets the member be left out, and so it is.
 */
export function alreadyOnRecord(outcome: EventOutcome['status'], id: string, location: string): Problem {
  const same = outcome === 'duplicate';
  const detail = same
    ? `the event ${id} is on record with the same content; nothing was recorded a second time`
    : `the eventID ${id} is on record with other content; use a new eventID`;
  const code = same ? 'event.duplicate' : 'event.conflict';
  const type = 'epcisException:ResourceAlreadyExistsException';
  return { httpStatus: 409, headers: { Location: location }, body: { type, title: 'The event is on record', detail, code } };
}

/** An event at a site of another organisation. */
export function notYoursToTell(): Problem {
  const detail = "the event happened at a site that is not your organisation's: its own people record it";
  return problemOfType(403, 'epcisException:SecurityException', 'Not yours to tell', detail, { code: 'event.not-yours' });
}

/** A body over the limit. */
export function bodyTooLarge(limitBytes: number): Problem {
  const detail = `the body has more than ${limitBytes} bytes; send fewer events at once, or NDJSON (application/x-ndjson), which has no limit`;
  const headers = { 'GS1-EPCIS-Capture-File-Size-Limit': limitBytes, Connection: 'close' };
  return problemOfType(413, 'epcisException:CaptureLimitExceededException', 'The body is too large', detail, {}, headers);
}

/** A URL over the limit. */
export function urlTooLong(limit: number): Problem {
  return problemOfType(
    414,
    'epcisException:URITooLongException',
    'The URL is too long',
    `the URL has more than ${limit} characters`,
  );
}

/** A body in a form that is not read. */
export function unsupportedMediaType(detail: string): Problem {
  return problemOfType(415, 'epcisException:UnsupportedMediaTypeException', 'The media type is not read here', detail);
}

/** A subscription that cannot be kept. */
export function subscriptionRefused(detail: string): Problem {
  return problemOfType(400, 'epcisException:SubscriptionControlsException', 'The subscription is not valid', detail);
}

/** Something of that name is there already. */
export function alreadyThere(detail: string): Problem {
  const type = 'epcisException:ResourceAlreadyExistsException';
  return { httpStatus: 409, headers: {}, body: { type, title: 'The name is taken', detail } };
}

/** Storage errors by code, recognised by their form: the server does not know which storage there is. */
const STORAGE: Readonly<Record<string, { status: number; title: string }>> = {
  busy: { status: 503, title: 'The record is busy' },
  unreachable: { status: 503, title: 'The record cannot be reached' },
  'disk-full': { status: 507, title: 'The disk is full' },
  unwritable: { status: 507, title: 'The record cannot be written' },
  damaged: { status: 500, title: 'The record is damaged' },
  'data-directory-in-use': { status: 503, title: 'The record is in use' },
};
const RETRY_AFTER_SECONDS = 2;

function storageProblem(error: Error): Problem | null {
  const code = error.name === 'StoreError' && 'code' in error ? String(error.code) : '';
  const known = STORAGE[code];
  if (known === undefined) return null;
  const headers = known.status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS } : {};
  return problemOfType(known.status, `${OWN}storage-${code}`, known.title, error.message, {}, headers);
}

/**
 * The problem that an error is answered with. Errors that nobody foresaw get a number, under which they are logged with their stack;
 * the answer shows nothing of it.
 */
export function problemOf(error: unknown, log: (line: string) => void): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof CaptureRefusal) return invalidInput(error.problems);
  if (error instanceof PageTokenRefusal) return invalidQuery([{ parameter: 'nextPageToken', message: error.message }]);
  if (error instanceof NotOnRecord) return notOnRecord(error.what, error.id);
  if (error instanceof AccessRefused) return actRefused(error);
  if (error instanceof CaseRefused) return caseRefused(error);
  if (error instanceof ConductRefused) return conductRefused(error);
  if (error instanceof ReleaseRefused) return releaseRefused(error);
  if (error instanceof Embargoed) return problemOfType(403, `${OWN}embargoed`, 'Not public yet', error.message);
  if (error instanceof FormRefused) return formRefused(error);
  if (error instanceof AddressRefused) return problemOfType(400, `${OWN}address`, 'No such address', error.message);
  if (error instanceof EntryRefused) return entryRefused(error);
  if (error instanceof ActRefused) return notAllowed(error);
  if (error instanceof ProofRefused) return problemOfType(400, `${OWN}proof`, 'No such proof', error.message);
  if (error instanceof OutOfScope) return outOfScope(error.message);
  if (error instanceof ModelsBusy) return tooManyRequests(5);
  if (error instanceof MonthRefused) return modelRefused({ code: error.code, path: null, message: error.message });
  if (error instanceof UnwritableEpc) return notAcceptable(error.message);
  if (error instanceof CodeRefused) return malformedCode(error.refusal);
  if (error instanceof QueryTooLarge) {
    return problemOfType(413, 'epcisException:QueryTooLargeException', 'Too many events match', error.message);
  }
  const known = error instanceof Error ? storageProblem(error) : null;
  if (known !== null) {
    if (known.httpStatus >= 500) log(`${known.body.title}: ${known.body.detail}`);
    return known;
  }
  const errorId = randomUUID();
  log(`error ${errorId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const detail = `an error that was not foreseen; the server's log tells more under ${errorId}`;
  return problemOfType(500, 'epcisException:ImplementationException', 'The server failed', detail, { errorId });
}

/** A problem as HTTP. */
export function problemResponse({ httpStatus, headers, body }: Problem): Response {
  const all = { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store', ...headers };
  return new Response(JSON.stringify(body), { status: httpStatus, headers: all });
}
