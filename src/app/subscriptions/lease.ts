import type { Application } from '../application.ts';

const LEASE = 'subscription-lease';
const LEASE_MS = 30_000;
const RENEWED_MS = 10_000;

interface Lease {
  readonly holder: string;
  readonly untilMs: number;
}

/**
 * Takes or keeps the lease on deliveries: of several servers on one record one delivers, and when it falls silent another takes over.
 * @returns whether this server has it
 */
export async function holdLease(app: Application, holder: string): Promise<boolean> {
  // An embedded record has one server: nobody else can open it.
  if (app.whole.kind !== 'postgres') return true;
  const nowMs = app.now();
  const known = await app.whole.read(async (reader) => leaseOf(await reader.document(LEASE)));
  if (isHeldBy(known, holder, nowMs)) return true;
  if (isAlive(known, nowMs) && known?.holder !== holder) return false;
  return app.whole.write(async (writer) => {
    const present = leaseOf(await writer.document(LEASE));
    if (isAlive(present, nowMs) && present?.holder !== holder) return false;
    await writer.putDocument(LEASE, JSON.stringify({ holder, untilMs: nowMs + LEASE_MS } satisfies Lease));
    return true;
  });
}

/** Gives the lease back, so that another server need not wait for its end. */
export async function releaseLease(app: Application, holder: string): Promise<void> {
  if (app.whole.kind !== 'postgres') return;
  await app.whole.write(async (writer) => {
    if (leaseOf(await writer.document(LEASE))?.holder === holder) await writer.removeDocument(LEASE);
  });
}

function leaseOf(text: string | null): Lease | null {
  return text === null ? null : (JSON.parse(text) as Lease);
}

/** A lease that ends further ahead than any is given was given by a clock that has been put back since. */
function isAlive(lease: Lease | null, nowMs: number): boolean {
  return lease !== null && nowMs < lease.untilMs && lease.untilMs - nowMs <= LEASE_MS;
}

/** Whether the lease need not even be renewed yet. */
function isHeldBy(lease: Lease | null, holder: string, nowMs: number): boolean {
  return isAlive(lease, nowMs) && lease?.holder === holder && lease.untilMs - nowMs > LEASE_MS - RENEWED_MS;
}
