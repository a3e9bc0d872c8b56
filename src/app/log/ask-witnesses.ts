import {
  formatAddCheckpoint,
  formatNote,
  openNote,
  parseNote,
  parseSignatureLines,
  type NoteSignature,
  type VerifierKey,
} from '../../merkle/index.ts';
import { CHECKPOINT_DOCUMENT, WITNESSED_DOCUMENT, type RecordReader } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { ed25519Verify } from './log-signer.ts';
import { proveGrowth, statedBy } from './read-log.ts';

/** A party that cosigns the log's checkpoints, and where it is asked to (C2SP tlog-witness). */
export interface WitnessAddress {
  readonly key: VerifierKey;
  /** Its address without a slash at the end; `/add-checkpoint` lies below. */
  readonly url: string;
}

/** What came of asking a witness. */
export interface Asked {
  readonly witness: string;
  /** Null when it cosigned. */
  readonly fault: string | null;
}

/** The size of the checkpoint that a witness cosigned last. */
const COSIGNED = 'witnessed-by/';
const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 10_000;

/**
 * Asks every witness to cosign the latest checkpoint; those that cosigned it already are not asked again. What comes back is checked, and put
 * on record with the checkpoint.
 */
export async function askWitnesses(app: Application, witnesses: readonly WitnessAddress[], stop: AbortSignal): Promise<Asked[]> {
  const checkpoint = await app.whole.read((reader) => reader.document(CHECKPOINT_DOCUMENT));
  if (checkpoint === null) return [];
  const { size } = statedBy(checkpoint);
  const asked: Asked[] = [];
  for (const witness of witnesses) {
    const oldSize = await app.whole.read((reader) => cosignedSize(reader, witness.key));
    if (oldSize === size) continue;
    const outcome = await askWitness(app, witness, checkpoint, oldSize, stop);
    if (typeof outcome !== 'string') await keepCosignature(app, witness.key, checkpoint, size, outcome);
    asked.push({ witness: witness.key.name, fault: typeof outcome === 'string' ? outcome : null });
  }
  return asked;
}

async function cosignedSize(reader: RecordReader, { name }: VerifierKey): Promise<number> {
  return Number((await reader.document(COSIGNED + name)) ?? 0);
}

/** @returns the witness's cosignature, or in words why there is none */
async function askWitness(
  app: Application,
  witness: WitnessAddress,
  checkpoint: string,
  oldSize: number,
  stop: AbortSignal,
): Promise<NoteSignature | string> {
  const answer = await send(app, witness, checkpoint, oldSize, stop);
  if (answer.status !== 409) return cosignatureIn(witness.key, checkpoint, answer);
  // It knows another checkpoint than is remembered here: its own word counts, as after a backup was put in place.
  const size = Number(/^(\d+)\n?$/.exec(answer.text)?.[1] ?? Number.NaN);
  if (!(size <= statedBy(checkpoint).size))
    return `has cosigned a checkpoint of ${answer.text.trim()} events: this record went back`;
  return cosignatureIn(witness.key, checkpoint, await send(app, witness, checkpoint, size, stop));
}

async function send(
  app: Application,
  { url }: WitnessAddress,
  checkpoint: string,
  oldSize: number,
  stop: AbortSignal,
): Promise<{ status: number; text: string }> {
  const proof = await proveGrowth(app, oldSize, statedBy(checkpoint).size);
  const body = formatAddCheckpoint({ oldSize, proof, checkpoint });
  const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body, signal, redirect: 'error' });
    return { status: response.status, text: await readStart(response) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { status: 0, text: error.cause instanceof Error ? error.cause.message : error.message };
  }
}

/** What an answer begins with: a witness that sends without end is not listened to. */
async function readStart({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).toString().slice(0, ANSWER_BYTES_MAX);
}

async function cosignatureIn(
  key: VerifierKey,
  checkpoint: string,
  { status, text }: { status: number; text: string },
): Promise<NoteSignature | string> {
  if (status !== 200) return status === 0 ? `does not answer: ${text}` : `answers ${status}: ${text.trim().slice(0, 200)}`;
  const lines = parseSignatureLines(text);
  if (!lines.ok) return `answers what are no signature lines: ${lines.refusal}`;
  const own = parseNote(checkpoint);
  if (!own.ok) return own.refusal;
  const opened = await openNote(formatNote({ text: own.value.text, signatures: lines.value }), [key], ed25519Verify);
  return opened.ok ? opened.value.known[0]!.signature : `answers with a cosignature that is false: ${opened.refusal}`;
}

function isOfSameKey(a: NoteSignature, b: NoteSignature): boolean {
  return a.name === b.name && a.keyId === b.keyId;
}

async function keepCosignature(
  app: Application,
  { name }: VerifierKey,
  checkpoint: string,
  size: number,
  cosignature: NoteSignature,
): Promise<void> {
  const own = parseNote(checkpoint);
  if (!own.ok) return;
  await app.whole.write(async (writer) => {
    const kept = parseNote((await writer.document(WITNESSED_DOCUMENT)) ?? '');
    const before = kept.ok && kept.value.text === own.value.text ? kept.value : own.value;
    const signatures = [...before.signatures.filter((each) => !isOfSameKey(each, cosignature)), cosignature];
    await writer.putDocument(WITNESSED_DOCUMENT, formatNote({ text: own.value.text, signatures }));
    await writer.putDocument(COSIGNED + name, String(size));
  });
}
