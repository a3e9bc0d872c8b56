import type { RandomStream } from '../../src/numerics/index.ts';
import type { Operation } from './write-trace.ts';

/**
 * What becomes of writes that were not flushed when the power failed: none is on the disk, all are, or some sectors of some of them.
 */
export type Unflushed = 'lost' | 'kept' | 'torn';

/** How a disk behaves in a power cut. */
export interface DiskManners {
  readonly unflushed: Unflushed;
  /** A disk that lies reports a flush and does nothing. */
  readonly honest: boolean;
}

const SECTOR_BYTES = 512;
const FIRST = -1;

/**
 * The files of a folder as they lie on the disk after a power cut. What was written before the last completed flush of its file is
 * there. Of later writes, each sector of 512 bytes holds what it held after any one of them; the file's length likewise. Names made or
 * taken away after the last flush of the folder are so up to any one of them, in order.
 * @param cut how many of the operations were done
 */
export function filesAfterCut(
  operations: readonly Operation[],
  cut: number,
  manners: DiskManners,
  random: RandomStream,
): Map<string, Uint8Array> {
  const done = operations.slice(0, cut);
  const files = new Map<string, Uint8Array>();
  for (const [name, file] of namesAfterCut(done, manners, random)) files.set(name, contentAfterCut(done, file, manners, random));
  return files;
}

function namesAfterCut(done: readonly Operation[], manners: DiskManners, random: RandomStream): Map<string, number> {
  const flushed = manners.honest ? done.findLastIndex((operation) => operation.kind === 'flush-folder') : FIRST;
  const last = lastKept(flushed, done.length, manners.unflushed, random);
  const names = new Map<string, number>();
  for (const [place, operation] of done.entries()) {
    if (place > last) break;
    if (operation.kind === 'create') names.set(operation.name, operation.file);
    if (operation.kind === 'unlink') names.delete(operation.name);
  }
  return names;
}

/** The place of the last operation that is on the disk. */
function lastKept(flushed: number, end: number, unflushed: Unflushed, random: RandomStream): number {
  if (unflushed === 'lost') return flushed;
  if (unflushed === 'kept' || random.chance(0.3)) return end;
  return random.chance(0.4) ? flushed : flushed + random.below(end - flushed);
}

function contentAfterCut(done: readonly Operation[], file: number, manners: DiskManners, random: RandomStream): Uint8Array {
  const flushed = manners.honest
    ? done.findLastIndex((operation) => operation.kind === 'flush' && operation.file === file)
    : FIRST;
  const lastBySector = new Map<number, number>();
  const lastLength = lastKept(flushed, done.length, manners.unflushed, random);
  const content = new Content();
  for (const [place, operation] of done.entries()) {
    if (operation.kind === 'truncate' && operation.file === file && place <= Math.max(flushed, lastLength))
      content.truncate(operation.size);
    if (operation.kind !== 'write' || operation.file !== file) continue;
    if (place <= flushed) {
      content.write(operation.data, operation.offset);
      continue;
    }
    for (const piece of sectorsOf(operation)) {
      const last = lastBySector.get(piece.sector) ?? lastKept(flushed, done.length, manners.unflushed, random);
      lastBySector.set(piece.sector, last);
      if (place <= last) content.write(piece.data, piece.offset);
    }
  }
  return content.bytes();
}

function* sectorsOf({
  offset,
  data,
}: Operation & { readonly kind: 'write' }): Generator<{ sector: number; offset: number; data: Uint8Array }> {
  const end = offset + data.length;
  for (let at = offset; at < end;) {
    const sector = Math.floor(at / SECTOR_BYTES);
    const until = Math.min(end, (sector + 1) * SECTOR_BYTES);
    yield { sector, offset: at, data: data.subarray(at - offset, until - offset) };
    at = until;
  }
}

/** A file's bytes; what lies between two writes is zero. */
class Content {
  private buffer = Buffer.alloc(1 << 16);
  private length = 0;

  write(data: Uint8Array, offset: number): void {
    this.reach(offset + data.length);
    this.buffer.set(data, offset);
  }

  truncate(size: number): void {
    if (size < this.length) this.buffer.fill(0, size, this.length);
    this.reach(size);
    this.length = size;
  }

  private reach(size: number): void {
    if (size > this.buffer.length) this.buffer = Buffer.concat([this.buffer], Math.max(size, this.buffer.length * 2));
    this.length = Math.max(this.length, size);
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
