/** What a process did to the files of one folder and said on its standard output, in the order in which the calls came back. */
export type Operation =
  | { readonly kind: 'write'; readonly file: number; readonly offset: number; readonly data: Uint8Array }
  | { readonly kind: 'truncate'; readonly file: number; readonly size: number }
  | { readonly kind: 'flush'; readonly file: number }
  | { readonly kind: 'create'; readonly file: number; readonly name: string }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'flush-folder' }
  | { readonly kind: 'say'; readonly text: string };

/** The words of a command line that trace the rest of it, for `readTrace`. */
export function traceCommand(file: string): string[] {
  const calls = 'openat,open,creat,close,dup,dup2,dup3,fcntl,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate';
  const others = 'fsync,fdatasync,sync_file_range,unlink,unlinkat,rename,renameat,renameat2,link,linkat,copy_file_range,sendfile';
  return ['strace', '-f', '-qq', '-xx', '-s', '100000', '--signal=none', '-e', `trace=${calls},${others}`, '-o', file];
}

const STANDARD_OUTPUT = 1;
/** Calls that change what this reader keeps track of, and that it does not follow: it says so instead of missing them. */
const UNFOLLOWED =
  /^(writev|pwritev2?|fallocate|truncate|link|linkat|rename|renameat2?|unlinkat|copy_file_range|sendfile|dup[23]?|creat|open)$/;

/**
 * Reads a trace of `traceCommand`.
 * @param folder absolute path; empty when the process started. SQLite's shared-memory files in it are left out: a power cut loses them
 * @throws Error at a call on the folder's files that it cannot follow
 */
export function readTrace(trace: string, folder: string): Operation[] {
  const reader = new TraceReader(folder);
  const begun = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(call);
    if (call.endsWith(' <unfinished ...>')) begun.set(thread, call.slice(0, -' <unfinished ...>'.length));
    else reader.take(resumed === null ? call : (begun.get(thread) ?? '') + (resumed[1] ?? ''));
  }
  return reader.operations;
}

class TraceReader {
  readonly operations: Operation[] = [];
  private readonly folder: string;
  /** Files by name as a running process sees them, and descriptors: a file's number, or the folder itself. */
  private readonly files = new Map<string, number>();
  private readonly descriptors = new Map<number, number | 'folder'>();
  private filesTotal = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  take(line: string): void {
    const [, name = '', words = '', result = ''] = /^(\w+)\((.*)\) += (-?\d+)/.exec(line) ?? [];
    if (name === '' || result.startsWith('-')) return;
    const returned = Number(result);
    const descriptor = Number.parseInt(words, 10);
    const target = this.descriptors.get(descriptor);
    if (name === 'openat') this.open(words, returned);
    else if (name === 'close') this.descriptors.delete(descriptor);
    else if (name === 'unlink') this.unlink(words);
    else if (name === 'write' && descriptor === STANDARD_OUTPUT)
      this.operations.push({ kind: 'say', text: Buffer.from(bytesIn(words)).toString() });
    else if (target !== undefined || words.includes(hexOf(this.folder))) this.change(name, words, returned, target);
  }

  private open(words: string, descriptor: number): void {
    const path = Buffer.from(bytesIn(words)).toString();
    this.descriptors.delete(descriptor);
    if (path === this.folder) this.descriptors.set(descriptor, 'folder');
    const name = this.nameOf(path);
    if (name === null) return;
    let file = this.files.get(name);
    if (file === undefined) {
      file = this.filesTotal++;
      this.files.set(name, file);
      this.operations.push({ kind: 'create', file, name });
    }
    this.descriptors.set(descriptor, file);
    if (words.includes('O_TRUNC')) this.operations.push({ kind: 'truncate', file, size: 0 });
  }

  private unlink(words: string): void {
    const name = this.nameOf(Buffer.from(bytesIn(words)).toString());
    if (name === null || !this.files.delete(name)) return;
    this.operations.push({ kind: 'unlink', name });
  }

  private nameOf(path: string): string | null {
    if (!path.startsWith(`${this.folder}/`) || path.endsWith('-shm')) return null;
    return path.slice(this.folder.length + 1);
  }

  private change(name: string, words: string, returned: number, target: number | 'folder' | undefined): void {
    if (/^(fsync|fdatasync)$/.test(name) && target !== undefined) {
      this.operations.push(target === 'folder' ? { kind: 'flush-folder' } : { kind: 'flush', file: target });
    } else if (name === 'pwrite64' && typeof target === 'number') {
      const offset = Number(/, (\d+)$/.exec(words)?.[1]);
      this.operations.push({ kind: 'write', file: target, offset, data: bytesIn(words).subarray(0, returned) });
    } else if (name === 'ftruncate' && typeof target === 'number') {
      this.operations.push({ kind: 'truncate', file: target, size: Number(/, (\d+)$/.exec(words)?.[1]) });
    } else if (name === 'write' || UNFOLLOWED.test(name) || (name === 'fcntl' && words.includes('F_DUPFD'))) {
      throw new Error(`readTrace: ${name}(${words.slice(0, 80)}) on the folder's files is not followed`);
    }
  }
}

/** The bytes of the first string of a call, which `-xx` writes as `"\x2f\x74…"`. */
function bytesIn(words: string): Uint8Array {
  const start = words.indexOf('"') + 1;
  const text = words.slice(start, words.indexOf('"', start));
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}

function hexOf(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
