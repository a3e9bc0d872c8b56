import type { RecordReader, RecordWriter } from '../../record/index.ts';

/** What is kept of a lot's passports: their place in the status list, and whether they were revoked. */
export interface Issue {
  readonly lot: string;
  /** The bit that stands for them, from 0. */
  readonly index: number;
  readonly issuedAt: string;
  readonly revoked: { readonly at: string; readonly reason: string } | null;
}

const ISSUED = 'passport/';
const COUNTER = 'passports-issued';

export async function readIssue(reader: RecordReader, lot: string): Promise<Issue | null> {
  const text = await reader.document(ISSUED + lot);
  return text === null ? null : (JSON.parse(text) as Issue);
}

/** The place of a lot's passports in the status list; a new one for the first. */
export async function issueFor(writer: RecordWriter, lot: string, nowMs: number): Promise<Issue> {
  const known = await readIssue(writer, lot);
  if (known !== null) return known;
  const index = Number((await writer.document(COUNTER)) ?? 0);
  const issue: Issue = { lot, index, issuedAt: new Date(nowMs).toISOString(), revoked: null };
  await writer.putDocument(COUNTER, String(index + 1));
  await putIssue(writer, issue);
  return issue;
}

export async function putIssue(writer: RecordWriter, issue: Issue): Promise<void> {
  await writer.putDocument(ISSUED + issue.lot, JSON.stringify(issue));
}

/** The places of all that were revoked, and how many passports there are. */
export async function revokedPlaces(reader: RecordReader): Promise<{ places: number[]; issued: number }> {
  const issues = [...(await reader.documentsUnder(ISSUED)).values()].map((text) => JSON.parse(text) as Issue);
  const places = issues.filter(({ revoked }) => revoked !== null).map(({ index }) => index);
  return { places, issued: Number((await reader.document(COUNTER)) ?? 0) };
}
